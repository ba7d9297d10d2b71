package handlers

import (
	"cmp"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

// This file shows a conflict between what was typed and what others did meanwhile, and reads how it was decided. The page sends the
// form again as it was typed, and with it: the entry of the log up to which its sender was told (told); of each decision the values
// that are decided (keys-choice-0) and what was chosen (choice-0); or one button's answer for all of them (decide).

// ofChoices begin the fields that a page of collisions adds to a form.
var ofChoices = []string{"told", "choice-", "keys-choice-", "decide"}

// isOfChoices reports whether a field was added to a form by a page of collisions.
func isOfChoices(name string) bool {
	for _, start := range ofChoices {
		if strings.HasPrefix(name, start) {
			return true
		}
	}
	return false
}

// choiceOf is what was chosen for a decision, for all of them by a button or by its own radio; "" nothing.
func choiceOf(values url.Values, name string) string {
	switch choice := cmp.Or(values.Get("decide"), values.Get(name)); choice {
	case views.Mine, views.Theirs:
		return choice
	}
	return ""
}

// decisions are the names of the decisions that a form has.
func decisions(values url.Values) []string {
	var names []string
	for field := range values {
		if name, found := strings.CutPrefix(field, "keys-"); found && strings.HasPrefix(name, "choice-") {
			names = append(names, name)
		}
	}
	return names
}

// undecided are the decisions for which nothing was chosen.
func undecided(values url.Values) []string {
	var missing []string
	for _, name := range decisions(values) {
		if choiceOf(values, name) == "" {
			missing = append(missing, name)
		}
	}
	return missing
}

// chosen are the values of a collision that its decider wants as they typed them.
func chosen(values url.Values) []domain.Key {
	var mine []domain.Key
	for _, name := range decisions(values) {
		if choiceOf(values, name) == views.Mine {
			mine = append(mine, domain.ParseKeys(values["keys-"+name])...)
		}
	}
	return mine
}

// collided shows a conflict, to be decided value by value: the same form is sent again with the choices. One that comes without some
// of them is shown again with what is missing.
func collided(c echo.Context, found *domain.Collisions) error {
	values := c.Request().PostForm
	told := plainID[domain.ChangeID](values.Get("told"))
	shown := views.Collision{Found: found, Action: c.Request().URL.RequestURI(), Back: collisionBack(c, found.About), Kept: url.Values{},
		Again: told != 0 && told != found.Shown, Currency: viewer(c).Account.Currency,
		Wanted: wantedOf(c)}
	for name, texts := range typedValues(c) {
		if !isOfChoices(name) {
			shown.Kept[name] = texts
		}
	}
	status, missing := http.StatusConflict, views.Errors(nil)
	if told != 0 && !shown.Again {
		status, shown.Chosen = http.StatusUnprocessableEntity, map[string]string{}
		for _, name := range decisions(values) {
			shown.Chosen[name] = choiceOf(values, name)
		}
		for _, name := range shown.Names() {
			if shown.Chosen[name] == "" {
				missing = append(missing, domain.FieldError{Field: name, Message: "Choose one of the two"})
			}
		}
	}
	title := "Changed meanwhile"
	if shown.Gone() {
		title = removedMeanwhile
	}
	p := standing(c, title, found.About, shown.Gone())
	p.Errors = missing
	return render(c, status, views.CollisionPage(p, shown))
}

// standing is the frame of a page that stands in the place of the form of a thing: below the thing, or its list where it is gone.
func standing(c echo.Context, title string, about domain.Ref, gone bool) views.Page {
	var crumbs []views.Crumb
	if thing := views.RefURL(about, viewer(c)); thing != "" && thing != views.ListOf(about.Of).URL && about.Name != "" && !gone {
		crumbs = append(crumbs, views.Crumb{Label: about.Name, URL: thing})
	}
	return pageIn(c, about.Of, title, crumbs...)
}

// collisionBack is the page from which a form came, else that of the thing, else its list.
func collisionBack(c echo.Context, about domain.Ref) string {
	if page, own := formPage(c); own {
		return page
	}
	return cmp.Or(views.RefURL(about, viewer(c)), views.ListOf(about.Of).URL)
}

// wantedOf is how the values came about that a request would save.
func wantedOf(c echo.Context) views.Wanted {
	switch path := c.Request().URL.Path; {
	case strings.HasPrefix(path, importPath):
		return views.WantedByFile
	case path == calculatePath, path == manyPath, strings.HasPrefix(path, views.InboxURL+"/"), strings.HasSuffix(path, "/restore"):
		return views.WantedAsMade
	case strings.HasSuffix(path, "/delete"):
		return views.WantedDeleted
	}
	return views.WantedTyped
}
