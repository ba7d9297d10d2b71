package views

import (
	"slices"
	"strconv"
	"unicode/utf8"

	"tiersync/domain"
)

// The drawing of a chain: a column for each level, from the left to the right, and in it a box for each group, joined to the box of its vendors.
const (
	chainWide, chainHigh = 190.0, 66.0
	chainBeside          = 56.0 // between two columns
	chainBelow           = 12.0 // between two boxes
	chainHead            = 26.0 // the names of the levels
	chainEdge            = 4.0
	chainLetters         = 24 // of a name that fit into a box
)

// chainBox is a group in the drawing, or all of a level that are not drawn.
type chainBox struct {
	x, y  float64
	class string
	lines []string // what stands in it
}

// chainDrawing is what is drawn.
type chainDrawing struct {
	width, height float64
	levels        []chainText
	boxes         []chainBox
	joins         []chainJoin
}

type chainText struct {
	x    float64
	text string
}

// chainJoin is a line from vendors to those who buy from them.
type chainJoin struct{ path, class string }

// drawing places the groups: in each level below their vendors' order.
func (s ChainScreen) drawing() (d chainDrawing) {
	at, more := map[int]int{}, -1 // the box of a group; of those of a level that have none
	for i, level := range s.Drawn() {
		x := chainEdge + float64(i)*(chainWide+chainBeside)
		d.levels = append(d.levels, chainText{x, s.levelName(level[0])})
		place := func(group int) int {
			if seller := s.Chain.Chain.Groups[group].Vendor; seller >= 0 {
				if box, drawn := at[seller]; drawn {
					return box
				}
			}
			return more
		}
		slices.SortStableFunc(level, func(a, b int) int { return place(a) - place(b) })
		for k, group := range level {
			box := chainBox{x: x, y: chainHead + float64(k)*(chainHigh+chainBelow), class: s.boxClass(group), lines: s.boxLines(group)}
			if above := place(group); i > 0 && above >= 0 {
				d.joins = append(d.joins, d.join(above, box, s.joinClass(group)))
			}
			at[group] = len(d.boxes)
			d.boxes = append(d.boxes, box)
		}
		more = d.rest(s, level, x, place)
	}
	for _, b := range d.boxes {
		d.width, d.height = max(d.width, b.x+chainWide+chainEdge), max(d.height, b.y+chainHigh+chainEdge)
	}
	return d
}

// rest adds the box of those of a level that are not drawn, and returns its place; below zero: all are.
func (d *chainDrawing) rest(s ChainScreen, drawn []int, x float64, place func(int) int) int {
	groups, resellers := 0, 0
	var sellers []int
	for i, g := range s.Chain.Chain.Groups {
		if g.Level == s.Chain.Chain.Groups[drawn[0]].Level && !slices.Contains(drawn, i) {
			groups++
			resellers += len(g.Members)
			sellers = append(sellers, place(i))
		}
	}
	if groups == 0 {
		return -1
	}
	box := chainBox{x: x, y: chainHead + float64(len(drawn))*(chainHigh+chainBelow), class: "chain-box chain-more",
		lines: []string{FormatCount(groups, "more group", "more groups"), FormatCount(resellers, "reseller", "resellers"), "in the table below"}}
	slices.Sort(sellers)
	for _, above := range slices.Compact(sellers) {
		if above >= 0 {
			d.joins = append(d.joins, d.join(above, box, "chain-join chain-more"))
		}
	}
	d.boxes = append(d.boxes, box)
	return len(d.boxes) - 1
}

// join is a line from the right of one box to the left of another.
func (d *chainDrawing) join(above int, box chainBox, class string) chainJoin {
	from := d.boxes[above]
	x1, y1, x2, y2 := from.x+chainWide, from.y+chainHigh/2, box.x, box.y+chainHigh/2
	half := svgNumber((x1 + x2) / 2)
	return chainJoin{"M" + svgNumber(x1) + " " + svgNumber(y1) + "C" + half + " " + svgNumber(y1) + " " + half + " " + svgNumber(y2) + " " + svgNumber(x2) + " " + svgNumber(y2), class}
}

// levelName heads a column.
func (s ChainScreen) levelName(group int) string {
	if g := s.Chain.Chain.Groups[group]; g.Account != s.Self {
		return "Level " + strconv.Itoa(g.Level)
	}
	return "Your offer"
}

// boxClass says how a box looks. What it means stands in it as well.
func (s ChainScreen) boxClass(group int) string {
	class, l := "chain-box", s.Chain.Chain.Groups[group].ChainLink
	if _, on := s.OnLine(group); on {
		class += " chain-on"
	}
	switch {
	case l.After.BelowCost():
		return class + " chain-loss"
	case l.Moved():
		return class + " chain-moved"
	}
	return class
}

func (s ChainScreen) joinClass(group int) string {
	if _, on := s.OnLine(group); on {
		return "chain-join chain-on"
	}
	return "chain-join"
}

// boxLines are who it is, what they sell at before and after, and what remains, or by what the price is so.
func (s ChainScreen) boxLines(group int) []string {
	l := s.Chain.Chain.Groups[group].ChainLink
	price := arrow(s.sold(l, l.Before), s.sold(l, l.After))
	if l.After.Sells {
		price = string(l.Currency) + " " + price
	}
	return []string{domain.Isolate(fitting(s.who(group))), price, s.boxNote(l)}
}

func (s ChainScreen) boxNote(l domain.ChainLink) string {
	note := whose(l.After)
	if below := s.belowCost(l); below != "" {
		return below
	}
	if _, known := l.After.Margin(); known {
		margin := "margin " + arrow(shortMargin(l, l.Before), shortMargin(l, l.After))
		if note == "" || len(note)+utf8.RuneCountInString(margin) > chainLetters {
			return margin
		}
		return note + ", " + margin
	}
	return note
}

// shortMargin is a margin in percent, or its amount where there is none in percent.
func shortMargin(l domain.ChainLink, p domain.ChainPrice) string {
	if _, there := domain.Margin(p.Sold, p.Cost); there {
		return marginText(p.Sold, p.Cost)
	}
	return chainMargin(l, p)
}

// arrow is what a text was and became.
func arrow(was, is string) string {
	if was == is || was == "—" && is == "—" {
		return is
	}
	return was + " → " + is
}

// fitting is a name that fits into a box.
func fitting(name string) string {
	if utf8.RuneCountInString(name) <= chainLetters {
		return name
	}
	return string([]rune(name)[:chainLetters-1]) + "…"
}

func (d chainDrawing) box() string { return "0 0 " + svgNumber(d.width) + " " + svgNumber(d.height) }

// label says what the drawing shows.
func (s ChainScreen) label(d chainDrawing) string {
	return "Chain of " + s.of().String() + " over " + FormatCount(len(d.levels), "level", "levels") + ", from vendors to those who buy from them; the table below has its values"
}

// legend says what lines and boxes mean.
func (s ChainScreen) legend() string {
	text := "From vendors at the left to those who buy from them. In each box: who, what they sell at, and what remains."
	if len(s.Line) > 0 {
		text += " The line to " + domain.Isolate(s.name(s.Chain.Chain.Links[s.Line[len(s.Line)-1]].Account)) + " is strong."
	}
	return text
}
