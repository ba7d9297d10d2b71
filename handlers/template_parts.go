package handlers

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

// DelegatedPlans is GET /products/templates/:template/delegated-plans.
func (h *Templates) DelegatedPlans(c echo.Context) error {
	args, err := h.load(c)
	if err != nil {
		return err
	}
	return h.showDelegated(c, args)
}

func (h *Templates) showDelegated(c echo.Context, args views.TemplatePage) error {
	l, err := listPlans(c, h.store, false, "id", "name")
	if err != nil {
		return err
	}
	a := views.DelegatedPlans{TemplatePage: args, Delegated: map[domain.PlanID]bool{}}
	for _, id := range args.Row.Delegated {
		a.Delegated[id] = true
	}
	sortPlans(l.rows, l.list)
	a.Plans = pageRows(&l.list, l.rows, planTexts)
	a.List = l.list
	return show(c, views.TemplateDelegatedPage(h.page(c, args), a))
}

// SaveDelegatedPlans is POST /products/templates/:template/delegated-plans: the plans that were shown become delegated or not
// as they are ticked; the others stay as they are.
func (h *Templates) SaveDelegatedPlans(c echo.Context) error {
	args, err := h.load(c)
	if err != nil {
		return err
	}
	f := formOf(c)
	var typed []domain.KeyedValue
	var without []domain.Key
	delegated := formIDs[domain.PlanID](f, "delegated_plan")
	for _, id := range delegated {
		typed = append(typed, domain.KeyedValue{Key: domain.Key{Field: domain.FieldTemplatePlan, Plan: id}, Value: domain.Yes})
	}
	for _, id := range idsIn[domain.PlanID](f, "delegated_plan", f.all("shown")) {
		if !slices.Contains(delegated, id) {
			without = append(without, domain.Key{Field: domain.FieldTemplatePlan, Plan: id})
		}
	}
	const text = "The delegated plans are saved. Resellers get or lose them when you synchronize them."
	return save(c, h.store, templateChange(domain.DelegationChanged, args.Row, typed, without), text, pageAfter(c.Request().URL, f.raw("go")),
		func() error { return h.showDelegated(c, args) })
}

// pageAfter is the list from which a form came, search and sort included; on another page of it where the form's button leads
// there.
func pageAfter(list *url.URL, page string) string {
	params := list.Query()
	if n, err := strconv.Atoi(page); err == nil && n > 0 {
		params.Set("page", strconv.Itoa(n))
	}
	return (&url.URL{Path: list.Path, RawQuery: params.Encode()}).String()
}

// OrderFlow is GET /products/templates/:template/order-flow.
func (h *Templates) OrderFlow(c echo.Context) error {
	args, err := h.load(c)
	if err != nil {
		return err
	}
	return h.showFlow(c, args)
}

func (h *Templates) showFlow(c echo.Context, args views.TemplatePage) error {
	flows, err := h.store.OrderFlows(c.Request().Context(), viewer(c))
	if err != nil {
		return err
	}
	a := views.TemplateFlow{TemplatePage: args, Value: optional(args.Row.OrderFlow), Flows: []views.Option{{Value: "", Label: "none"}}}
	for i := range flows {
		a.Flows = append(a.Flows, views.Option{Value: idText(flows[i].ID), Label: flows[i].Name})
		if flows[i].ID == args.Row.OrderFlow {
			a.Flow = &flows[i]
		}
	}
	return show(c, views.TemplateFlowPage(h.page(c, args), a))
}

// SaveOrderFlow is POST /products/templates/:template/order-flow.
func (h *Templates) SaveOrderFlow(c echo.Context) error {
	args, err := h.load(c)
	if err != nil {
		return err
	}
	args.Row.OrderFlow = formID[domain.FlowID](formOf(c), "template_order_flow", chooseFromList)
	typed := []domain.KeyedValue{{Key: domain.Key{Field: domain.FieldTemplateFlow}, Value: idText(args.Row.OrderFlow)}}
	return h.save(c, domain.TemplateChanged, args.Row, typed, nil, "/order-flow", func() error { return h.showFlow(c, args) })
}

// Terms is GET /products/templates/:template/terms.
func (h *Templates) Terms(c echo.Context) error {
	args, err := h.load(c)
	if err != nil {
		return err
	}
	form := views.TemplateTerms{TemplatePage: args, MayWrite: viewer(c).May(domain.ManageTerms), Acceptance: domain.AcceptanceModes()[0]}
	if args.Row.Terms != nil {
		form.Acceptance = args.Row.Terms.Acceptance
		for i, d := range args.Row.Terms.Documents {
			form.Documents = append(form.Documents, views.DocumentInput{Index: strconv.Itoa(i), ID: idText(d.ID),
				Name: d.Name, Version: d.Version, Effective: d.Effective, Text: d.Text})
		}
	}
	if form.MayWrite {
		form.Documents = append(form.Documents, views.DocumentInput{Index: strconv.Itoa(len(form.Documents))})
	}
	return show(c, views.TemplateTermsPage(h.page(c, args), form))
}

// SaveTerms is POST /products/templates/:template/terms: every document of the form, an empty new one left out.
func (h *Templates) SaveTerms(c echo.Context) error {
	args, err := h.load(c)
	if err != nil {
		return err
	}
	f := formOf(c)
	form := views.TemplateTerms{TemplatePage: args, MayWrite: true, Acceptance: f.text("terms_acceptance")}
	typed := []domain.KeyedValue{{Key: domain.Key{Field: domain.FieldTermsAcceptance}, Value: form.Acceptance}}
	var without []domain.Key
	index := map[string]string{} // of a document's fields, by its id
	for i := 0; f.has("id-" + strconv.Itoa(i)); i++ {
		input := readDocument(f, i)
		form.Documents = append(form.Documents, input.DocumentInput)
		typed, without = append(typed, input.typed...), append(without, input.without...)
		index[idText(input.document)] = input.Index
	}
	f.edits = !slices.ContainsFunc(typed, func(v domain.KeyedValue) bool { return v.Key.Field == domain.FieldTermsDocument })
	f.beside = func(e domain.FieldError) string {
		if at, known := index[e.Key.Name]; known {
			return cmp.Or(e.Field, views.InputName(e.Key)) + "-" + at
		}
		return ""
	}
	return h.save(c, domain.TemplateTermsChanged, args.Row, typed, without, "/terms", func() error {
		return show(c, views.TemplateTermsPage(h.page(c, args), form))
	})
}

// documentInput is one document of the form, and what it comes to.
type documentInput struct {
	views.DocumentInput
	document int64 // its id
	typed    []domain.KeyedValue
	without  []domain.Key
}

// readDocument reads one document of the form. The new one left empty comes to nothing.
func readDocument(f *form, i int) documentInput {
	index := strconv.Itoa(i)
	in := documentInput{DocumentInput: views.DocumentInput{Index: index, ID: f.raw("id-" + index), Name: f.text("document_name-" + index),
		Version: f.text("document_version-" + index), Effective: f.text("document_effective-" + index), Text: f.text("document_text-" + index), Remove: f.has("remove-" + index)}}
	d := domain.Document{Name: in.Name, Version: in.Version, Effective: in.Effective, Text: in.Text}
	if in.ID != "" && f.has(views.AnewName(in.ID)) { // it was removed meanwhile
		in.ID = ""
	}
	if in.ID == "" {
		if in.Remove || d == (domain.Document{}) {
			return in
		}
		d.ID = domain.NewID - int64(i)
		in.document, in.typed = d.ID, d.Values()
		return in
	}
	d.ID = formID[int64](f, "id-"+index, chooseFromList)
	in.document = d.ID
	for _, v := range d.Values() {
		switch {
		case in.Remove:
			in.without = append(in.without, v.Key)
		case v.Key.Field != domain.FieldTermsDocument: // that it is there is not for this form to say: somebody may have removed it
			in.typed = append(in.typed, v)
		}
	}
	return in
}
