package versions

import (
	"encoding/json"
	"fmt"

	"tiersync/db/bulk"
	"tiersync/domain"
)

// The forms of the parts of a catalog. They are what is stored, so that each is written by a function and read through a type
// beside it. The order flows and terms that vendors edit, outside of any catalog, are stored likewise (see columns.go).

func canonicalCategories(c *domain.Categories) ([]byte, error) {
	return writeForm([]byte(partCategories+"\n"), normalCategories(c), (*form).categories)
}

func canonicalSchedules(s *domain.Schedules) ([]byte, error) {
	return writeForm([]byte(partSchedules+"\n"), normalSchedules(s), (*form).schedules)
}

func canonicalOrderFlow(flow *domain.OrderFlow) ([]byte, error) {
	return writeForm([]byte(partOrderFlow+"\n"), normalOrderFlow(flow), (*form).orderFlow)
}

func canonicalPrivileges(p *domain.PrivilegeSet) ([]byte, error) {
	return writeForm([]byte(partPrivileges+"\n"), normalPrivileges(p), (*form).privileges)
}

func canonicalTerms(t *domain.Terms) ([]byte, error) {
	return writeForm([]byte(partTerms+"\n"), normalTerms(t), (*form).terms)
}

// storedPart is the form of a part as it is read.
type storedPart[T any] interface {
	form() int
	part() *T
}

// readPart reads the form of a part, without the kind that it begins with.
func readPart[F storedPart[T], T any](body []byte) (*T, error) {
	var stored F
	if err := json.Unmarshal(body, &stored); err != nil {
		return nil, err
	}
	if stored.form() > newestForm { // what this program cannot read would be lost
		return nil, fmt.Errorf("it is stored in form %d, this program knows those up to %d", stored.form(), newestForm)
	}
	return stored.part(), nil
}

// numbered is in the form of every part.
type numbered struct {
	Form int `json:"Form"` // 0 is the first
}

func (n numbered) form() int { return n.Form }

func (f *form) categories(c *domain.Categories) {
	objects(f, "Sales", c.Sales, func(f *form, s *domain.SalesCategory) {
		f.int("ID", int64(s.ID))
		f.text("Name", s.Name)
		f.text("Description", s.Description)
		f.int("Parent", int64(s.Parent))
		f.int("Position", int64(s.Position))
		f.flag("Display", s.Display)
	})
	objects(f, "Plan", c.Plan, func(f *form, p *domain.PlanCategory) {
		f.int("ID", int64(p.ID))
		f.text("Name", p.Name)
		f.text("Description", p.Description)
		f.text("TaxCategory", p.TaxCategory)
	})
	objects(f, "Resource", c.Resource, func(f *form, r *domain.ResourceCategory) {
		f.int("ID", int64(r.ID))
		f.text("Name", r.Name)
		f.int("Position", int64(r.Position))
		ids(f, "Resources", r.Resources)
	})
}

type categoriesForm struct {
	numbered
	Sales    []salesCategoryForm    `json:"Sales"`
	Plan     []planCategoryForm     `json:"Plan"`
	Resource []resourceCategoryForm `json:"Resource"`
}

type salesCategoryForm struct {
	ID          domain.CategoryID `json:"ID"`
	Name        string            `json:"Name"`
	Description string            `json:"Description"`
	Parent      domain.CategoryID `json:"Parent"`
	Position    int               `json:"Position"`
	Display     bool              `json:"Display"`
}

type planCategoryForm struct {
	ID          domain.CategoryID `json:"ID"`
	Name        string            `json:"Name"`
	Description string            `json:"Description"`
	TaxCategory string            `json:"TaxCategory"`
}

type resourceCategoryForm struct {
	ID        domain.CategoryID   `json:"ID"`
	Name      string              `json:"Name"`
	Position  int                 `json:"Position"`
	Resources []domain.ResourceID `json:"Resources"`
}

func (c categoriesForm) part() *domain.Categories {
	return &domain.Categories{
		Sales:    each(c.Sales, func(s salesCategoryForm) domain.SalesCategory { return domain.SalesCategory(s) }),
		Plan:     each(c.Plan, func(p planCategoryForm) domain.PlanCategory { return domain.PlanCategory(p) }),
		Resource: each(c.Resource, func(r resourceCategoryForm) domain.ResourceCategory { return domain.ResourceCategory(r) }),
	}
}

// each converts what is in a list; nil when there is nothing.
func each[F, T any](list []F, value func(F) T) []T {
	if len(list) == 0 {
		return nil
	}
	return bulk.Column(list, value)
}

func (f *form) schedules(s *domain.Schedules) {
	objects(f, "List", s.List, func(f *form, s *domain.Schedule) {
		f.int("ID", int64(s.ID))
		f.text("Name", s.Name)
		objects(f, "Details", s.Details, func(f *form, d *domain.ScheduleDetail) {
			f.int("Days", int64(d.Days))
			f.int("Template", int64(d.Template))
			f.text("Condition", d.Condition)
			f.text("AppliesTo", d.AppliesTo)
		})
	})
}

type schedulesForm struct {
	numbered
	List []scheduleForm `json:"List"`
}

type scheduleForm struct {
	ID      domain.ScheduleID    `json:"ID"`
	Name    string               `json:"Name"`
	Details []scheduleDetailForm `json:"Details"`
}

type scheduleDetailForm struct {
	Days      int                   `json:"Days"`
	Template  domain.NotificationID `json:"Template"`
	Condition string                `json:"Condition"`
	AppliesTo string                `json:"AppliesTo"`
}

func (s schedulesForm) part() *domain.Schedules {
	detail := func(d scheduleDetailForm) domain.ScheduleDetail { return domain.ScheduleDetail(d) }
	return &domain.Schedules{List: each(s.List, func(s scheduleForm) domain.Schedule {
		return domain.Schedule{ID: s.ID, Name: s.Name, Details: each(s.Details, detail)}
	})}
}

func (f *form) orderFlow(flow *domain.OrderFlow) {
	f.int("ID", int64(flow.ID))
	f.text("Name", flow.Name)
	objects(f, "Transitions", flow.Transitions, (*form).transition)
}

func (f *form) transition(t *domain.Transition) {
	f.text("OrderType", t.OrderType)
	f.text("From", t.From)
	f.text("To", t.To)
	f.flag("Manual", t.Manual)
}

type orderFlowForm struct {
	numbered
	ID          domain.FlowID    `json:"ID"`
	Name        string           `json:"Name"`
	Transitions []transitionForm `json:"Transitions"`
}

type transitionForm struct {
	OrderType string `json:"OrderType"`
	From      string `json:"From"`
	To        string `json:"To"`
	Manual    bool   `json:"Manual"`
}

func (o orderFlowForm) part() *domain.OrderFlow {
	return &domain.OrderFlow{ID: o.ID, Name: o.Name, Transitions: each(o.Transitions, transitionForm.transition)}
}

func (t transitionForm) transition() domain.Transition { return domain.Transition(t) }

func (f *form) privileges(p *domain.PrivilegeSet) {
	f.key("List")
	array(f, p.List, func(p *domain.Privilege) { f.quote(string(*p)) })
}

type privilegesForm struct {
	numbered
	List []domain.Privilege `json:"List"`
}

func (p privilegesForm) part() *domain.PrivilegeSet { return &domain.PrivilegeSet{List: p.List} }

func (f *form) terms(t *domain.Terms) {
	f.text("Acceptance", t.Acceptance)
	objects(f, "Documents", t.Documents, func(f *form, d *domain.Document) {
		f.int("ID", d.ID)
		f.text("Name", d.Name)
		f.text("Version", d.Version)
		f.text("Text", d.Text)
		f.text("Effective", d.Effective)
	})
}

type termsForm struct {
	numbered
	Acceptance string         `json:"Acceptance"`
	Documents  []documentForm `json:"Documents"`
}

type documentForm struct {
	ID        int64  `json:"ID"`
	Name      string `json:"Name"`
	Version   string `json:"Version"`
	Text      string `json:"Text"`
	Effective string `json:"Effective"`
}

func (t termsForm) part() *domain.Terms {
	return &domain.Terms{Acceptance: t.Acceptance, Documents: each(t.Documents, func(d documentForm) domain.Document { return domain.Document(d) })}
}
