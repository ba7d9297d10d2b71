package handlers

import (
	"slices"

	"github.com/labstack/echo/v4"
	"github.com/shopspring/decimal"

	"tiersync/domain"
	"tiersync/views"
)

// heldPath is where a reseller sets the prices that held plans lack, and confirms these.
const heldPath = pricesPath + "/confirm"

// heldPrices is how many missing prices a page has at most.
const heldPrices = 200

// heldRequest is what the page of held plans is made from.
type heldRequest struct {
	list domain.PriceList
	held []domain.HeldPlan // all, or the one that the address names
	page views.HeldPlans
}

// Held is GET /products/prices/confirm: every price that held plans lack.
func (h *Prices) Held(c echo.Context) error {
	asked, err := h.held(c)
	if err != nil {
		return err
	}
	return showHeld(c, asked)
}

// Confirm is POST /products/prices/confirm: the prices that were typed are set, and the plans confirmed that lack none then. By the buttons that
// fill the form in, and by Enter in the percentage, nothing is saved.
func (h *Prices) Confirm(c echo.Context) error {
	asked, err := h.held(c)
	if err != nil {
		return err
	}
	f := formOf(c)
	f.beside = priceField(f)
	if button := f.text("go"); button != "" && (button != views.FillEnter || f.text("percent") != "") {
		fill(f, &asked)
		return showHeld(c, asked)
	}
	ticked := formIDs[domain.PlanID](f, "confirm")
	what, ready := domain.Confirming(asked.held, heldTyped(f, asked), ticked)
	text, next := "Prices are saved. No plan is confirmed: those that lack a price still wait.", asked.page.Here
	if ready > 0 {
		text, next = views.FormatCount(ready, "plan is confirmed.", "plans are confirmed."), heldPath
	}
	if len(what.Typed) == 0 && len(asked.held) > 0 {
		f.fail("", views.StillHeld(asked.held))
	}
	return save(c, h.store, what, text, next, func() error { return showHeld(c, asked) })
}

// held reads the held plans that the address asks for: ?plan= one, ?from= those of this id or a higher one.
func (h *Prices) held(c echo.Context) (asked heldRequest, err error) {
	v := viewer(c)
	if asked.page.Seen, err = seenOf(c, h.store, domain.Ref{Of: domain.ObjectCatalog}); err != nil {
		return asked, err
	}
	if asked.list, err = priceListOf(c, h.store); err != nil {
		return asked, err
	}
	asked.held = asked.list.Held()
	asked.page.Waiting = len(asked.held)
	if one := plainID[domain.PlanID](c.QueryParam("plan")); one != 0 {
		asked.held = slices.DeleteFunc(asked.held, func(p domain.HeldPlan) bool { return p.ID != one })
		asked.page.One = true
	}
	from := plainID[domain.PlanID](c.QueryParam("from"))
	asked.page.Plans, asked.page.Next = heldPage(asked.held, from)
	asked.page.Here, asked.page.Names, asked.page.Currency, asked.page.Costs = c.Request().URL.RequestURI(), asked.list.Names, v.Account.Currency, v.SeesCosts()
	asked.page.Values = map[string]string{}
	return asked, nil
}

// heldPage are the plans of a page, from an id on, and the id with which the next page begins, 0 for none. Of a plan that lacks more prices than
// a page has the first are shown: the others come once these are set.
func heldPage(held []domain.HeldPlan, from domain.PlanID) (page []domain.HeldPlan, next domain.PlanID) {
	room := heldPrices
	for _, p := range held {
		switch {
		case p.ID < from:
			continue
		case len(page) > 0 && len(p.Missing) >= room:
			return page, p.ID
		}
		p.Missing = p.Missing[:min(len(p.Missing), room)]
		page, room = append(page, p), room-max(1, len(p.Missing))
	}
	return page, 0
}

// heldTyped are the prices that were typed. One that jumps and is not meant is none.
func heldTyped(f *form, asked heldRequest) []domain.KeyedValue {
	var typed []domain.KeyedValue
	_, leave, _ := sureOf(f.values)
	for _, p := range asked.held {
		for _, m := range p.Missing {
			name := views.PriceName(m.Key)
			if f.text(name) == "" || slices.Contains(leave, m.Key) {
				continue
			}
			price := formPrice(f, name, asked.list.Decimals(m.Key, asked.page.Currency), domain.Price{})
			typed = append(typed, domain.KeyedValue{Key: m.Key, Value: price.String()})
		}
	}
	return typed
}

// fill fills the fields that are empty, as the button says that was pressed.
func fill(f *form, asked *heldRequest) {
	how, page := domain.Filling{}, &asked.page
	switch f.text("go") {
	case views.FillOffered:
		how.Offered = true
	case views.FillFree:
		how.Free = true
	case views.FillCost, views.FillEnter:
		percent, err := domain.ParsePercent(f.text("percent"))
		f.refuse("percent", err)
		if err == nil && percent.LessThan(decimal.NewFromInt(-100)) {
			f.fail("percent", "A price cannot be below zero")
		}
		how.Cost, how.How = true, domain.Calculation{Base: domain.FromCost, Percent: percent, Rounding: domain.ToUnit}
	default: // the fields are emptied
		page.Emptied, page.Fills = true, true
		return
	}
	if f.err() != nil {
		return
	}
	page.Fills = true
	for _, p := range page.Plans {
		for _, m := range p.Missing {
			name := views.PriceName(m.Key)
			if f.text(name) != "" {
				continue
			}
			if price, known := how.Of(m, asked.list.Decimals(m.Key, page.Currency)); known {
				page.Values[name], page.Filled = views.PlainAmount(price, page.Currency), page.Filled+1
			} else {
				page.Left++
			}
		}
	}
}

// showHeld shows the page with what was typed or filled in.
func showHeld(c echo.Context, asked heldRequest) error {
	f, shown := formOf(c), asked.page
	shown.Percent, shown.Sent, shown.Ticked = f.text("percent"), f.sent(), map[domain.PlanID]bool{}
	for _, p := range shown.Plans {
		shown.Ticked[p.ID] = !f.sent() || slices.Contains(f.values["confirm"], idText(p.ID))
		for _, m := range p.Missing {
			if name := views.PriceName(m.Key); f.has(name) && shown.Values[name] == "" && !shown.Emptied {
				shown.Values[name] = f.text(name)
			}
		}
	}
	return show(c, views.HeldPlansPage(page(c, "Confirm plans not on sale", pricesPath, views.Crumb{Label: "Prices", URL: pricesPath}), shown))
}
