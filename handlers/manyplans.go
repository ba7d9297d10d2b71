package handlers

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

// manyPath is where many plans are changed at once: its address has the filters of the list or the ticked plans, and what is done.
const manyPath = plansPath + "/many"

// manyStore is planStore for who changes the plans. DoAll makes all of several changes or none.
type manyStore interface {
	planStore
	changer
	PreviewChange(ctx context.Context, v domain.Viewer, c domain.Change) (domain.Done, error)
	DoAll(ctx context.Context, v domain.Viewer, changes ...domain.Change) ([]domain.Done, error)
}

// ManyPlans are the screens that do something to many service plans at once.
type ManyPlans struct {
	Plans
	store manyStore
}

// NewManyPlans returns the screens over a store.
func NewManyPlans(store manyStore) *ManyPlans { return &ManyPlans{Plans{store}, store} }

// manyRequest is what an address asks to be done, and what comes of it.
type manyRequest struct {
	planListing
	many      domain.ManyPlans
	to        []domain.TemplateRow // of a deed of delegation
	page      views.ManyPlans
	names     domain.Names
	rows      []views.ManyPlansRow
	seen      map[domain.TemplateID]domain.ChangeID
	delegates []domain.Change // one of each template
	change    domain.Change   // of any other deed
}

// Show is GET /products/plans/many: what would become of the plans.
func (h *ManyPlans) Show(c echo.Context) error {
	asked, err := h.many(c)
	if err != nil {
		return err
	}
	return h.show(c, asked)
}

// Save is POST /products/plans/many: it is done, to those plans that were shown.
func (h *ManyPlans) Save(c echo.Context) error {
	asked, err := h.many(c)
	if err != nil {
		return err
	}
	f := formOf(c)
	if f.err() == nil && f.text("bound") != asked.page.Bound {
		f.fail("", "These are other plans than were shown. Nothing was saved. Look at them again.")
	}
	text := views.FormatCount(asked.page.Changed, "plan is changed.", "plans are changed.")
	again := func() error { return h.show(c, asked) }
	if asked.delegates == nil {
		return save(c, h.store, asked.change, text, asked.page.Back, again)
	}
	made, err := delegateAll(c, h.store, asked.delegates)
	return ended(c, made, err, text, asked.page.Back, again)
}

// many reads what the address asks for: ?do= the deed, ?to= to what, and the plans, which are ?plan= or with ?all=yes those of the list's filters.
func (h *ManyPlans) many(c echo.Context) (asked manyRequest, err error) {
	params, v := c.Request().URL.Query(), viewer(c)
	deeds := domain.PlansDeeds(v)
	at := slices.IndexFunc(deeds, func(d domain.PlansDeedInfo) bool { return string(d.Deed) == params.Get("do") })
	if at < 0 {
		return asked, domain.NotFound("The page")
	}
	seen, err := seenOf(c, h.store, domain.Ref{Of: domain.ObjectCatalog}) // before anything is read
	if err != nil {
		return asked, err
	}
	if deeds[at].To == domain.ObjectTemplate {
		if asked.seen, err = h.store.TemplatesSeen(c.Request().Context(), v); err != nil {
			return asked, err
		}
	}
	if asked.planListing, err = listPlans(c, h.store, false, "id"); err != nil {
		return asked, err
	}
	asked.list.Path = asked.from(params)
	asked.many = domain.ManyPlans{PlansDeedInfo: deeds[at], Plans: asked.chosen(params)}
	asked.page = views.ManyPlans{Deed: deeds[at], Plans: len(asked.many.Plans), All: params.Has("all"), Here: c.Request().URL.RequestURI(),
		Back: asked.list.URL(), Keep: asked.kept(params), Seen: seen, SeenOf: map[string]string{}, Options: asked.options(deeds[at].To)}
	if deeds[at].To != "" && !asked.choose(c, params["to"]) || len(asked.many.Plans) == 0 {
		return asked, nil
	}
	asked.page.Bound = asked.digest()
	return asked, h.result(c, &asked)
}

// digest stands for the plans that are meant, and for what is done to them.
func (r *manyRequest) digest() string {
	return digestOf(func(w io.Writer) {
		fmt.Fprintln(w, r.many.Deed, r.page.Chosen)
		for _, p := range r.many.Plans {
			fmt.Fprintln(w, p.ID)
		}
	})
}

// result works out what comes of the deed.
func (h *ManyPlans) result(c echo.Context, r *manyRequest) error {
	resources, err := h.store.Resources(c.Request().Context(), viewer(c))
	if err != nil {
		return err
	}
	r.names = namesWith(resources, r.catalog)
	if r.to != nil {
		err = h.delegated(c, r)
	} else {
		err = h.changed(c, r)
	}
	if err != nil && !refused(c, err) {
		return err
	}
	r.page.Shown = err == nil
	r.page.Same = len(r.many.Plans) - r.page.Changed - r.page.Passed
	for _, p := range r.many.Plans {
		if r.many.Deed == domain.PublishAll && p.Status() == domain.StatusHeld {
			r.page.Held++
		}
	}
	if r.many.Deed != domain.UnpublishAll {
		return nil
	}
	v, meant := viewer(c), make([]domain.PlanID, len(r.many.Plans))
	for i, p := range r.many.Plans {
		meant[i] = p.ID
	}
	if r.page.Sold, err = h.store.SoldOn(c.Request().Context(), v, meant...); err != nil {
		return err
	}
	if mayWithdraw(v, r.templates, meant...) {
		keep := url.Values{}
		for name, values := range r.page.Keep {
			keep[name] = values
		}
		keep.Set("do", string(domain.WithdrawAll))
		r.page.Withdraw = manyPath + "?" + keep.Encode()
	}
	return nil
}

// delegated works out what a deed of delegation does at each template.
func (h *ManyPlans) delegated(c echo.Context, r *manyRequest) error {
	ctx, v := c.Request().Context(), viewer(c)
	verb := "Delegated in "
	if r.many.Deed == domain.WithdrawAll {
		verb = "Withdrawn from "
	}
	texts := map[domain.PlanID][]string{}
	for _, t := range r.to {
		what := r.many.Delegating(t)
		name := views.SeenOfName(t.ID)
		r.page.SeenOf[name] = cmp.Or(formOf(c).seen(name), idText(r.seen[t.ID]))
		done, err := h.store.PreviewChange(ctx, v, what)
		if err != nil {
			return err
		}
		for _, e := range done.Edits {
			texts[e.Key.Plan] = append(texts[e.Key.Plan], verb+t.Name)
		}
		r.delegates = append(r.delegates, what)
	}
	r.tell(texts, nil)
	return nil
}

// changed works out what a deed in the catalog does.
func (h *ManyPlans) changed(c echo.Context, r *manyRequest) error {
	v := viewer(c)
	what, passed := r.many.Change(v, r.state)
	r.change = what
	for _, p := range passed {
		r.rows = append(r.rows, views.ManyPlansRow{Plan: p.Plan, Why: p.Why})
	}
	r.page.Passed = len(passed)
	if len(what.Typed)+len(what.Reset) == 0 {
		return nil
	}
	done, err := h.store.PreviewChange(c.Request().Context(), v, what)
	if err != nil {
		return err
	}
	edits, texts := map[domain.PlanID][]domain.Edit{}, map[domain.PlanID][]string{}
	for _, e := range done.Edits {
		edits[e.Key.Plan] = append(edits[e.Key.Plan], e)
	}
	for id, list := range edits {
		texts[id] = views.EditLines(list, r.names, v.Account.Currency)
	}
	r.tell(texts, domain.State{Delivered: r.state.Delivered, Own: done.Own}.Effective())
	return nil
}

// tell makes the rows of the plans that become otherwise, with their statuses in the catalog afterwards; nil: they stay.
func (r *manyRequest) tell(texts map[domain.PlanID][]string, after *domain.Catalog) {
	var rows []views.ManyPlansRow
	for _, p := range r.many.Plans {
		if texts[p.ID] == nil {
			continue
		}
		row := views.ManyPlansRow{Plan: p, Texts: texts[p.ID]}
		if after != nil {
			if then := after.Plan(p.ID); then != nil && then.Status() != p.Status() {
				row.Status = then.Status()
			}
		}
		rows = append(rows, row)
	}
	r.page.Changed, r.rows = len(rows), append(rows, r.rows...)
}

// show shows the page: the plans that become otherwise first, then those that are passed by.
func (h *ManyPlans) show(c echo.Context, r manyRequest) error {
	list, err := listState(c, "")
	if err != nil {
		return err
	}
	list.Path, list.Query, list.Extra = manyPath, "", c.Request().URL.Query() // the search is among the others
	list.Extra.Del("page")
	r.page.Rows = pageRows(&list, r.rows, nil)
	r.page.List = list
	return show(c, views.ManyPlansPage(pageIn(c, domain.ObjectPlan, r.many.Label), r.page))
}
