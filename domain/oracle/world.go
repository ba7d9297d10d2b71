package oracle

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"tiersync/domain"
)

// Account is a vendor, twice: as the engine has them and as the oracle has them.
type Account struct {
	ID        domain.AccountID
	Parent    domain.AccountID // zero for the provider
	Level     int
	Currency  domain.Currency
	Switches  domain.Switches
	Status    domain.SubscriptionStatus // of their subscription; empty for the provider
	Templates []int                     // the indexes of the templates to whose reseller plans they are subscribed; none for the provider
	State     domain.State
	Shop      *Shop
}

// World is everything that synchronizations depend on.
type World struct {
	Accounts   []*Account // the provider first, parents before their sub-resellers
	Templates  []*domain.Template
	Programs   []domain.PlanID // the reseller plans, by the index of their template
	Rates      domain.ExchangeRates
	Unmeasured map[domain.ResourceID]bool // resources that are not measurable
	Visible    map[domain.NotificationID]bool
	Runs       []Run
	Changes    []Change // that changed anything
	Steps      []Step   // all that happened, from the first delivery on
	Wrong      []string // what engine and oracle did not agree on in a change or its undo
	first      int64    // all ids are above it
	lastID     int64
}

// Run is a run or an undo that has happened.
type Run struct {
	Click   Click // of an undo: that of the run
	IsUndo  bool
	Undoes  int         // of an undo: the index of the run
	Part    domain.Part // of an undo: what of the run
	Results []Result
}

// Result is one reseller in a run, before it and after it.
type Result struct {
	Account               *Account
	Before, After         domain.State
	ShopBefore, ShopAfter *Shop
	Skipped               bool // passed by (rule G3)
	Listed                []domain.Outcome
	Changes               int // how many the run counts
}

// Of is what the run did to an account that it reached.
func (r Run) Of(a *Account) Result {
	return r.Results[slices.IndexFunc(r.Results, func(of Result) bool { return of.Account.ID == a.ID })]
}

// Changed reports whether the oracle changed anything of what the reseller has.
func (r Result) Changed() bool { return !r.ShopBefore.same(r.ShopAfter) }

// same reports whether two shops have the same delivered and own values. What they made themselves no run changes.
func (s *Shop) same(t *Shop) bool {
	return maps.Equal(s.Delivered, t.Delivered) && maps.Equal(s.Own, t.Own)
}

// Account finds an account.
func (w *World) Account(id domain.AccountID) *Account {
	return w.Accounts[slices.IndexFunc(w.Accounts, func(a *Account) bool { return a.ID == id })]
}

// Fork is a copy of the world, to try something in.
func (w *World) Fork() *World {
	fork := *w
	fork.Accounts, fork.Runs, fork.Steps = nil, nil, nil
	for _, a := range w.Accounts {
		copied := *a
		copied.Shop = a.Shop.Clone()
		fork.Accounts = append(fork.Accounts, &copied)
	}
	return &fork
}

func (w *World) below(a *Account, above domain.AccountID) bool {
	for a.Parent != 0 {
		if a.Parent == above {
			return true
		}
		a = w.Account(a.Parent)
	}
	return false
}

// subscribed reports whether the account has the reseller plan of this template.
func (w *World) subscribed(a *Account, template *domain.Template) bool {
	return slices.ContainsFunc(a.Templates, func(i int) bool { return w.Templates[i].ID == template.ID })
}

// elsewhere lists what the account's other reseller plans delegate to them, if their vendor has them.
func (w *World) elsewhere(a *Account, template *domain.Template) []domain.PlanID {
	var plans []domain.PlanID
	for _, i := range a.Templates {
		if other := w.Templates[i]; other.ID != template.ID && w.Account(a.Parent).Shop.Effective().hasPlan(w.program(other)) {
			plans = append(plans, other.Delegated...)
		}
	}
	return plans
}

// reached lists whom a click reaches, parents first (rules G1, G2).
func (w *World) reached(c Click) []*Account {
	var reached []*Account
	for _, a := range w.Accounts {
		if !w.subscribed(a, c.Template) || !w.below(a, c.By) {
			continue
		}
		fits := true
		switch {
		case c.On != 0 && c.Reach == domain.WithSubResellers:
			fits = a.ID == c.On || w.below(a, c.On)
		case c.On != 0:
			fits = a.ID == c.On
		case c.Reach == domain.DirectOnly:
			fits = a.Parent == c.By
		}
		if fits {
			reached = append(reached, a)
		}
	}
	slices.SortStableFunc(reached, func(a, b *Account) int { return cmp.Compare(a.Level, b.Level) })
	return reached
}

// Input is what the engine is asked.
func (w *World) Input(c Click) domain.Input {
	in := domain.Input{Template: c.Template, Rates: w.Rates, Unmeasured: w.Unmeasured, Visible: w.Visible, Options: c.Boxes, Policy: c.Policy, LeftOut: c.LeftOut, Decisions: c.Decisions,
		Vendors: map[domain.AccountID]domain.VendorState{}}
	for _, a := range w.Accounts {
		in.Vendors[a.ID] = domain.VendorState{State: a.State, Currency: a.Currency}
	}
	for _, a := range w.reached(c) {
		in.Targets = append(in.Targets, domain.Target{Subscription: domain.SubscriptionID(a.ID), Account: a.ID, Vendor: a.Parent,
			Level: a.Level, Currency: a.Currency, Switches: a.Switches, Before: a.State,
			Elsewhere: w.elsewhere(a, c.Template), Skip: domain.SkipReason(a.Status, domain.AccountActive)})
	}
	return in
}

// Synchronize runs the click in the engine and in the oracle.
func (w *World) Synchronize(c Click) Run {
	w.note(Synchronized{c})
	return w.run(c)
}

func (w *World) run(c Click) Run {
	run := Run{Click: c}
	in := w.Input(c)
	for _, r := range domain.Synchronize(in) {
		a := w.Account(r.Target.Account)
		run.Results = append(run.Results, Result{a, a.State, r.After, a.Shop.Clone(), nil, a.passedBy() || c.leavesOut(a.ID), r.Listing(), r.Changes()})
	}
	for i, a := range w.reached(c) {
		if !run.Results[i].Skipped {
			w.synchronize(c, a, in.Targets[i].Elsewhere)
		}
		run.Results[i].ShopAfter = a.Shop.Clone()
		a.State = run.Results[i].After
	}
	w.Runs = append(w.Runs, run)
	return run
}

// synchronize is the oracle's part for one reseller, whose vendor has had theirs (rule G6).
func (w *World) synchronize(c Click, a *Account, elsewhere []domain.PlanID) {
	vendor := w.Account(a.Parent)
	source := vendor.Shop.Effective()
	r := &run{Shop: a.Shop, Click: c, account: a.ID, source: source, switches: a.Switches, visible: w.Visible,
		offer:     offered(source, c.Template.Delegated, conversion{vendor.Currency, a.Currency, w.Rates, w.Unmeasured}),
		elsewhere: offered(source, elsewhere, conversion{}),
		protected: a.Switches.OperatingUnit && a.Switches.DisablePrices}
	r.synchronize()
}

// Undo takes the run with this index, or a part of it, back in the engine and in the oracle (rule U2: for those whom it reached, and for
// nobody else; of a part, for those at whom the run did something that is in it).
func (w *World) Undo(index int, part domain.Part) Run {
	run := w.Runs[index]
	w.note(Undone{run.Click.By, index, part})
	undo, undoing := Run{Click: run.Click, IsUndo: true, Undoes: index, Part: part}, domain.NewUndoing().Part(part)
	for _, r := range run.Results {
		a, without := w.Account(r.Account.ID), r.without(part)
		touches := part.Has(a.ID) && undoing.Touches(a.ID, r.Before, r.After)
		if touches == without.same(r.ShopAfter) && !part.Whole() {
			w.Wrong = append(w.Wrong, fmt.Sprintf("account %d: the engine says %t of whether %v is in what run %d did", a.ID, touches, part.Texts(), index))
		}
		if !touches && !part.Whole() {
			continue
		}
		result := undoing.Result(domain.Target{Account: a.ID, Before: a.State}, r.Before, r.After)
		done := Result{Account: a, Before: a.State, After: result.After, ShopBefore: a.Shop.Clone(), Listed: result.Listing(),
			Changes: result.Changes()}
		a.Shop.Undo(without, r.ShopAfter, a.State != r.After)
		a.State = done.After
		done.ShopAfter = a.Shop.Clone()
		undo.Results = append(undo.Results, done)
	}
	w.Runs = append(w.Runs, undo)
	return undo
}

// newID gives an id that nothing has.
func (w *World) newID() int64 {
	w.lastID++
	return w.lastID
}

// editMade changes what a vendor made themselves, in a copy, and gives it to the engine and to the oracle. It reports false,
// and changes nothing, where the engine refuses.
func (w *World) editMade(a *Account, edit func(*domain.Catalog)) bool {
	made := cloneCatalog(a.State.Own.MadeCatalog())
	edit(made)
	sortCatalog(made)
	rows := Flatten(made)
	c := domain.ChangeBetween(a.State, domain.State{Delivered: a.State.Delivered, Own: a.State.Own.WithMade(made)})
	what := "edits " + strings.Join(edits(a.Shop.Made, rows), "; ")
	return w.edit(a, what, c, func() { a.Shop.Made = rows })
}

// Make gives a vendor this catalog in place of all that they made themselves.
func (w *World) Make(a *Account, made *domain.Catalog) {
	a.Shop.Made = Flatten(made)
	a.State.Own = a.State.Own.WithMade(made)
}

func cloneCatalog(c *domain.Catalog) *domain.Catalog {
	clone := &domain.Catalog{Categories: &domain.Categories{}, Schedules: &domain.Schedules{}}
	for _, p := range c.Plans {
		clone.Plans = append(clone.Plans, p.Clone())
	}
	if c.Categories != nil {
		clone.Categories = &domain.Categories{Sales: slices.Clone(c.Categories.Sales), Plan: slices.Clone(c.Categories.Plan),
			Resource: slices.Clone(c.Categories.Resource)}
		for i := range clone.Categories.Resource {
			clone.Categories.Resource[i].Resources = slices.Clone(clone.Categories.Resource[i].Resources)
		}
	}
	if c.Schedules != nil {
		clone.Schedules.List = slices.Clone(c.Schedules.List)
	}
	if c.Terms != nil {
		clone.Terms = &domain.Terms{Acceptance: c.Terms.Acceptance, Documents: slices.Clone(c.Terms.Documents)}
	}
	return clone
}

// sortCatalog puts everything into the order that the types promise.
func sortCatalog(c *domain.Catalog) {
	slices.SortFunc(c.Plans, func(a, b *domain.Plan) int { return cmp.Compare(a.ID, b.ID) })
	for _, p := range c.Plans {
		slices.Sort(p.SalesCategories)
		slices.SortFunc(p.Upgrades, func(a, b domain.Upgrade) int { return cmp.Compare(a.To, b.To) })
		slices.SortFunc(p.Periods, func(a, b domain.Period) int {
			return cmp.Or(cmp.Compare(a.Position, b.Position), cmp.Compare(a.ID, b.ID))
		})
		slices.SortFunc(p.Rates, func(a, b domain.Rate) int {
			return cmp.Or(cmp.Compare(a.Position, b.Position), cmp.Compare(a.Resource, b.Resource))
		})
		for _, r := range p.Rates {
			slices.SortFunc(r.Prices, func(a, b domain.PriceRow) int {
				return cmp.Or(cmp.Compare(a.Period, b.Period), cmp.Compare(a.From, b.From))
			})
		}
	}
	slices.SortFunc(c.Categories.Sales, func(a, b domain.SalesCategory) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(c.Categories.Plan, func(a, b domain.PlanCategory) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(c.Categories.Resource, func(a, b domain.ResourceCategory) int { return cmp.Compare(a.ID, b.ID) })
	for _, r := range c.Categories.Resource {
		slices.Sort(r.Resources)
	}
	slices.SortFunc(c.Schedules.List, func(a, b domain.Schedule) int { return cmp.Compare(a.ID, b.ID) })
	for i := range c.Schedules.List {
		c.Schedules.List[i].Details = sorted(c.Schedules.List[i].Details)
	}
}

// sorted are notifications of a schedule in the order of their days, each once.
func sorted(details []domain.ScheduleDetail) []domain.ScheduleDetail {
	details = slices.Clone(details)
	slices.SortFunc(details, func(a, b domain.ScheduleDetail) int {
		return cmp.Or(cmp.Compare(a.Days, b.Days), cmp.Compare(a.Template, b.Template))
	})
	return slices.Compact(details)
}
