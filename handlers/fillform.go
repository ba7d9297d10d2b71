package handlers

import (
	"bytes"
	"net/url"
	"slices"

	"github.com/PuerkitoBio/goquery"
	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"
)

// This file fills the form of a page with what was sent before (keptform.go).

// fill shows the page with what was sent in its form, and forgets it. A page without that form stays as it is.
func (k *keptForm) fill(c echo.Context, page []byte, component templ.Component) ([]byte, error) {
	for _, key := range keptKeys {
		delete(k.session.Values, key)
	}
	if err := k.session.Save(c.Request(), c.Response()); err != nil {
		return nil, err
	}
	document, err := goquery.NewDocumentFromReader(bytes.NewReader(page))
	if err != nil || k.find(document) == nil {
		return page, err
	}
	k.flash.Text += " The form holds what you sent: check it, then send it again."
	var again bytes.Buffer
	if err := component.Render(c.Request().Context(), &again); err != nil {
		return nil, err
	}
	if document, err = goquery.NewDocumentFromReader(&again); err != nil {
		return nil, err
	}
	form := k.find(document)
	form.SetAttr("data-unsaved", "")
	seen := map[string]int{}
	form.Find("input[name], textarea[name], select[name]").Each(func(_ int, field *goquery.Selection) {
		name := field.AttrOr("name", "")
		k.fillField(field, name, seen[name])
		seen[name]++
	})
	var filled bytes.Buffer
	err = goquery.Render(&filled, document.Selection)
	return filled.Bytes(), err
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
			case named(form, name):
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

func named(form *goquery.Selection, name string) bool {
	return form.Find("input, textarea, select").FilterFunction(func(_ int, field *goquery.Selection) bool {
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
		if chosen.Length() > 0 {
			options.RemoveAttr("selected")
			chosen.First().SetAttr("selected", "")
		}
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
