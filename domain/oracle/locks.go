package oracle

import (
	"fmt"
	"slices"

	"pgregory.net/rapid"

	"tiersync/domain"
)

// This file is own values that a reseller locks (rule G15).

func isLock(key Key) bool { return key.Field == domain.FieldLock }

// lock locks an own value, or unlocks it where there is no reason. Where there is none, there is nothing to lock.
func (s *Shop) lock(key Key, reason string) {
	if own, there := s.Own[key]; there {
		own.Lock = reason
		s.Own[key] = own
	}
}

// lockOwn locks an own value that a box rewrites, or unlocks one.
func (w *World) lockOwn(t *rapid.T, a *Account) bool {
	var keys []Key
	for key := range a.Shop.Own {
		if box(key) != "" && key.Field != domain.FieldTransition && !isPath(key) {
			keys = append(keys, key)
		}
	}
	if len(keys) == 0 {
		return false
	}
	slices.SortFunc(keys, order)
	key := pick(t, "own value", keys)
	if a.Shop.Own[key].Lock != "" && rapid.Bool().Draw(t, "unlock") {
		return w.Lock(a, key, "")
	}
	return w.Lock(a, key, "a promise to "+drawName(t))
}

// Lock locks an own value for a reason; "" unlocks it.
func (w *World) Lock(a *Account, key Key, reason string) bool {
	c := domain.Change{Kind: domain.ValuesLocked, About: domain.Ref{Of: domain.ObjectCatalog}, Part: true}
	if reason == "" {
		c.Kind, c.Without = domain.ValuesUnlocked, []Key{key.Lock()}
	} else {
		c.Typed = []domain.KeyedValue{{Key: key.Lock(), Value: reason}}
	}
	return w.edit(a, fmt.Sprintf("locks %s: %q", name(key), reason), c, func() { a.Shop.lock(key, reason) })
}

// drawDecisions draws what of a click's own values is taken and what is kept: values, plans, resellers, all.
func (w *World) drawDecisions(t *rapid.T, c Click) domain.Decisions {
	var list domain.Decisions
	for _, r := range domain.Synchronize(w.Input(c)) {
		for _, o := range r.Own {
			value := domain.Leave{Account: r.Target.Account, Key: o.Key}
			for _, of := range []domain.Leave{value, {Plan: o.Key.Plan}, {Account: r.Target.Account}, {}} {
				if rapid.Bool().Draw(t, "decides") && (of != domain.Leave{} || seldom(t, "about all")) {
					list = list.With(domain.Decision{Of: of, Take: rapid.Bool().Draw(t, "take")})
				}
			}
		}
	}
	return list
}

// ownAfter reports whether there is an own value once the change is taken back.
func (t *takingBack) ownAfter(key Key) bool {
	if _, own := t.a.Shop.Own[key]; !t.changed[key] || t.mustStay(key) {
		return own
	}
	to, there := t.to(key)
	return there && to.own
}

// brokenLocks lists what a run did to locked values: they stay, but where what they belong to is gone,
// limits do not allow them, or it was decided about one by itself (rule D3).
func (w *World) brokenLocks(run Run, before *World) []string {
	var broken []string
	taken := func(account domain.AccountID, key Key) bool {
		of := domain.Leave{Account: account, Key: key}
		return run.Click.Policy == domain.Decide && slices.Contains(run.Click.Decisions, domain.Decision{Of: of, Take: true})
	}
	for i, a := range w.Accounts {
		for key, own := range before.Accounts[i].Shop.Own {
			_, there := a.Shop.Delivered[key]
			if own.Lock != "" && there && key.Field != domain.FieldIncluded && !taken(a.ID, key) && a.Shop.Own[key] != own {
				broken = append(broken, fmt.Sprintf("account %d: G15: a run changed the locked %s", a.ID, name(key)))
			}
		}
	}
	return broken
}
