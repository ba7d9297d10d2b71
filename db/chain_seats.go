package db

import (
	"context"
	"fmt"

	"github.com/lib/pq"

	"tiersync/db/bulk"
	"tiersync/domain"
)

// This file reads who stands on the way of a price, and what they had.

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

// between are the accounts of a tree who are none of those whom a run reached, and stand between these and the viewer; the viewer is one.
func between(tree []treeRow, accounts []domain.AccountID) (list []domain.AccountID) {
	reached, wanted := setOf(accounts), map[domain.AccountID]bool{tree[0].id: true}
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
