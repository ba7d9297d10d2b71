package handlers

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

// This file asks about prices that jump, and reads the answer. The page sends the form again as it was typed, and with it: the values that
// jump (jump), those of them that are meant (sure), or that all are (sure-all), and that those of what is made are (sure-new). What is not
// meant stays as it was.

// isOfJumps reports whether a field was added to a form by a page that asks about jumps.
func isOfJumps(name string) bool {
	return slices.Contains([]string{views.JumpField, views.SureField, views.SureAll, views.SureNew}, name)
}

// sureOf reads of which jumps the sender of a form is sure, and which are not meant.
func sureOf(values url.Values) (sure, leave []domain.Key, ofNew bool) {
	shown := domain.ParseKeys(values[views.JumpField])
	sure = domain.ParseKeys(values[views.SureField])
	if values.Has(views.SureAll) {
		sure = slices.Clone(shown)
	}
	leave = slices.DeleteFunc(shown, func(key domain.Key) bool { return slices.Contains(sure, key) })
	return sure, leave, values.Has(views.SureNew)
}

// jumped asks whether the prices of a form are meant that jump.
func jumped(c echo.Context, found *domain.Jumps) error {
	from, _ := formPage(c)
	asks := views.Jumps{Found: found, Action: c.Request().URL.RequestURI(), Back: cmp.Or(from, collisionBack(c, found.About)), Kept: url.Values{},
		Currency: viewer(c).Account.Currency, Wanted: wantedOf(c)}
	for name, texts := range typedValues(c) {
		if !isOfJumps(name) && name != "once" {
			asks.Kept[name] = texts
		}
	}
	sure, _, _ := sureOf(c.Request().PostForm)
	for _, key := range sure { // what was answered before is not asked again
		asks.Sure = append(asks.Sure, key.Text())
	}
	title := "Check these prices"
	if found.About.Of == domain.ObjectExchangeRate {
		title = "Check the exchange rate"
	}
	p := standing(c, title, found.About, false)
	return render(c, http.StatusUnprocessableEntity, views.JumpsPage(p, asks))
}
