package handlers

import (
	"slices"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

// ownValuesPath is where a reseller sees what they set themselves, and locks it.
const ownValuesPath = "/products/own-values"

// The choices of the filter by lock.
const (
	lockedOnly   = "locked"
	unlockedOnly = "unlocked"
)

// OwnValues is GET /products/own-values: what a reseller set over what was delivered to them, of one plan with ?plan=, and what of it is locked.
func (h *Prices) OwnValues(c echo.Context) error {
	all, err := priceListOf(c, h.store)
	if err != nil {
		return err
	}
	list, err := listState(c, "")
	if err != nil {
		return err
	}
	v := viewer(c)
	values := all.State.Own.LockableValues(v)
	list.Path = ownValuesPath
	list.Filters = []views.Filter{optionFilter(c, "plan", "Service plan", "All plans", ownPlanChoices(all, values)),
		optionFilter(c, "lock", "Lock", "Locked or not", []views.Option{{Value: lockedOnly, Label: "Locked"}, {Value: unlockedOnly, Label: "Not locked"}})}
	screen := views.OwnValues{Names: all.Names, Viewer: v, Reason: formOf(c).text("reason"), Ticked: map[string]bool{}}
	for _, text := range formOf(c).values["value"] {
		screen.Ticked[text] = true
	}
	screen.Any = len(values) > 0
	values = searchOwn(list, values)
	screen.Values = pageRows(&list, values, func(o domain.Override) []string { return screen.Texts(o) })
	screen.List, screen.State = list, all.State
	if screen.Seen, err = seenOf(c, h.store, domain.Ref{Of: domain.ObjectCatalog}); err != nil {
		return err
	}
	return show(c, views.OwnValuesPage(page(c, "Own values", pricesPath, views.Crumb{Label: "Prices", URL: pricesPath}), screen))
}

// ownPlanChoices are the plans of which there are own values.
func ownPlanChoices(all domain.PriceList, values []domain.Override) []views.Option {
	of := map[domain.PlanID]bool{}
	for _, v := range values {
		of[v.Key.Plan] = true
	}
	plans := slices.DeleteFunc(planChoices(all.Sold.Plans), func(o views.Option) bool { return !of[plainID[domain.PlanID](o.Value)] })
	sortByName(plans, func(o views.Option) string { return o.Label })
	return plans
}

// searchOwn leaves the own values that the filters let through.
func searchOwn(list views.List, values []domain.Override) []domain.Override {
	plan, lock := plainID[domain.PlanID](list.Filter("plan")), list.Filter("lock")
	var through []domain.Override
	for _, v := range values {
		if (plan == 0 || v.Key.Plan == plan) && (lock == "" || (lock == lockedOnly) == (v.Lock != "")) {
			through = append(through, v)
		}
	}
	return through
}

// Lock is POST /products/own-values: what is ticked is locked for the reason that is typed, or by its other button unlocked.
func (h *Prices) Lock(c echo.Context) error {
	f := formOf(c)
	keys, reason, text := domain.ParseKeys(f.values["value"]), f.text("reason"), "Unlocked."
	switch {
	case len(keys) == 0:
		f.fail("", "Tick at least one value")
	case f.text("action") != "lock":
		reason = ""
	case reason == "":
		f.fail("reason", "Enter a reason")
	default:
		text = views.FormatCount(len(keys), "value is locked: no synchronization overwrites it.", "values are locked: no synchronization overwrites them.")
	}
	f.beside = func(e domain.FieldError) string {
		if e.Key == (domain.Key{}) {
			return "" // that nothing is ticked
		}
		return "reason"
	}
	return save(c, h.store, domain.LockChange(keys, reason), text, c.Request().URL.RequestURI(), func() error { return h.OwnValues(c) })
}
