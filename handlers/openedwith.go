package handlers

import (
	"cmp"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

// This file finds out what a form was opened with, so that only what was typed is shown of one that failed.

// openedForm is what a form was opened with, as far as it is known.
type openedForm struct {
	catalog *domain.Catalog // what the viewer's account had then; nil not known
	fields  url.Values      // of a thing that is no plan, as its form had them; nil not known
}

// openedWith finds what a form was opened with that was sent to this address: of one that does not say when, what is there now.
func openedWith(c echo.Context, store namer, values url.Values, status int) openedForm {
	v := viewer(c)
	seen := cmp.Or(plainID[domain.ChangeID](values.Get("seen")), plainID[domain.ChangeID](values.Get(seenLimits)), math.MaxInt64)
	if store == nil || v.Account.ID == 0 || status >= http.StatusInternalServerError {
		return openedForm{}
	}
	then, err := store.CatalogAt(c.Request().Context(), v, seen)
	if err != nil {
		return openedForm{} // the page is about another failure
	}
	opened := openedForm{catalog: then}
	about := aboutOfForm(c)
	if about.Of == "" {
		return opened
	}
	thing := then.Thing(about)
	if !domain.InCatalog(about.Of) {
		thing, err = store.ThingAt(c.Request().Context(), v, about, seen)
	}
	if err == nil && thing != nil {
		opened.fields = openedFields(thing, values)
		switch {
		case about.Of == domain.ObjectExchangeRate:
			opened.fields["currency"] = []string{about.Code}
		case about.Of == domain.ObjectResource && then.Categories != nil:
			opened.fields[string(domain.FieldGrouping)] = []string{idText(groupOf(then.Categories.Resource, domain.ResourceID(about.ID)))}
		}
	}
	return opened
}

// aboutOfForm is the thing, no plan, that the address of a form names: where it names nothing, and nothing is made, the settings of the
// viewer's account. The zero Ref is no such thing.
func aboutOfForm(c echo.Context) domain.Ref {
	if len(c.ParamValues()) == 0 && !strings.HasSuffix(c.Path(), "/new") {
		return ownSettings(viewer(c))
	}
	for _, info := range domain.Objects() {
		if list := views.ListOf(info.Object).URL; list == plansPath || !strings.HasPrefix(c.Path(), list+"/:") {
			continue
		}
		about := domain.Ref{Of: info.Object}
		if info.ByCode {
			about.Code = strings.ToUpper(c.ParamValues()[0])
		} else {
			about.ID = plainID[int64](c.ParamValues()[0])
		}
		return about
	}
	return domain.Ref{}
}

// openedFields are the fields of the form of a thing. Of several documents it has those at the numbers that the form gave them (id-0), of
// check boxes those that were on its page (shown).
func openedFields(thing domain.Thing, values url.Values) url.Values {
	fields := url.Values{}
	for _, v := range thing.Values() {
		name, text := views.InputName(v.Key), v.Value
		switch v.Key.Field {
		case domain.FieldTemplatePlan:
			if text = idText(v.Key.Plan); !slices.Contains(values["shown"], text) {
				continue
			}
		case domain.FieldTemplatePrivilege, domain.FieldUserRight:
			text = v.Key.Name
		case domain.FieldGrouping:
			text = idText(v.Key.Resource)
		}
		if v.Key.Field.Info().Of == domain.ObjectTerms && v.Key.Name != "" {
			name += documentAt(values, v.Key.Name)
		}
		fields.Add(name, text)
	}
	if schedule, is := thing.(*domain.Schedule); is {
		for i, d := range schedule.Details {
			line, at := lineOf(d), "-"+strconv.Itoa(i)
			fields["days"+at], fields["when"+at], fields["template"+at] = []string{line.Days}, []string{line.When}, []string{line.Template}
			fields["condition"+at], fields["applies"+at] = []string{line.Condition}, []string{line.Applies}
		}
	}
	return fields
}

// documentAt ends the names of the fields of a document: "-1" in a form of several.
func documentAt(values url.Values, id string) string {
	for name, ids := range values {
		if at, found := strings.CutPrefix(name, "id-"); found && slices.Contains(ids, id) {
			return "-" + at
		}
	}
	return ""
}

// typedAnew returns what of a field was typed or chosen otherwise than the form was opened with: of several boxes of one name those that
// were ticked, and those that were no more. ok is false where all of it is as it was.
func (o openedForm) typedAnew(values url.Values, name string, key domain.Key, currency domain.Currency) (now, no []string, ok bool) {
	now = values[name]
	flag, boxes := key.Field.Info().Kind == domain.FlagValue, slices.Contains(values["boxes"], name)
	if flag && boxes && len(now) == 0 {
		now = []string{domain.No}
	}
	switch {
	case o.catalog != nil && key.Plan != 0:
		return now, nil, !views.AsOpened(o.catalog, key, now, currency)
	case o.fields == nil:
		return now, nil, len(values[name]) > 0
	case boxes && !flag:
		now, no = without(now, o.fields[name]), without(o.fields[name], now)
		return now, no, len(now)+len(no) > 0
	}
	was, is := strings.Join(o.fields[name], " "), strings.ReplaceAll(strings.Join(now, " "), "\r\n", "\n")
	if key.Field.Info().Kind == domain.IDValue { // none is 0, or nothing
		return now, nil, plainID[int64](was) != plainID[int64](is)
	}
	return now, nil, was != is
}

// without returns those of the texts that are not among others.
func without(texts, others []string) []string {
	return slices.DeleteFunc(slices.Clone(texts), func(text string) bool { return slices.Contains(others, text) })
}
