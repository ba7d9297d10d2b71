package domain

import (
	"cmp"
	"slices"
)

// settlement decides what becomes of one reseller's own values once the delivered catalog has moved on (rule G9).
type settlement struct {
	run      *run
	account  AccountID
	switches Switches
	offer    *Offer
	from, to *Catalog // delivered, before and after
	own      *Own
	after    State // both, after the run

	was, is, offered *Plan // of the layer at hand, delivered before and after, and offered; nil: none
	left             leftAt
	out              []Outcome
	ruled            []*Outcomes // of prices that rules make, or made, shared with whom has the same rules
	beneath          int         // how many changes of what was delivered are beneath own values
}

// settle returns the Own layer after the run; the same pointer when nothing of it was dropped.
func (s *settlement) settle() *Own {
	next := s.own
	s.tell(flowOutcomes(s.from.OrderFlow, s.to.OrderFlow, s.own.Layer(0), s.own.Layer(0)))
	s.tell(groupingOutcomes(s.from, s.to, s.own))
	for _, layer := range s.own.Layers {
		s.was, s.is, s.offered = s.from.Plan(layer.Plan), s.to.Plan(layer.Plan), s.offer.Plan(layer.Plan)
		s.left = s.run.leaving.at(s.account, layer.Plan)
		if s.leaves(layer) {
			continue
		}
		if kept, dropped := s.decide(layer.Values); dropped {
			next = next.withLayer(layer.Plan, kept)
		}
	}
	if s.own.hasRules() {
		s.overRules(next)
		s.rules(next)
	}
	if next != s.own && next.IsEmpty() {
		return nil
	}
	return next
}

// leaves reports whether the run has nothing to do with the layer: its plan stays as it is, and no ticked box covers one of
// its values. Most layers are so in most runs.
func (s *settlement) leaves(layer *Layer) bool {
	return layer.Plan != 0 && s.was == s.is &&
		!slices.ContainsFunc(layer.Values, func(v Override) bool { return s.run.in.Options[coveredBy(v.Key)] })
}

// decide returns the own values that the run keeps; none of its own where it drops none.
func (s *settlement) decide(values []Override) (kept []Override, dropped bool) {
	for i, v := range values {
		keeps := s.keepsOrDrops(v)
		if !keeps && !dropped {
			kept, dropped = slices.Clone(values[:i]), true
		} else if keeps && dropped {
			kept = append(kept, v)
		}
	}
	return kept, dropped
}

// keepsOrDrops decides on one override. A kept one beneath which what was delivered moved is always told.
func (s *settlement) keepsOrDrops(v Override) bool {
	if v.isRule() {
		return s.keepsRule(v)
	}
	told := len(s.out)
	was, is := s.delivered(v.Key)
	keeps := s.keeps(v, was, is)
	if was == is || !was.there || !is.there {
		return keeps
	}
	s.beneath++
	if keeps && len(s.out) == told {
		s.note(Kept, "", coveredBy(v.Key), v, is.text)
	}
	return keeps
}

// delivered returns what is beneath an own value before and after the run.
func (s *settlement) delivered(key Key) (was, is value) {
	if key.Plan == 0 {
		return deliveredAt(s.from, key), deliveredAt(s.to, key)
	}
	is = s.is.at(key)
	if s.was == s.is {
		return is, is
	}
	return s.was.at(key), is
}

// tell adds what happened beneath things of the reseller's own.
func (s *settlement) tell(list []Outcome, beneath int) {
	s.out = append(s.out, list...)
	s.beneath += beneath
}

// keeps decides on one override, beneath which this was and is delivered, and notes why.
func (s *settlement) keeps(v Override, was, is value) bool {
	switch {
	case v.Key.Plan == 0:
		return s.keepsGeneral(v)
	case s.left.has(v.Key):
		return s.leftOut(v)
	}
	option := coveredBy(v.Key)
	switch {
	case s.is == nil:
		return true
	case !is.there && was.there: // the run took away what it stood over
		if v.Key.Resource != 0 && s.is.Rate(v.Key.Resource) == nil {
			option = RemoveResources
		}
		return s.drop(v, option, NoLongerThere, "")
	case !is.there:
		return true
	case v.Key.Field == FieldPublished:
		return s.keepsPublished(v)
	case s.offered == nil || !s.run.in.Options[option] || !s.covers(v):
		return s.keepsAllowed(v)
	}
	why, stays := s.run.leavesOwn(s.account, v)
	switch {
	case (stays || why.decided()) && !s.keepsAllowed(v): // it goes, whatever is decided
		return false
	case !stays:
		return s.drop(v, option, why, is.text)
	case is.text != v.Value:
		s.note(Kept, why, option, v, is.text)
	}
	return true
}

// leavesOwn reports whether the run leaves an own value of a reseller in effect that a ticked box covers, and why it does, or does not, where
// that is not because of its policy alone (rules G9, G15, D1).
func (r *run) leavesOwn(reseller AccountID, v Override) (why Reason, stays bool) {
	switch decides := r.in.Policy == Decide; {
	case decides && r.deciding.takes(reseller, v):
		return pick(v.Lock != "", DecidedOverLock, AsDecided), false
	case v.Lock != "":
		return LockedBy(v.Lock), true
	case decides:
		return pick(r.deciding.decides(reseller, v.Key), NotTaken, NotDecided), true
	}
	return "", r.in.Policy == Keep
}

// covers reports whether the ticked box has a value of the offer to rewrite this override with.
func (s *settlement) covers(v Override) bool {
	switch v.Key.Field {
	case FieldPlacement:
		return s.coversPlacement(v)
	case FieldSchedule:
		assigned, there := s.offered.Value(v.Key)
		return there && assigned != "0"
	case FieldIncluded:
		return s.offered.Rate(v.Key.Resource) != nil
	case FieldShort, FieldLong:
		return true
	}
	price := s.offered.price(v.Key)
	if price == nil {
		return false
	}
	if s.switches.PricesProtected() {
		if v.Value != price.String() {
			s.note(Kept, PricesAreProtected, coveredBy(v.Key), v, price.String())
		}
		return false
	}
	if price.NoRate() {
		s.note(Kept, price.WhyNoRate(), coveredBy(v.Key), v, "")
		return false
	}
	return true
}

// coversPlacement follows rule 4c: a plan that the reseller moved to a category of their own stays there.
func (s *settlement) coversPlacement(v Override) bool {
	switch delivered, _ := s.is.Value(v.Key); {
	case s.switches.DisableCategories:
		s.note(Kept, CategoriesProtected, UpdateCategories, v, delivered)
	case s.own.madeCategory(v):
		s.note(Kept, OwnPlacement, UpdateCategories, v, delivered)
	default:
		return true
	}
	return false
}

// madeCategory reports whether the reseller made one of the categories to which they moved a plan.
func (o *Own) madeCategory(moved Override) bool {
	return slices.ContainsFunc(ParseIDs[CategoryID](moved.Value), func(id CategoryID) bool {
		return o.MadeCatalog().Categories.SalesCategory(id) != nil
	})
}

// occupied tells where things of the target's own will stand once their own values are settled: box 4 makes room where it is
// about to drop a placement.
func (r *run) occupied(target Target, offer *Offer) occupied {
	own := target.Before.Own
	drops := r.in.Options[UpdateCategories] && !target.Switches.DisableCategories
	return own.occupied(func(v Override) bool {
		_, stays := r.leavesOwn(target.Account, v)
		return drops && !stays && offer.Plan(v.Key.Plan) != nil && !own.madeCategory(v) && !r.leaving.at(target.Account, v.Key.Plan).has(v.Key)
	})
}

// keepsPublished follows rule 2b: a plan that is enabled again is published, whatever the reseller had set.
func (s *settlement) keepsPublished(v Override) bool {
	if s.was == nil || !s.was.Disabled || s.is.Disabled {
		return true
	}
	return s.drop(v, EnablePlans, "", Yes)
}

// keepsAllowed drops an included amount that the delivered limits no longer allow (rule G9).
func (s *settlement) keepsAllowed(v Override) bool {
	if v.Key.Field != FieldIncluded {
		return true
	}
	rate := s.is.Rate(v.Key.Resource)
	if (Limits{parseInt(v.Value), rate.Minimum, rate.Maximum}).Allowed() {
		return true
	}
	return s.drop(v, UpdateLimits, NoLongerAllowed, intText(rate.Included))
}

// keepsGeneral decides on overrides that belong to no plan: Display Category (rule 4b) and flow customizations (11).
func (s *settlement) keepsGeneral(v Override) bool {
	switch v.Key.Field {
	case FieldDisplay:
		if s.from.Categories.SalesCategory(v.Key.Category) != nil && s.to.Categories.SalesCategory(v.Key.Category) == nil {
			return s.drop(v, UpdateCategories, NoLongerThere, "")
		}
		c := s.offer.Categories.SalesCategory(v.Key.Category)
		ticked := s.run.in.Options[UpdateCategories] && s.switches.SyncDisplayCategory && !s.switches.DisableCategories
		if c == nil || !ticked {
			return true
		}
		if s.left.has(v.Key) {
			s.note(Kept, WasLeftOut, UpdateCategories, v, YesNo(c.Display))
			return true
		}
		why, stays := s.run.leavesOwn(s.account, v)
		if stays {
			if v.Value != YesNo(c.Display) {
				s.note(Kept, why, UpdateCategories, v, YesNo(c.Display))
			}
			return true
		}
		return s.drop(v, UpdateCategories, why, YesNo(c.Display))
	}
	return true // customizations of an order flow stay stored
}

// drop notes an own value that goes. Where it goes with what it belonged to, or where the delivered one is the same, what the
// reseller sells there did not change by it.
func (s *settlement) drop(v Override, option OptionKey, reason Reason, delivered string) bool {
	what := Overwritten
	switch {
	case reason == NoLongerThere:
		what = Dropped
	case delivered != v.Value:
	case reason.decided():
		what, reason = Dropped, SameAsDelivered
	default:
		what, reason = Dropped, cmp.Or(reason, SameAsDelivered)
	}
	s.note(what, reason, option, v, delivered)
	return false
}

func (s *settlement) note(what What, reason Reason, option OptionKey, v Override, delivered string) {
	o := Outcome{Option: option, What: what, Reason: reason, Key: v.Key, Old: v.Value, New: delivered}
	if v.Key.Field.IsPrice() {
		o.Rate = s.offer.Rate
	}
	if s.out == nil { // mostly there is something to say of nearly all of them
		s.out = make([]Outcome, 0, s.own.Count())
	}
	s.out = append(s.out, o)
}
