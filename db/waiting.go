package db

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"tiersync/db/bulk"
	"tiersync/domain"
	"tiersync/views/pages"
)

// lastRuns is how many runs a start page shows.
const lastRuns = 5

// waitingPlans is how many of the plans that are not passed on it shows; the list of plans has all.
const waitingPlans = 10

// Waiting returns what waits to be passed on to the resellers below the viewer, and for how long. How each of them stands is looked up where it
// is remembered, so that it takes no more after a run or an edit than what that concerned.
func (d *DB) Waiting(ctx context.Context, v domain.Viewer) (pages.Waiting, error) {
	waiting, err := d.waiting(ctx, v)
	if err != nil {
		return pages.Waiting{}, fmt.Errorf("what waits at account %d: %w", v.Account.ID, err)
	}
	return waiting, nil
}

// programStanding is how everybody stands who is subscribed to a reseller plan.
type programStanding struct {
	plan     domain.PlanID
	name     string
	question *standingsQuestion
	list     []standing
	history  *planLog
	events   []domain.Event      // of the viewer, and of all vendors, the first one first: known with lasts
	lasts    map[boxAt]time.Time // when each box was passed on last to the direct subscribers who are behind in it, as far as somebody asked
}

func (d *DB) waiting(ctx context.Context, v domain.Viewer) (pages.Waiting, error) {
	var w pages.Waiting
	var programs []*programStanding
	var elsewhere []elsewhereRow
	err := d.read(ctx, func(s *store) (err error) {
		if programs, elsewhere, err = d.programStandings(ctx, s, v); err != nil {
			return err
		}
		w.NoRate, err = s.withoutRate(ctx, v)
		return err
	})
	if err != nil {
		return w, err
	}
	for _, p := range programs {
		p.list = p.question.answer()
	}
	err = d.read(ctx, func(s *store) error {
		for _, p := range programs {
			if p.history, err = s.planLog(ctx, v, p); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return w, err
	}
	for _, p := range programs {
		w.Matrix = append(w.Matrix, p.rows(v)...)
	}
	sumUp(&w, programs, elsewhere)
	if err = d.plansWaiting(ctx, v, programs, &w); err != nil {
		return w, err
	}
	w.Runs, _, err = d.Runs(ctx, v, pages.ListQuery{Limit: lastRuns})
	return w, err
}

// plansWaiting says which plans are not passed on, those first that wait for the longest time.
func (d *DB) plansWaiting(ctx context.Context, v domain.Viewer, programs []*programStanding, w *pages.Waiting) error {
	waits, err := d.NotPassedOn(ctx, v, nil)
	if err != nil {
		return err
	}
	for id := range waits {
		waits[id] = filter(waits[id], func(by pages.NotPassedOn) bool { return by.Count > 0 })
		if len(waits[id]) == 0 { // of those to whom nothing was delivered yet
			delete(waits, id)
		}
	}
	ids := slices.Sorted(maps.Keys(waits))
	since := map[domain.PlanID]time.Time{}
	for _, p := range programs {
		for id, list := range waits {
			for _, by := range list {
				if at := since[id]; by.By == p.plan {
					if from := p.planSince(v, id, by.Boxes); at.IsZero() || from.Before(at) {
						since[id] = from
					}
				}
			}
		}
	}
	w.PlanCount = len(ids)
	slices.SortStableFunc(ids, func(a, b domain.PlanID) int { return since[a].Compare(since[b]) })
	ids = ids[:min(len(ids), waitingPlans)]
	return d.read(ctx, func(s *store) error {
		now, err := s.versions.Standing(ctx, v.Account.ID)
		if err != nil {
			return err
		}
		if w.Names, err = s.names(ctx, v.Account.ID, v.Account.ID, now.Effective()); err != nil {
			return err
		}
		w.Plans = nil
		for _, id := range ids {
			plan := pages.WaitingPlan{ID: id, Name: w.Names.Plans[id], Since: since[id], By: waits[id]}
			for i, by := range plan.By {
				plan.By[i].ByName = w.Names.Plans[by.By]
			}
			w.Plans = append(w.Plans, plan)
		}
		return nil
	})
}

// elsewhereRow is somebody who buys by a reseller plan that a vendor below made.
type elsewhereRow struct {
	Account domain.AccountID `db:"account_id"`
	Closed  bool             `db:"closed"`
}

// programStandings asks how everybody stands, for each reseller plan that somebody below the viewer is subscribed to and the viewer has. elsewhere
// are those who are subscribed to others.
func (d *DB) programStandings(ctx context.Context, s *store, v domain.Viewer) (list []*programStanding, elsewhere []elsewhereRow, err error) {
	names, err := s.planNames(ctx, v.Account.ID)
	if err != nil {
		return nil, nil, err
	}
	var theirs []domain.PlanID
	var plans []domain.PlanID
	query := `SELECT DISTINCT plan_id FROM subscription WHERE account_id IN (` + accountsBelow(v) + `) ORDER BY plan_id`
	if err := s.tx.SelectContext(ctx, &plans, query, v.Account.ID); err != nil {
		return nil, nil, fmt.Errorf("reseller plans below the account: %w", err)
	}
	for _, plan := range plans {
		r := reached{viewer: v.Account.ID, currency: v.Account.Currency, provider: v.Account.Provider, plan: plan, reach: domain.AllLevels}
		q, err := d.askStandings(ctx, s, r)
		if err != nil && domain.KindOf(err) == domain.KindNotFound {
			theirs = append(theirs, plan)
			continue
		}
		if err != nil {
			return nil, nil, err
		}
		list = append(list, &programStanding{plan: plan, name: names[plan], question: q})
	}
	query = `
		SELECT DISTINCT s.account_id, a.status = 'closed' AS closed FROM subscription s JOIN account a ON a.id = s.account_id
		WHERE s.account_id IN (` + accountsBelow(v) + `) AND s.plan_id = ANY ($2) AND s.status NOT IN ('Terminated', 'Canceled')`
	if err := s.tx.SelectContext(ctx, &elsewhere, query, v.Account.ID, bulk.IDArray(theirs)); err != nil {
		return nil, nil, fmt.Errorf("who buys by %d reseller plans of others: %w", len(theirs), err)
	}
	return list, elsewhere, nil
}

// rows are the rows of the matrix: a level each, where somebody is behind or was never synchronized.
func (p *programStanding) rows(v domain.Viewer) []pages.WaitingRow {
	byLevel := map[int]*pages.WaitingRow{}
	for _, s := range p.list {
		if s.skip() != "" || s.Nothing {
			continue
		}
		row := byLevel[s.Level]
		if row == nil {
			row = &pages.WaitingRow{Plan: p.plan, PlanName: p.name, Level: s.Level, Direct: s.Level == v.Account.Level+1, Cells: map[domain.OptionKey]pages.WaitingCell{}}
			byLevel[s.Level] = row
		}
		row.Resellers++
		if s.never() {
			row.Never++
			continue // what boxes would do says nothing: there is nothing that they are behind with
		}
		boxes := s.Boxes()
		row.Behind += min(len(boxes), 1)
		for _, box := range boxes {
			cell := row.Cells[box]
			since := p.history.since(s, box)
			if cell.Resellers++; cell.Since.IsZero() || since.Before(cell.Since) {
				cell.Since = since
			}
			row.Cells[box] = cell
		}
	}
	var rows []pages.WaitingRow
	for _, row := range byLevel {
		if len(row.Cells) > 0 || row.Never > 0 {
			rows = append(rows, *row)
		}
	}
	slices.SortFunc(rows, func(a, b pages.WaitingRow) int { return cmp.Compare(a.Level, b.Level) })
	return rows
}

// sumUp counts states, held plans and prices below cost, each reseller once; some of them buy elsewhere, too.
func sumUp(w *pages.Waiting, programs []*programStanding, elsewhere []elsewhereRow) {
	theirs := map[domain.AccountID][]domain.SyncState{}
	for _, p := range programs {
		byID := syncStates(p.list, nil)
		for _, s := range p.list {
			if s.Status != domain.Terminated && s.Status != domain.Canceled {
				theirs[s.Account] = append(theirs[s.Account], byID[s.Subscription])
			}
		}
	}
	w.States = map[domain.SyncStateKey]int{}
	for _, states := range theirs {
		sum := domain.Together(states)
		if sum.Skip == "" {
			w.Resellers++
		}
		w.States[sum.Info().Key]++
		add := func(count *pages.WaitingCount, n int) {
			if n > 0 {
				count.Things += n
				count.Resellers++
			}
		}
		add(&w.Held, sum.Held)
		add(&w.BelowCost, sum.BelowCost)
	}
	for _, other := range elsewhere {
		switch {
		case theirs[other.Account] != nil:
		case other.Closed:
			w.States[domain.StateSkipped]++
		default:
			w.Elsewhere++
		}
	}
}

// withoutRate are the currencies of resellers below the viewer that the provider has no exchange rate of.
func (s *store) withoutRate(ctx context.Context, v domain.Viewer) (list []pages.WaitingCurrency, err error) {
	var rows []struct {
		Currency  domain.Currency `db:"currency"`
		Resellers int             `db:"resellers"`
	}
	query := `
		WITH below (id) AS (` + accountsBelow(v) + `)
		SELECT a.currency, count(*) AS resellers
		FROM account a JOIN account provider ON provider.id = $2
		WHERE a.id IN (SELECT id FROM below) AND a.status <> 'closed' AND a.currency <> provider.currency
			AND NOT EXISTS (SELECT FROM exchange_rate e WHERE e.account_id = $2 AND e.currency = a.currency)
		GROUP BY 1 ORDER BY 1`
	if err := s.tx.SelectContext(ctx, &rows, query, v.Account.ID, v.Account.Provider); err != nil {
		return nil, fmt.Errorf("currencies without an exchange rate: %w", err)
	}
	for _, row := range rows {
		list = append(list, pages.WaitingCurrency{Currency: row.Currency, Resellers: row.Resellers})
	}
	return list, nil
}
