package db

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"tiersync/db/bulk"
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

// storedChain reads what a run did to everybody, and follows a price in it.
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
	others, err := s.statesThen(ctx, withVendor(v, between(tree, bulk.Column(results, func(r domain.Result) domain.AccountID { return r.Target.Account }))), run, movedIn(rows))
	if err != nil {
		return nil, err
	}
	rates, unmeasured, err := s.conversions(ctx, v.Account.Provider)
	if err != nil {
		return nil, err
	}
	if rates, err = s.ratesIn(ctx, v.Account.Provider, rates, run); err != nil {
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

// followed is the chain of these seats, with the names of what the price is of: KindNotFound where it is nobody's.
func (s *store) followed(ctx context.Context, v domain.Viewer, run *domain.Run, now domain.State, key domain.Key, seats []domain.ChainSeat, rates domain.ExchangeRates, unmeasured map[domain.ResourceID]bool) (*foundChain, error) {
	if !key.Field.IsSold() {
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
