package handlers

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

// Guards is the screen of what a provider keeps synchronizations from.
type Guards struct{ store changer }

// NewGuards returns the screen over a store.
func NewGuards(store changer) *Guards { return &Guards{store} }

// Show is GET /guards.
func (h *Guards) Show(c echo.Context) error {
	v, f := viewer(c), formOf(c)
	seen, err := seenOf(c, h.store, ownSettings(v))
	if err != nil {
		return err
	}
	form := views.GuardForm{Seen: seen, MayEdit: domain.GuardsSet.Info().May(v) == nil}
	for i, info := range domain.Guards() {
		set := v.Account.Guards[i]
		form.Rows = append(form.Rows, views.GuardRow{GuardInfo: info, Does: typedOr(f, info.Sets, string(set.Mode)),
			Number: typedOr(f, info.UpTo, strconv.Itoa(set.Limit))})
	}
	return show(c, views.GuardsPage(page(c, "Guards", views.GuardsPath), form))
}

// Save is POST /guards.
func (h *Guards) Save(c echo.Context) error {
	f := formOf(c)
	what := domain.Change{Kind: domain.GuardsSet, About: ownSettings(viewer(c)), Part: true}
	set := func(field domain.Field, value string) {
		what.Typed = append(what.Typed, domain.KeyedValue{Key: domain.Key{Field: field}, Value: value})
	}
	for _, info := range domain.Guards() {
		if f.has(string(info.Sets)) {
			set(info.Sets, f.text(string(info.Sets)))
		}
		if f.has(string(info.UpTo)) {
			set(info.UpTo, strconv.Itoa(formNumber(f, string(info.UpTo))))
		}
	}
	return save(c, h.store, what, "Guards are saved.", views.GuardsPath, func() error { return h.Show(c) })
}

// guarded answers, with status 422, for a run that guards hold up: the dialog with what they found, or for a run from a preview a page
// that leads back there. Any other error it returns.
func (h *Synchronize) guarded(c echo.Context, request domain.RunRequest, err error) error {
	var found *domain.Guarded
	var why *domain.Error
	if !errors.As(err, &found) || !errors.As(err, &why) {
		return err
	}
	for _, one := range why.Fields {
		formOf(c).fail(one.Field, one.Message)
	}
	if request.PreviewDigest == "" {
		return h.show(c, dialogOf(request), filledIn(request))
	}
	title := "Confirm this synchronization"
	if domain.Refused(found.Strikes) {
		title = "This synchronization is refused"
	}
	screen := views.GuardedScreen{Request: request, Strikes: found.Strikes, Preview: previewURL(request), Own: viewer(c).IsProvider(),
		Lists: func(list domain.Look) string {
			return views.StruckURL(previewPath(request), previewValues(request), list)
		}}
	return render(c, http.StatusUnprocessableEntity, views.GuardedPage(page(c, title, plansPath), screen))
}
