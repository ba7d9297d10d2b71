package handlers

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"tiersync/domain"
	"tiersync/handlers/pricesheet"
	"tiersync/views"
)

// This file is which column of a price list is what: as its headings say, as somebody chose, or as was kept.

// columnSamples are how many lines of a file are shown to whoever chooses its columns.
const columnSamples = 4

// errColumns is why a file is not read: nobody said which column is what.
var errColumns = errors.New("nobody said which column is what")

// layout is how a file is read: as was chosen, else as its headings say, else as columns were kept of which all headings are in the file, where
// no others fit as well. It fails with errColumns where somebody has to say it.
func (h *Imports) layout(ctx context.Context, v domain.Viewer, file domain.SentFile, opened *pricesheet.File) (pricesheet.Layout, error) {
	if file.Choices.Columns != "" {
		return layoutCalled(domain.KeptColumns{Name: file.Choices.Called, Columns: file.Choices.Columns})
	}
	if known, is := opened.Layout(); is {
		return known, nil
	}
	kept, err := h.fitting(ctx, v, opened)
	if err != nil || kept.Columns == "" {
		return pricesheet.Layout{}, cmp.Or(err, errColumns)
	}
	return layoutCalled(kept)
}

// fitting are the kept columns that fit a file, the most of them; none where there are none, or two as many.
func (h *Imports) fitting(ctx context.Context, v domain.Viewer, opened *pricesheet.File) (best domain.KeptColumns, err error) {
	all, err := h.store.KeptColumns(ctx, v)
	most := 0
	for _, kept := range all {
		m, err := mappingOf(kept.Columns)
		if err != nil {
			return best, err
		}
		switch n := len(m.Columns); {
		case n < most || !m.Fits(opened.Header()):
		case n == most:
			best = domain.KeptColumns{}
		default:
			best, most = kept, n
		}
	}
	return best, err
}

func layoutCalled(kept domain.KeptColumns) (pricesheet.Layout, error) {
	m, err := mappingOf(kept.Columns)
	layout := pricesheet.LayoutOf(m)
	layout.Name = cmp.Or(kept.Name, layout.Name)
	return layout, err
}

func mappingOf(text string) (m pricesheet.Mapping, err error) {
	if err = json.Unmarshal([]byte(text), &m); err != nil {
		err = fmt.Errorf("columns of a price list: %w", err)
	}
	return m, err
}

func mappingText(m pricesheet.Mapping) string {
	text, _ := json.Marshal(m) // a map of texts
	return string(text)
}

// columnField is what the field of a column is called in a form, by its place.
func columnField(i int) string { return "column-" + strconv.Itoa(i) }

// termField is what the field of a column's term is called in a form, by its place.
func termField(i int) string { return "term-" + strconv.Itoa(i) }

// fromField is what the field of a column's lower bound is called in a form, by its place.
func fromField(i int) string { return "from-" + strconv.Itoa(i) }

// useText writes a use as the choices of a form have it.
func useText(u pricesheet.Use) string {
	return strings.TrimSuffix(string(u.Role)+" "+string(u.Field), " ")
}

// useLabel is what the choices of a form call a use, "" for none.
func useLabel(u pricesheet.Use) string {
	options := columnUses()
	if i := slices.IndexFunc(options[1:], func(o views.Option) bool { return o.Value == useText(u) }); i >= 0 {
		return options[1+i].Label
	}
	return ""
}

// readColumns reads the uses of a form.
func readColumns(f *form, header []string) pricesheet.Mapping {
	m := pricesheet.Mapping{Columns: map[string]pricesheet.Use{}}
	for i, heading := range header {
		text := f.text(columnField(i))
		role, field, priced := strings.Cut(text, " ")
		term, from := readColumnTerm(f, i, priced), readColumnFrom(f, i, priced)
		if text == "" || strings.TrimSpace(heading) == "" {
			continue
		}
		if !slices.ContainsFunc(columnUses(), func(o views.Option) bool { return o.Value == text }) {
			f.fail(columnField(i), chooseFromList)
			continue
		}
		m.Columns[heading] = pricesheet.Use{Role: pricesheet.Role(role), Field: domain.Field(field), Term: term, From: from}
	}
	m.Currency = domain.Currency(f.text("currency"))
	if m.Currency != "" && !slices.Contains(domain.Currencies(), m.Currency) {
		f.fail("currency", chooseFromList)
	}
	return m
}

// readColumnTerm reads the term that a column of prices is for, the zero Term where its lines say it.
func readColumnTerm(f *form, i int, priced bool) domain.Term {
	text := f.text(termField(i))
	switch {
	case text == "":
		return domain.Term{}
	case !priced:
		f.fail(termField(i), "Only a column of prices is for a term. Leave it empty")
		return domain.Term{}
	}
	term, problem := pricesheet.ReadTerm(text)
	if problem != "" {
		f.fail(termField(i), problem)
	}
	return term
}

// readColumnFrom reads the lower bound of the tier that a column of prices is for, 0 where it is the first, or its lines say it.
func readColumnFrom(f *form, i int, priced bool) int64 {
	text := f.text(fromField(i))
	switch {
	case text == "":
		return 0
	case !priced:
		f.fail(fromField(i), "Only a column of prices is for a tier. Leave it empty")
		return 0
	}
	from, problem := pricesheet.ReadBound(text)
	if problem != "" {
		f.fail(fromField(i), problem)
	}
	return from
}

// boundText writes a lower bound as a form has it.
func boundText(from int64) string {
	if from == 0 {
		return ""
	}
	return idText(from)
}

// columnUses are what a column of a price list can be.
func columnUses() []views.Option {
	options := []views.Option{{Value: "", Label: "not used"}}
	add := func(group, label string, use pricesheet.Use) {
		options = append(options, views.Option{Value: useText(use), Label: label, Group: group})
	}
	const product, price, when, ids = "What the line is", "Which price it is", "When it holds", "Our own ids"
	add(product, "Product ID", pricesheet.Use{Role: pricesheet.RoleProduct})
	add(product, "SKU ID, article number", pricesheet.Use{Role: pricesheet.RoleSKU})
	add(product, "Name", pricesheet.Use{Role: pricesheet.RoleTitle})
	add(product, "Term", pricesheet.Use{Role: pricesheet.RoleTerm})
	add(product, "Billing plan", pricesheet.Use{Role: pricesheet.RoleBilling})
	add(product, "Segment", pricesheet.Use{Role: pricesheet.RoleSegment})
	add(product, "Market", pricesheet.Use{Role: pricesheet.RoleMarket})
	add(product, "Lower bound of a tier", pricesheet.Use{Role: pricesheet.RoleFrom})
	add(product, "How many the price is for", pricesheet.Use{Role: pricesheet.RoleUnit})
	add(product, "Currency", pricesheet.Use{Role: pricesheet.RoleCurrency})
	for _, field := range domain.PriceKinds() {
		add(price, field.Label(), pricesheet.Use{Role: pricesheet.RolePrice, Field: field})
	}
	for _, field := range domain.PriceKinds() {
		add("Which MSRP it is", field.MSRP().Label(), pricesheet.Use{Role: pricesheet.RoleMSRP, Field: field})
	}
	add(when, "Valid from", pricesheet.Use{Role: pricesheet.RoleStarts})
	add(when, "Valid to", pricesheet.Use{Role: pricesheet.RoleEnds})
	add(when, "New, Changed, Deleted", pricesheet.Use{Role: pricesheet.RoleChanged})
	add(ids, "Plan ID", pricesheet.Use{Role: pricesheet.RolePlan})
	add(ids, "Period ID", pricesheet.Use{Role: pricesheet.RolePeriod})
	add(ids, "Resource ID", pricesheet.Use{Role: pricesheet.RoleResource})
	return options
}
