package handlers

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/shopspring/decimal"

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
	now, err := h.ask(c)
	if err != nil {
		return err
	}
	f := formOf(c)
	f.beside = priceField(f)
	what := typedPrices(f, now.all, viewer(c).Account.Currency)
	if f.text("go") == "calculate" {
		return h.toCalculate(c, what)
	}
	return save(c, h.store, what, "Prices are saved.", c.Request().URL.RequestURI(), func() error { return h.List(c) })
}

// Limit is POST /products/prices/limit: from which jump of a price on its maker is asked.
func (h *Prices) Limit(c echo.Context) error {
	f, own := formOf(c), viewer(c).Account
	name := string(domain.FieldJumpLimit)
	what := domain.Change{Kind: domain.JumpLimitSet, About: domain.Ref{Of: domain.ObjectReseller, ID: int64(own.ID), Name: own.Name}, Part: true,
		Typed: []domain.KeyedValue{{Key: domain.Key{Field: domain.FieldJumpLimit}, Value: strconv.Itoa(formNumber(f, name))}}}
	return save(c, h.store, what, "Saved.", pricesPath, func() error { return h.List(c) })
}

// toCalculate leads to the calculation of the lines that are ticked, or of all that match. What was typed has to be saved before: it would be
// lost on the way.
func (h *Prices) toCalculate(c echo.Context, typed domain.Change) error {
	f, params := formOf(c), c.Request().URL.Query()
	if f.err() == nil {
		done, err := h.store.PreviewChange(c.Request().Context(), viewer(c), asked(c, "seen", typed))
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
	for _, place := range []string{"after", "before"} {
		params.Del(place)
	}
	if lines := f.values["line"]; len(lines) > 0 {
		params["line"] = lines
	}
	return c.Redirect(http.StatusSeeOther, calculatePath+"?"+params.Encode())
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

// typedPrices is the change that a form with prices of several plans asks for, of which list has the present ones. An MSRP that is emptied is there no more.
func typedPrices(f *form, list domain.PriceList, currency domain.Currency) domain.Change {
	what := domain.Change{Kind: domain.PricesChanged, About: domain.Ref{Of: domain.ObjectCatalog, Name: "prices"}, Part: true}
	for name := range f.values {
		key, reset, known := views.InputKey(name)
		switch {
		case !known || key.Plan == 0:
		case reset:
			what.Reset = append(what.Reset, key)
		case key.Field.IsMSRP() && f.text(name) == "":
			what.Without = append(what.Without, key)
		default:
			price := formPrice(f, name, list.Decimals(key, currency), list.Now(key))
			what.Typed = append(what.Typed, domain.KeyedValue{Key: key, Value: price.String()})
		}
	}
	return what
}

// priceRequest is what an address asks of the price list, with the list.
type priceRequest struct {
	list  views.List
	query domain.PriceQuery
	all   domain.PriceList
	since views.Filter
	seen  string
}

// ask reads the filters from the address, and the price list that they are about: ?q=, ?plan=, ?category=, ?group=, ?kind=, ?only=, ?margin=,
// ?since=, and where the page begins or ends. What is none of them filters nothing; a day or a number that is none is said beside it.
func (h *Prices) ask(c echo.Context) (asked priceRequest, err error) {
	v, ctx := viewer(c), c.Request().Context()
	if asked.list, err = listState(c, ""); err != nil {
		return asked, err
	}
	if asked.seen, err = seenOf(c, h.store, domain.Ref{Of: domain.ObjectCatalog}); err != nil {
		return asked, err
	}
	if asked.all.Sold, asked.all.State, err = ownCatalog(c, h.store); err != nil {
		return asked, err
	}
	asked.all.Names = domain.NamesOf(asked.all.Sold)
	resources, err := h.store.Resources(ctx, v)
	unmeasured := map[domain.ResourceID]bool{}
	asked.all.Unmeasured = unmeasured
	for _, r := range resources {
		asked.all.Names.Add(domain.ObjectResource, int64(r.ID), r.Name)
		unmeasured[r.ID] = !r.Measurable
	}
	if err == nil && !v.IsProvider() {
		asked.all.Costs, err = h.store.Costs(ctx, v)
	}
	if err != nil {
		return asked, err
	}
	asked.filters(c)
	if since := day(asked.since.Value); !since.IsZero() {
		asked.query.Since = true
		if asked.all.Then, err = h.store.CatalogOn(ctx, v, since); err != nil {
			return asked, err
		}
	}
	if asked.query.Only == domain.NotPassedOn {
		asked.all.Behind, err = h.store.PricesBehind(ctx, v)
	}
	return asked, err
}

// filters reads the query.
func (r *priceRequest) filters(c echo.Context) {
	v, q := viewer(c), &r.query
	q.Search, q.Limit = r.list.Query, views.PageSize
	q.Plan = plainID[domain.PlanID](c.QueryParam("plan"))
	category := optionFilter(c, "category", "Category", "All categories", categoryChoices(r.all.Sold))
	group := optionFilter(c, "group", "Resource category", "All resources", resourceCategoryChoices(r.all.Sold))
	kind := optionFilter(c, "kind", "Kind of price", "All kinds of price", kindChoices())
	only := optionFilter(c, "only", "Only", "All prices", onlyChoices(v))
	q.Category, q.Group = plainID[domain.CategoryID](category.Value), plainID[domain.CategoryID](group.Value)
	q.Kind, q.Only = domain.Field(kind.Value), domain.PriceFilter(only.Value)
	r.list.Filters = []views.Filter{category, group, kind, only}
	if !v.IsProvider() && v.SeesCosts() {
		margin := views.Filter{Name: "margin", Label: "Margin below %", Value: strings.TrimSpace(plainText(c.QueryParam("margin"))), Number: true}
		q.Below = percentFilter(c, margin)
		r.list.Filters = append(r.list.Filters, margin)
	}
	r.since, _ = dayFilter(c, "since", "Changed since")
	r.list.Filters = append(r.list.Filters, r.since)
	if q.Plan != 0 {
		r.list.Extra = map[string][]string{"plan": {idText(q.Plan)}}
	}
	q.After, _, _ = views.InputKey(c.QueryParam("after"))
	q.Before, _, _ = views.InputKey(c.QueryParam("before"))
}

// percentFilter is the number of a filter by percent, which may be below zero; what is none is said beside it.
func percentFilter(c echo.Context, filter views.Filter) (percent decimal.NullDecimal) {
	if filter.Value == "" {
		return percent
	}
	number, err := domain.ParsePercent(filter.Value)
	if err != nil {
		formOf(c).fail(filter.Name, domain.PercentGuess)
		return percent
	}
	return decimal.NewNullDecimal(number)
}

func kindChoices() []views.Option {
	var options []views.Option
	for _, kind := range domain.PriceKinds() {
		group := "Fees of subscription periods"
		if kind.Info().Of == domain.ObjectPriceRow {
			group = "Prices of resources"
		}
		options = append(options, views.Option{Value: string(kind), Label: kind.Label(), Group: group})
	}
	return options
}

// onlyChoices are the states of prices by which the viewer may look for them.
func onlyChoices(v domain.Viewer) []views.Option {
	options := []views.Option{{Value: string(domain.NotZero), Label: "Not 0.00"}, {Value: string(domain.PricesNotSet), Label: "Not set"}}
	if !v.IsProvider() {
		options = append(options, views.Option{Value: string(domain.OwnPrices), Label: "Own values"})
		if v.SeesCosts() {
			options = append(options, views.Option{Value: string(domain.BelowCost), Label: "Below cost"})
		}
	}
	if v.IsProvider() || v.Holds(domain.ManageSubResellers) {
		options = append(options, views.Option{Value: string(domain.NotPassedOn), Label: "Not yet passed on"})
	}
	return options
}

// categoryChoices are the sales and the plan categories of a catalog.
func categoryChoices(catalog *domain.Catalog) []views.Option {
	var sales, plan []views.Option
	if catalog.Categories != nil {
		for _, s := range catalog.Categories.Sales {
			sales = append(sales, views.Option{Value: idText(s.ID), Label: s.Name, Group: "Sales categories"})
		}
		for _, p := range catalog.Categories.Plan {
			plan = append(plan, views.Option{Value: idText(p.ID), Label: p.Name, Group: "Plan categories"})
		}
	}
	for _, list := range [][]views.Option{sales, plan} {
		sortByName(list, func(o views.Option) string { return o.Label })
	}
	return append(sales, plan...)
}

func resourceCategoryChoices(catalog *domain.Catalog) []views.Option {
	var options []views.Option
	if catalog.Categories != nil {
		for _, r := range catalog.Categories.Resource {
			options = append(options, views.Option{Value: idText(r.ID), Label: r.Name})
		}
	}
	sortByName(options, func(o views.Option) string { return o.Label })
	return options
}

// show shows the page that an address asks for, with what was typed into it.
func (h *Prices) show(c echo.Context, asked priceRequest) error {
	v, f := viewer(c), formOf(c)
	lines := domain.PricePage{First: 1}
	if f.sent() || f.err() == nil { // a filter that cannot be read lets nothing through
		lines = asked.all.Page(asked.query)
	}
	limit := strconv.Itoa(v.Account.JumpLimit)
	if f.has(string(domain.FieldJumpLimit)) {
		limit = f.text(string(domain.FieldJumpLimit))
	}
	args := views.PriceList{JumpLimit: limit, List: asked.list, Page: lines, Names: asked.all.Names, Currency: v.Account.Currency, Seen: asked.seen,
		Any: len(asked.all.Sold.Plans) > 0, Reseller: !v.IsProvider(), Costs: v.SeesCosts(), MayEdit: v.May(domain.EditPrices), Typed: map[string]string{}}
	if asked.query.Plan != 0 {
		args.Plan = asked.all.Sold.Plan(asked.query.Plan)
	}
	for name := range f.values {
		if key, _, known := views.InputKey(name); known && key.Plan != 0 {
			args.Typed[name] = f.text(name)
		}
	}
	return show(c, views.PricesPage(page(c, "Prices", pricesPath), args))
}
