package db

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/lib/pq"

	"tiersync/db/bulk"
	"tiersync/db/versions"
	"tiersync/domain"
	"tiersync/views/pages"
)

// This file follows one price down the tree below the viewer: in a run, in what a run or an undo would do, and as it is now.

// keptChains is how many chains are remembered: one of ten thousand resellers takes about 5 MB.
const keptChains = 4

// foundChain is a chain that was followed, and of which run; it never changes.
type foundChain struct {
	run   *domain.Run
	chain domain.Chain
	now   domain.State // what the viewer's account has
	names domain.Names
}

// RunChain returns the chain of a price in a run of the viewer's own account, else KindNotFound; likewise where the price is nobody's.
func (d *DB) RunChain(ctx context.Context, v domain.Viewer, id domain.RunID, q pages.ChainQuery) (pages.Chain, error) {
	f, err := d.runChain(ctx, v, id, q.Key)
	if err != nil {
		return pages.Chain{}, fmt.Errorf("chain of a price in run %d: %w", id, err)
	}
	return d.chainPage(ctx, v, f, q)
}

// PreviewChain returns the chain of a price in the run that a dialog would make now. It fails as Preview does.
func (d *DB) PreviewChain(ctx context.Context, v domain.Viewer, r domain.RunRequest, q pages.ChainQuery) (pages.Chain, error) {
	c, err := d.preview(ctx, v, r)
	if err != nil {
		return pages.Chain{}, err
	}
	return d.calculatedChain(ctx, v, c, c.input.Rates, q)
}

// UndoChain returns the chain of a price in what taking a run back, or a part of it, would do. It fails as PreviewUndo does.
func (d *DB) UndoChain(ctx context.Context, v domain.Viewer, run domain.RunID, part domain.Part, q pages.ChainQuery) (pages.Chain, error) {
	c, err := d.previewUndo(ctx, v, run, part)
	if err != nil {
		return pages.Chain{}, err
	}
	return d.calculatedChain(ctx, v, c, nil, q)
}

// NowChain returns the chain of a price as it is now, from the viewer's own offer down; of one that a reseller made, from theirs. It fails with
// KindNotFound for an account that is neither the viewer's own nor below it, and where that does not have the price.
func (d *DB) NowChain(ctx context.Context, v domain.Viewer, q pages.ChainQuery) (page pages.Chain, err error) {
	var f *foundChain
	err = d.readApart(ctx, func(s *store) (err error) {
		if _, err = accountWithin(ctx, s.tx, v.Account.ID, cmp.Or(q.Account, v.Account.ID)); err != nil {
			return err
		}
		f, err = s.nowChain(ctx, v, q)
		return err
	})
	if err != nil {
		return page, fmt.Errorf("chain of a price: %w", err)
	}
	return d.chainPage(ctx, v, f, q)
}

// treeRow is an account of a tree.
type treeRow struct {
	id, parent domain.AccountID
	level      int
	currency   domain.Currency
}

// chainTree is the viewer's account and everybody below it, vendors before those below them.
func (s *store) chainTree(ctx context.Context, v domain.Viewer) ([]treeRow, error) {
	var all struct {
		IDs        bulk.IDs       `db:"ids"`
		Parents    bulk.IDs       `db:"parents"`
		Levels     bulk.IDs       `db:"levels"`
		Currencies pq.StringArray `db:"currencies"`
	}
	query := `
		SELECT array_agg(id) AS ids, array_agg(coalesce(parent_id, 0)) AS parents, array_agg(level) AS levels, array_agg(currency) AS currencies
		FROM (SELECT id, parent_id, level, currency FROM account WHERE id = $1 OR id IN (` + accountsBelow(v) + `) ORDER BY level, id) placed`
	if err := s.tx.GetContext(ctx, &all, query, v.Account.ID); err != nil {
		return nil, fmt.Errorf("the tree below account %d: %w", v.Account.ID, err)
	}
	rows := make([]treeRow, len(all.IDs))
	for i, id := range all.IDs {
		rows[i] = treeRow{domain.AccountID(id), domain.AccountID(all.Parents[i]), int(all.Levels[i]), domain.Currency(all.Currencies[i])}
	}
	return rows, nil
}

// seats are the accounts of a tree whom a run reached and all between them and the viewer, with what they had before and after: those whom it
// did not reach, what others says.
func seats(tree []treeRow, results []domain.Result, key domain.Key, others map[domain.AccountID]domain.State) []domain.ChainSeat {
	reasons, of := domain.ChainReasons(key, results), map[domain.AccountID]int{}
	for i, r := range results {
		if known, is := of[r.Target.Account]; !is || results[known].Target.Skip != "" {
			of[r.Target.Account] = i
		}
	}
	var list []domain.ChainSeat
	for _, row := range tree {
		seat := domain.ChainSeat{Account: row.id, Vendor: row.parent, Level: row.level, Currency: row.currency}
		if i, reached := of[row.id]; reached {
			seat.Before, seat.After, seat.Reason = results[i].Target.Before, results[i].After, reasons[i]
		} else if other, is := others[row.id]; is {
			seat.Before, seat.After = other, other
		} else {
			continue
		}
		list = append(list, seat)
	}
	return list
}

// between are the accounts of a tree whom a run did not reach, and who stand between those whom it did and the viewer; the viewer is one.
func between(tree []treeRow, results []domain.Result) (list []domain.AccountID) {
	reached, wanted := map[domain.AccountID]bool{}, map[domain.AccountID]bool{tree[0].id: true}
	for _, r := range results {
		reached[r.Target.Account] = true
	}
	for i := len(tree) - 1; i >= 0; i-- {
		row := tree[i]
		if reached[row.id] || wanted[row.id] {
			wanted[row.parent] = i > 0
		}
		if wanted[row.id] && !reached[row.id] {
			list = append(list, row.id)
		}
	}
	return list
}

// runChain follows a price in a run that was made.
func (d *DB) runChain(ctx context.Context, v domain.Viewer, id domain.RunID, key domain.Key) (f *foundChain, err error) {
	var run domain.Run
	var tree []treeRow
	var under answerKey
	known := false
	err = d.read(ctx, func(s *store) (err error) {
		if run, err = s.run(ctx, v, id); err != nil {
			return err
		}
		if tree, err = s.chainTree(ctx, v); err != nil {
			return err
		}
		now, err := s.versions.Pointers(ctx, []domain.AccountID{v.Account.ID})
		under = keyOf("chain", v.Account.ID, v.SeesCosts(), id, now, key.Text(), tree)
		f, known = d.chains.get(under)
		return err
	})
	if err != nil || known {
		return f, err
	}
	err = d.readApart(ctx, func(s *store) (err error) {
		f, err = s.storedChain(ctx, v, run, tree, key)
		return err
	})
	if err == nil {
		d.chains.put(under, f)
	}
	return f, err
}

// storedChain reads what a run did to everybody, and follows a price in it: at the rates of the run, of an undo those that held then.
func (s *store) storedChain(ctx context.Context, v domain.Viewer, run domain.Run, tree []treeRow, key domain.Key) (*foundChain, error) {
	rows, err := s.results(ctx, v.Account.ID, run.ID, 0)
	if err != nil {
		return nil, err
	}
	read, err := s.readResults(ctx, rows)
	if err != nil {
		return nil, err
	}
	results, err := read.results(nil)
	if err != nil {
		return nil, err
	}
	others, err := s.statesThen(ctx, withVendor(v, between(tree, results)), run, results)
	if err != nil {
		return nil, err
	}
	rates, unmeasured, err := s.conversions(ctx, v.Account.Provider)
	if err != nil {
		return nil, err
	}
	if run.Kind == domain.UndoRun {
		if rates, err = s.ratesAt(ctx, v.Account.Provider, rates, run.At); err != nil {
			return nil, err
		}
	} else if rates, err = ratesOf(run.Rates); err != nil {
		return nil, err
	}
	mine, err := s.versions.Standing(ctx, v.Account.ID)
	if err != nil {
		return nil, err
	}
	list, err := s.buying(ctx, v, seats(tree, results, key, others), others)
	if err != nil {
		return nil, err
	}
	return s.followed(ctx, v, &run, mine.State, key, list, rates, unmeasured)
}

// buying says of the viewer's own seat, which is the first, what their vendor has, for who sees that.
func (s *store) buying(ctx context.Context, v domain.Viewer, seats []domain.ChainSeat, states map[domain.AccountID]domain.State) ([]domain.ChainSeat, error) {
	vendor, there := states[v.Account.Parent]
	if !there || len(seats) == 0 || seats[0].Account != v.Account.ID {
		return seats, nil
	}
	currencies, err := s.currenciesOf(ctx, []domain.AccountID{v.Account.Parent})
	seats[0].Buys = domain.VendorState{State: vendor, Currency: currencies[v.Account.Parent]}
	return seats, err
}

// withVendor are accounts, and the viewer's vendor, for who sees what they pay.
func withVendor(v domain.Viewer, accounts []domain.AccountID) []domain.AccountID {
	if v.IsProvider() || !v.SeesCosts() {
		return accounts
	}
	return append(accounts, v.Account.Parent)
}

// statesThen returns what accounts had when a run was made: at the last entry of theirs before it. Where the log does not go back so far, it is
// what the first one that is left found.
func (s *store) statesThen(ctx context.Context, accounts []domain.AccountID, run domain.Run, results []domain.Result) (map[domain.AccountID]domain.State, error) {
	var changed domain.AccountID
	if i := slices.IndexFunc(results, domain.Result.Changed); i >= 0 {
		changed = results[i].Target.Account
	}
	var pointers []versions.Pointer
	const query = `
		WITH run AS (SELECT min(id) AS id FROM entry WHERE account_id = $2 AND run_account_id = $3 AND run_id = $4)
		SELECT u.id AS account, coalesce(CASE WHEN was.id IS NOT NULL THEN was.delivered_to WHEN later.id IS NOT NULL THEN later.delivered_from
			ELSE p.delivered_id END, 0) AS delivered,
			coalesce(CASE WHEN was.id IS NOT NULL THEN was.own_to WHEN later.id IS NOT NULL THEN later.own_from ELSE p.own_id END, 0) AS own
		FROM unnest($1::bigint[]) AS u (id) CROSS JOIN run
		LEFT JOIN LATERAL (
			SELECT e.id, e.delivered_to, e.own_to FROM entry e
			WHERE e.account_id = u.id AND (e.id < run.id OR run.id IS NULL AND e.at <= $5) ORDER BY e.id DESC LIMIT 1) was ON true
		LEFT JOIN LATERAL (
			SELECT e.id, e.delivered_from, e.own_from FROM entry e WHERE e.account_id = u.id ORDER BY e.id LIMIT 1) later ON true
		LEFT JOIN pointer p ON p.account_id = u.id`
	if err := s.tx.SelectContext(ctx, &pointers, query, bulk.IDArray(accounts), changed, run.Account, run.ID, run.At); err != nil {
		return nil, fmt.Errorf("what %d accounts had at run %d: %w", len(accounts), run.ID, err)
	}
	states, err := s.versions.States(ctx, pointers)
	if err != nil {
		return nil, err
	}
	then := make(map[domain.AccountID]domain.State, len(pointers))
	for i, p := range pointers {
		then[p.Account] = states[i]
	}
	return then, nil
}

// ratesAt are the exchange rates of a provider at a moment; now are those of today.
func (s *store) ratesAt(ctx context.Context, provider domain.AccountID, now domain.ExchangeRates, at time.Time) (domain.ExchangeRates, error) {
	list, err := s.ratesThen(ctx, provider, now)
	if err != nil {
		return nil, err
	}
	rates := list[0].Rates
	for _, then := range list {
		if !then.At.After(at) {
			rates = then.Rates
		}
	}
	return rates, nil
}

// calculatedChain is the chain of a price in what was computed and is not written; at today's rates where it says none.
func (d *DB) calculatedChain(ctx context.Context, v domain.Viewer, c *calculation, rates domain.ExchangeRates, q pages.ChainQuery) (pages.Chain, error) {
	var f *foundChain
	err := d.readApart(ctx, func(s *store) error {
		tree, err := s.chainTree(ctx, v)
		if err != nil {
			return err
		}
		standings, err := s.versions.Standings(ctx, withVendor(v, between(tree, c.results)))
		if err != nil {
			return err
		}
		others := map[domain.AccountID]domain.State{}
		for id, standing := range standings {
			others[id] = standing.State
		}
		now, unmeasured, err := s.conversions(ctx, v.Account.Provider)
		if err != nil {
			return err
		}
		if rates == nil {
			rates = now
		}
		list, err := s.buying(ctx, v, seats(tree, c.results, q.Key, others), others)
		if err != nil {
			return err
		}
		run := c.totaled()
		f, err = s.followed(ctx, v, &run, others[v.Account.ID], q.Key, list, rates, unmeasured)
		return err
	})
	if err != nil {
		return pages.Chain{}, err
	}
	return d.chainPage(ctx, v, f, q)
}

// nowChain follows a price as everybody has it now.
func (s *store) nowChain(ctx context.Context, v domain.Viewer, q pages.ChainQuery) (*foundChain, error) {
	tree, err := s.chainTree(ctx, v)
	if err != nil {
		return nil, err
	}
	all, err := s.versions.Standings(ctx, withVendor(v, bulk.Column(tree, func(row treeRow) domain.AccountID { return row.id })))
	if err != nil {
		return nil, err
	}
	states := make(map[domain.AccountID]domain.State, len(all))
	for id, standing := range all {
		states[id] = standing.State
	}
	rates, unmeasured, err := s.conversions(ctx, v.Account.Provider)
	if err != nil {
		return nil, err
	}
	list, err := s.buying(ctx, v, fromMaker(seats(tree, nil, q.Key, states), q.Key, q.Account), states)
	if err != nil {
		return nil, err
	}
	return s.followed(ctx, v, nil, states[v.Account.ID], q.Key, list, rates, unmeasured)
}

// fromMaker leaves of seats those from the first on the line to an account who has the price down: a reseller may have made the plan.
func fromMaker(seats []domain.ChainSeat, key domain.Key, account domain.AccountID) []domain.ChainSeat {
	at := make(map[domain.AccountID]domain.ChainSeat, len(seats))
	for _, seat := range seats {
		at[seat.Account] = seat
	}
	var maker domain.AccountID
	for seat, there := at[account]; there; seat, there = at[seat.Vendor] {
		if _, sells := seat.After.Sold(key); sells {
			maker = seat.Account
		}
	}
	if maker == 0 || maker == seats[0].Account {
		return seats
	}
	below := map[domain.AccountID]bool{maker: true}
	return filter(seats, func(seat domain.ChainSeat) bool {
		below[seat.Account] = below[seat.Account] || below[seat.Vendor]
		return below[seat.Account]
	})
}

// followed is the chain of these seats, with the names of what the price is of: KindNotFound where it is nobody's.
func (s *store) followed(ctx context.Context, v domain.Viewer, run *domain.Run, now domain.State, key domain.Key, seats []domain.ChainSeat, rates domain.ExchangeRates, unmeasured map[domain.ResourceID]bool) (*foundChain, error) {
	if key.Field.MSRP() == "" {
		return nil, domain.NotFound("The price")
	}
	f := &foundChain{run: run, chain: domain.ChainOf(key, seats, rates, unmeasured), now: now}
	has := slices.IndexFunc(seats, func(s domain.ChainSeat) bool { _, sells := s.After.Sold(key); return sells })
	if has < 0 {
		has = slices.IndexFunc(seats, func(s domain.ChainSeat) bool { _, sells := s.Before.Sold(key); return sells })
	}
	if has < 0 {
		return nil, domain.NotFound("The price")
	}
	var err error
	f.names, err = s.names(ctx, v.Account.ID, v.Account.ID, seats[has].Before.Effective(), seats[has].After.Effective())
	return f, err
}

// chainPage is one page of a chain, as the viewer may see it.
func (d *DB) chainPage(ctx context.Context, v domain.Viewer, f *foundChain, q pages.ChainQuery) (pages.Chain, error) {
	page := pages.Chain{Run: f.run, Chain: v.SeenChain(f.chain, f.now), Names: f.names, Self: v.Account.ID}
	if q.Account != 0 {
		if page.Line = page.Chain.Path(q.Account); len(page.Line) == 0 {
			return page, domain.NotFound("The price")
		}
	}
	for _, g := range page.Chain.Groups {
		page.Levels = append(page.Levels, g.Level)
	}
	page.Levels = slices.Compact(page.Levels)
	err := d.readApart(ctx, func(s *store) error {
		order, err := s.nameOrder(ctx, v.Account.Provider, "")
		if err != nil {
			return err
		}
		named := order
		if search := strings.TrimSpace(q.Search); search != "" {
			if named, err = s.nameOrder(ctx, v.Account.Provider, search); err != nil {
				return err
			}
		}
		rows := chainRows(page.Chain, q, order, named)
		page.Total, page.Rows = len(rows), cut(rows, q.Limit, q.Offset)
		page.Named, err = s.accountNames(ctx, page.Accounts())
		return err
	})
	return page, err
}

// accountNames are the names of accounts.
func (s *store) accountNames(ctx context.Context, accounts []domain.AccountID) (map[domain.AccountID]string, error) {
	var list []struct {
		ID   domain.AccountID `db:"id"`
		Name string           `db:"name"`
	}
	if err := s.tx.SelectContext(ctx, &list, `SELECT id, name FROM account WHERE id = ANY ($1)`, bulk.IDArray(accounts)); err != nil {
		return nil, fmt.Errorf("names of %d accounts: %w", len(accounts), err)
	}
	names := make(map[domain.AccountID]string, len(list))
	for _, row := range list {
		names[row.ID] = row.Name
	}
	return names, nil
}

// chainRows are the rows of a chain that a query finds: groups in their order, in which somebody is found, or resellers by level and name.
func chainRows(c domain.Chain, q pages.ChainQuery, order, named map[domain.AccountID]int) (rows []pages.ChainRow) {
	byName := func(a, b int) int { return cmp.Compare(order[c.Links[a].Account], order[c.Links[b].Account]) }
	for i, g := range c.Groups {
		if q.Level != 0 && q.Level != g.Level || q.Group != 0 && q.Group != i+1 || !q.Only.Lets(g.ChainLink) {
			continue
		}
		members := filter(g.Members, func(m int) bool { _, is := named[c.Links[m].Account]; return is })
		slices.SortFunc(members, byName)
		switch {
		case len(members) == 0:
		case q.Resellers:
			for _, m := range members {
				row := pages.ChainRow{ChainLink: c.Links[m], Seller: g.Vendor, Members: []domain.AccountID{c.Links[m].Account}, Number: 1}
				if above := c.Links[m].Above; above >= 0 {
					row.Vendor = c.Links[above].Account
				}
				rows = append(rows, row)
			}
		default:
			row := pages.ChainRow{ChainLink: g.ChainLink, Seller: g.Vendor, Number: len(g.Members)}
			for _, m := range members[:min(len(members), pages.ChainNamed)] {
				row.Members = append(row.Members, c.Links[m].Account)
			}
			rows = append(rows, row)
		}
	}
	if q.Resellers {
		slices.SortStableFunc(rows, func(a, b pages.ChainRow) int {
			return cmp.Or(cmp.Compare(a.Level, b.Level), cmp.Compare(order[a.Account], order[b.Account]))
		})
	}
	return rows
}
