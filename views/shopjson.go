package views

import (
	"tiersync/domain"
)

// This file writes what a shop shows in the words of schema.org, for programs.

// OfferCatalog is a catalog, or a category of one, with its offers.
type OfferCatalog struct {
	Context     string `json:"@context,omitempty"`
	Type        string `json:"@type"`
	Name        string `json:"name"`
	Description string `json:"description,omitempty"`
	URL         string `json:"url,omitempty"`
	Items       []any  `json:"itemListElement"`
}

// ShopOffer is a plan for one subscription period. Amounts are plain decimal numbers.
type ShopOffer struct {
	Type     string      `json:"@type"`
	Name     string      `json:"name"`
	Category string      `json:"category"`
	Item     shopService `json:"itemOffered"`
	Price    string      `json:"price"`
	Currency string      `json:"priceCurrency"`
	Lasts    quantity    `json:"eligibleDuration"`
	Prices   []unitPrice `json:"priceSpecification"`
}

type shopService struct {
	Type        string `json:"@type"`
	Name        string `json:"name"`
	Short       string `json:"disambiguatingDescription,omitempty"`
	Description string `json:"description,omitempty"`
	Terms       string `json:"termsOfService,omitempty"`
}

type quantity struct {
	Type string `json:"@type"`
	N    int64  `json:"value,omitempty"`
	Min  int64  `json:"minValue,omitempty"`
	Max  int64  `json:"maxValue,omitempty"`
	Code string `json:"unitCode,omitempty"`
	Text string `json:"unitText,omitempty"`
}

type unitPrice struct {
	Type     string    `json:"@type"`
	Name     string    `json:"name"`
	Price    string    `json:"price"`
	Currency string    `json:"priceCurrency"`
	For      *quantity `json:"referenceQuantity,omitempty"`
	Eligible *quantity `json:"eligibleQuantity,omitempty"`
}

// OfferCatalogOf is everything that a shop shows, whatever category was asked for.
func OfferCatalogOf(f Shopfront) OfferCatalog {
	all := OfferCatalog{Context: "https://schema.org", Type: "OfferCatalog", Name: f.Name, URL: f.Path, Items: []any{}}
	for _, s := range f.Shelves {
		category := OfferCatalog{Type: "OfferCatalog", Name: s.Name, Description: s.Description, URL: f.shelfURL(s), Items: []any{}}
		for _, p := range s.Plans {
			for _, period := range p.ActivePeriods() {
				category.Items = append(category.Items, f.offer(s, p, period))
			}
		}
		all.Items = append(all.Items, category)
	}
	return all
}

// offer says for its price what stands first on the page: where that is one of the main resource, the fee of the period is nothing.
func (f Shopfront) offer(s domain.Shelf, p *domain.Plan, period domain.Period) ShopOffer {
	price, _ := f.headline(p, period)
	o := ShopOffer{Type: "Offer", Name: p.Name + ", " + period.Label(), Category: s.Name, Price: f.plain(price),
		Currency: string(f.Currency), Item: shopService{"Service", p.Name, p.Short, p.Long, p.ServiceTerms}, Lasts: lasting(period)}
	lasts := lasting(period)
	for fee, price := range period.Fees {
		if one := domain.Fee(fee); one == domain.RecurringFee {
			o.Prices = append(o.Prices, f.unitPrice(feeName(one), price, &lasts, nil))
		} else if price.IsSet() && !price.IsZero() {
			o.Prices = append(o.Prices, f.unitPrice(feeName(one), price, nil, nil))
		}
	}
	for _, r := range shownRates(p) {
		o.Prices = append(o.Prices, f.ratePrices(r, period.ID)...)
	}
	return o
}

// ratePrices are the prices of a resource in a period that customers may pay, each with the amounts for which it is.
func (f Shopfront) ratePrices(r domain.Rate, period domain.PeriodID) (list []unitPrice) {
	if !charged(r) {
		return nil
	}
	resource := f.Resources[r.Resource]
	for _, row := range r.PricesFor(period) {
		for i, price := range row.Prices {
			if !price.IsSet() || price.IsZero() && domain.RatePrice(i) != domain.RecurringPrice {
				continue
			}
			eligible := quantity{Type: "QuantitativeValue", Min: max(row.From, r.Minimum), Max: max(r.Maximum, 0)}
			list = append(list, f.unitPrice(resource.Name+", "+domain.RatePrice(i).Field().Info().Label, price,
				&quantity{Type: "QuantitativeValue", N: 1, Text: resource.Unit}, &eligible))
		}
	}
	return list
}

func (f Shopfront) unitPrice(name string, price domain.Price, reference, eligible *quantity) unitPrice {
	return unitPrice{"UnitPriceSpecification", name, f.plain(price), string(f.Currency), reference, eligible}
}

// plain is an amount as programs read it.
func (f Shopfront) plain(p domain.Price) string {
	d := p.Decimal()
	return d.StringFixed(max(f.Currency.Exponent(), decimals(d)))
}

// lasting is how long a period is, by the codes of UN/CEFACT.
func lasting(p domain.Period) quantity {
	codes := map[string]string{"hours": "HUR", "days": "DAY", "months": "MON", "years": "ANN"}
	return quantity{Type: "QuantitativeValue", N: int64(p.Length), Code: codes[p.Unit]}
}
