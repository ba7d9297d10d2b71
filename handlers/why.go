package handlers

import (
	"context"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
	"tiersync/views/pages"
)

// whyStore answers why a price is what it is.
type whyStore interface {
	planReader
	// Why is KindNotFound for an account that is not the viewer's own and not below it, and for what has no price.
	Why(ctx context.Context, v domain.Viewer, account domain.AccountID, key domain.Key) (pages.Why, error)
}

// Whys are the screens that say why a price is what it is.
type Whys struct{ store whyStore }

// NewWhys returns the screens over a store.
func NewWhys(store whyStore) *Whys { return &Whys{store} }

// Show is GET /products/plans/:plan/why, and the same of a reseller's plan: with ?key=, the price that it names; else the plan's first.
func (h *Whys) Show(c echo.Context) error {
	args, err := loadPlan(c, h.store)
	if err != nil {
		return err
	}
	key, err := askedPrice(c, args.Plan)
	if err != nil {
		return err
	}
	v, account := viewer(c), viewer(c).Account.ID
	if args.Foreign() {
		account = args.Reseller.ID
	}
	why, err := h.store.Why(c.Request().Context(), v, account, key)
	if err != nil {
		return err
	}
	screen := views.WhyScreen{Why: why, Names: args.Names, Viewer: v}
	return show(c, views.WhyPage(planPage(c, args, "Why this price?"), args, screen))
}

// askedPrice is the price of a plan that the address names, or its first that is set.
func askedPrice(c echo.Context, plan *domain.Plan) (domain.Key, error) {
	if name := plainText(c.QueryParam("key")); name != "" {
		key, reset, known := views.InputKey(name)
		if _, there := plan.Price(key); !known || reset || key.Plan != plan.ID || !there {
			return key, domain.NotFound("The price")
		}
		return key, nil
	}
	var first domain.Key
	for key, price := range plan.Prices() {
		if first.Field == "" || price.IsSet() {
			first = key
		}
		if price.IsSet() {
			break
		}
	}
	if first.Field == "" {
		return first, domain.NotFound("The price")
	}
	return first, nil
}
