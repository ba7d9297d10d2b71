package handlers

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

const pricesPath = "/products/prices"

// priceStore answers what the price list shows, and changes prices.
type priceStore interface {
	catalogStore
	Resources(ctx context.Context, v domain.Viewer) ([]domain.Resource, error)
	// Costs are what the viewer's account pays its vendor now; none for a provider.
	Costs(ctx context.Context, v domain.Viewer) (domain.Costs, error)
	// CatalogOn is what the viewer's account had at a moment.
	CatalogOn(ctx context.Context, v domain.Viewer, at time.Time) (*domain.Catalog, error)
	// PricesBehind are the prices that one of the viewer's direct resellers does not have yet.
	PricesBehind(ctx context.Context, v domain.Viewer) (map[domain.Key]bool, error)
	PreviewChange(ctx context.Context, v domain.Viewer, c domain.Change) (domain.Done, error)
}

// Prices are the screens of the price list.
type Prices struct{ store priceStore }

// NewPrices returns the screens over a store.
func NewPrices(store priceStore) *Prices { return &Prices{store} }

// List is GET /products/prices.
func (h *Prices) List(c echo.Context) error {
	asked, err := h.ask(c)
	if err != nil {
		return err
	}
	return h.show(c, asked)
}

// Save is POST /products/prices: the prices of one page, as they are typed.
func (h *Prices) Save(c echo.Context) error {
	now, err := priceListOf(c, h.store)
	if err != nil {
		return err
	}
	f := formOf(c)
	f.beside = priceField(f)
	what := typedPrices(f, now, viewer(c).Account.Currency)
	if f.text("go") == "calculate" {
		return h.toCalculate(c, what)
	}
	return save(c, h.store, what, "Prices are saved.", c.Request().URL.RequestURI(), func() error { return h.List(c) })
}

// pricePlaces say in an address which page of the prices is meant: the one behind a line, or before it.
var pricePlaces = []string{"after", "before"}

// priceLimits are the settings of a provider that say which prices are to be looked at twice.
var priceLimits = []domain.Field{domain.FieldJumpLimit, domain.FieldLowMargin}

// seenLimits is the field that says what their form was made from: on its page is another form.
const seenLimits = "seen-limits"

// Limit is POST /products/prices/limit: from which jump of a price on its maker is asked, and which margins are low.
func (h *Prices) Limit(c echo.Context) error {
	f := formOf(c)
	what := domain.Change{Kind: domain.JumpLimitSet, About: ownSettings(viewer(c)), Part: true}
	for _, limit := range priceLimits {
		if f.has(string(limit)) {
			what.Typed = append(what.Typed, domain.KeyedValue{Key: domain.Key{Field: limit}, Value: strconv.Itoa(formNumber(f, string(limit)))})
		}
	}
	made, err := changeSeen(c, h.store, seenLimits, what)
	return ended(c, made, err, "Saved.", pricesPath, func() error { return h.List(c) })
}

// toCalculate leads to the calculation of the lines that are ticked, or of all that match. What was typed has to be saved before: it would be
// lost on the way.
func (h *Prices) toCalculate(c echo.Context, typed domain.Change) error {
	f, params := formOf(c), c.Request().URL.Query()
	if f.err() == nil {
		typed = asked(c, "seen", typed)
		typed.WantsAsking = false // nothing is saved yet
		done, err := h.store.PreviewChange(c.Request().Context(), viewer(c), typed)
		switch {
		case err != nil && !refused(c, err):
			return err
		case err == nil && !done.Nothing():
			f.fail("", "Save what you typed first, or take it back: it would be lost. Then calculate.")
		}
	}
	if f.err() != nil {
		return h.List(c)
	}
	for _, place := range pricePlaces {
		params.Del(place)
	}
	if lines := f.values["line"]; len(lines) > 0 {
		params["line"] = lines
	}
	address := calculatePath + "?" + params.Encode()
	if len(address) > LongestAddress {
		f.fail("", "Tick fewer prices, or none: then all that match are calculated.")
		return h.List(c)
	}
	return lead(c, address)
}

// priceField finds the field of a message about a price.
func priceField(f *form) func(domain.FieldError) string {
	return func(e domain.FieldError) string {
		if name := views.PriceName(e.Key); f.has(name) {
			return name
		}
		return ""
	}
}

// typedPrices is the change that a form with prices of several plans asks for, of which list has the present ones. An MSRP that is emptied
// is there no more, and a price is typed or given back, not both.
func typedPrices(f *form, list domain.PriceList, currency domain.Currency) domain.Change {
	names := map[domain.Key]string{}
	what := domain.ChangeOfMany(domain.PricesChanged)
	for name := range f.values {
		switch key, reset, known := views.InputKey(name); {
		case !known || key.Plan == 0:
		case reset:
			what.Reset = append(what.Reset, key)
		default:
			names[key] = name
		}
	}
	keys := slices.Collect(maps.Keys(names))
	list.SortByPage(keys) // messages stand in the order of the page
	for _, key := range keys {
		name := names[key]
		if key.Field.IsMSRP() && f.text(name) == "" {
			what.Without = append(what.Without, key)
			continue
		}
		now, decimals := list.Now(key), list.Decimals(key, currency)
		if slices.Contains(what.Reset, key) {
			if typed, err := domain.ParsePriceOver(now, f.text(name), decimals); err != nil || !typed.Equal(now) {
				f.fail(name, typedAndReset)
			}
			continue
		}
		price := formPrice(f, name, decimals, now)
		what.Typed = append(what.Typed, domain.KeyedValue{Key: key, Value: price.String()})
	}
	return what
}

// show shows the page that an address asks for, with what was typed into it.
func (h *Prices) show(c echo.Context, asked priceRequest) (err error) {
	v, f := viewer(c), formOf(c)
	lines := domain.PricePage{First: 1}
	if f.sent() || f.err() == nil { // a filter that cannot be read lets nothing through
		lines = asked.all.Page(asked.query)
	}
	args := priceSheet(c, asked.list, lines, asked.all)
	args.Seen = asked.seen
	if args.MayEdit && !args.Reseller {
		if args.LimitsSeen, err = sawAs(c, h.store, seenLimits, ownSettings(v)); err != nil {
			return err
		}
	}
	args.JumpLimit = typedOr(f, domain.FieldJumpLimit, strconv.Itoa(v.Account.JumpLimit))
	args.LowMargin = typedOr(f, domain.FieldLowMargin, strconv.Itoa(v.Account.LowMargin))
	if asked.query.Plan != 0 {
		args.Plan = asked.all.Sold.Plan(asked.query.Plan)
	}
	return show(c, views.PricesPage(page(c, "Prices", pricesPath), args))
}

// typedOr is what was typed into a field, or what holds where nothing was sent.
func typedOr(f *form, field domain.Field, now string) string {
	if f.has(string(field)) {
		return f.text(string(field))
	}
	return now
}

// priceSheet is a page of a price list, with what was typed into it.
func priceSheet(c echo.Context, list views.List, lines domain.PricePage, all domain.PriceList) views.PriceList {
	v, f := viewer(c), formOf(c)
	args := views.PriceList{List: list, Page: lines, Names: all.Names, Currency: v.Account.Currency, Any: len(all.Sold.Plans) > 0, Reseller: !v.IsProvider(),
		Costs: !v.IsProvider() && v.SeesCosts(), Delivered: !v.IsProvider() && v.SeesCosts(), MayEdit: v.May(domain.EditPrices), Typed: map[string]string{}, Ticked: map[string]bool{}}
	for _, place := range pricePlaces {
		if line := c.QueryParam(place); line != "" {
			args.Place, args.PlaceOf = place, line
		}
	}
	for _, name := range f.values["line"] {
		args.Ticked[name] = true
	}
	for name := range f.values {
		if key, _, known := views.InputKey(name); known && key.Plan != 0 {
			args.Typed[name] = f.text(name)
		}
	}
	return args
}
