package domain

import "slices"

// This file says who sees what their company pays: everybody of a reseller who holds View costs. A price that was delivered is what their
// vendor takes, or was once, so that it is a cost, too, but where it is what they sell at now. A price rule tells what a price was made of.

// Unseen stands for an amount that the viewer may not see, and is how pages write it.
const Unseen = "hidden"

// SeesCosts reports whether costs, margins and delivered prices are shown to the viewer. A provider has none.
func (v Viewer) SeesCosts() bool { return v.IsProvider() || v.May(ViewCosts) }

// SeenEdits are edits in the log of the viewer's account as the viewer may see them: for who sees no costs, delivered prices are
// [Unseen]. have and had, what the account has now and had before, say which plans it made itself.
func (v Viewer) SeenEdits(edits []Edit, have ...*Own) []Edit {
	if v.SeesCosts() {
		return edits
	}
	seen := slices.Clone(edits)
	for i, e := range seen {
		switch {
		case e.Key.Field.IsRule():
			seen[i].From.Text, seen[i].To.Text = unseen(e.From.Text), unseen(e.To.Text)
		case e.Key.delivered(have):
			seen[i].From, seen[i].To = e.From.unseen(), e.To.unseen()
		}
	}
	return seen
}

// SeenApplied is what becomes of a change of the viewer's account, as SeenEdits says of each of its edits.
func (v Viewer) SeenApplied(a Applied, have ...*Own) Applied {
	a.Edits, a.Stays = v.SeenEdits(a.Edits, have...), v.SeenEdits(a.Stays, have...)
	a.Meanwhile, a.Removed = v.SeenEdits(a.Meanwhile, have...), v.SeenEdits(a.Removed, have...)
	a.Already = v.SeenEdits(a.Already, have...)
	return a
}

// SeenOutcomes are what a run did to the viewer's own account, as the viewer may see it: a run brings what the vendor takes, so that for who
// sees no costs prices are [Unseen], but for own ones and those that they sell at now. now is what the account has.
func (v Viewer) SeenOutcomes(list []Outcome, now State) []Outcome {
	if v.SeesCosts() {
		return list
	}
	seen := slices.Clone(list)
	for i, o := range seen {
		switch {
		case !o.Key.Field.IsPrice() && !o.Key.Field.IsRule():
		case o.What == Kept && !o.Reason.IsSince() && !o.Key.Field.IsRule():
			seen[i].New, seen[i].Rate = "", "" // what stays is their own
		default:
			seen[i].Old, seen[i].New, seen[i].Rate = now.seen(o, o.Old, Overwritten, Dropped), now.seen(o, o.New, Restored, SetAgain), ""
		}
	}
	return seen
}

// SeenUntilNow is the difference of what the viewer's account sold once and what it sells now, as the viewer may see it: who sees no costs sees
// prices of now alone.
func (v Viewer) SeenUntilNow(list []Outcome) []Outcome {
	if v.SeesCosts() {
		return list
	}
	seen := slices.Clone(list)
	for i, o := range seen {
		if o.Key.Field.IsPrice() {
			seen[i].Old = unseen(o.Old)
		}
	}
	return seen
}

// seen is an amount that an outcome says the account sold at before or since, as who sees no costs may see it. It is the account's own where
// the outcome is one of own.
func (s State) seen(o Outcome, text string, own ...What) string {
	_, set := s.Own.Value(o.Key)
	switch sold, there := s.Sold(o.Key); {
	case o.Key.Field.IsRule():
		return unseen(text)
	case slices.Contains(own, o.What):
		return text
	case (o.What.Changes() || o.What.IsPart() || o.What == Dropped) && there && !set && sold.String() == text:
		return text // not where a price of their own stands: with that they could try what was delivered
	default:
		return unseen(text)
	}
}

// SeenRecord is a change in the log of the viewer's account, as SeenEdits says of its edits. Who creates or deletes a plan made it.
func (v Viewer) SeenRecord(r ChangeRecord, have ...*Own) ChangeRecord {
	if r.Kind != PlanCreated && r.Kind != PlanDeleted {
		r.Edits = v.SeenEdits(r.Edits, have...)
	}
	return r
}

// SeenBy leaves of collisions what the viewer may see, as SeenEdits says.
func (c *Collisions) SeenBy(v Viewer, have ...*Own) {
	for i, one := range c.List {
		switch {
		case v.SeesCosts():
		case one.Key.Field.IsRule():
			c.List[i].Seen.Text, c.List[i].Now.Text = unseen(one.Seen.Text), unseen(one.Now.Text)
		case one.Key.delivered(have):
			c.List[i].Seen, c.List[i].Now = one.Seen.unseen(), one.Now.unseen()
		}
	}
}

// delivered reports whether the key is of a price in a plan that none of these made.
func (k Key) delivered(have []*Own) bool {
	made := func(o *Own) bool { return o.MadeCatalog().Plan(k.Plan) != nil }
	return k.Plan != 0 && k.Field.IsPrice() && !slices.ContainsFunc(have, made)
}

// unseen is what is held with its amount out of sight, but for one of their own.
func (h Held) unseen() Held {
	if !h.Own {
		h.Text = unseen(h.Text)
	}
	return h
}

// unseen is an amount out of sight; that there is none is no secret.
func unseen(text string) string {
	if text == "" {
		return ""
	}
	return Unseen
}
