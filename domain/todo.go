package domain

import "slices"

// This file says what a reseller can do now about what became of what they sell. It is worked out from what they have, what they pay, and what runs
// told them, and stored nowhere: what is done is not in it any more.

// ToDo is what there is to do, each in the order of plans.
type ToDo struct {
	OldPrices []OldPrice       // own prices that a run overwrote: to be used again
	OldRules  []Override       // price rules that a run overwrote, with what each was: to be set again
	Held      []HeldPlan       // to be priced and confirmed
	Paths     []PathToAdd      // upgrade paths that a run did not copy: to be added
	Kept      []PlanBelowCost  // own prices that are below cost now: to be reviewed
	Below     []PlanBelowCost  // other prices that are
	Publish   []*Plan          // delivered, and neither published nor unpublished by the reseller: to be published
	Nowhere   []*Plan          // published, and in no category that is displayed
	Lost      []NotifiedNoMore // notifications left out of schedules that plans use
}

// OldPrice is a price of a reseller's own that a run overwrote, and that can be used again.
type OldPrice struct {
	Key Key
	Old Price
	Now Price
}

// PathToAdd is an upgrade path that was not copied.
type PathToAdd struct {
	From, To *Plan
	Path     Upgrade // as the vendor offers it, converted
	Known    bool    // Path is known: what it takes is the vendor's affair for who does not see costs
}

// PlanBelowCost is a plan with the prices of it that are below cost.
type PlanBelowCost struct {
	*Plan
	Keys  []Key
	Falls []Fall // since when and why, the latest first; nil where nobody looked
}

// NotifiedNoMore is a delivered schedule of which notifications were left out.
type NotifiedNoMore struct {
	Schedule Schedule
	Lost     map[NotificationID]bool // their templates
}

// Nothing reports whether there is nothing to do.
func (t ToDo) Nothing() bool {
	return len(t.OldPrices)+len(t.OldRules)+len(t.Held)+len(t.Paths)+len(t.Kept)+len(t.Below)+len(t.Publish)+len(t.Nowhere)+len(t.Lost) == 0
}

// ToDoNow works out what there is to do. told is what runs told, the newest first; list is what the reseller sells, with what it costs them as far
// as the viewer may see.
func ToDoNow(list PriceList, told [][]Outcome) ToDo {
	d := toDo{list: list, seen: map[Key]bool{}}
	for _, outcomes := range told {
		for i := range outcomes {
			d.told(&outcomes[i])
		}
	}
	d.found.Held = list.Held()
	for _, p := range list.Sold.Plans {
		if !p.Disabled {
			d.belowCost(p)
			d.selling(p)
		}
	}
	d.order()
	return d.found
}

// toDo works out what there is to do.
type toDo struct {
	list  PriceList
	seen  map[Key]bool // what a newer run told of
	found ToDo
}

// told takes up what a run told: each thing once, by the newest run that told of it.
func (d *toDo) told(o *Outcome) {
	switch {
	case o.What == Overwritten && o.Key.Field.IsPrice() && !d.again(o.Key):
		d.oldPrice(o)
	case o.overwrites() && o.Key.Field.IsRule() && !d.again(o.Key):
		d.oldRule(o)
	case o.Reason == PathNotCopied && !d.again(o.Key):
		d.path(o.Key)
	case o.Reason == TemplateNotVisible && !d.again(Key{Field: o.Key.Field, Schedule: o.Key.Schedule, Name: o.Old}):
		d.lost(o)
	}
}

// again reports whether a newer run told of it, and remembers that one did.
func (d *toDo) again(key Key) bool {
	known := d.seen[key]
	d.seen[key] = true
	return known
}

// oldPrice is there to be used again until the reseller has a price of their own there, or sells at it.
func (d *toDo) oldPrice(o *Outcome) {
	plan := d.list.Sold.Plan(o.Key.Plan)
	if plan == nil || plan.Disabled || d.list.delivered(plan.ID) == nil {
		return
	}
	now, there := plan.Price(o.Key)
	_, own := d.list.State.Own.Value(o.Key)
	if old := (Price{o.Old}); there && !own && old.IsSet() && !old.Equal(now) {
		d.found.OldPrices = append(d.found.OldPrices, OldPrice{o.Key, old, now})
	}
}

// oldRule is there to be set again until there is one for the same, as long as there is what it is for. Who sees no costs makes none.
func (d *toDo) oldRule(o *Outcome) {
	if _, own := d.list.State.Own.Value(o.Key); own || d.list.Costs.vendor == nil {
		return
	}
	plan, categories := d.list.Sold.Plan(o.Key.Plan), d.list.Sold.Categories
	switch {
	case o.Key.Plan != 0 && (plan == nil || plan.Disabled), o.Key.Category != 0 && (categories == nil || categories.PlanCategory(o.Key.Category) == nil):
		return
	}
	d.found.OldRules = append(d.found.OldRules, Override{Key: o.Key, Value: o.Old})
}

// path is there to be added until it is, as long as both its plans are on sale and the vendor has it.
func (d *toDo) path(key Key) {
	from, to := d.list.Sold.Plan(key.Plan), d.list.Sold.Plan(UpgradeTarget(key))
	if from == nil || to == nil || from.Disabled || to.Disabled || from.upgrade(to.ID) != nil {
		return
	}
	path, known := d.list.Costs.path(from.ID, to.ID)
	if d.list.Costs.vendor != nil && !known {
		return // they do not have it any more
	}
	d.found.Paths = append(d.found.Paths, PathToAdd{from, to, path, known})
}

// AddedSince are the upgrade paths, of those that outcomes say were not copied, that are in what a reseller sells now.
func AddedSince(outcomes []Outcome, now *Catalog) map[Key]bool {
	added := map[Key]bool{}
	for _, o := range outcomes {
		if plan := now.Plan(o.Key.Plan); o.Reason == PathNotCopied && plan != nil && plan.upgrade(UpgradeTarget(o.Key)) != nil {
			added[o.Key] = true
		}
	}
	return added
}

// path is the vendor's upgrade path between two plans, as they offer it to the reseller.
func (c Costs) path(from, to PlanID) (Upgrade, bool) {
	plan := orEmpty(c.vendor).Plan(from)
	if plan == nil || plan.upgrade(to) == nil {
		return Upgrade{}, false
	}
	path := *plan.upgrade(to)
	path.Fee = c.conversion.Fee(path.Fee)
	return path, path.Fee.IsSet()
}

// lost tells of a notification as long as plans use its schedule and it is not in there again.
func (d *toDo) lost(o *Outcome) {
	schedule := d.list.Sold.Schedules.Schedule(o.Key.Schedule)
	if schedule == nil || len(ScheduleUsers(d.list.Sold, schedule.ID)) == 0 ||
		slices.ContainsFunc(schedule.Details, func(s ScheduleDetail) bool { return idText(s.Template) == o.Old }) {
		return
	}
	i := slices.IndexFunc(d.found.Lost, func(l NotifiedNoMore) bool { return l.Schedule.ID == schedule.ID })
	if i < 0 {
		i = len(d.found.Lost)
		d.found.Lost = append(d.found.Lost, NotifiedNoMore{*schedule, map[NotificationID]bool{}})
	}
	d.found.Lost[i].Lost[NotificationID(parseInt(o.Old))] = true
}

// belowCost finds the prices of a plan that are below what they cost today: those of the reseller's own, and the others.
func (d *toDo) belowCost(p *Plan) {
	var kept, others []Key
	for key, price := range p.Prices() {
		if !price.IsSet() || !price.Below(d.list.Costs.At(key)) {
			continue
		}
		if _, own := d.list.State.Own.Value(key); own {
			kept = append(kept, key)
		} else {
			others = append(others, key)
		}
	}
	if len(kept) > 0 {
		d.found.Kept = append(d.found.Kept, PlanBelowCost{Plan: p, Keys: kept})
	}
	if len(others) > 0 {
		d.found.Below = append(d.found.Below, PlanBelowCost{Plan: p, Keys: others})
	}
}

// selling finds out whether customers see the plan. What waits for prices is not published yet.
func (d *toDo) selling(p *Plan) {
	switch p.Status() {
	case StatusUnpublished:
		_, own := d.list.State.Own.Value(Key{Field: FieldPublished, Plan: p.ID})
		if !own && d.list.delivered(p.ID) != nil {
			d.found.Publish = append(d.found.Publish, p)
		}
	case StatusPublished:
		if !d.list.Sold.displays(p) {
			d.found.Nowhere = append(d.found.Nowhere, p)
		}
	}
}

// displays reports whether a plan stands in a sales category that customers see.
func (c *Catalog) displays(p *Plan) bool { return slices.ContainsFunc(p.SalesCategories, c.Displays) }

// Displays reports whether customers see a sales category: it is displayed, with all that it stands below.
func (c *Catalog) Displays(id CategoryID) bool {
	if c.Categories == nil {
		return false
	}
	for range len(c.Categories.Sales) + 1 {
		category := c.Categories.SalesCategory(id)
		switch {
		case category == nil || !category.Display:
			return false
		case category.Parent == 0:
			return true
		}
		id = category.Parent
	}
	return false
}

// order puts what runs told into the order of plans.
func (d *toDo) order() {
	slices.SortFunc(d.found.OldPrices, func(a, b OldPrice) int { return compareKeys(a.Key, b.Key) })
	slices.SortFunc(d.found.OldRules, func(a, b Override) int { return compareKeys(a.Key, b.Key) })
	slices.SortFunc(d.found.Paths, func(a, b PathToAdd) int {
		return compareKeys(UpgradeKey(a.From.ID, a.To.ID), UpgradeKey(b.From.ID, b.To.ID))
	})
}

// UseAgain is the change by which old prices are used again: those at the keys, or all of them where no keys are given.
func (t ToDo) UseAgain(keys []Key) Change {
	c := ChangeOfMany(PricesChanged)
	for _, p := range t.OldPrices {
		if keys == nil || slices.Contains(keys, p.Key) {
			c.Typed = append(c.Typed, KeyedValue{p.Key, p.Old.String()})
		}
	}
	return c
}

// Add is the change that adds the path as the vendor offers it.
func (p PathToAdd) Add() Change {
	return Change{Kind: PathAdded, About: Ref{Of: ObjectPlan, ID: int64(p.From.ID), Name: p.From.Name}, Part: true, Typed: p.Path.Values(p.From.ID)}
}
