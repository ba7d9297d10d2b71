package handlers

import (
	"bytes"
	"errors"
	"net/http"
	"net/url"
	"slices"

	"github.com/PuerkitoBio/goquery"
	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"tiersync/views"
)

// This file fills the form of a page with what was sent before (keptform.go).

// fill shows the page with what was sent in its form, and forgets it. What the page has no field for, because a right is missing or a
// line is gone, stands beside it, and stays kept, unless the page is only the one that the form was sent from: that has no form for it any more.
func (k *keptForm) fill(c echo.Context, page []byte, component templ.Component) ([]byte, error) {
	document, err := goquery.NewDocumentFromReader(bytes.NewReader(page))
	if err != nil {
		return nil, err
	}
	form, own := k.find(document), k.action == c.Request().URL.Path
	rest := typedIn(c, k.names, k.without(form), http.StatusOK)
	switch {
	case len(rest) == 0 && form == nil:
		return page, k.forget(c)
	case len(rest) == 0:
		k.flash.Text += " The form holds what you sent: check it, then send it again."
	case form == nil && !own:
	case form == nil:
		k.flash.Text += " It is kept until this page has a form for it."
	default:
		k.flash.Text += " The form holds the part of it that it has fields for; the rest is kept."
	}
	var again, typed bytes.Buffer
	if err := errors.Join(component.Render(c.Request().Context(), &again), views.TypedFields(rest).Render(c.Request().Context(), &typed)); err != nil {
		return nil, err
	}
	if document, err = goquery.NewDocumentFromReader(&again); err != nil {
		return nil, err
	}
	document.Find("main .page-header").First().AfterHtml(typed.String())
	if form != nil {
		k.fillForm(k.find(document))
	}
	var filled bytes.Buffer
	if err := goquery.Render(&filled, document.Selection); err != nil || len(rest) > 0 && (own || form != nil) {
		return filled.Bytes(), err
	}
	return filled.Bytes(), k.forget(c)
}

// forget lets the session keep the form no longer.
func (k *keptForm) forget(c echo.Context) error {
	for _, key := range keptKeys {
		delete(k.session.Values, key)
	}
	return k.session.Save(c.Request(), c.Response())
}

// without is what was sent that a form has no field for; everything where there is no form.
func (k *keptForm) without(form *goquery.Selection) url.Values {
	rest := url.Values{}
	for name, texts := range k.values {
		if form == nil || !named(form, "input, textarea, select, button", name) {
			rest[name] = texts
		}
	}
	return rest
}

func (k *keptForm) fillForm(form *goquery.Selection) {
	form.SetAttr("data-unsaved", "")
	seen := map[string]int{}
	form.Find("input[name], textarea[name], select[name]").Each(func(_ int, field *goquery.Selection) {
		name := field.AttrOr("name", "")
		k.fillField(field, name, seen[name])
		seen[name]++
	})
}

// find returns the form that was sent: of those with its action and something to fill in, the one with most of its fields. A
// form whose buttons say something else than the one that was pressed is another one.
func (k *keptForm) find(document *goquery.Document) *goquery.Selection {
	var best *goquery.Selection
	most := 0
	document.Find("form[method=post]").Each(func(_ int, form *goquery.Selection) {
		action, err := url.Parse(form.AttrOr("action", ""))
		if err != nil || action.Path != k.action || form.Find("input:not([type=hidden]), textarea, select").Length() == 0 {
			return
		}
		fields := 0
		for name, texts := range k.values {
			buttons := form.Find("button").FilterFunction(func(_ int, b *goquery.Selection) bool { return b.AttrOr("name", "") == name })
			switch {
			case named(form, "input, textarea, select", name):
				fields++
			case buttons.Length() > 0 && !hasValue(buttons, texts):
				return
			}
		}
		if fields > most {
			best, most = form, fields
		}
	})
	return best
}

func named(form *goquery.Selection, kinds, name string) bool {
	return form.Find(kinds).FilterFunction(func(_ int, field *goquery.Selection) bool {
		return field.AttrOr("name", "") == name
	}).Length() > 0
}

func hasValue(buttons *goquery.Selection, texts []string) bool {
	return buttons.FilterFunction(func(_ int, b *goquery.Selection) bool { return slices.Contains(texts, b.AttrOr("value", "")) }).Length() > 0
}

// fillField fills in one field, the nth of its name. Hidden ones say what the form was made from, so that it is refused where
// somebody else changed that meanwhile; but the key of a dialog is the new one.
func (k *keptForm) fillField(field *goquery.Selection, name string, nth int) {
	texts := k.values[name]
	kind := field.AttrOr("type", "text")
	if goquery.NodeName(field) != "input" {
		kind = goquery.NodeName(field)
	}
	switch {
	case kind == "checkbox", kind == "radio" && len(texts) > 0:
		setAttr(field, "checked", slices.Contains(texts, field.AttrOr("value", "on")))
	case kind == "password", kind == "radio", nth >= len(texts), kind == "hidden" && name == "key":
	case kind == "textarea":
		field.SetText(plainText(texts[nth]))
	case kind == "select":
		options := field.Find("option")
		chosen := options.FilterFunction(func(_ int, o *goquery.Selection) bool { return o.AttrOr("value", "") == texts[nth] })
		options.RemoveAttr("selected")
		if chosen.Length() == 0 { // it is gone: nothing is chosen in its place
			field.PrependHtml("<option>" + views.NothingChosen + "</option>")
			chosen = field.Find("option").First().SetAttr("value", plainText(texts[nth]))
		}
		chosen.First().SetAttr("selected", "")
	default:
		field.SetAttr("value", plainText(texts[nth]))
	}
}

func setAttr(field *goquery.Selection, name string, on bool) {
	field.RemoveAttr(name)
	if on {
		field.SetAttr(name, "")
	}
}
