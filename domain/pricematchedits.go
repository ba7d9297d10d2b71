package domain

import "slices"

// This file makes the edits that a price list from outside comes to.

// edits are the changes of the lines that nothing speaks against, each once.
func (m *matching) edits() []Edit {
	set := map[Key]Edit{}
	for _, line := range m.lines {
		for _, price := range line.Prices {
			if line.State == LineAmbiguous || price.State != LineChanges {
				continue
			}
			if price.New {
				m.row(set, price.Key)
			}
			set[price.Key] = m.edit(price)
		}
	}
	edits := make([]Edit, 0, len(set))
	for _, e := range set {
		if e.From != e.To { // an MSRP that is not set in a new row
			edits = append(edits, e)
		}
	}
	slices.SortFunc(edits, func(a, b Edit) int { return compareKeys(a.Key, b.Key) })
	return edits
}

// edit sets a price. One that was delivered becomes an own value, and an MSRP that is not set is there no more.
func (m *matching) edit(price PriceMatch) Edit {
	msrp := price.Key.Field.IsMSRP()
	e := Edit{Key: price.Key}
	if !price.New && (price.From.IsSet() || !msrp) {
		e.From = Held{Text: price.From.String(), There: true, Own: m.State.owns(price.Key)}
	}
	if price.To.IsSet() || !msrp {
		e.To = Held{Text: price.To.String(), There: true, Own: m.delivered(price.Key.Plan) != nil}
	}
	return e
}

// row makes the row of a price, with what holds there so far for all that no line says.
func (m *matching) row(set map[Key]Edit, key Key) {
	there := key.of(FieldPriceRow)
	if _, made := set[there]; made {
		return
	}
	if first := (Key{Field: key.Field, Plan: key.Plan, Resource: key.Resource, Period: key.Period}); key != first && m.isNew(m.Sold.Plan(key.Plan), first) {
		m.row(set, first) // what holds below the first tier that the list names
	}
	set[there] = Edit{there, Held{}, Held{Text: Yes, There: true}}
	holds := m.Sold.Plan(key.Plan).Rate(key.Resource).holding(key.Period, key.From)
	start := func(at Key, price Price) {
		if _, said := set[at]; !said {
			set[at] = Edit{Key: at, To: Held{Text: price.String(), There: true}}
		}
	}
	for i, price := range holds.Prices {
		start(key.of(RatePrice(i).Field()), price)
		if msrp := holds.MSRP[i]; msrp.IsSet() {
			start(key.of(RatePrice(i).MSRP()), msrp)
		}
	}
}

// holding is the row whose prices hold for a period from an amount on.
func (r *Rate) holding(period PeriodID, from int64) PriceRow {
	for _, of := range []PeriodID{period, 0} {
		for _, row := range slices.Backward(r.Prices) { // sorted by lower bound
			if row.Period == of && row.From <= from {
				return row
			}
		}
	}
	return PriceRow{}
}
