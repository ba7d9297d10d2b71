package domain

import (
	"cmp"
	"slices"
	"time"
)

// This file says what a price list from outside comes to, with what somebody decided about it: the plans that are made of products that are
// not there yet, and what becomes of what the list has no more (docs/rules.md, Importing prices).

// PriceFile is the file that a change came from.
type PriceFile struct {
	Name   string
	SHA256 string // of its bytes, in hex digits
}

// GoneChoice is what becomes of something that a price list has no more.
type GoneChoice string

// The choices. Without one it stays as it is.
const (
	GoneNotSet    GoneChoice = "not_set"   // its prices become not set
	GoneWithdrawn GoneChoice = "withdrawn" // of a plan: it is taken off delegation
)

// Product is what a price list sells that no plan of the vendor's is: one plan is made of it.
type Product struct {
	Article
	Segment, Market string
}

// product is what a line is about.
func (s *SheetLine) product() Product {
	return Product{Article{s.Product, s.SKU}.listed(), Listed(s.Segment), Listed(s.Market)}
}

// UnknownProduct is one that a price list has and the vendor does not.
type UnknownProduct struct {
	Product
	Title string       // as the first of its lines that has one says
	Lines []*SheetLine // in the order of the list
	Refs  []Ref        // plans with such a name
	Why   string       // why no plan is made of it, although one is asked for; "" else
}

// Name is what a plan is called that is made of the product.
func (u UnknownProduct) Name() string {
	return cmp.Or(shownLine(u.Title, NameLimit), shownLine(u.Lines[0].Product+" "+u.Lines[0].SKU, NameLimit))
}

// PriceImport is a price list from outside with what somebody decided about it.
type PriceImport struct {
	Lines     []*SheetLine          // those that hold on its day
	Deleted   []*SheetLine          // those of which the list itself says that they are gone
	Others    []*SheetLine          // those that do not count, but say that the list has a product: still to come, or wrong
	Pattern   PlanID                // what plans are made like; zero: none are made
	Makes     map[int]bool          // the numbers of lines of whose products plans are made
	Prices    map[Key]GoneChoice    // of prices that are gone: only GoneNotSet
	Plans     map[PlanID]GoneChoice // of plans that are gone
	Currency  Currency
	MakesPlan bool // the vendor may make plans
}

// Imported is what a price list comes to.
type Imported struct {
	SheetMatch
	List      PriceList        // with the plans that are made
	Unknown   []UnknownProduct // in the order of the list; those of which a plan is made are among them
	Made      []*Plan          // their ids are placeholders
	GoneKeys  []Key            // set prices that the list has no more, in the order of keys
	GonePlans []PlanID
	Withdrawn []PlanID // those of the plans that are to be taken off delegation
}

// Import says what a price list from outside comes to. Edits are those of one change, with the plans that it makes.
func (l PriceList) Import(in PriceImport) Imported {
	out := Imported{List: l, SheetMatch: l.Match(in.Lines, in.Currency, time.Time{})}
	out.Unknown = unknownProducts(out.Lines)
	if in.MakesPlan {
		out.makePlans(in, l.pattern(in))
	}
	if len(out.Made) > 0 {
		out.List = l.with(out.Made)
		out.SheetMatch = out.List.Match(in.Lines, in.Currency, time.Time{})
	}
	out.gone(in)
	out.choose(in)
	return out
}

// makePlans makes plans like a pattern, which may be missing, of the products that are ticked: of those of which a price has a place in it.
func (out *Imported) makePlans(in PriceImport, pattern *Plan) {
	next := NewID
	for i := range out.Unknown {
		product := &out.Unknown[i]
		switch {
		case !product.isOne(in.Makes):
			continue
		case pattern == nil:
			product.Why = "choose a plan that it is made like"
			continue
		}
		plan := product.plan(pattern, next)
		if product.Why = out.List.unfit(plan, product.Lines, in.Currency); product.Why == "" {
			out.Made = append(out.Made, plan)
			next -= int64(1 + len(pattern.Periods))
		}
	}
}

// unfit says why none of the lines sets a price of a new plan; "" where one does.
func (l PriceList) unfit(plan *Plan, lines []*SheetLine, currency Currency) string {
	l.Sold = &Catalog{}
	found := l.with([]*Plan{plan}).Match(lines, currency, time.Time{}).Lines
	for _, line := range found {
		if slices.ContainsFunc(line.Prices, PriceMatch.sets) {
			return ""
		}
	}
	return cmp.Or(found[0].Why, string(found[0].State))
}

// sets reports whether the list says the price so that it can be set.
func (p PriceMatch) sets() bool { return p.State == LineChanges || p.State == LineUnchanged }

// Patterns are the plans that new ones can be made like: those that the vendor made themselves.
func (l PriceList) Patterns() []*Plan {
	return filter(l.Sold.Plans, func(p *Plan) bool { return p.ID > 0 && l.delivered(p.ID) == nil })
}

// pattern is the plan that new ones are made like, nil for none.
func (l PriceList) pattern(in PriceImport) *Plan {
	p := l.Sold.Plan(in.Pattern)
	if p == nil || !slices.Contains(l.Patterns(), p) {
		return nil
	}
	return p
}

// with is the list with further plans.
func (l PriceList) with(plans []*Plan) PriceList {
	sold := *l.Sold
	sold.Plans = slices.Concat(l.Sold.Plans, plans)
	slices.SortFunc(sold.Plans, func(a, b *Plan) int { return cmp.Compare(a.ID, b.ID) })
	l.Sold = &sold
	names := NamesOf(l.Sold)
	names.Resources = l.Names.Resources
	l.Names = names
	return l
}

// unknownProducts are the products of lines that no plan has the ids of, each once.
func unknownProducts(lines []LineMatch) []UnknownProduct {
	var list []UnknownProduct
	at := map[Product]int{}
	for _, line := range lines {
		if line.State != LineUnknown || line.Line.Plan != 0 || line.Line.Product == "" && line.Line.SKU == "" {
			continue
		}
		product := line.Line.product()
		i, known := at[product]
		if !known {
			i = len(list)
			at[product] = i
			list = append(list, UnknownProduct{Product: product, Refs: line.Refs})
		}
		list[i].Title = cmp.Or(list[i].Title, line.Line.Title)
		list[i].Lines = append(list[i].Lines, line.Line)
	}
	return list
}

// isOne reports whether one of the lines is about the product.
func (u UnknownProduct) isOne(lines map[int]bool) bool {
	return slices.ContainsFunc(u.Lines, func(line *SheetLine) bool { return lines[line.Number] })
}

// plan is a new plan of the product, like another one, with placeholders from first on downwards.
func (u UnknownProduct) plan(pattern *Plan, first int64) *Plan {
	p := pattern.duplicate(u.Name(), first)
	line := u.Lines[0]
	p.Article = Article{line.Product, line.SKU}
	p.Segment, p.Market = line.Segment, line.Market
	return p
}

// gone finds what the list has no more: prices beside those that it names, those of lines that it marks as deleted, and plans.
func (out *Imported) gone(in PriceImport) {
	made := map[PlanID]bool{}
	for _, p := range out.Made {
		made[p.ID] = true
	}
	others := out.List.plansOf(in.Others)
	gone, named, set := map[Key]bool{}, map[Key]bool{}, map[Key]bool{}
	for _, line := range out.Lines {
		for _, price := range line.Prices {
			named[price.Key] = true
			set[price.Key] = set[price.Key] || price.sets()
		}
	}
	for key := range named {
		if made[key.Plan] && !set[key] && out.List.Now(key).IsSet() {
			gone[key] = true
		}
	}
	for _, key := range out.Gone {
		gone[key] = true
	}
	for _, line := range out.List.Match(in.Deleted, in.Currency, time.Time{}).Lines {
		for _, price := range line.Prices {
			if price.From.IsSet() && !price.New && !named[price.Key] && price.sets() {
				gone[price.Key] = true
			}
		}
	}
	out.Gone = nil
	for key := range gone {
		switch {
		case made[key.Plan]:
			out.Gone = append(out.Gone, key) // what the pattern had, and the list does not say, or not so that it can be set: nobody is asked
		case !others[key.Plan]:
			out.GoneKeys = append(out.GoneKeys, key)
		}
	}
	SortKeys(out.Gone)
	SortKeys(out.GoneKeys)
	out.GonePlans = filter(out.Left, func(id PlanID) bool { return !others[id] })
}

// plansOf are the plans that lines may be for, whatever else they say.
func (l PriceList) plansOf(lines []*SheetLine) map[PlanID]bool {
	m, plans := matching{PriceList: l, articles: articlesIn(l.Sold)}, map[PlanID]bool{}
	for _, line := range lines {
		options, _ := m.options(line)
		for _, option := range options {
			plans[option.plan.ID] = true
		}
	}
	return plans
}

// choose makes the edits of what was decided.
func (out *Imported) choose(in PriceImport) {
	unset := slices.Clone(out.Gone)
	for _, key := range out.GoneKeys {
		if in.Prices[key] == GoneNotSet {
			unset = append(unset, key)
		}
	}
	kinds := out.kinds()
	for _, id := range out.GonePlans {
		switch in.Plans[id] {
		case GoneNotSet:
			for key, price := range out.List.Sold.Plan(id).Prices() {
				if price.IsSet() && kinds[key.Field] {
					unset = append(unset, key)
				}
			}
		case GoneWithdrawn:
			out.Withdrawn = append(out.Withdrawn, id)
		}
	}
	m := matching{PriceList: out.List}
	for _, key := range unset {
		out.Edits = append(out.Edits, m.edit(PriceMatch{Key: key, From: out.List.Now(key)}))
	}
	for _, p := range out.Made {
		out.make(p)
	}
	sortMade(out.Edits)
}

// kinds are the fields of which the list has prices.
func (out *Imported) kinds() map[Field]bool {
	kinds := map[Field]bool{}
	for _, line := range out.Lines {
		for _, price := range line.Prices {
			kinds[price.Key.Field] = true
		}
	}
	return kinds
}

// make puts everything that a new plan has in place of the edits of it.
func (out *Imported) make(p *Plan) {
	of := func(e Edit) bool { return e.Key.Plan == p.ID }
	made := thingRecord(p).after(filter(out.Edits, of))
	out.Edits = slices.DeleteFunc(out.Edits, of)
	for _, key := range sortedKeys(made) {
		out.Edits = append(out.Edits, Edit{Key: key, To: Held{Text: made[key].Text, There: true}})
	}
}
