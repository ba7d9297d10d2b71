package domain

import (
	"cmp"
	"slices"
	"strconv"
)

// This file looks at a plan as a flat set of values by key. The boxes work on the typed fields; comparing, explaining,
// overriding and undoing work on this view, so that each of them is written once. The tables are in planfields.go.

// KeyedValue is one value of a catalog.
type KeyedValue struct {
	Key   Key
	Value string
}

// Values returns every value of the plan by key, as canonical text, in a fixed order. What exists has a value even when
// it is empty, suggested prices aside; what does not exist has none.
func (p *Plan) Values() []KeyedValue {
	room := len(planTable) + len(p.Upgrades)*len(upgradeTable) + len(p.Periods)*len(periodTable) + len(p.Rates)*(len(rateTable)+len(rowTable))
	values := p.header(make([]KeyedValue, 0, room)) // mostly a rate has one row
	for i := range p.Periods {
		values = appendValues(values, periodTable, Key{Plan: p.ID, Period: p.Periods[i].ID}, &p.Periods[i])
	}
	for i := range p.Rates {
		values = p.Rates[i].values(p.ID, values)
	}
	return values
}

// header adds the values of the plan itself and of its upgrade paths.
func (p *Plan) header(values []KeyedValue) []KeyedValue {
	values = appendValues(values, planTable, Key{Plan: p.ID}, p)
	for i := range p.Upgrades {
		values = appendValues(values, upgradeTable, UpgradeKey(p.ID, p.Upgrades[i].To), &p.Upgrades[i])
	}
	return values
}

func (r *Rate) values(plan PlanID, values []KeyedValue) []KeyedValue {
	key := Key{Plan: plan, Resource: r.Resource}
	values = appendValues(values, rateTable, key, r)
	for i := range r.Prices {
		values = appendValues(values, rowTable, key.row(r.Prices[i]), &r.Prices[i])
	}
	return values
}

func (p *Plan) key(f Field) Key { return Key{Field: f, Plan: p.ID} }

func (k Key) of(f Field) Key {
	k.Field = f
	return k
}

func (k Key) row(r PriceRow) Key {
	k.Period, k.From = r.Period, r.From
	return k
}

// UpgradeKey names the upgrade path from a plan to another.
func UpgradeKey(plan, to PlanID) Key { return Key{Field: FieldUpgrade, Plan: plan, Name: idText(to)} }

// UpgradeFeeKey names the fee of that path.
func UpgradeFeeKey(plan, to PlanID) Key { return UpgradeKey(plan, to).of(FieldUpgradeFee) }

// Values returns every value of the path from a plan by key.
func (u Upgrade) Values(from PlanID) []KeyedValue {
	return appendValues(nil, upgradeTable, UpgradeKey(from, u.To), &u)
}

// UpgradeTarget returns the plan to which the path leads that a key is about.
func UpgradeTarget(key Key) PlanID { return PlanID(parseInt(key.Name)) }

// Value returns the value at key and whether the plan has one.
func (p *Plan) Value(key Key) (string, bool) {
	if price := p.price(key); price != nil {
		return price.String(), true
	}
	switch rate, period := p.Rate(key.Resource), p.Period(key.Period); {
	case rate != nil:
		return rate.value(Key{Plan: p.ID, Resource: rate.Resource}, key)
	case period != nil:
		return fieldAt(periodTable, Key{Plan: p.ID, Period: period.ID}, period, key)
	case key.Resource != 0 || key.Period != 0:
		return "", false
	}
	for i := range p.Upgrades {
		if text, there := fieldAt(upgradeTable, UpgradeKey(p.ID, p.Upgrades[i].To), &p.Upgrades[i], key); there {
			return text, true
		}
	}
	return fieldAt(planTable, Key{Plan: p.ID}, p, key)
}

// value returns the value at key of a rate that is at another, or of one of its rows.
func (r *Rate) value(at, key Key) (string, bool) {
	if text, there := fieldAt(rateTable, at, r, key); there {
		return text, true
	}
	row := r.Row(key.Period, key.From)
	if row == nil {
		return "", false
	}
	return fieldAt(rowTable, at.row(*row), row, key)
}

// set writes a canonical text to the value at key, on a clone that is being made. It does nothing where the plan has no
// such thing, and reports whether it did; a path that is not there is made.
func (p *Plan) set(key Key, text string) bool {
	if price := p.price(key); price != nil {
		value, err := PriceFromString(text)
		if err == nil {
			*price = value
		}
		return err == nil
	}
	switch {
	case key.Resource != 0:
		return p.setRate(key, text)
	case key.Period != 0:
		period := p.Period(key.Period)
		return period != nil && setValue(periodTable, key.Field, period, text)
	case key.Name != "":
		return p.setUpgrade(key, text)
	default:
		return setValue(planTable, key.Field, p, text)
	}
}

func (p *Plan) setRate(key Key, text string) bool {
	rate := p.Rate(key.Resource)
	if rate == nil {
		return false
	}
	if key.Period == 0 && key.From == 0 && setValue(rateTable, key.Field, rate, text) {
		return true
	}
	row := rate.Row(key.Period, key.From)
	return row != nil && setValue(rowTable, key.Field, row, text)
}

// setUpgrade sets a value of a path. The path itself set to "" removes it.
func (p *Plan) setUpgrade(key Key, text string) bool {
	to := UpgradeTarget(key)
	at, found := slices.BinarySearchFunc(p.Upgrades, to, func(u Upgrade, to PlanID) int { return cmp.Compare(u.To, to) })
	if key.Field == FieldUpgrade && text == "" {
		p.Upgrades = slices.DeleteFunc(p.Upgrades, func(u Upgrade) bool { return u.To == to })
		return true
	}
	if !found {
		p.Upgrades = slices.Insert(p.Upgrades, at, Upgrade{To: to})
	}
	return key.Field == FieldUpgrade || setValue(upgradeTable, key.Field, &p.Upgrades[at], text)
}

// PlanOf returns the plan that has these values and no others: what Values wrote, in any order.
func PlanOf(id PlanID, values []KeyedValue) *Plan {
	p := &Plan{ID: id}
	for _, v := range values {
		switch {
		case v.Key.Resource != 0:
			p.growRate(v.Key)
		case v.Key.Period != 0 && p.Period(v.Key.Period) == nil:
			p.Periods = append(p.Periods, Period{ID: v.Key.Period})
		}
		p.set(v.Key, v.Value)
	}
	sortPeriods(p.Periods)
	sortRates(p.Rates)
	return p
}

// growRate makes sure that there is the rate, and where the key is of one, the price row, that a value belongs to.
func (p *Plan) growRate(key Key) {
	rate := p.Rate(key.Resource)
	if rate == nil {
		p.Rates = append(p.Rates, Rate{Resource: key.Resource})
		rate = &p.Rates[len(p.Rates)-1]
	}
	if findField(rowTable, key.Field) != nil && rate.Row(key.Period, key.From) == nil {
		rate.Prices = sortRows(append(rate.Prices, PriceRow{Period: key.Period, From: key.From}))
	}
}

func idText[ID ~int64](id ID) string { return intText(int64(id)) }

func intText(n int64) string { return strconv.FormatInt(n, 10) }

func parseInt(text string) int64 {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// samePlan reports whether two plans have the same values, MSRP aside. It is Values compared, without making texts.
func samePlan(a, b *Plan) bool {
	return a == b || sameValues(planTable, a, b) && sameList(a.Upgrades, b.Upgrades, sameUpgrade) &&
		sameList(a.Periods, b.Periods, samePeriod) && sameList(a.Rates, b.Rates, sameRate)
}

func sameUpgrade(a, b *Upgrade) bool { return a.To == b.To && sameValues(upgradeTable, a, b) }

func samePeriod(a, b *Period) bool { return *a == *b || a.ID == b.ID && sameValues(periodTable, a, b) }

func sameRate(a, b *Rate) bool {
	return a.Resource == b.Resource && sameValues(rateTable, a, b) && sameList(a.Prices, b.Prices, sameRow)
}

func sameRow(a, b *PriceRow) bool {
	return *a == *b || a.Period == b.Period && a.From == b.From && sameValues(rowTable, a, b)
}

func sameList[T any](a, b []T, same func(a, b *T) bool) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if !same(&a[i], &b[i]) {
			return false
		}
	}
	return true
}
