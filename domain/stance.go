package domain

// What a vendor sells at one key is their own value or, where they have none, the delivered one. This file compares that over
// a run or an undo, for the keys at which somebody has or had an own value: of all others, what was delivered tells alone.

// value is what is at a key, if anything.
type value struct {
	text  string
	there bool
}

// stance is what a vendor has at one key: their own value over what a rule makes of the delivered one.
type stance struct{ own, ruled, delivered value }

// at returns what the vendor has at the Display Category flag of a sales category.
func (s State) at(key Key) stance {
	at := s.Own.Layer(0).above(nil, key)
	at.delivered = deliveredAt(s.Delivered, key)
	return at
}

// above returns what the vendor has at a key of a plan: the own value of the layer, over what was delivered. nil has none.
func (l *Layer) above(delivered *Plan, key Key) stance {
	at := stance{delivered: delivered.at(key)}
	if own, there := l.value(key); there {
		at.own = value{own.Value, true}
	}
	return at
}

// deliveredAt returns the delivered value at a key.
func deliveredAt(c *Catalog, key Key) value {
	switch {
	case c == nil:
	case key.Plan != 0:
		return c.Plan(key.Plan).at(key)
	case key.Field == FieldDisplay:
		if category := c.Categories.SalesCategory(key.Category); category != nil {
			return value{YesNo(category.Display), true}
		}
	}
	return value{}
}

// at returns the value at key; nil has none.
func (p *Plan) at(key Key) value {
	if p == nil {
		return value{}
	}
	text, there := p.Value(key)
	return value{text, there}
}

// byRule reports whether a rule makes the price, and no own value stands over it.
func (s stance) byRule() bool { return s.ruled.there && !s.own.there }

// sells is what the vendor sells. An own value stands over a delivered one, but for upgrade paths, of which an own one needs
// none, and an empty one is none.
func (s stance) sells(f Field) value {
	switch {
	case !s.own.there && s.ruled.there:
		return s.ruled
	case !s.own.there, !s.delivered.there && f != FieldUpgrade:
		return s.delivered
	case f == FieldUpgrade && s.own.text == "":
		return value{}
	default:
		return s.own
	}
}

// movement is what happened at one key.
type movement struct {
	key      Key
	from, to stance
	whole    bool // what the key belongs to came or went with it
}

// delivered reports whether there is a delivered value at the key all the time: then nothing that it belongs to came or went.
func (m movement) delivered() bool { return m.from.delivered.there && m.to.delivered.there }

// beneath reports whether the list of what was delivered has a change at the key.
func (m movement) beneath() bool { return !m.whole && m.from.delivered != m.to.delivered }

// change returns what the movement did to the vendor's own value or to what they sell by it; What is "" where it did nothing.
// What it did to a delivered value alone is not told here.
func (m movement) change() Outcome {
	was, is := m.from.sells(m.key.Field), m.to.sells(m.key.Field)
	had, has := m.from.own, m.to.own
	o := Outcome{Key: m.key, Option: coveredBy(m.key), Old: was.text, New: is.text}
	switch {
	case !had.there && !has.there && (m.from.ruled.there || m.to.ruled.there):
		if !m.whole && was != is {
			o.What, o.Reason = Updated, ruleMakes(m.to.ruled.there)
		}
	case had == has && !(had.there && was != is):
	case m.whole || was == is:
		if o.What = SetAgain; !has.there {
			o.What = Dropped
		}
		switch {
		case !m.whole:
			o.Reason = SameAsDelivered
		case !has.there:
			o.Reason = NoLongerThere
		default:
			o.Reason = WithItsThing
		}
	case !was.there:
		o.What = Created
	case !is.there:
		o.What = Removed
	case has.there:
		o.What = Restored
	default:
		o.What = Overwritten
	}
	return o
}

// whole reports whether something that key belongs to is in one of two plans only: the plan, the period, the rate, the price
// row, or the upgrade path. nil is no plan.
func whole(before, after *Plan, key Key) bool {
	if before == nil || after == nil {
		return before != after
	}
	if key.Period != 0 && (before.Period(key.Period) == nil) != (after.Period(key.Period) == nil) {
		return true
	}
	if key.Name != "" && key.Field != FieldUpgrade {
		to := UpgradeTarget(key)
		return (before.upgrade(to) == nil) != (after.upgrade(to) == nil)
	}
	if key.Resource == 0 {
		return false
	}
	had, has := before.Rate(key.Resource), after.Rate(key.Resource)
	if had == nil || has == nil {
		return had != has
	}
	return key.Field.IsPrice() && (had.Row(key.Period, key.From) == nil) != (has.Row(key.Period, key.From) == nil)
}
