package pages

import "tiersync/domain"

// ContestedQuery asks for some of the own values about which a run is decided.
type ContestedQuery struct {
	ListQuery
	Plan    domain.PlanID    // zero: all
	Account domain.AccountID // zero: all
	Only    ContestedFilter
}

// ContestedFilter leaves rows out; "" lets all through.
type ContestedFilter string

// The filters of the page.
const (
	ContestedBelow  ContestedFilter = "below"
	ContestedLocked ContestedFilter = "locked"
	ContestedMoved  ContestedFilter = "moved" // what was delivered moved, too, since it was set
	ContestedTaken  ContestedFilter = "taken"
	ContestedKept   ContestedFilter = "kept"
)

// ContestedPage is a page of the own values about which a run is decided.
type ContestedPage struct {
	Run   domain.Run
	Names domain.Names // with those of the resellers
	Rows  []domain.Contested
	Total int // that the query lets through
	Open  int // of Total, that are not locked: what is taken together
	All   int
	Taken int
	Below int // of All, that are below cost
}

// Fill puts the rows of a query on the page, and counts all.
func (p *ContestedPage) Fill(all []domain.Contested, q ContestedQuery) {
	p.All = len(all)
	search := newValueSearch(q.Search, p.Names)
	for _, one := range all {
		if one.Taken {
			p.Taken++
		}
		if one.BelowCost() {
			p.Below++
		}
		if !q.fits(one, search, p.Names) {
			continue
		}
		if p.Total >= q.Offset && len(p.Rows) < q.Limit {
			p.Rows = append(p.Rows, one)
		}
		p.Total++
		if one.Lock == "" {
			p.Open++
		}
	}
}

// Finds reports whether there is a search, a filter, or more than one plan or reseller, so that what it lets through has no other name.
func (q ContestedQuery) Finds() bool {
	return q.Search != "" || q.Only != "" || q.Plan != 0 && q.Account != 0
}

// All reports whether it lets all through.
func (q ContestedQuery) All() bool { return !q.Finds() && q.Plan == 0 && q.Account == 0 }

func (q ContestedQuery) fits(one domain.Contested, search valueSearch, names domain.Names) bool {
	if q.Plan != 0 && one.Key.Plan != q.Plan || q.Account != 0 && one.Target.Account != q.Account {
		return false
	}
	switch q.Only {
	case ContestedBelow:
		if !one.BelowCost() {
			return false
		}
	case ContestedLocked:
		if one.Lock == "" {
			return false
		}
	case ContestedMoved:
		if one.Base == one.New {
			return false
		}
	case ContestedTaken, ContestedKept:
		if one.Taken != (q.Only == ContestedTaken) {
			return false
		}
	}
	return q.Search == "" || search.findsPlan(one.Key.Plan) || search.contains(names.Accounts[one.Target.Account]) ||
		search.finds(one.Key, one.Own, one.Was, one.New)
}
