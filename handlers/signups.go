package handlers

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

// signUpStore signs resellers up.
type signUpStore interface {
	Account(ctx context.Context, viewer, id domain.AccountID) (domain.Account, error)
	Catalog(ctx context.Context, v domain.Viewer, account domain.AccountID) (*domain.Catalog, domain.State, error)
	SubscriptionsOf(ctx context.Context, v domain.Viewer, account domain.AccountID) ([]domain.SubscriptionRow, error)
	// ConvertibleCurrencies are the provider's own currency and those with an exchange rate.
	ConvertibleCurrencies(ctx context.Context, v domain.Viewer) ([]domain.Currency, error)
	CreateReseller(ctx context.Context, v domain.Viewer, a domain.Account, admin domain.User, password string) (domain.AccountID, error)
	CreateSubscription(ctx context.Context, v domain.Viewer, s domain.Subscription) (domain.SubscriptionID, error)
	ChangeStatus(ctx context.Context, v domain.Viewer, id domain.SubscriptionID, key domain.StatusKey) (domain.RunID, error)
}

// SignUps are the screens that add resellers and their subscriptions.
type SignUps struct{ store signUpStore }

// NewSignUps returns the screens over a store.
func NewSignUps(store signUpStore) *SignUps {
	return &SignUps{store}
}

// Form is GET /resellers/new.
func (h *SignUps) Form(c echo.Context) error {
	return h.form(c, http.StatusOK, views.NewReseller{Currency: string(viewer(c).Account.Currency)})
}

// form offers the currencies that prices can be converted to, then all others.
func (h *SignUps) form(c echo.Context, status int, form views.NewReseller) error {
	own := viewer(c).Account.Currency
	convertible, err := h.store.ConvertibleCurrencies(c.Request().Context(), viewer(c))
	if err != nil {
		return err
	}
	convertible = slices.DeleteFunc(convertible, func(c domain.Currency) bool { return domain.CurrencyProblem(c, own) != "" })
	others := otherCurrencies(convertible)
	if !slices.Contains(convertible, own) && !slices.Contains(others, own) {
		others = append(others, own)
	}
	form.Currencies = append(currencyOptions("With an exchange rate", convertible), currencyOptions("Without an exchange rate", others)...)
	p := page(c, "New Reseller", resellersPath, views.Crumb{Label: "Resellers", URL: resellersPath})
	p.Invalid = len(form.Errors) > 0
	return render(c, status, views.NewResellerPage(p, form))
}

// Create is POST /resellers/new.
func (h *SignUps) Create(c echo.Context) error {
	f := formOf(c)
	form := views.NewReseller{Name: f.text("name"), Currency: strings.ToUpper(f.text("currency")), AdminName: f.text("admin_name"),
		AdminEmail: f.text("admin_email")}
	account := domain.Account{Name: form.Name, Currency: domain.Currency(form.Currency)}
	admin := domain.User{Name: form.AdminName, Email: form.AdminEmail}
	password := f.raw("password")
	if message := domain.PasswordProblem(password); message != "" {
		f.fail("password", message)
	}
	id, err := domain.AccountID(0), domain.CheckReseller(account, admin, viewer(c).Account.Currency)
	if err == nil {
		err = f.err()
	}
	if err == nil {
		id, err = h.store.CreateReseller(c.Request().Context(), viewer(c), account, admin, password)
	}
	if err == nil {
		return done(c, account.Name+" is added. Deliver plans to them with a subscription.", resellersPath+"/"+idText(id))
	}
	var ok bool
	if form.Errors, ok = f.merged(err); !ok {
		return err
	}
	return h.form(c, http.StatusUnprocessableEntity, form)
}

// SubscriptionForm is GET /resellers/:id/subscriptions/new, for resellers directly below the viewer.
func (h *SignUps) SubscriptionForm(c echo.Context) error {
	reseller, err := h.direct(c)
	if err != nil {
		return err
	}
	return h.subscriptionForm(c, http.StatusOK, views.NewSubscription{Reseller: reseller, Activate: true})
}

// direct loads the reseller that the address names; a subscription's vendor is the account's parent, so nobody else sells one.
func (h *SignUps) direct(c echo.Context) (views.Reseller, error) {
	reseller, err := resellerOf(c, h.store, "")
	if err == nil && !reseller.Direct {
		err = domain.NotFound("The page")
	}
	return reseller, err
}

// subscriptionForm offers the reseller plans to which the reseller is not subscribed yet.
func (h *SignUps) subscriptionForm(c echo.Context, status int, form views.NewSubscription) error {
	ctx, v := c.Request().Context(), viewer(c)
	catalog, _, err := h.store.Catalog(ctx, v, v.Account.ID)
	if err != nil {
		return err
	}
	subscriptions, err := h.store.SubscriptionsOf(ctx, v, form.ID)
	if err != nil {
		return err
	}
	taken := map[domain.PlanID]bool{}
	for _, s := range subscriptions {
		taken[s.Plan] = taken[s.Plan] || s.Status.Live()
	}
	for _, p := range catalog.Plans {
		if p.Type == domain.ResellerPlan && !p.Disabled && !taken[p.ID] {
			form.Plans = append(form.Plans, views.Option{Value: idText(p.ID), Label: p.Name})
		}
	}
	p := resellerPage(c, form.Reseller, "New Subscription")
	p.Invalid = len(form.Errors) > 0
	return render(c, status, views.NewSubscriptionPage(p, form))
}

// CreateSubscription is POST /resellers/:id/subscriptions/new. Activating delivers the plans.
func (h *SignUps) CreateSubscription(c echo.Context) error {
	reseller, err := h.direct(c)
	if err != nil {
		return err
	}
	f, v := formOf(c), viewer(c)
	form := views.NewSubscription{Reseller: reseller, Name: f.text("name"), Plan: f.text("plan"), Activate: f.has("activate")}
	ctx, cancel := detached(c)
	defer cancel()
	now := time.Now()
	id, plan := domain.SubscriptionID(0), formID[domain.PlanID](f, "plan", "Choose a plan from the list")
	if err = f.err(); err == nil {
		id, err = h.store.CreateSubscription(ctx, v, domain.Subscription{Name: form.Name, Account: reseller.ID, Plan: plan,
			Status: domain.Ordered, Start: now, Expires: now.AddDate(1, 0, 0)})
	}
	text := "The subscription is ordered. Plans are delivered when it is activated."
	if err == nil && form.Activate {
		text = "The subscription is active and its plans are delivered."
		_, err = h.store.ChangeStatus(ctx, v, id, domain.Activate)
	}
	if err == nil {
		return done(c, text, resellersPath+"/"+idText(reseller.ID))
	}
	var ok bool
	if form.Errors, ok = f.merged(err); !ok {
		return err
	}
	return h.subscriptionForm(c, http.StatusUnprocessableEntity, form)
}
