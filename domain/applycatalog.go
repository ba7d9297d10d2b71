package domain

import "slices"

// This file is how a change meets a vendor's catalog: what they made themselves, and their own values over what was delivered.

// applyCatalog is Apply for things of the vendor's catalog.
func applyCatalog(c Change, s Situation) (Applied, error) {
	a, now, err := allowedCatalog(c, s)
	if err != nil || c.Undoes != 0 && a.Nothing() {
		return a, err
	}
	a.Own = s.Now.edited(a.Edits, now, s.Viewer.User.ID, s.At)
	return a, checkCatalog(c, s, a)
}

// allowedCatalog is applyCatalog as far as it asks whether the viewer may make the change, with what there is now of what it is about:
// whether what comes of it is valid, is not asked. Own is there only for an undo by which nothing goes back.
func allowedCatalog(c Change, s Situation) (Applied, record, error) {
	if err := c.refuses(s.Now); err != nil {
		return Applied{}, nil, err
	}
	if err := s.unlocks(c); err != nil {
		return Applied{}, nil, err
	}
	seen, now := s.records(c)
	if err := c.present(seen, now); err != nil {
		return Applied{}, nil, err
	}
	var delivered record // read for what is given back alone
	if len(c.Reset) > 0 || c.Undoes != 0 {
		delivered = State{Delivered: s.Now.beneath()}.record(c)
	}
	edits := c.wanted(seen, seen.within(c.About), s.Now.covers, delivered)
	if c.Undoes != 0 {
		edits = s.Now.givenBack(edits, delivered)
	}
	if c.Kind == PriceRulesChanged && c.Undoes == 0 {
		edits = s.Now.withoutNeedless(edits)
	}
	edits = s.Now.asDelivered(edits)
	if !c.about(edits) {
		return Applied{}, nil, errDamaged()
	}
	a, err := c.settle(edits, seen, now, delivered, s.Seen == s.Now)
	if err != nil {
		return a, nil, err
	}
	if c.Undoes != 0 && a.Nothing() {
		a.Own = s.Now.Own
		return a, now, c.inUse(s, edits, now)
	}
	a.Edits = s.Now.withLocks(a.Edits)
	if err := c.Kind.Info().mayMake(s.Viewer, a.Edits); err != nil {
		return Applied{}, nil, err
	}
	if err := s.Now.mayEdit(a.Edits); err != nil {
		return a, nil, err
	}
	if err := s.Now.lockable(a.Edits); err != nil {
		return a, nil, err
	}
	a.Meanwhile = slices.DeleteFunc(a.Meanwhile, func(e Edit) bool { return !c.about([]Edit{e}) })
	return a, now, nil
}

// inUse refuses an undo by which nothing goes back, because what it would take away was changed since, where somebody uses it: that is
// why it stays, whatever was changed.
func (c Change) inUse(s Situation, edits []Edit, now record) error {
	check := catalogCheck{change: c, situation: s, before: s.Now.Effective()}
	for _, e := range edits {
		if e.To.There || !now[e.Key].There {
			continue
		}
		switch e.Key.Field {
		case FieldPlan:
			return check.removedPlan(check.before.Plan(e.Key.Plan))
		case FieldPeriod:
			uses, err := s.Facts.uses(e.Key)
			if err == nil {
				err = PeriodInUse(uses)
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// present refuses to change what is not there, and to make what is. What was there when the maker of a change looked, and is not
// now, collides; an undo brings it back.
func (c Change) present(seen, now record) error {
	if c.About.Of == ObjectCatalog || c.About.Of == ObjectPriceRule || c.About.Of == ObjectResourceCategory && c.About.ID == 0 || c.Undoes != 0 {
		return nil
	}
	there := len(now.within(c.About)) > 0
	switch makes := c.Kind.Info().Has(Makes); {
	case makes && there:
		return Conflict("The "+c.About.Of.Noun()+" is there already. Nothing was saved.", Ref{})
	case !makes && !there && len(seen.within(c.About)) == 0:
		return NotFound("The " + c.About.Of.Noun())
	}
	return nil
}

// refuses says why a change cannot be of what is there, whatever it sets.
func (c Change) refuses(now State) error {
	switch c.Kind {
	case PathAdded, PathChanged:
		return c.refusesPath(now.Effective())
	case PlanPublished, PlanUnpublished:
		if p := now.Effective().Plan(PlanID(c.About.ID)); p != nil && p.Disabled {
			return Invalid("This service plan is Disabled by Provider. Only your provider can enable it again.")
		}
	}
	return nil
}

// about reports whether all values belong to the thing that the change is about, or to what is grouped by it.
func (c Change) about(edits []Edit) bool {
	return !slices.ContainsFunc(edits, func(e Edit) bool {
		if c.About.Of == ObjectCatalog {
			return !InCatalog(RefOf(e.Key).Of)
		}
		id := idText(c.About.ID)
		grouped := e.Key.Field == FieldGrouping && c.About.Of == ObjectResourceCategory && (c.About.ID == 0 || e.From.Text == id || e.To.Text == id)
		kept := c.About.Of == ObjectPriceRule && e.Key.Field.ruled() != "" && e.From.Text == e.To.Text
		return !grouped && !kept && !RefOf(e.Key).Same(c.About)
	})
}

// records are what the maker of a change saw of everything that it is about, and what is there now: one record where nothing
// happened meanwhile.
func (s Situation) records(c Change) (seen, now record) {
	now = s.Now.record(c)
	if s.Seen == s.Now {
		return now, now
	}
	return s.Seen.record(c), now
}

// record is what the vendor has of everything that the change is about.
func (s State) record(c Change) record {
	refs, named := []Ref(nil), map[Ref]bool{}
	add := func(ref Ref) {
		if !named[ref] {
			named[ref] = true
			refs = append(refs, ref)
		}
	}
	if c.About.Of != ObjectCatalog {
		add(c.About)
	}
	for _, v := range c.Typed {
		add(RefOf(v.Key))
	}
	for _, e := range c.Edits {
		add(RefOf(e.Key))
		if e.Key.Field == FieldGrouping && e.To.There { // a resource goes back into a category that is there
			add(Ref{Of: ObjectResourceCategory, ID: parseInt(e.To.Text)})
		}
	}
	for _, key := range slices.Concat(c.Without, c.Reset, c.keptPrices()) {
		add(RefOf(key))
	}
	return s.recordOf(refs)
}

// recordOf is what the vendor has of some things. A price list is of a hundred plans: room for their values is taken once.
func (s State) recordOf(refs []Ref) record {
	effective, seen := s.effectiveOf(refs), map[Ref]bool{}
	var idle []Override // those that are no values of what is sold
	var things [][]KeyedValue
	count := 0
	var add func(Ref)
	add = func(ref Ref) {
		ref.Name, ref.Code = "", ""
		if seen[ref] {
			return
		}
		seen[ref] = true
		switch {
		case ref.Of == ObjectResourceCategory && ref.ID != 0:
			add(Ref{Of: ref.Of}) // all that is grouped
		case ref.Of == ObjectOrderFlow:
			idle = append(idle, IdleCustomizations(s)...)
		case ref.Of == ObjectPriceRule:
			idle = append(idle, s.Own.Rules()...)
		}
		if t := effective.Thing(ref); t != nil {
			values := t.Values()
			things, count = append(things, values), count+len(values)
		}
	}
	for _, ref := range refs {
		add(ref)
	}
	r := make(record, len(idle)+count)
	for _, v := range idle {
		r[v.Key] = Held{v.Value, true, true}
	}
	for _, values := range things {
		r.add(values, s.owns)
	}
	for key, reason := range s.locks(func(key Key) bool { return seen[RefOf(key)] }) {
		r[key] = Held{reason, true, true}
	}
	return r
}

// effectiveOf is Effective, but that rules make prices only in the plans among these: what they make of all others is much, and not asked for.
func (s State) effectiveOf(refs []Ref) *Catalog {
	asked := map[PlanID]bool{}
	for _, ref := range refs {
		if ref.Of == ObjectPlan {
			asked[PlanID(ref.ID)] = true
		}
	}
	return s.effective(func(layer *Layer, rules ruling, p *Plan) *Plan {
		if !asked[p.ID] {
			rules = ruling{}
		}
		return overlaid(layer, rules, p)
	})
}

// owns reports whether the value at key is the vendor's own over a delivered one.
func (s State) owns(key Key) bool {
	_, own := s.Own.Value(key)
	return own
}

// covers reports whether a value at key would be the vendor's own over a delivered one: what it belongs to was delivered. A rule is, of all
// that was.
func (s State) covers(key Key) bool {
	if key.Field == FieldLock {
		key = key.Locked()
	}
	return s.Delivered != nil && (key.Field.IsRule() || s.Delivered.Thing(RefOf(key)) != nil)
}

// of are the values of one thing.
func (r record) of(ref Ref) record {
	return r.filter(func(key Key, _ Held) bool { return RefOf(key).Same(ref) })
}

// within are the values of one thing, and of those that are grouped by it.
func (r record) within(ref Ref) record {
	return r.filter(func(key Key, held Held) bool {
		return RefOf(key).Same(ref) || ref.Of == ObjectResourceCategory && key.Field == FieldGrouping && held.Text == idText(ref.ID)
	})
}

func (r record) filter(keep func(Key, Held) bool) record {
	kept := record{}
	for key, held := range r {
		if keep(key, held) {
			kept[key] = held
		}
	}
	return kept
}

// mayEdit refuses what is not the vendor's to change: of a delivered thing only values that they may have of their own.
func (s State) mayEdit(edits []Edit) error {
	covered := filter(edits, func(e Edit) bool { return s.covers(e.Key) })
	for _, e := range covered {
		if !e.Key.Field.Info().Own || !e.To.There && !e.From.Own {
			removed := slices.ContainsFunc(edits, func(e Edit) bool { return e.Key.Field == FieldSalesCategory && !e.To.There })
			return Forbidden(deliveredProblem(RefOf(e.Key).Of, removed))
		}
	}
	for _, e := range covered {
		of := e.Key.Field.Info().Of
		if _, there := s.Delivered.valueAt(e.Key); !there && e.To.There && !e.Key.Field.standsAlone() {
			return NotFound("The " + pick(of == ObjectOrderFlow, "transition", "value"))
		}
	}
	if len(covered) < len(edits) && slices.ContainsFunc(edits, func(e Edit) bool {
		return !s.covers(e.Key) && e.Key.Field.Info().Of == ObjectOrderFlow && e.To.There
	}) {
		return NotFound("The order flow")
	}
	return nil
}

// deliveredProblem says that a thing is the provider's. removed: it is a category that was to be deleted.
func deliveredProblem(of Object, removed bool) string {
	switch {
	case of == ObjectPlan:
		return "This service plan comes from your provider. You can set prices, texts and included amounts of your own, and nothing else of it."
	case of == ObjectSalesCategory && removed:
		return "This category comes from your provider, so you cannot delete it. You can hide it from your customers."
	case of == ObjectSalesCategory:
		return "This category comes from your provider. You can change whether it is displayed, and nothing else of it."
	case of == ObjectSchedule:
		return "This schedule comes from your provider. Make one of your own and assign that."
	}
	return "This " + of.Noun() + " comes from your provider."
}

// DeliveredAt is what was delivered at a key, as a text, whatever own value stands over it; false where there is nothing.
func (s State) DeliveredAt(key Key) (string, bool) { return orEmpty(s.Delivered).valueAt(key) }

// valueAt returns the value at key of whatever thing of the catalog it belongs to.
func (c *Catalog) valueAt(key Key) (string, bool) {
	if c == nil {
		return "", false
	}
	if p := c.Plan(key.Plan); p != nil {
		return p.Value(key)
	}
	if t := c.Thing(RefOf(key)); t != nil {
		for _, v := range t.Values() {
			if v.Key == key {
				return v.Value, true
			}
		}
	}
	return "", false
}
