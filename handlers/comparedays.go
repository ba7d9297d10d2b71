package handlers

import (
	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

// Compare is GET /products/compare: what the viewer's account sells otherwise as one day began than as another did, or than now, with ?from= and
// ?to=. It is the difference of the two catalogs.
func (h *Prices) Compare(c echo.Context) error {
	list, err := listState(c, "")
	if err != nil {
		return err
	}
	v, ctx := viewer(c), c.Request().Context()
	from, first := pastDay(c, "from", "As it was on")
	to, last := pastDay(c, "to", "And on (empty: now)")
	list.Filters = []views.Filter{from, to}
	args := views.CompareDays{List: list, Asked: !first.IsZero() && formOf(c).err() == nil, From: first, To: last}
	if !args.Asked {
		return show(c, views.CompareDaysPage(page(c, "Compare two days", pricesPath, pricesCrumb()), args))
	}
	before, err := h.store.CatalogOn(ctx, v, first)
	if err != nil {
		return err
	}
	after, now, err := ownCatalog(c, h.store)
	seen := v.SeenUntilNow
	if err == nil && !last.IsZero() {
		after, err = h.store.CatalogOn(ctx, v, last)
		seen = func(list []domain.Outcome) []domain.Outcome { return v.SeenOutcomes(list, now) }
	}
	if err != nil {
		return err
	}
	resources, err := h.store.Resources(ctx, v)
	if err != nil {
		return err
	}
	names := namesWith(resources, after, before)
	outcomes := pageRows(&args.List, seen(domain.Difference(before, after)), func(o domain.Outcome) []string {
		text := views.DescribeOutcome(o, names, v.Account.Currency)
		return []string{text.Group + " " + text.Subject.String(), idText(o.Key.Plan)}
	})
	args.Groups = views.GroupOutcomes(outcomes, names, v.Account.Currency)
	return show(c, views.CompareDaysPage(page(c, "Compare two days", pricesPath, pricesCrumb()), args))
}
