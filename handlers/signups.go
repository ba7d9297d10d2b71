package handlers

import (
	"context"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

// signUpStore signs resellers up.
type signUpStore interface {
	teller
	accountReader
	catalogReader
	SubscriptionsOf(ctx context.Context, v domain.Viewer, account domain.AccountID) ([]domain.SubscriptionRow, error)
	// ConvertibleCurrencies are the provider's own currency and those with an exchange rate.
	ConvertibleCurrencies(ctx context.Context, v domain.Viewer) ([]domain.Currency, error)
	// CreateReseller answers with the token of the administrator's invitation, "" for a form that was sent before.
	CreateReseller(ctx context.Context, v domain.Viewer, a domain.Account, admin domain.User, once string) (id domain.AccountID, token string, err error)
	ResellerNamed(ctx context.Context, v domain.Viewer, name string, besides domain.AccountID) (domain.AccountID, error)
	deliveredReader
	// SignUp orders a subscription and, with activate, delivers its plans: both or nothing. It answers the run that delivered, zero
	// for none, and of a form that was sent before what it made then.
	SignUp(ctx context.Context, v domain.Viewer, s domain.Subscription, activate bool, once string) (run domain.RunID, before domain.Done, err error)
}

// SignUps are the screens that add resellers and their subscriptions.
type SignUps struct {
	store signUpStore
	links *Links
}

// NewSignUps returns the screens over a store.
func NewSignUps(store signUpStore, links *Links) *SignUps {
	return &SignUps{store, links}
}

// Form is GET /resellers/new.
func (h *SignUps) Form(c echo.Context) error {
	convertible, err := h.store.ConvertibleCurrencies(c.Request().Context(), viewer(c))
	if err != nil {
		return err
	}
	return h.form(c, convertible, views.NewReseller{Currency: string(viewer(c).Account.Currency)})
}

// form offers the currencies that prices can be converted to, then all others.
func (h *SignUps) form(c echo.Context, convertible []domain.Currency, form views.NewReseller) error {
	own := viewer(c).Account.Currency
	convertible = slices.DeleteFunc(convertible, func(c domain.Currency) bool { return domain.CurrencyProblem(c, own) != "" })
	others := otherCurrencies(convertible)
	if !slices.Contains(convertible, own) && !slices.Contains(others, own) {
		others = append(others, own)
	}
	form.Currencies = append(currencyOptions("With an exchange rate", convertible), currencyOptions("Without an exchange rate", others)...)
	p := pageIn(c, domain.ObjectReseller, "New Reseller")
	return show(c, views.NewResellerPage(p, form))
}

// Create is POST /resellers/new.
func (h *SignUps) Create(c echo.Context) error {
	f := formOf(c)
	form := views.NewReseller{Name: f.text("account_name"), Currency: strings.ToUpper(f.text("account_currency")), AdminName: f.text("user_name"),
		AdminEmail: f.text("user_email")}
	account := domain.Account{Name: form.Name, Currency: domain.Currency(form.Currency)}
	admin := domain.User{Name: form.AdminName, Email: form.AdminEmail}
	convertible, err := h.store.ConvertibleCurrencies(c.Request().Context(), viewer(c))
	if err != nil {
		return err
	}
	form.Missing = domain.MissingRate(viewer(c).Account.Currency, account.Currency, convertible)
	if form.Held = f.text("without_rate") == form.Currency; form.Missing != "" && !form.Held {
		f.fail("account_currency", "There is no exchange rate of "+string(form.Missing)+": their plans would be held. Tick below if you mean it")
	}
	id, token, err := domain.AccountID(0), "", domain.CheckReseller(account, admin, viewer(c).Account.Currency)
	if err == nil {
		err = f.err()
	}
	var once string
	if err == nil {
		once, err = newKey(c)
	}
	if err == nil {
		id, token, err = h.store.CreateReseller(c.Request().Context(), viewer(c), account, admin, once)
	}
	if err == nil {
		return h.links.hand(c, handedLink{token: token, kind: domain.Invitation, user: admin, back: resellersPath + "/" + idText(id),
			said: h.added(c, account.Name, id)})
	}
	if !refused(c, err) {
		return err
	}
	return h.form(c, convertible, form)
}

// added says that a reseller is added, and points out another one of their name: they may be one company, added twice.
func (h *SignUps) added(c echo.Context, name string, id domain.AccountID) string {
	text := domain.Isolate(name) + " is added. Deliver plans to them with a subscription."
	other, err := h.store.ResellerNamed(c.Request().Context(), viewer(c), name, id)
	if err == nil && other != 0 { // what cannot be read is not said: they are added
		text += " Another of your resellers has this name, too: ID " + idText(other) + "."
	}
	return text
}
