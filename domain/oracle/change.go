package oracle

import (
	"fmt"
	"slices"

	"tiersync/domain"
)

// Change is a change that an account made of what it has of its own, or the undo of one.
type Change struct {
	Account       domain.AccountID
	Record        domain.ChangeRecord // with its place among the world's changes, from 1 on, for an id
	Before, After *Shop
	State         domain.State // the engine's, after it
}

// edit makes a change as the account's one user, in the engine and, with then, in the oracle, where it must come to what the engine
// lists. It reports false, and changes nothing, where the engine refuses.
func (w *World) edit(a *Account, what string, c domain.Change, then func()) bool {
	applied, err := domain.Apply(c, w.situation(a, c))
	if err != nil {
		return false
	}
	before := a.Shop.Clone()
	a.State.Own = applied.Own
	then()
	w.compare(a, what, applied.Edits, before.edits(a.Shop))
	w.record(a, c, applied, before)
	w.note(Edited{a.ID, what, c, applied})
	return true
}

// record keeps a change to be taken back. What changes nothing is not stored.
func (w *World) record(a *Account, c domain.Change, applied domain.Applied, before *Shop) {
	if applied.Nothing() {
		return
	}
	id := domain.ChangeID(len(w.Changes) + 1)
	w.Changes = append(w.Changes, Change{Account: a.ID, Before: before, After: a.Shop.Clone(), State: a.State,
		Record: domain.ChangeRecord{ID: id, Account: a.ID, Kind: c.Kind, About: c.About, Edits: applied.Edits, Undoes: c.Undoes}})
}

// situation is all that a change meets.
func (w *World) situation(a *Account, c domain.Change) domain.Situation {
	v := domain.Viewer{User: domain.User{ID: domain.UserID(a.ID), Role: domain.Administrator},
		Account: domain.Account{ID: a.ID, Kind: domain.Provider, Currency: a.Currency}}
	if a.Parent != 0 {
		v.Account.Kind = domain.Reseller
	}
	for _, p := range domain.Privileges() {
		if a.holds(p) {
			v.Granted = append(v.Granted, p)
		}
	}
	s := domain.Situation{Viewer: v, Now: a.State, Seen: a.State, At: anyDay(), Facts: w.facts(a)}
	if c.Undoes != 0 {
		s.Seen = w.Changes[c.Undoes-1].State
	}
	return s
}

// facts answers from the oracle's rows what checks ask.
func (w *World) facts(a *Account) domain.Facts {
	facts := domain.Facts{Planted: true, Resources: w.Resources(), Unmeasured: w.Unmeasured,
		Uses:      func(key Key) (domain.Uses, error) { return used(w.uses(a, key, false)) },
		Users:     func(about domain.Ref) (domain.Uses, error) { return used(w.uses(a, planKey(about), true)) },
		Delivered: func(about domain.Ref) (domain.Uses, error) { return used(w.wasDelivered(planKey(about).Plan)) }}
	for id, visible := range w.Visible {
		if visible || a.Parent == 0 {
			facts.Notifications = append(facts.Notifications, id)
		}
	}
	for _, t := range w.Templates {
		if t.Account == a.ID {
			facts.Templates = append(facts.Templates, t.ID)
		}
	}
	return facts
}

func planKey(about domain.Ref) Key {
	return Key{Field: domain.FieldPlan, Plan: domain.PlanID(about.ID)}
}

// used is that somebody uses a thing, or that nobody does.
func used(by bool) (domain.Uses, error) {
	if !by {
		return domain.Uses{}, nil
	}
	return domain.Uses{List: []domain.Use{{As: domain.UsedByAccount, Name: "Somebody"}}}, nil
}

// uses reports whether a template delegates a plan of the vendor's, somebody below has a copy of it, or is subscribed to it; with
// ended, also whose subscription is over. Of a period it is the copies that have it.
func (w *World) uses(a *Account, key Key, ended bool) bool {
	for _, t := range w.Templates {
		if key.Period == 0 && t.Account == a.ID && slices.Contains(t.Delegated, key.Plan) {
			return true
		}
	}
	for _, b := range w.Accounts {
		over := b.Status == domain.Terminated || b.Status == domain.Canceled
		subscribed := func(t int) bool { return w.Programs[t] == key.Plan && key.Period == 0 && (ended || !over) }
		if _, has := b.Shop.Delivered[key]; w.below(b, a.ID) && (has || slices.ContainsFunc(b.Templates, subscribed)) {
			return true
		}
	}
	return false
}

// wasDelivered reports whether a plan was delivered to anybody at any time.
func (w *World) wasDelivered(plan domain.PlanID) bool {
	return slices.ContainsFunc(w.Runs, func(r Run) bool {
		return slices.ContainsFunc(r.Results, func(r Result) bool { return r.ShopAfter.Delivered.hasPlan(plan) })
	})
}

// edits are the values that differ between two shops.
func (s *Shop) edits(after *Shop) map[Key][2]domain.Held {
	was, is := s.held(), after.held()
	edits := map[Key][2]domain.Held{}
	for _, key := range differing(was, is) {
		if s.byRule(after, key) {
			continue
		}
		edits[key] = [2]domain.Held{heldAt(was, key), heldAt(is, key)}
	}
	return edits
}

// byRule reports whether a delivered price, over which there is no own value, is another by rules alone: nobody set it.
func (s *Shop) byRule(after *Shop, key Key) bool {
	_, had := s.Own[key]
	_, has := after.Own[key]
	was, there := s.Delivered[key]
	return ruleField(key) != "" && !had && !has && there && was == after.Delivered[key]
}

// heldAt is what is at a key as the engine says it.
func heldAt(all map[Key]held, key Key) domain.Held {
	h, there := all[key]
	return domain.Held{Text: h.text, There: there, Own: h.own}
}

// compare notes what a list of values that a change changed, or that stay, says otherwise than the oracle.
func (w *World) compare(a *Account, what string, list []domain.Edit, want map[Key][2]domain.Held) {
	wrong := func(text string, of any) {
		w.Wrong = append(w.Wrong, fmt.Sprintf("account %d: %s: %s %+v", a.ID, what, text, of))
	}
	listed := map[Key]bool{}
	for _, e := range list {
		is, there := want[e.Key]
		switch {
		case listed[e.Key] || !there || !sameHeld(e.Key, e.From, is[0]) || !sameHeld(e.Key, e.To, is[1]):
			wrong(fmt.Sprintf("listed is %+v, yet it is", e), is)
		}
		listed[e.Key] = true
	}
	for key, is := range want {
		if !listed[key] {
			wrong("not listed is "+name(key), is)
		}
	}
}

// sameHeld compares what is at a key. That something is there does not tell what it is called.
func sameHeld(key Key, a, b domain.Held) bool {
	if key.Field.Info().Kind == domain.PresenceValue && key.Field != domain.FieldPlan {
		return a.There == b.There
	}
	return a == b
}

// setting is a change of one value.
func setting(kind domain.ChangeKind, key Key, text string) domain.Change {
	return domain.Change{Kind: kind, About: domain.RefOf(key), Part: true, Typed: []domain.KeyedValue{{Key: key, Value: text}}}
}

// resetting is a change that gives an own value back.
func resetting(kind domain.ChangeKind, key Key) domain.Change {
	return domain.Change{Kind: kind, About: domain.RefOf(key), Part: true, Reset: []Key{key}}
}

// Resources lists those that there are.
func (w *World) Resources() []domain.ResourceID {
	next := domain.ResourceID(w.first + 1)
	return []domain.ResourceID{next, next + 1, next + 2, next + 3}
}
