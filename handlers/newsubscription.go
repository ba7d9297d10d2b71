package handlers

import (
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

// A new subscription takes two steps: which plan and period, then what it is called and when it ends, which follow from them.

// offer is a plan and one of its active periods, as one can be subscribed to them.
type offer struct {
	plan   *domain.Plan
	period domain.Period
}

// key names the offer in an address.
func (o offer) key() string { return idText(o.plan.ID) + "-" + idText(o.period.ID) }

// SubscriptionForm is GET /resellers/:id/subscriptions/new, for resellers directly below the viewer: the choice of plan and
// period, or the form for what ?period= chose, "plan-period". Where there is only one choice it is made.
func (h *SignUps) SubscriptionForm(c echo.Context) error {
	reseller, err := h.direct(c)
	if err != nil {
		return err
	}
	offers, err := h.offers(c, reseller)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(offers, func(o offer) bool { return o.key() == c.QueryParam("period") })
	if len(offers) == 1 {
		i = 0
	}
	if i < 0 {
		return h.choosePeriod(c, reseller, offers, c.QueryParam("period"))
	}
	chosen := offers[i]
	return h.subscriptionForm(c, chosen, views.NewSubscription{Reseller: reseller,
		Name: domain.SignUpName(chosen.plan, reseller.Name), Expires: chosen.period.End(time.Now().UTC()).Format(time.DateOnly),
		Activate: true, Only: len(offers) == 1})
}

// direct loads the reseller that the address names; a subscription's vendor is the account's parent, so nobody else sells one.
func (h *SignUps) direct(c echo.Context) (views.Reseller, error) {
	reseller, err := resellerOf(c, h.store, "")
	if err == nil && !reseller.Direct {
		err = domain.NotFound("The page")
	}
	return reseller, err
}

// offers are what the reseller can be subscribed to.
func (h *SignUps) offers(c echo.Context, reseller views.Reseller) ([]offer, error) {
	ctx, v := c.Request().Context(), viewer(c)
	catalog, _, err := ownCatalog(c, h.store)
	if err != nil {
		return nil, err
	}
	have, err := h.store.SubscriptionsOf(ctx, v, reseller.ID)
	if err != nil {
		return nil, err
	}
	var offers []offer
	for _, plan := range domain.SignUpPlans(catalog, have) {
		for _, period := range plan.ActivePeriods() {
			offers = append(offers, offer{plan, period})
		}
	}
	return offers, nil
}

// choosePeriod is the first step, again where what was chosen, "" for nothing yet, is not offered. Nobody begins with a trial by accident.
func (h *SignUps) choosePeriod(c echo.Context, reseller views.Reseller, offers []offer, chosen string) error {
	form := views.NewSubscription{Reseller: reseller, Period: chosen}
	if chosen != "" {
		wrong := domain.FieldError{Field: "period", Message: "Choose a plan that they are not subscribed to, and one of its active periods"}
		wrong.Chosen, wrong.Key.Plan = notOffered(chosen, offers)
		f := formOf(c)
		f.errs = append(f.errs, wrong)
	}
	labels := offeredLabels(offers)
	for _, o := range offers {
		form.Periods = append(form.Periods, views.Option{Value: o.key(), Label: domain.Isolate(labels[o.plan.ID]) + ", " + o.period.Label(), Group: labels[o.plan.ID]})
		if form.Period == "" && !o.period.Trial {
			form.Period = o.key()
		}
	}
	p := resellerPage(c, reseller, "New Subscription")
	return show(c, views.ChoosePeriodPage(p, form))
}

// offeredLabels are what the plans of offers are called.
func offeredLabels(offers []offer) map[domain.PlanID]string {
	var plans []*domain.Plan
	for _, o := range offers {
		if !slices.Contains(plans, o.plan) {
			plans = append(plans, o.plan)
		}
	}
	return planLabels(plans)
}

// subscriptionForm is the second step.
func (h *SignUps) subscriptionForm(c echo.Context, chosen offer, form views.NewSubscription) error {
	form.Plan, form.PlanName = idText(chosen.plan.ID), chosen.plan.Name
	form.Period, form.PeriodName = idText(chosen.period.ID), chosen.period.Label()
	p := resellerPage(c, form.Reseller, "New Subscription")
	return show(c, views.NewSubscriptionPage(p, form))
}

// CreateSubscription is POST /resellers/:id/subscriptions/new. Activating delivers the plans.
func (h *SignUps) CreateSubscription(c echo.Context) error {
	reseller, err := h.direct(c)
	if err != nil {
		return err
	}
	offers, err := h.offers(c, reseller)
	if err != nil {
		return err
	}
	f := formOf(c)
	key := f.text("plan") + "-" + f.text("period")
	i := slices.IndexFunc(offers, func(o offer) bool { return o.key() == key })
	if i < 0 {
		return h.choosePeriod(c, reseller, offers, key)
	}
	sub, activate := readSignUp(f, reseller, offers[i]), f.ticked("activate")
	var run domain.RunID
	var before domain.Done
	if err = f.err(); err == nil {
		run, before, err = h.signUp(c, sub, activate)
	}
	if before.Again {
		return changed(c, told(c.Request().Context(), h.store, viewer(c), before), "", "")
	}
	if err == nil {
		return answer(c, delivered(c, h.store, run, reseller.ID, signedUp(activate)), resellersPath+"/"+idText(reseller.ID))
	}
	form := views.NewSubscription{Reseller: reseller, Name: f.text("subscription_name"), Expires: f.text("subscription_expires"), Activate: activate, Only: len(offers) == 1}
	if !refused(c, err) {
		return err
	}
	return h.subscriptionForm(c, offers[i], form)
}

// notOffered is what was chosen that nobody can be subscribed to any more: the period, of a plan that is offered still, or the plan.
func notOffered(key string, offers []offer) (chosen domain.Ref, of domain.PlanID) {
	first, second, _ := strings.Cut(key, "-")
	plan := plainID[domain.PlanID](first)
	if slices.ContainsFunc(offers, func(o offer) bool { return o.plan.ID == plan }) {
		return domain.Ref{Of: domain.ObjectPeriod, ID: plainID[int64](second)}, plan
	}
	return domain.Ref{Of: domain.ObjectPlan, ID: int64(plan)}, plan
}

// readSignUp reads what the second step adds to the choice.
func readSignUp(f *form, reseller views.Reseller, chosen offer) domain.Subscription {
	now := time.Now().UTC()
	sub := domain.Subscription{Name: f.text("subscription_name"), Account: reseller.ID, Plan: chosen.plan.ID, Period: chosen.period.ID, Start: now}
	var problem string
	if sub.Expires, problem = domain.SignUpEnd(f.text("subscription_expires"), chosen.period, now); problem != "" {
		f.fail("subscription_expires", problem)
		sub.Expires = chosen.period.End(now)
	}
	var wrong *domain.Error
	if err := domain.CheckSignUp(chosen.plan, sub); errors.As(err, &wrong) {
		f.errs = append(f.errs, wrong.Fields...)
	}
	return sub
}

func (h *SignUps) signUp(c echo.Context, sub domain.Subscription, activate bool) (run domain.RunID, before domain.Done, err error) {
	once, err := newKey(c)
	if err != nil {
		return 0, before, err
	}
	ctx, cancel := detached(c)
	defer cancel()
	return h.store.SignUp(ctx, viewer(c), sub, activate, once)
}

func signedUp(activated bool) string {
	if activated {
		return "The subscription is active."
	}
	return "The subscription is ordered. Plans are delivered when it is activated."
}
