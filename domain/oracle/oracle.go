// Package oracle is a second, deliberately naive implementation of docs/rules.md, to check the engine against. It is
// imported by tests only.
//
// Where the engine has immutable versions that resellers share, the oracle has plain rows: every reseller has a map of their
// own with one text for each single value, and a run writes them one at a time, in place, reseller by reseller. It has no
// versions, no sharing, no memory of what it computed before. It takes nothing from the engine but the names of things:
// domain.Key and the plain types of a catalog.
//
// Start with Shop (what one account has), then run.go (one reseller in a run), undo.go and, for the undo of an edit, takeback.go.
// World, Draw and Play make random worlds and play random sequences of steps on the oracle and the engine side by side.
package oracle

import (
	"cmp"
	"maps"
	"slices"

	"tiersync/domain"
)

// Key says which value is meant.
type Key = domain.Key

// Rows is one catalog, value by value. What exists has a row even when its text is empty; a price that is not set is "".
type Rows map[Key]string

// Fields of rows that only the oracle keeps apart.
const (
	fieldDisabled  domain.Field = "Disabled by Provider"
	fieldBased     domain.Field = "Type and template"
	fieldUnpriced  domain.Field = "Delivered without prices"
	fieldMSRP      domain.Field = "MSRP " // and the name of the fee or price
	fieldGroupName domain.Field = "Resource category name"
)

const (
	yes = "yes"
	no  = "no"
	// noRate stands, in an offer only, for a price that no exchange rate makes one in the reseller's currency.
	noRate = "no exchange rate"
)

// OwnValue is a value that a reseller set over a delivered one, the delivered one it stood over then, and why it is locked, if it is.
type OwnValue struct{ Value, Base, Lock string }

// Shop is what one account has: what runs delivered, what they set themselves over it, and what they made themselves.
type Shop struct {
	Delivered Rows
	Own       map[Key]OwnValue
	Made      Rows
}

// NewShop is an account that has nothing yet.
func NewShop() *Shop { return &Shop{Rows{}, map[Key]OwnValue{}, Rows{}} }

// Clone is a copy, to come back to. What the account made themselves is replaced as a whole by edits, never written to.
func (s *Shop) Clone() *Shop {
	return &Shop{maps.Clone(s.Delivered), maps.Clone(s.Own), s.Made}
}

// Effective is what the account sells: the delivered values, what rules make of them, their own over them, and what they made.
func (s *Shop) Effective() Rows {
	rows := s.ruled()
	for key, own := range s.Own {
		_, there := rows[key]
		switch {
		case key.Field == domain.FieldConfirmation:
			key.Field = fieldUnpriced
			if _, there := rows[key]; there {
				rows[key] = no
			}
		case isPath(key) && rows.hasPlan(key.Plan):
			rows[key] = own.Value
		case there:
			rows[key] = own.Value
		}
	}
	maps.Copy(rows, s.Made)
	return rows
}

// Status is how lists show a plan of an effective catalog: the first that fits.
func (rows Rows) Status(plan domain.PlanID) domain.Status {
	switch {
	case rows[Key{Field: fieldDisabled, Plan: plan}] == yes:
		return "Disabled by Provider"
	case rows.held(plan):
		return "Delegated confirmation needed"
	case rows[Key{Field: domain.FieldPublished, Plan: plan}] == no:
		return "Unpublished"
	default:
		return "Published"
	}
}

// held: an active period or a rate of it has no price, or something was delivered unpriced and is not confirmed.
func (rows Rows) held(plan domain.PlanID) bool {
	for key, text := range rows {
		if key.Plan == plan && key.Field == fieldUnpriced && text == yes {
			return true
		}
	}
	return rows.lacksPrice(plan)
}

// lacksPrice: an active period or a rate of it has no price.
func (rows Rows) lacksPrice(plan domain.PlanID) bool {
	for key, text := range rows {
		sold := key.Period == 0 || rows[Key{Field: domain.FieldActive, Plan: plan, Period: key.Period}] == yes
		if key.Plan == plan && text == "" && sold && (isFee(key) || isPrice(key)) {
			return true
		}
	}
	return false
}

func isFee(key Key) bool {
	for fee := range domain.FeeCount {
		if key.Period != 0 && key.Resource == 0 && key.Field == fee.Field() {
			return true
		}
	}
	return false
}

func isPrice(key Key) bool {
	for price := range domain.RatePriceCount {
		if key.Resource != 0 && key.Field == price.Field() {
			return true
		}
	}
	return false
}

func (rows Rows) hasPlan(id domain.PlanID) bool {
	_, there := rows[Key{Field: domain.FieldPlan, Plan: id}]
	return there
}

func (rows Rows) hasPeriod(plan domain.PlanID, id domain.PeriodID) bool {
	_, there := rows[Key{Field: domain.FieldPeriod, Plan: plan, Period: id}]
	return there
}

func (rows Rows) hasRate(plan domain.PlanID, id domain.ResourceID) bool {
	_, there := rows[Key{Field: domain.FieldRate, Plan: plan, Resource: id}]
	return there
}

func (rows Rows) hasSales(id domain.CategoryID) bool {
	_, there := rows[Key{Field: domain.FieldSalesCategory, Category: id}]
	return there
}

func (rows Rows) hasSchedule(id domain.ScheduleID) bool {
	_, there := rows[Key{Field: domain.FieldScheduleContent, Schedule: id}]
	return there
}

// of lists the keys of one field, of one plan where it is not zero, in a fixed order.
func (rows Rows) of(field domain.Field, plan domain.PlanID) []Key {
	var keys []Key
	for key := range rows {
		if key.Field == field && (plan == 0 || key.Plan == plan) {
			keys = append(keys, key)
		}
	}
	slices.SortFunc(keys, order)
	return keys
}

// keys lists all keys in a fixed order.
func (rows Rows) keys() []Key { return slices.SortedFunc(maps.Keys(rows), order) }

func order(a, b Key) int {
	return cmp.Or(cmp.Compare(a.Plan, b.Plan), cmp.Compare(a.Period, b.Period), cmp.Compare(a.Resource, b.Resource),
		cmp.Compare(a.From, b.From), cmp.Compare(a.Category, b.Category), cmp.Compare(a.Schedule, b.Schedule),
		cmp.Compare(a.Name, b.Name), cmp.Compare(a.Field, b.Field))
}

// parent, placement and the like read one value as ids.
func (rows Rows) parent(id domain.CategoryID) domain.CategoryID {
	return first(domain.ParseIDs[domain.CategoryID](rows[Key{Field: domain.FieldCategoryParent, Category: id}]))
}

func (rows Rows) placement(plan domain.PlanID) []domain.CategoryID {
	return domain.ParseIDs[domain.CategoryID](rows[Key{Field: domain.FieldPlacement, Plan: plan}])
}

func (rows Rows) schedule(at Key) domain.ScheduleID {
	at.Field = domain.FieldSchedule
	return first(domain.ParseIDs[domain.ScheduleID](rows[at]))
}

func first[T any](list []T) T {
	var none T
	if len(list) == 0 {
		return none
	}
	return list[0]
}
