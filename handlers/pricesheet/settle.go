package pricesheet

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"tiersync/domain"
)

// settle says what becomes of each line on a day: of all lines for one price, the one counts that holds and began last. The
// sheet's own mark Deleted gives way to a line that is not deleted.
func settle(lines []Line, byField bool, on time.Time) {
	completeTitles(lines)
	groups := map[string][]int{}
	var order []string
	for i := range lines {
		if lines[i].State != Counts {
			continue
		}
		key := keyOf(&lines[i], byField, true)
		if groups[key] == nil {
			order = append(order, key)
		}
		groups[key] = append(groups[key], i)
	}
	for _, key := range order {
		group := make([]*Line, len(groups[key]))
		for i, at := range groups[key] {
			group[i] = &lines[at]
		}
		settleOne(group, on)
	}
}

// keyOf is which price a line is for.
func keyOf(l *Line, byField, bound bool) string {
	var b strings.Builder
	for _, id := range []int64{l.Plan, l.Period, l.Resource, int64(l.Term.Length)} {
		b.WriteString(strconv.FormatInt(id, 36))
		b.WriteByte(0)
	}
	for _, text := range []string{l.Product, l.SKU, l.Term.Unit, l.Billing, l.Segment, l.Market, string(l.Currency)} {
		b.WriteString(domain.Listed(text))
		b.WriteByte(0)
	}
	if byField && len(l.Prices) > 0 {
		b.WriteString(string(l.Prices[0].Field))
	}
	if bound {
		b.WriteByte(0)
		b.WriteString(strconv.FormatInt(l.From, 36))
	}
	return b.String()
}

// firstBounds makes 0 of the first lower bound of lists that begin to count at 1.
func firstBounds(lines []Line, byField bool) {
	if !slices.ContainsFunc(lines, func(l Line) bool { return l.From == 1 }) {
		return
	}
	zero := map[string]bool{}
	for i := range lines {
		if lines[i].State == Counts && lines[i].From == 0 {
			zero[keyOf(&lines[i], byField, false)] = true
		}
	}
	for i := range lines {
		if l := &lines[i]; l.State == Counts && l.From == 1 && !zero[keyOf(l, byField, false)] {
			l.From = 0
		}
	}
}

// completeTitles gives lines that continue another one, and so have no title, the title of their product.
func completeTitles(lines []Line) {
	if !slices.ContainsFunc(lines, func(l Line) bool { return l.Title == "" }) {
		return
	}
	type product struct {
		plan         int64
		product, sku string
	}
	titles := map[product]string{}
	for i := range lines {
		l := &lines[i]
		p := product{l.Plan, l.Product, l.SKU}
		switch {
		case p == product{}:
		case l.Title == "":
			l.Title = titles[p]
		default:
			titles[p] = l.Title
		}
	}
}

// settleOne says what becomes of the lines for one price.
func settleOne(group []*Line, on time.Time) {
	var living, deleted []*Line
	for _, l := range group {
		if strings.EqualFold(l.Changed, "Deleted") {
			l.State = Deleted
			deleted = append(deleted, l)
		} else {
			living = append(living, l)
		}
	}
	dropTwice(deleted)
	living = dropTwice(living)
	for _, l := range deleted {
		if len(living) > 0 && l.State == Deleted {
			l.Other = living[0].Number
			note(l, "Deleted here, but not in line %d, which counts", l.Other)
			note(living[0], "Deleted in line %d, but not here: this line counts", l.Number)
		}
	}
	var holding []*Line
	for _, l := range living {
		switch {
		case !l.Ends.IsZero() && l.Ends.Before(on):
			l.State = Over
		case l.Starts.After(on):
			l.State = Later
		default:
			holding = append(holding, l)
		}
	}
	if len(holding) > 1 {
		choose(holding)
	}
}

// dropTwice marks lines that say the same again, and returns the others.
func dropTwice(lines []*Line) []*Line {
	if len(lines) < 2 {
		return lines
	}
	type said struct {
		starts, ends time.Time
		prices       string
	}
	first := map[said]int{}
	var kept []*Line
	for _, l := range lines {
		what := said{l.Starts, l.Ends, pricesText(l)}
		if first[what] == 0 {
			first[what] = l.Number
			kept = append(kept, l)
			continue
		}
		l.State, l.Other = Twice, first[what]
		note(l, "The same as line %d: counted once", l.Other)
	}
	return kept
}

// pricesText tells the prices of lines apart.
func pricesText(l *Line) string {
	var b strings.Builder
	for _, p := range l.Prices {
		b.WriteString(string(p.Field))
		b.WriteString(strconv.FormatBool(p.MSRP))
		b.WriteString(p.Amount.String())
		b.WriteByte(0)
	}
	return b.String()
}

// choose lets the line count, of several that hold, that began last. Where two began at once and say different prices, nothing
// tells which: both are wrong.
func choose(holding []*Line) {
	last := slices.MaxFunc(holding, func(a, b *Line) int { return a.Starts.Compare(b.Starts) })
	var first *Line
	for _, l := range holding {
		switch {
		case !l.Starts.Equal(last.Starts):
			l.State, l.Other = Replaced, last.Number
			note(l, "Line %d holds, too, and began later: that one counts", l.Other)
			note(last, "Line %d holds, too, but began earlier: this one counts", l.Number)
		case first == nil:
			first = l
		case slices.Equal(first.Prices, l.Prices):
			l.State, l.Other = Twice, first.Number
			note(l, "The same price as in line %d: counted once", l.Other)
		default:
			for _, pair := range [][2]*Line{{first, l}, {l, first}} {
				pair[0].State, pair[0].Other = Wrong, pair[1].Number
				if pair[0].Problem == "" {
					wrong(pair[0], "Another price than in line "+strconv.Itoa(pair[1].Number)+" for the same, from the same day on")
				}
			}
		}
	}
}
