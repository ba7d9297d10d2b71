package domain

import "slices"

// Difference lists what became of everything between two catalogs, value by value, as changes: of a vendor's effective
// catalogs, what an edit, a run or an undo did to what they sell. It is empty where both say the same. Plans come first,
// by id, then the rest. What came or went as a whole, such as a plan, a period, a rate, a price row or a category, is one
// outcome, not one for each of its values. Old and New are as in Outcome; Option is the box that passes the value on, ""
// where none does. Plans that both catalogs share by pointer are not looked into.
func Difference(before, after *Catalog) []Outcome {
	b, a := orEmpty(before), orEmpty(after)
	var out []Outcome
	for _, id := range planIDs(b, a) {
		out = planDifference(b.Plan(id), a.Plan(id), out)
	}
	return append(out, partsDifference(b, a)...)
}

// planIDs lists the plans of several catalogs, each once, sorted.
func planIDs(catalogs ...*Catalog) []PlanID {
	var ids []PlanID
	for _, c := range catalogs {
		for _, p := range c.Plans {
			ids = append(ids, p.ID)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// differences is a list of changes in the making.
type differences struct{ out []Outcome }

func (d *differences) note(what What, key Key, old, new string) {
	if key.Field == FieldNotification && slices.ContainsFunc(d.out, func(o Outcome) bool { return o.Key == key }) {
		return // a schedule may have the same notification twice
	}
	d.out = added(d.out, Outcome{Option: passedOnBy(what, key.Field), What: what, Key: key, Old: old, New: new})
}

// added is append for a list that may become as long as all prices of a thousand plans: room doubles, where append makes a quarter more of a long
// list and copies it so often that it takes most of the time.
func added[T any](list []T, v T) []T {
	if len(list) == cap(list) && len(list) >= 256 {
		list = slices.Grow(list, len(list))
	}
	return append(list, v)
}

// planDifference is Difference for one plan; nil is no plan. The outcomes are added to out.
func planDifference(before, after *Plan, out []Outcome) []Outcome {
	d := &differences{out}
	switch {
	case before == after:
	case before == nil:
		d.note(Created, after.key(FieldPlan), "", after.Name)
	case after == nil:
		d.note(Removed, before.key(FieldPlan), before.Name, "")
	default:
		d.plan(before, after)
	}
	return d.out
}

func (d *differences) plan(before, after *Plan) {
	key := Key{Plan: after.ID}
	if !sameValues(planTable, before, after) {
		d.values(appendValues(nil, planTable, key, before), appendValues(nil, planTable, key, after))
	}
	d.upgrades(before, after)
	for i := range after.Periods {
		d.period(before, &after.Periods[i])
	}
	for i := range before.Periods {
		if id := before.Periods[i].ID; after.Period(id) == nil {
			d.note(Removed, Key{Field: FieldPeriod, Plan: before.ID, Period: id}, Yes, "")
		}
	}
	for i := range after.Rates {
		d.rate(before, after, &after.Rates[i])
	}
	for i := range before.Rates {
		if id := before.Rates[i].Resource; after.Rate(id) == nil {
			d.note(Removed, Key{Field: FieldRate, Plan: before.ID, Resource: id}, Yes, "")
		}
	}
}

func (d *differences) upgrades(before, after *Plan) {
	for i := range after.Upgrades {
		upgrade := &after.Upgrades[i]
		key := UpgradeKey(after.ID, upgrade.To)
		if had := before.upgrade(upgrade.To); had == nil {
			d.note(Created, key, "", Yes)
		} else {
			d.values(appendValues(nil, upgradeTable, key, had), appendValues(nil, upgradeTable, key, upgrade))
		}
	}
	for _, upgrade := range before.Upgrades {
		if after.upgrade(upgrade.To) == nil {
			d.note(Removed, UpgradeKey(before.ID, upgrade.To), Yes, "")
		}
	}
}

// period compares a period with that of another plan. Fees, of which there are many, are told without looking at the rest.
func (d *differences) period(before *Plan, has *Period) {
	key := Key{Plan: before.ID, Period: has.ID}
	had := before.Period(has.ID)
	if had == nil {
		d.note(Created, key.of(FieldPeriod), "", Yes)
		return
	}
	old := *had
	if old.Fees = has.Fees; !samePeriod(&old, has) || old.MSRP != has.MSRP {
		d.values(appendValues(nil, periodTable, key, &old), appendValues(nil, periodTable, key, has))
	}
	for i, fee := range has.Fees {
		d.price(UpdateFees, key, feeFields[i], had.Fees[i], fee)
	}
}

// rate compares a rate with that of another plan. Price rows that came or went with their period are part of that.
func (d *differences) rate(before, after *Plan, has *Rate) {
	key := Key{Plan: before.ID, Resource: has.Resource}
	had := before.Rate(has.Resource)
	if had == nil {
		d.note(Created, key.of(FieldRate), "", Yes)
		return
	}
	if !sameValues(rateTable, had, has) {
		d.values(appendValues(nil, rateTable, key, had), appendValues(nil, rateTable, key, has))
	}
	for i := range has.Prices {
		row := &has.Prices[i]
		if old := had.Row(row.Period, row.From); old != nil {
			d.row(key.row(*row), old, row)
		} else if !came(before, after, row.Period) {
			d.note(Created, key.row(*row).of(FieldPriceRow), "", Yes)
		}
	}
	for _, row := range had.Prices {
		if has.Row(row.Period, row.From) == nil && !came(after, before, row.Period) {
			d.note(Removed, key.row(row).of(FieldPriceRow), Yes, "")
		}
	}
}

func (d *differences) row(key Key, had, has *PriceRow) {
	for i, price := range has.Prices {
		d.price(UpdatePrices, key, priceFields[i], had.Prices[i], price)
	}
	old := *had
	if old.Prices = has.Prices; old.MSRP != has.MSRP {
		d.values(appendValues(nil, rowTable, key, &old), appendValues(nil, rowTable, key, has))
	}
}

func (d *differences) price(box OptionKey, key Key, field Field, old, new Price) {
	if !old.Equal(new) {
		d.out = added(d.out, Outcome{Option: box, What: Updated, Key: key.of(field), Old: old.String(), New: new.String()})
	}
}

// came reports whether one plan has a period that the other lacks. Zero stands for every period and never comes.
func came(lacks, has *Plan, period PeriodID) bool {
	return period != 0 && lacks.Period(period) == nil && has.Period(period) != nil
}

// values compares two lists of values of the same thing. A price that is in one of them only is not set in the other.
func (d *differences) values(before, after []KeyedValue) {
	for i, v := range after {
		switch old, there := valueAt(before, v.Key, i); {
		case there && old == v.Value:
		case !there && !v.Key.Field.IsPrice():
			d.note(Created, v.Key, "", v.Value)
		case v.Key.Field == FieldPlan && v.Value == Yes:
			d.note(Enabled, v.Key, string(StatusDisabled), Delegated)
		case v.Key.Field == FieldPlan:
			d.note(Disabled, v.Key, Delegated, string(StatusDisabled))
		default:
			d.note(Updated, v.Key, old, v.Value)
		}
	}
	for i, v := range before {
		if _, there := valueAt(after, v.Key, i); !there {
			what := Removed
			if v.Key.Field.IsPrice() {
				what = Updated
			}
			d.note(what, v.Key, v.Value, "")
		}
	}
}

// valueAt finds a value in a list where it is likely to stand at an index.
func valueAt(list []KeyedValue, key Key, likely int) (string, bool) {
	if likely < len(list) && list[likely].Key == key {
		return list[likely].Value, true
	}
	for _, v := range list {
		if v.Key == key {
			return v.Value, true
		}
	}
	return "", false
}

// passedOnBy names the check box that passes such a change of a field on, "" where none does.
func passedOnBy(what What, f Field) OptionKey {
	switch {
	case f == FieldPlan && (what == Created || what == Removed):
		return CreatePlans
	case f == FieldRate && what == Removed:
		return RemoveResources
	default:
		return f.Info().Box
	}
}
