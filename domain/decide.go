package domain

import (
	"slices"
	"strings"
)

// This file is the policy Decide (rules D1 to D3): of the own values that a run would overwrite, which are taken, and which are kept.

// Decision says of own values whether the vendor's take their place: of those of a reseller, of a plan at everybody, of one value of a reseller,
// or, where Of is zero, of all.
type Decision struct {
	Of   Leave
	Take bool
}

// The words with which the texts of decisions begin, and the one for all.
const (
	takeWord = "take"
	keepWord = "keep"
	allWord  = "all"
)

// Text writes it for a form or for storage: ParseDecision reads it.
func (d Decision) Text() string {
	of := allWord
	if d.Of != (Leave{}) {
		of = d.Of.Text()
	}
	return pick(d.Take, takeWord, keepWord) + " " + of
}

// ParseDecision reads what Text wrote; ok is false for anything else.
func ParseDecision(text string) (d Decision, ok bool) {
	word, of, _ := strings.Cut(text, " ")
	d.Take = word == takeWord
	if !d.Take && word != keepWord {
		return Decision{}, false
	}
	if of == allWord {
		return d, true
	}
	d.Of, ok = ParseLeave(of)
	return d, ok && d.Of.Option == ""
}

// Decisions are made one after the other: of those about a value the last counts (rule D2). They are a value: With makes new ones.
type Decisions []Decision

// With adds decisions, in their order, and leaves out those that count no more. A decision to keep more than one value undoes what was decided
// about each of them, locked ones, too; one to take them leaves single values that are taken as they are, which may be locked (rule D3).
func (d Decisions) With(more ...Decision) Decisions {
	all := slices.Concat(d, more)
	later := deciding{resellers: map[AccountID]ranked{}, plans: map[PlanID]ranked{}, values: map[Leave]ranked{}}
	var counts Decisions
	for i, one := range slices.Backward(all) {
		if !later.overtakes(one) {
			counts = append(counts, one)
		}
		later.add(one, len(all)-i)
	}
	slices.Reverse(counts)
	return counts
}

// overtakes reports whether what was decided later leaves nothing of a decision.
func (d deciding) overtakes(one Decision) bool {
	of := one.Of
	switch {
	case of == Leave{}:
		return d.all.at > 0
	case of.IsReseller():
		return d.all.at > 0 || d.resellers[of.Account].at > 0
	case of.Account == 0:
		return d.all.at > 0 || d.plans[of.Plan].at > 0
	case d.values[of].at > 0:
		return true
	}
	for _, wider := range d.about(of.Account, of.Key) {
		if wider.kept > 0 || wider.at > 0 && !one.Take {
			return true
		}
	}
	return false
}

// Texts writes each decision as a text.
func (d Decisions) Texts() []string {
	texts := make([]string, len(d))
	for i, one := range d {
		texts[i] = one.Text()
	}
	return texts
}

// ParseDecisions reads what Texts wrote; what is no decision is passed over.
func ParseDecisions(texts []string) Decisions {
	var list Decisions
	for _, text := range texts {
		if one, ok := ParseDecision(text); ok {
			list = append(list, one)
		}
	}
	return list
}

// Check refuses more decisions than can be kept.
func (d Decisions) Check() error {
	if len(d) <= leftOutLimit {
		return nil
	}
	return Invalid("Decide about at most " + intText(leftOutLimit) + " values by themselves: take or keep whole plans or resellers.")
}

// deciding is Decisions, to look things up in.
type deciding struct {
	all       ranked
	resellers map[AccountID]ranked
	plans     map[PlanID]ranked
	values    map[Leave]ranked
}

// ranked is the last decision about something.
type ranked struct {
	at   int // its place among all, from 1 on
	kept int // the place of the last one to keep it
	take bool
}

func newDeciding(list Decisions) deciding {
	if len(list) == 0 {
		return deciding{}
	}
	d := deciding{resellers: map[AccountID]ranked{}, plans: map[PlanID]ranked{}, values: map[Leave]ranked{}}
	for i, one := range list {
		d.add(one, i+1)
	}
	return d
}

// add notes the decision at a place; the highest place counts.
func (d *deciding) add(one Decision, at int) {
	switch of := one.Of; {
	case of == Leave{}:
		d.all = d.all.with(one, at)
	case of.IsReseller():
		d.resellers[of.Account] = d.resellers[of.Account].with(one, at)
	case of.Account == 0:
		d.plans[of.Plan] = d.plans[of.Plan].with(one, at)
	default:
		d.values[of] = d.values[of].with(one, at)
	}
}

func (r ranked) with(one Decision, at int) ranked {
	if at > r.at {
		r.at, r.take = at, one.Take
	}
	if !one.Take {
		r.kept = max(r.kept, at)
	}
	return r
}

// about are the last decisions about more than a value that are about it, too.
func (d deciding) about(reseller AccountID, key Key) [3]ranked {
	return [3]ranked{d.all, d.resellers[reseller], d.plans[key.Plan]}
}

// takes reports whether the vendor's value takes the place of a reseller's own one. What is locked is taken by itself alone (rule D3).
func (d deciding) takes(reseller AccountID, v Override) bool {
	last := d.values[Leave{Account: reseller, Key: v.Key}]
	for _, wider := range d.about(reseller, v.Key) {
		switch {
		case v.Lock != "" && wider.kept > last.at:
			last = ranked{at: wider.kept}
		case v.Lock == "" && wider.at > last.at:
			last = wider
		}
	}
	return last.take
}

// Deciding decides about those of the values alone about which it is decided otherwise yet. What is locked is taken by itself alone (rule D3).
func Deciding(list []Contested, take bool) Decisions {
	var more Decisions
	for _, one := range list {
		if one.Taken != take && (!take || one.Lock == "") {
			more = append(more, Decision{Of: one.Of(), Take: take})
		}
	}
	return more
}

// decides reports whether anything was decided about a reseller's own value, by itself or with others.
func (d deciding) decides(reseller AccountID, key Key) bool {
	wider := d.about(reseller, key)
	return d.values[Leave{Account: reseller, Key: key}].at > 0 || slices.ContainsFunc(wider[:], func(r ranked) bool { return r.at > 0 })
}

// Contested is an own value about which a run with Decide is decided: a ticked box would overwrite it.
type Contested struct {
	Target Target
	Key    Key
	Own    string // what the reseller set
	Base   string // what was delivered when they did
	Was    string // what is delivered beneath it now
	New    string // and after the run
	Ruled  string // what a price rule of theirs that stays makes of that, which they sell at where the value is taken; "": nothing else
	Cost   Price  // what they pay after the run, of a price; not set: it is not known
	Lock   string // why it is locked; "": it is not
	Taken  bool
	After  State // what the reseller has after the run
}

// Of is what a decision about this value alone is about.
func (c Contested) Of() Leave { return Leave{Account: c.Target.Account, Key: c.Key} }

// BelowCost reports whether what the reseller set is less than what they pay after the run.
func (c Contested) BelowCost() bool {
	own, err := PriceFromString(c.Own)
	return err == nil && c.Key.Field.IsPrice() && own.Below(c.Cost)
}

// contested reports whether an outcome of a run with Decide is about a value that is decided about.
func (o Outcome) contested() bool {
	_, locked := o.Reason.Lock()
	switch o.What {
	case Overwritten, Dropped:
		return o.Reason.decided() || o.What == Dropped && o.Reason == RuleMakesTheSame
	case Kept:
		return o.Reason == NotTaken || o.Reason == NotDecided || locked
	}
	return false
}

// Contests counts what Contested lists of a run with Decide: the own values that are taken, and those that stay.
func Contests(results []Result) (taken, left int) {
	for _, r := range results {
		for _, o := range r.Own {
			switch {
			case !o.contested():
			case o.What == Kept:
				left++
			default:
				taken++
			}
		}
	}
	return taken, left
}

// Contested lists the own values about which a run with Decide is decided, in the order of its results, and of their keys.
func (in Input) Contested(results []Result) []Contested {
	after, sold := map[AccountID]State{}, map[State]*Catalog{}
	var list []Contested
	for _, r := range results {
		vendor := in.Vendors[r.Target.Vendor]
		if state, ran := after[r.Target.Vendor]; ran {
			vendor.State = state
		}
		if r.Target.Skip == "" {
			after[r.Target.Account] = r.After
		}
		for _, o := range r.Own {
			if !o.contested() {
				continue
			}
			if sold[vendor.State] == nil {
				sold[vendor.State] = vendor.State.Effective()
			}
			list = append(list, in.contested(r, o, vendor, sold[vendor.State]))
		}
	}
	return list
}

func (in Input) contested(r Result, o Outcome, vendor VendorState, sold *Catalog) Contested {
	v, _ := r.Target.Before.Own.Value(o.Key)
	was, _ := r.Target.Before.Delivered.valueAt(o.Key)
	c := Contested{Target: r.Target, Key: o.Key, Own: o.Old, Base: v.Base, Was: was, New: o.New, Lock: v.Lock, Taken: o.What != Kept, After: r.After}
	if ruled := r.After.ruledAt(o.Key); ruled.there {
		c.New, _ = r.After.Delivered.valueAt(o.Key)
		c.Ruled = ruled.text
	}
	if p := sold.Plan(o.Key.Plan); p != nil && o.Key.Field.IsPrice() {
		if price := p.price(o.Key); price != nil {
			c.Cost = in.Rates.Conversion(vendor.Currency, r.Target.Currency, in.Unmeasured).at(o.Key, *price)
		}
	}
	if c.Cost.NoRate() {
		c.Cost = Price{}
	}
	return c
}
