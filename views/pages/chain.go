package pages

import (
	"slices"

	"tiersync/domain"
)

// ChainQuery asks for a page of the chain of a price: of its groups, or of its resellers. Search finds resellers by id or a part of their or
// their vendor's name.
type ChainQuery struct {
	ListQuery
	Key       domain.Key
	Account   domain.AccountID // of whom the chain is asked as it is now; zero: the viewer's own account
	Resellers bool             // a row for each reseller, by level and name
	Group     int              // of this group alone, counted from 1; zero: of all
	Level     int
	Only      ChainFilter
}

// ChainFilter shows some rows of a chain.
type ChainFilter string

// The filters; "" shows all.
const (
	ChainMoved   ChainFilter = "changed"
	ChainBelow   ChainFilter = "below"
	ChainWaiting ChainFilter = "waiting"
)

// Lets reports whether a link is among those that a filter shows.
func (f ChainFilter) Lets(l domain.ChainLink) bool {
	switch f {
	case ChainMoved:
		return l.Moved()
	case ChainBelow:
		return l.After.BelowCost()
	case ChainWaiting:
		return l.Waits()
	}
	return true
}

// Chain is the chain of a price with one page of its rows.
type Chain struct {
	Run    *domain.Run // nil: it is as it is now, before and after are the same
	Chain  domain.Chain
	Line   []int // places of the links down to the account of whom it is asked; empty: of nobody
	Names  domain.Names
	Named  map[domain.AccountID]string // whoever is named on the page
	Self   domain.AccountID            // the viewer's own account
	Levels []int
	Rows   []ChainRow
	Total  int
}

// ChainRow is a group of a chain, or one reseller.
type ChainRow struct {
	domain.ChainLink
	Seller  int                // the group of their vendors; below zero: none
	Vendor  domain.AccountID   // of one reseller; zero: of a group, or none
	Members []domain.AccountID // the first of them
	Number  int                // how many there are
}

// Of a level ChainDrawn groups are drawn, and of a row ChainNamed members are named.
const (
	ChainDrawn = 8
	ChainNamed = 3
)

// Drawn are the places of the groups that are drawn, level by level: those on the line, and of the others those that matter most.
func (c Chain) Drawn() (levels [][]int) {
	for at := 0; at < len(c.Chain.Groups); {
		var level []int
		for first := at; at < len(c.Chain.Groups) && c.Chain.Groups[at].Level == c.Chain.Groups[first].Level; at++ {
			level = append(level, at)
		}
		kept := slices.Clone(level[:min(len(level), ChainDrawn)])
		for _, group := range level[len(kept):] {
			if _, on := c.OnLine(group); on {
				kept[len(kept)-1] = group
			}
		}
		levels = append(levels, kept)
	}
	return levels
}

// OnLine is who of a group is on the line to the account of whom it is asked; false where nobody is.
func (c Chain) OnLine(group int) (domain.AccountID, bool) {
	for _, at := range c.Line {
		if c.Chain.Links[at].Group == group {
			return c.Chain.Links[at].Account, true
		}
	}
	return 0, false
}

// First is who is named of a group.
func (c Chain) First(group int) domain.AccountID {
	if account, on := c.OnLine(group); on {
		return account
	}
	return c.Chain.Groups[group].Account
}

// Accounts are those that a page has to name: whoever stands for a group that is drawn or listed, and the members of rows.
func (c Chain) Accounts() (list []domain.AccountID) {
	for _, level := range c.Drawn() {
		for _, group := range level {
			list = append(list, c.First(group))
		}
	}
	for _, row := range c.Rows {
		list = append(append(list, row.Members...), row.Vendor)
		if row.Seller >= 0 {
			list = append(list, c.First(row.Seller))
		}
	}
	for _, at := range c.Line {
		list = append(list, c.Chain.Links[at].Account)
	}
	slices.Sort(list)
	return slices.Compact(list)
}
