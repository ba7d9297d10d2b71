package handlers

import (
	"cmp"
	"net/http"
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
	return h.showDelegated(c, http.StatusOK, args)
}

func (h *Templates) showDelegated(c echo.Context, status int, args views.TemplatePage) error {
	list, err := listState(c, "id", "name")
	if err != nil {
		return err
	}
	v := viewer(c)
	catalog, _, err := h.store.Catalog(c.Request().Context(), v, v.Account.ID)
	if err != nil {
		return err
	}
	a := views.DelegatedPlans{TemplatePage: args, Delegated: map[domain.PlanID]bool{}, Categories: domain.NamesOf(catalog).Categories}
	for _, id := range args.Row.Delegated {
		a.Delegated[id] = true
	}
	plans := slices.Clone(catalog.Plans)
	sortRows(plans, list, func(p *domain.Plan) domain.PlanID { return p.ID },
		map[string]func(*domain.Plan) string{"name": func(p *domain.Plan) string { return p.Name }})
	a.Plans = pageRows(&list, plans, func(p *domain.Plan) []string {
		return []string{idText(p.ID), p.Name, a.Categories[p.PlanCategory]}
	})
	a.List = list
	return render(c, status, views.TemplateDelegatedPage(h.page(c, args), a))
}

// SaveDelegatedPlans is POST /products/templates/:template/delegated-plans: the plans that were shown become delegated or not
// as they are ticked; the others stay as they are.
func (h *Templates) SaveDelegatedPlans(c echo.Context) error {
	args, err := h.edit(c)
	if err != nil {
		return err
	}
	f := formOf(c)
	shown, ticked := formIDs[domain.PlanID](f, "shown"), formIDs[domain.PlanID](f, "plan")
	plans := slices.DeleteFunc(slices.Clone(args.Row.Delegated), func(id domain.PlanID) bool { return slices.Contains(shown, id) })
	plans = append(plans, ticked...)
	if err = f.err(); err == nil {
		err = h.store.SetDelegated(c.Request().Context(), viewer(c), args.Row.ID, plans, args.Row.Version)
	}
	var ok bool
	if args.Errors, ok = f.merged(err); !ok {
		return err
	} else if len(args.Errors) > 0 {
		return h.showDelegated(c, http.StatusUnprocessableEntity, args)
	}
	text := "The delegated plans are saved. Resellers get or lose them when you synchronize them."
	return done(c, text, pageAfter(c.Request().URL, f.raw("go")))
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
	return h.showFlow(c, http.StatusOK, args)
}

func (h *Templates) showFlow(c echo.Context, status int, args views.TemplatePage) error {
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
	return render(c, status, views.TemplateFlowPage(h.page(c, args), a))
}

// SaveOrderFlow is POST /products/templates/:template/order-flow.
func (h *Templates) SaveOrderFlow(c echo.Context) error {
	args, err := h.edit(c)
	if err != nil {
		return err
	}
	f := formOf(c)
	flows, err := h.store.OrderFlows(c.Request().Context(), viewer(c))
	if err != nil {
		return err
	}
	args.Row.OrderFlow = formID[domain.FlowID](f, "flow", chooseFromList)
	known := slices.ContainsFunc(flows, func(flow domain.OrderFlow) bool { return flow.ID == args.Row.OrderFlow })
	if args.Row.OrderFlow != 0 && !known {
		f.fail("flow", chooseFromList)
	}
	return h.save(c, args, f, "/order-flow", func(args views.TemplatePage) error {
		return h.showFlow(c, http.StatusUnprocessableEntity, args)
	})
}

// Terms is GET /products/templates/:template/terms.
func (h *Templates) Terms(c echo.Context) error {
	args, err := h.load(c)
	if err != nil {
		return err
	}
	form := views.TemplateTerms{TemplatePage: args, Acceptance: domain.AcceptanceModes()[0]}
	if args.Row.Terms != nil {
		form.Acceptance = args.Row.Terms.Acceptance
		for i, d := range args.Row.Terms.Documents {
			form.Documents = append(form.Documents, views.DocumentInput{Index: strconv.Itoa(i), ID: strconv.FormatInt(d.ID, 10),
				Name: d.Name, Version: d.Version, Effective: d.Effective, Text: d.Text})
		}
	}
	if args.MayEdit {
		form.Documents = append(form.Documents, views.DocumentInput{Index: strconv.Itoa(len(form.Documents))})
	}
	return render(c, http.StatusOK, views.TemplateTermsPage(h.page(c, args), form))
}

// SaveTerms is POST /products/templates/:template/terms: every document of the form, an empty new one left out.
func (h *Templates) SaveTerms(c echo.Context) error {
	args, err := h.edit(c)
	if err != nil {
		return err
	}
	f := formOf(c)
	form := views.TemplateTerms{TemplatePage: args, Acceptance: f.text("acceptance")}
	if !slices.Contains(domain.AcceptanceModes(), form.Acceptance) {
		f.fail("acceptance", chooseFromList)
	}
	terms := &domain.Terms{Acceptance: form.Acceptance}
	for i := 0; f.has("id-" + strconv.Itoa(i)); i++ {
		input, document := readDocument(f, strconv.Itoa(i), args.Row.Terms)
		form.Documents = append(form.Documents, input)
		if document == nil {
			continue
		}
		if document.ID == 0 && len(f.errs) == 0 {
			if document.ID, err = h.store.NextID(c.Request().Context()); err != nil {
				return err
			}
		}
		terms.Documents = append(terms.Documents, *document)
	}
	slices.SortFunc(terms.Documents, func(a, b domain.Document) int { return cmp.Compare(a.ID, b.ID) })
	args.Row.Terms = terms
	return h.save(c, args, f, "/terms", func(args views.TemplatePage) error {
		form.TemplatePage = args
		return render(c, http.StatusUnprocessableEntity, views.TemplateTermsPage(h.page(c, args), form))
	})
}

// readDocument reads one document of the form; nil for one that is removed, or for the new one left empty. An id that is not
// one of the template's documents is a new document.
func readDocument(f *form, index string, have *domain.Terms) (views.DocumentInput, *domain.Document) {
	in := views.DocumentInput{Index: index, ID: f.raw("id-" + index), Name: f.text("name-" + index), Version: f.text("version-" + index),
		Effective: f.text("effective-" + index), Text: f.text("text-" + index), Remove: f.has("remove-" + index)}
	if in.Remove || in.ID == "" && in.Name+in.Version+in.Effective+in.Text == "" {
		return in, nil
	}
	d := domain.Document{Name: in.Name, Version: in.Version, Effective: in.Effective, Text: in.Text}
	if id, err := strconv.ParseInt(in.ID, 10, 64); err == nil && have != nil && have.Document(id) != nil {
		d.ID = id
	}
	for _, problem := range domain.DocumentProblems(d) {
		f.fail(problem.Field+"-"+index, problem.Message)
	}
	return in, &d
}
