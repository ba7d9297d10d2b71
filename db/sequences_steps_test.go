package db_test

import (
	"fmt"
	"maps"
	"slices"

	"github.com/google/go-cmp/cmp"
	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"tiersync/domain"
	"tiersync/domain/oracle"
	"tiersync/views/pages"
)

// carryOut does in the database what was done in the world.
func (p *play) carryOut(step oracle.Step) {
	switch s := step.(type) {
	case oracle.Edited:
		p.edit(s)
	case oracle.TakenBack:
		p.takeBack(s)
	case oracle.Protected:
		p.protect(s)
	case oracle.StatusSet:
		p.setStatus(s)
	case oracle.TemplateSaved:
		p.saveTemplate(s.Template)
	case oracle.Delegated:
		p.delegate(s.Template)
	case oracle.RatesSet:
		p.setRates(s.Rates)
	case oracle.UnmeasuredSet:
		p.setUnmeasured(s.Unmeasured)
	case oracle.VisibleSet:
		p.setVisible(s.Visible)
	case oracle.Synchronized:
		p.synchronize(s.Click)
	case oracle.Undone:
		p.undo(s)
	default:
		p.Fatalf("a %T is not known", step)
	}
}

// protect has the provider set protections; the setting that is theirs alone is kept at every account in the world.
func (p *play) protect(s oracle.Protected) {
	s.Switches.SyncDisplayCategory = s.Switches.SyncDisplayCategory && s.Account == p.provider.Account.ID
	kind, typed := domain.ResellerChanged, domain.Account{Status: domain.AccountActive, Switches: s.Switches}.Settings()
	if s.Account == p.provider.Account.ID {
		kind = domain.DisplaySynchronized
		typed = []domain.KeyedValue{{Key: domain.Key{Field: domain.FieldSyncDisplay}, Value: domain.YesNo(s.Switches.SyncDisplayCategory)}}
	}
	_, err := p.work.Do(p.Context(), p.provider, domain.Change{Kind: kind, About: domain.Ref{Of: domain.ObjectReseller, ID: int64(s.Account)},
		Part: true, Typed: typed})
	p.check(err)
}

func (p *play) setStatus(s oracle.StatusSet) {
	vendor, id := p.viewer(p.world.Account(s.Account).Parent), subscription(s.Account, s.Template)
	if s.Change == "" {
		p.exec(statement{`UPDATE subscription SET status = $2 WHERE id = $1`, []any{id, s.Status}})
		p.subscriptions = p.texts(subscriptions)
		return
	}
	made, err := p.work.ChangeStatus(p.Context(), vendor, id, s.Change)
	run := made.Run
	p.check(err)
	p.subscriptions = p.texts(subscriptions)
	if activated := s.Change == domain.Activate; activated != (run != 0) {
		p.Fatalf("to %s a subscription made run %d", s.Change, run)
	} else if activated {
		p.checkRun(vendor, run)
	}
}

// subscription is the id of an account's subscription to the reseller plan of the template with this index.
func subscription(account domain.AccountID, template int) domain.SubscriptionID {
	return domain.SubscriptionID(2*int64(account) + int64(template))
}

func (p *play) saveTemplate(t *domain.Template) {
	p.save(p.provider, domain.FlowSaved, domain.Ref{Of: domain.ObjectFlow, ID: int64(t.OrderFlow.ID)}, t.OrderFlow)
	v := p.owner(t)
	row := p.template(v, t.ID)
	row.OrderFlow, row.Privileges, row.Terms = t.OrderFlow.ID, t.Privileges.List, t.Terms
	p.save(v, domain.TemplateChanged, domain.Ref{Of: domain.ObjectTemplate, ID: int64(t.ID)}, row)
}

func (p *play) delegate(t *domain.Template) {
	v := p.owner(t)
	row := p.template(v, t.ID)
	row.Delegated = t.Delegated
	p.save(v, domain.DelegationChanged, domain.Ref{Of: domain.ObjectTemplate, ID: int64(t.ID)}, row)
}

// owner is whose template it is, with every right: those that runs bring are not what is played here.
func (p *play) owner(t *domain.Template) domain.Viewer {
	v := p.viewer(t.Account)
	v.User, v.Granted = domain.User{Role: domain.Administrator}, domain.Privileges()
	return v
}

// save makes a change of a whole thing outside catalogs.
func (p *play) save(v domain.Viewer, kind domain.ChangeKind, about domain.Ref, thing domain.Thing) {
	_, err := p.work.Planting().Do(p.Context(), v, domain.Change{Kind: kind, About: about, Typed: thing.Values()})
	p.check(err)
}

func (p *play) template(v domain.Viewer, id domain.TemplateID) domain.TemplateRow {
	row, err := p.work.Template(p.Context(), v, id)
	p.check(err)
	return row
}

// setRates saves the exchange rates. A rate cannot be taken back in the program: it is removed past it, for rule G14.
func (p *play) setRates(rates domain.ExchangeRates) {
	provider := p.provider
	var known []string
	for currency, rate := range rates {
		known = append(known, string(currency))
		if currency != provider.Account.Currency {
			p.save(provider, domain.ExchangeRateSaved, domain.Ref{Of: domain.ObjectExchangeRate, Code: string(currency)},
				domain.ExchangeRate{Rate: rate.String()})
		}
	}
	p.exec(statement{`DELETE FROM exchange_rate WHERE account_id = $1 AND currency <> ALL ($2)`,
		[]any{provider.Account.ID, pq.StringArray(known)}})
}

func (p *play) setUnmeasured(unmeasured map[domain.ResourceID]bool) {
	for id, unmeasured := range unmeasured {
		p.save(p.provider, domain.ResourceSaved, domain.Ref{Of: domain.ObjectResource, ID: int64(id)},
			domain.Resource{Name: fmt.Sprint("Resource ", id), Unit: "unit", Additive: true, Measurable: !unmeasured})
	}
}

func (p *play) setVisible(visible map[domain.NotificationID]bool) {
	provider := p.provider
	for id, visible := range visible {
		p.save(provider, domain.NotificationSaved, domain.Ref{Of: domain.ObjectNotification, ID: int64(id)},
			domain.NotificationTemplate{Name: fmt.Sprint("Notification ", id), Subject: "Soon", Visible: visible})
	}
}

// synchronize opens the dialog, leaves out and decides in its preview what the click does, previews what it does to one reseller, sends it, and
// compares.
func (p *play) synchronize(c oracle.Click) {
	v := p.viewer(c.By)
	request := domain.DialogRequest{Plan: p.program(c)}
	if c.On != 0 {
		request.Subscription = subscription(c.On, p.index(c))
	}
	dialog, err := p.work.OpenDialog(p.Context(), v, request)
	p.check(err)
	choices := domain.RunRequest{Key: dialog.Key, Plan: request.Plan, Subscription: request.Subscription, Reach: c.Reach,
		Options: c.Boxes, Policy: c.Policy}
	if len(c.LeftOut) > 0 {
		p.check(p.work.LeaveOut(p.Context(), v, choices, nil, c.LeftOut))
	}
	for _, one := range c.Decisions {
		p.check(p.work.Decide(p.Context(), v, choices, domain.Decisions{one}))
	}
	if len(c.LeftOut)+len(c.Decisions) > 0 {
		_, choices.PreviewDigest, err = p.work.Preview(p.Context(), v, choices, pages.RunQuery{})
		p.check(err)
	}
	check := p.promise(v, func(account domain.AccountID) (pages.RunResult, error) {
		return p.work.PreviewResult(p.Context(), v, choices, account, everything)
	})
	run, err := p.work.SendDialog(p.Context(), v, choices)
	p.check(err)
	p.checkRun(v, run)
	check(run)
}

// everything is the question for all outcomes of a reseller.
var everything = pages.OutcomeQuery{Show: pages.ShowEverything, Limit: 100_000}

// promise previews the world's run that comes next for one of the resellers whom it reaches, each time another one. The
// check that it returns compares with what is stored of the run, on its page and in its file, and with what happened.
func (p *play) promise(v domain.Viewer, preview func(domain.AccountID) (pages.RunResult, error)) (check func(domain.RunID)) {
	next := p.world.Runs[len(p.runs)]
	_, says := p.outcome(next)
	if len(says) == 0 {
		return func(domain.RunID) {}
	}
	reached := slices.Sorted(maps.Keys(says))
	account := reached[len(p.runs)%len(reached)]
	promised, err := preview(account)
	p.check(err)
	return func(run domain.RunID) {
		result, err := p.work.RunResult(p.Context(), v, run, account, everything)
		p.check(err)
		if diff := cmp.Diff(promised.Outcomes, result.Outcomes); diff != "" {
			p.fail("a run did not do to a reseller what its preview said", p.world.Account(account), []string{diff})
		}
		if diff := cmp.Diff(promised.Reseller, result.Reseller); diff != "" {
			p.fail("the preview of a run sums up otherwise than the run", p.world.Account(account), []string{diff})
		}
		err = p.work.ExportRun(p.Context(), v, run, pages.RunQuery{}, func(r pages.RunLines) error {
			if diff := cmp.Diff(result.Outcomes, r.Outcomes); r.Reseller.Account == account && diff != "" {
				p.fail("the file of a run says something else than its page", p.world.Account(account), []string{diff})
			}
			return nil
		})
		p.check(err)
		did := next.Results[slices.IndexFunc(next.Results, func(r oracle.Result) bool { return r.Account.ID == account })]
		before, after := oracle.Account{Shop: did.ShopBefore}, oracle.Account{Shop: did.ShopAfter}
		if lines := oracle.Untrue(&before, &after, result.Outcomes); len(lines) > 0 {
			p.fail("the list of a run is not what happened", did.Account, lines)
		}
	}
}

// subscriptions are the rows of all subscriptions of a world.
const subscriptions = `SELECT s::text FROM subscription s WHERE account_id = ANY ($1) ORDER BY id`

func (p *play) program(c oracle.Click) domain.PlanID { return p.world.Programs[p.index(c)] }

func (p *play) index(c oracle.Click) int {
	return slices.IndexFunc(p.world.Templates, func(t *domain.Template) bool { return t.ID == c.Template.ID })
}

func (p *play) undo(s oracle.Undone) {
	v := p.viewer(s.By)
	check := p.promise(v, func(account domain.AccountID) (pages.RunResult, error) {
		return p.work.PreviewUndoResult(p.Context(), v, p.runs[s.Run], s.Part, account, everything)
	})
	run, err := p.work.Undo(p.Context(), v, p.runs[s.Run], s.Part)
	p.check(err)
	p.checkRun(v, run)
	check(run)
}

// checkRun compares what the page of a run says with what the oracle did: who was changed and who was skipped.
func (p *play) checkRun(v domain.Viewer, id domain.RunID) {
	if diff := cmp.Diff(p.subscriptions, p.texts(subscriptions)); diff != "" {
		p.fail("a run changed a subscription", p.world.Account(v.Account.ID), []string{diff})
	}
	run := p.world.Runs[len(p.runs)]
	p.runs = append(p.runs, id)
	page, err := p.work.Run(p.Context(), v, id, pages.RunQuery{})
	p.check(err)
	got := domain.RunTotals{Changed: page.Run.Totals.Changed, Unchanged: page.Run.Totals.Unchanged, Skipped: page.Run.Totals.Skipped}
	want, says := p.outcome(run)
	said := map[domain.AccountID]string{}
	for _, r := range page.Resellers {
		said[r.Account] = outcomeText(r.Changed, r.Skip != "", r.Changes)
	}
	if diff := cmp.Diff(want, got) + cmp.Diff(says, said); diff != "" {
		p.fail("the page of a run does not say what the oracle did", p.world.Account(v.Account.ID), []string{diff})
	}
}

// outcome is what the page of a run must say. An undo is about those whom its run had changed.
func (p *play) outcome(run oracle.Run) (domain.RunTotals, map[domain.AccountID]string) {
	totals, says := domain.RunTotals{}, map[domain.AccountID]string{}
	for _, r := range run.Results {
		if run.IsUndo && !p.world.Runs[run.Undoes].Of(r.Account).Changed() {
			continue
		}
		switch {
		case r.Skipped:
			totals.Skipped++
		case r.Changed():
			totals.Changed++
		default:
			totals.Unchanged++
		}
		says[r.Account.ID] = outcomeText(r.Changed(), r.Skipped, r.Changes)
	}
	return totals, says
}

func outcomeText(changed, skipped bool, changes int) string {
	switch {
	case skipped:
		return "skipped"
	case changed:
		return fmt.Sprintf("changed, %d changes", changes)
	default:
		return "unchanged"
	}
}

// statement is one statement of SQL with its parameters.
type statement struct {
	query string
	args  []any
}

// exec runs statements past the program, in one transaction.
func (p *play) exec(list ...statement) {
	p.check(p.work.InTx(p.Context(), func(tx *sqlx.Tx) error {
		for _, s := range list {
			if _, err := tx.ExecContext(p.Context(), s.query, s.args...); err != nil {
				return err
			}
		}
		return nil
	}))
}
