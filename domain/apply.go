package domain

import (
	"cmp"
	"errors"
	"slices"
	"time"
)

// Situation is all that a change meets. The same change in the same situation comes to the same.
type Situation struct {
	Viewer Viewer
	Now    State     // what the vendor has, for a change in their catalog
	Seen   State     // what they had when its maker looked
	Thing  Thing     // the thing outside the catalog now; nil: it is not there
	Looked Thing     // and when its maker looked
	At     time.Time // the moment of the change
	Facts  Facts
}

// Facts is what checks ask of the world around a thing.
type Facts struct {
	Uses          func(Key) ([]string, error) // names what uses a plan, a period or any other thing of the catalog outside it
	Resources     []ResourceID                // those that there are
	Notifications []NotificationID            // those that the vendor may use
	Templates     []TemplateID                // the vendor's own
	Flows         []FlowID                    // those that the vendor may use
	Currencies    []Currency                  // those in which somebody sells
	Administrator bool                        // the user is the only active administrator of the account
	Users         func(Ref) ([]string, error) // names what uses a thing outside catalogs
}

// uses asks for what uses something; nobody is asked in a situation without facts.
func (f Facts) uses(key Key) ([]string, error) {
	if f.Uses == nil {
		return nil, nil
	}
	return f.Uses(key)
}

// Apply returns what becomes of a change: a pure function, whatever door the change came through. It fails with KindForbidden or
// KindNotFound where the viewer may not do this, with KindInvalid and the keys of the values where it is not valid, and with
// KindConflict and [Collisions] where others changed the same since its maker looked.
func Apply(c Change, s Situation) (Applied, error) {
	if err := c.Kind.Info().May(s.Viewer); err != nil {
		return Applied{}, err
	}
	if InCatalog(c.About.Of) {
		return applyCatalog(c, s)
	}
	return applyThing(c, s)
}

// InCatalog reports whether things of a kind are part of a vendor's catalog.
func InCatalog(of Object) bool {
	switch of {
	case ObjectPlan, ObjectSalesCategory, ObjectPlanCategory, ObjectResourceCategory, ObjectSchedule, ObjectTerms, ObjectOrderFlow,
		ObjectCatalog:
		return true
	}
	return false
}

// settle lets the edits of a change meet what is there.
func (c Change) settle(edits []Edit, seen, now record) (Applied, error) {
	if c.Undoes != 0 {
		m := takeBack(edits, seen, now)
		return Applied{Edits: m.edits, Stays: m.stays}, nil
	}
	m := c.meet(edits, seen, now)
	if len(m.collisions) > 0 {
		return Applied{}, Conflicting(&Collisions{List: m.collisions})
	}
	return Applied{Edits: m.edits, Stays: m.stays, Meanwhile: meanwhile(seen, now, edits)}, nil
}

// applyThing is Apply for what is not in a catalog. The right of the kind is all that it takes: what a template delivers is not a
// vendor's own terms.
func applyThing(c Change, s Situation) (Applied, error) {
	seen, now := thingRecord(s.Looked), thingRecord(s.Thing)
	none := func(Key) bool { return false }
	if c.Kind.Info().Of != c.About.Of {
		return Applied{}, errDamaged()
	}
	if err := c.unseen(seen); err != nil {
		return Applied{}, err
	}
	a, err := c.settle(c.wanted(seen, none, nil), seen, now)
	if err != nil || c.Undoes != 0 && a.Nothing() {
		return a, err
	}
	values := now.after(a.Edits).values()
	if len(values) > 0 {
		a.After = thingOf(c.About, s.Thing, values)
	}
	return a, checkThing(c, s, a)
}

func thingRecord(t Thing) record {
	if t == nil {
		return record{}
	}
	return recordOf(t.Values(), nil)
}

// after returns the record with the edits made.
func (r record) after(edits []Edit) record {
	next := make(record, len(r)+len(edits))
	for key, held := range r {
		next[key] = held
	}
	for _, e := range edits {
		if e.To.There {
			next[e.Key] = e.To
		} else {
			delete(next, e.Key)
		}
	}
	return next
}

// values lists the record in the order of keys.
func (r record) values() []KeyedValue {
	values := make([]KeyedValue, 0, len(r))
	for _, key := range sortedKeys(r) {
		values = append(values, KeyedValue{key, r[key].Text})
	}
	return values
}

// applyCatalog is Apply for things of the vendor's catalog: what they made themselves, and their own values over what was delivered.
func applyCatalog(c Change, s Situation) (Applied, error) {
	if err := c.there(s); err != nil {
		return Applied{}, err
	}
	if err := c.refuses(s.Now.Effective()); err != nil {
		return Applied{}, err
	}
	seen, now := s.Seen.record(c), s.Now.record(c)
	delivered := deliveredRecord(s.Now, c)
	edits := c.wanted(seen.within(c.About), s.Now.covers, delivered)
	if c.Undoes != 0 {
		edits = s.Now.givenBack(edits, delivered)
	}
	a, err := c.settle(edits, seen, now)
	if err != nil {
		return a, err
	}
	for _, e := range a.Edits {
		if err := s.Viewer.Needs(e.Key.Field.Info().Right); err != nil {
			return Applied{}, err
		}
	}
	if err := s.Now.mayEdit(a.Edits); err != nil {
		return a, err
	}
	a.Own = s.Now.edited(a.Edits, now, s.Viewer.User.ID, s.At)
	return a, checkCatalog(c, s, a)
}

// there refuses a change of something that the vendor does not have, or has no more, and one that makes what is there already.
func (c Change) there(s Situation) error {
	if c.About.Of == ObjectCatalog || c.About.Of == ObjectOrderFlow || c.Undoes != 0 {
		return nil
	}
	now, makes := s.Now.Effective().Thing(c.About) != nil, c.Kind.Info().makes()
	switch {
	case now && makes:
		return Conflict("It is there already.", "")
	case !now && !makes && s.Seen.Effective().Thing(c.About) != nil:
		return Conflict("The "+c.About.Of.noun()+" was deleted while you were editing it. Nothing was saved.", "")
	case !now && !makes:
		return NotFound("The " + c.About.Of.noun())
	}
	return nil
}

// noun is what messages call a thing.
func (o Object) noun() string {
	switch o {
	case ObjectPlan:
		return "service plan"
	case ObjectSalesCategory, ObjectPlanCategory, ObjectResourceCategory:
		return "category"
	case ObjectSchedule:
		return "schedule"
	case ObjectTerms:
		return "document"
	default:
		return "thing"
	}
}

// refuses says why a change cannot be of what is there, whatever it sets.
func (c Change) refuses(effective *Catalog) error {
	switch c.Kind {
	case PathAdded, PathChanged:
		return c.refusesPath(effective)
	case PlanPublished, PlanUnpublished:
		if p := effective.Plan(PlanID(c.About.ID)); p != nil && p.Disabled {
			return Invalid("This service plan is Disabled by Provider. Only your provider can enable it again.")
		}
	}
	return nil
}

// record is what the vendor has of everything that the change is about.
func (s State) record(c Change) record {
	r, effective, seen := record{}, s.Effective(), map[Ref]bool{}
	var add func(Ref)
	add = func(ref Ref) {
		ref.Name, ref.Code = "", ""
		if seen[ref] {
			return
		}
		seen[ref] = true
		if ref.Of == ObjectResourceCategory && ref.ID != 0 {
			add(Ref{Of: ref.Of}) // all that is grouped
		}
		if t := effective.Thing(ref); t != nil {
			for key, held := range recordOf(t.Values(), s.owns) {
				r[key] = held
			}
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
	}
	if c.About.Of == ObjectOrderFlow {
		for _, v := range IdleCustomizations(s) {
			r[v.Key] = Held{v.Value, true, true}
		}
	}
	return r
}

// owns reports whether the value at key is the vendor's own over a delivered one.
func (s State) owns(key Key) bool {
	_, own := s.Own.Value(key)
	return own
}

// covers reports whether a value at key would be the vendor's own over a delivered one: what it belongs to was delivered.
func (s State) covers(key Key) bool {
	return s.Delivered != nil && s.Delivered.Thing(RefOf(key)) != nil
}

// within are the values of one thing, and of those that are grouped by it.
func (r record) within(ref Ref) record {
	of := record{}
	for key, held := range r {
		if at := RefOf(key); at.Same(ref) || at.Of == ref.Of && key.Field == FieldGrouping && held.Text == idText(ref.ID) {
			of[key] = held
		}
	}
	return of
}

func deliveredRecord(s State, c Change) record {
	return State{Delivered: s.Delivered}.record(c)
}

// mayEdit refuses what is not the vendor's to change: of a delivered thing only values that they may have of their own.
func (s State) mayEdit(edits []Edit) error {
	for _, e := range edits {
		if !s.covers(e.Key) {
			continue
		}
		info := e.Key.Field.Info()
		if !info.Own || !e.To.There && !e.From.Own {
			return Forbidden(deliveredProblem(RefOf(e.Key).Of))
		}
		if _, there := s.Delivered.valueAt(e.Key); !there && e.To.There && info.Of != ObjectUpgrade {
			return NotFound("The value")
		}
	}
	return nil
}

// deliveredProblem says that a thing is the provider's.
func deliveredProblem(of Object) string {
	switch of {
	case ObjectPlan:
		return "This service plan comes from your provider. You can set prices, texts and included amounts of your own, and nothing else of it."
	case ObjectSalesCategory:
		return "This category comes from your provider. You can change whether it is displayed, and nothing else of it."
	case ObjectSchedule:
		return "This schedule comes from your provider. Make one of your own and assign that."
	default:
		return "This comes from your provider."
	}
}

// edited returns what the vendor has of their own after the edits.
func (s State) edited(edits []Edit, now record, by UserID, at time.Time) *Own {
	own, touched := s.Own, map[Ref][]Edit{}
	var order []Ref
	for _, e := range edits {
		if s.covers(e.Key) || e.From.Own {
			own = s.override(own, e, by, at)
			continue
		}
		ref := RefOf(e.Key)
		if touched[ref] == nil {
			order = append(order, ref)
		}
		touched[ref] = append(touched[ref], e)
	}
	made := own.MadeCatalog()
	for _, ref := range sortedRefs(order) {
		made = made.with(ref, now.within(ref).after(touched[ref]).values())
	}
	if len(order) == 0 {
		return own
	}
	return own.WithMade(made)
}

// sortedRefs puts categories before what is grouped in them.
func sortedRefs(refs []Ref) []Ref {
	slices.SortStableFunc(refs, func(a, b Ref) int {
		return cmp.Compare(pick(a.ID == 0, 1, 0), pick(b.ID == 0, 1, 0))
	})
	return refs
}

// override sets an own value, or gives it back. Published as delivered is no own value.
func (s State) override(own *Own, e Edit, by UserID, at time.Time) *Own {
	base, there := s.Delivered.valueAt(e.Key)
	if !e.To.Own || !e.To.There || e.Key.Field == FieldPublished && there && base == e.To.Text {
		return own.Without(e.Key)
	}
	return own.With(Override{Key: e.Key, Value: e.To.Text, Base: base, By: by, At: at})
}

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

// Colliding returns the collisions in the cause of a conflict, nil when there are none.
func Colliding(err error) *Collisions {
	var c *Collisions
	if errors.As(err, &c) {
		return c
	}
	return nil
}
