package oracle

import (
	"maps"
	"slices"
	"strings"

	"pgregory.net/rapid"

	"tiersync/domain"
)

// This file is the undo of a part of a run (rule U5).

// undo takes one of the last runs back.
func (w *World) undo(t *rapid.T) bool {
	return w.undoDrawn(t, func(int) domain.Part { return nil })
}

// undoPart takes a part of one of the last runs back.
func (w *World) undoPart(t *rapid.T) bool {
	return w.undoDrawn(t, func(run int) domain.Part { return w.drawPart(t, w.Runs[run]) })
}

func (w *World) undoDrawn(t *rapid.T, part func(run int) domain.Part) bool {
	var can []int
	for run := max(0, len(w.Runs)-4); run < len(w.Runs); run++ {
		if w.MayUndo(run, nil) {
			can = append(can, run)
		}
	}
	if len(can) == 0 {
		return false
	}
	run := pick(t, "run", can)
	of := part(run)
	if !w.MayUndo(run, of) || !of.Whole() && !w.Runs[run].touches(of) {
		return false
	}
	w.Undo(run, of)
	return true
}

// touches reports whether anything that is in the part can return without the rest of what the run did.
func (r Run) touches(part domain.Part) bool {
	return slices.ContainsFunc(r.Results, func(of Result) bool { return !of.without(part).same(of.ShopAfter) })
}

// drawPart draws a reseller, a plan, a plan at one reseller or values of one reseller of what a run lists that it did; nil where it did nothing.
func (w *World) drawPart(t *rapid.T, run Run) domain.Part {
	did := map[domain.AccountID][]Key{}
	var whom []domain.AccountID
	for _, r := range run.Results {
		for _, o := range r.Listed {
			if _, ok := o.Leave(r.Account.ID); ok && (o.What.Changes() || o.What == domain.Dropped) {
				did[r.Account.ID] = append(did[r.Account.ID], o.Key)
			}
		}
		if len(did[r.Account.ID]) > 0 {
			whom = append(whom, r.Account.ID)
		}
	}
	if len(whom) == 0 {
		return nil
	}
	reseller := pick(t, "reseller", whom)
	key := pick(t, "value", did[reseller])
	kind := pick(t, "part", []string{"values", "values", "values", "reseller", "plan", "plan of a reseller"})
	switch {
	case kind == "reseller":
		return domain.PartOf(reseller)
	case key.Plan != 0 && kind == "plan":
		return domain.PartOfPlan(key.Plan)
	case key.Plan != 0 && kind == "plan of a reseller":
		return domain.PartOfValues(reseller, []Key{{Field: domain.FieldPlan, Plan: key.Plan}})
	}
	keys := []Key{key}
	for range number(t, "more values", 3) {
		keys = append(keys, pick(t, "value", did[reseller]))
	}
	return domain.PartOfValues(reseller, keys)
}

// without is what the run would have left of what the reseller has, had it left the part out. What cannot return without the rest of
// what the run did stays.
func (r Result) without(part domain.Part) *Shop {
	if part.Whole() || slices.Contains(part, domain.LeaveReseller(r.Account.ID)) {
		return r.ShopBefore
	}
	p := &partial{r.ShopBefore, r.ShopAfter, part, r.Account.ID}
	next := &Shop{maps.Clone(p.after.Delivered), maps.Clone(p.after.Own), p.after.Made}
	takeBack(next.Delivered, p.before.Delivered, p.has)
	takeBack(next.Own, p.before.Own, p.has)
	p.values(next.Delivered)
	p.companions(next.Delivered)
	without := r.ShopAfter.Clone()
	without.Undo(next, r.ShopAfter, true)
	return without
}

// takeBack makes what is in the part what it was before.
func takeBack[V comparable](rows, before map[Key]V, has func(Key) bool) {
	for _, key := range differing(rows, before) {
		if !has(key) {
			continue
		}
		if was, there := before[key]; there {
			rows[key] = was
		} else {
			delete(rows, key)
		}
	}
}

// partial is what of a run at one reseller is taken back.
type partial struct {
	before, after *Shop
	part          domain.Part
	account       domain.AccountID
}

// has reports whether a value is in the part: itself, its plan, or something with which it belongs together (rule L3).
func (p *partial) has(key Key) bool {
	return slices.ContainsFunc(p.part, func(l domain.Leave) bool {
		if l.Account == 0 {
			return l.Plan == key.Plan
		}
		return l.Account == p.account && slices.ContainsFunc(p.with(l.Key), func(left Key) bool { return coversAny(left, key) })
	})
}

// with are a value and the things that the run brought or took away and to which it belongs.
func (p *partial) with(left Key) []Key {
	with := []Key{left}
	for _, thing := range things(left) {
		_, was := p.before.Delivered[thing]
		_, is := p.after.Delivered[thing]
		if was != is && (thing.Field != domain.FieldPriceRow || left.Field == thing.Field || isPrice(left)) {
			with = append(with, thing)
		}
	}
	return with
}

// coversAny is covers for keys of no plan as well.
func coversAny(left, key Key) bool {
	switch {
	case left.Plan != 0 || key.Plan != 0:
		return left.Plan != 0 && covers(left, key)
	case left.Field == domain.FieldOrderFlow:
		return isFlow(key)
	case left.Field == domain.FieldSalesCategory:
		return isSales(key.Field) && left.Category == key.Category
	}
	return left == key
}

// values takes back values that stand in one row with others.
func (p *partial) values(rows Rows) {
	for key, text := range rows {
		was, there := p.before.Delivered[key]
		var between string
		switch key.Field {
		case domain.FieldPlanCategoryData:
			between = "|"
		case domain.FieldResourceCategory:
			between = " "
		}
		if between == "" || !there {
			continue
		}
		is, before := parts(key, text), parts(key, was)
		list := make([]string, len(is))
		for i := range is {
			if list[i] = is[i].Value; p.has(is[i].Key) {
				list[i] = before[i].Value
			}
		}
		rows[key] = strings.Join(list, between)
	}
}

// companions puts back what returns with what refers to it, schedules and categories, and takes out the categories that came with
// resources that go.
func (p *partial) companions(rows Rows) {
	for _, key := range rows.of(domain.FieldResourceCategory, 0) {
		if _, was := p.before.Delivered[key]; !was && !rows.needs()[key] {
			delete(rows, key)
		}
	}
	for key := range rows.needs() {
		p.companion(rows, key)
	}
	for _, plan := range rows.of(domain.FieldPlacement, 0) {
		for _, id := range rows.placement(plan.Plan) {
			for ; id != 0 && !rows.hasSales(id) && p.before.Delivered.hasSales(id); id = p.before.Delivered.parent(id) {
				for key := range p.before.Delivered {
					if key.Category == id && isSales(key.Field) {
						rows[key] = p.before.Delivered[key]
					}
				}
			}
		}
	}
}

func (p *partial) companion(rows Rows, key Key) {
	_, there := rows[key]
	if text, was := p.before.Delivered[key]; was && !there {
		rows[key] = text
	}
}
