package domain

import (
	"slices"
	"strings"
)

// This file is what price lists from outside call plans and periods, and keeps two of them from being called the same.

// Article is what the price lists of a supplier call a thing: their product and SKU id, each "" where it has none. Leading zeros count.
type Article struct{ Product, SKU string }

// Listed is a word of a price list as it is compared: without case, and without blanks at its ends.
func Listed(text string) string {
	if !strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r > '~' }) { // as most are
		return strings.ToLower(text)
	}
	return strings.ToLower(strings.ToUpper(CleanLine(text)))
}

func (a Article) listed() Article { return Article{Listed(a.Product), Listed(a.SKU)} }

// contains reports whether one of the ids contains a text in small letters, whatever its case.
func (a Article) contains(text string) bool {
	return strings.Contains(strings.ToLower(a.Product), text) || strings.Contains(strings.ToLower(a.SKU), text)
}

// ArticleOf is what price lists call a period of the plan, as it is written: its own ids, else those of the plan, which it is of no period, too.
func (p *Plan) ArticleOf(id PeriodID) Article {
	if period := p.Period(id); period != nil && period.Article != (Article{}) {
		return period.Article
	}
	return p.Article
}

// article is what price lists call a period of the plan: its own ids, else those of the plan.
func (p *Plan) article(period *Period) Article {
	return p.ArticleOf(period.ID).listed()
}

// term is how long the period is.
func (p *Period) term() Term { return Term{p.Length, p.Unit} }

// Same reports whether two are equally long: 12 months are 1 year.
func (t Term) Same(other Term) bool { return t.plain() == other.plain() }

// plain is the length in hours or months, so that what is equally long is the same: 12 months are 1 year.
func (t Term) plain() Term {
	switch {
	case t.Length > 10_000: // longer than anything
	case t.Unit == "years":
		return Term{12 * t.Length, "months"}
	case t.Unit == "days":
		return Term{24 * t.Length, "hours"}
	}
	return t
}

// claim is all that a line of a price list says to be for one plan, or for one period.
type claim struct {
	article         Article
	segment, market string
	term            Term // of a period
	trial           bool
	billing         string
}

// claimant is a plan, or a period of it, that is called so.
type claimant struct {
	plan   *Plan
	period *Period // nil: the plan
}

// itself reports whether the ids are those of the plan, or of the period, and not those of the plan for a period.
func (c claimant) itself() bool { return c.period == nil || c.period.Article != (Article{}) }

// claims are what price lists call a plan, nil for none, and its periods.
func (p *Plan) claims(yield func(claim, claimant) bool) {
	if p == nil {
		return
	}
	of := claim{article: p.Article.listed(), segment: Listed(p.Segment), market: Listed(p.Market)}
	if p.Article != (Article{}) && !yield(of, claimant{plan: p}) {
		return
	}
	for i := range p.Periods {
		period := &p.Periods[i]
		of.article, of.term, of.trial, of.billing = p.article(period), period.term().plain(), period.Trial, Listed(period.Billing)
		if of.article != (Article{}) && !yield(of, claimant{p, period}) {
			return
		}
	}
}

// is reports whether two claimants are the same plan or period, at whatever time.
func (c claimant) is(other claimant) bool {
	return c.plan.ID == other.plan.ID && orZero(c.period).ID == orZero(other.period).ID
}

// articles refuses ids, beside them, that say of another plan or period of the vendor's own that a line is for it: no line could tell the
// two apart. What was called so before stays, and an undo brings back what was there.
func (k *catalogCheck) articles(before, after *Plan) {
	named := func(e Edit) bool { return e.Key.Field.namesArticle() && e.To.There }
	if k.change.Undoes != 0 || !k.touches(after.ID, named) || k.situation.Now.Delivered.has(after.ID) {
		return
	}
	was := map[claim][]claimant{}
	for of, self := range before.claims {
		was[of] = append(was[of], self)
	}
	for of, self := range after.claims {
		if slices.ContainsFunc(was[of], self.is) {
			continue
		}
		for _, other := range k.claimed()[of] {
			if !other.is(self) && (self.itself() || other.itself()) {
				k.called(self, other)
				break
			}
		}
	}
}

// called refuses what a plan or period is called because another one is, beside the value that the change set.
func (k *catalogCheck) called(self, other claimant) {
	message := "Another plan has these ids, for the same segment and market"
	fields := []Field{FieldSKU, FieldProduct, FieldSegment, FieldMarket}
	key := Key{Plan: self.plan.ID}
	if self.period != nil {
		message = "A period of another plan has these ids, for the same length and billing plan"
		fields = append([]Field{FieldPeriodSKU, FieldPeriodProduct, FieldPeriodBilling, FieldLength, FieldUnit, FieldTrial}, fields...)
		key.Period = self.period.ID
	}
	ref := Ref{ObjectPlan, int64(other.plan.ID), "", other.plan.Name}
	if other.plan.ID == self.plan.ID {
		message, ref = "The period "+other.period.Label()+" has these ids, too, and the same length and billing plan", Ref{}
	}
	for _, empty := range []bool{false, true} { // beside what says something, if anything does
		for _, field := range fields {
			at := key.of(field)
			if field.Info().Of == ObjectPlan {
				at.Period = 0
			}
			if text, _ := self.plan.Value(at); k.edited(at) && (text == "") == empty {
				k.add(at, message)
				if last := len(k.list) - 1; k.list[last].Key == at {
					k.list[last].Other = ref
				}
				return
			}
		}
	}
}

// claimed are the plans and periods that the vendor made, by what they are called.
func (k *catalogCheck) claimed() map[claim][]claimant {
	if k.claims == nil {
		k.claims = map[claim][]claimant{}
		for _, p := range k.after.Plans {
			if k.situation.Now.Delivered.has(p.ID) {
				continue
			}
			for of, who := range p.claims {
				k.claims[of] = append(k.claims[of], who)
			}
		}
	}
	return k.claims
}

// has reports whether a plan is in the catalog, which may be none.
func (c *Catalog) has(id PlanID) bool { return orEmpty(c).Plan(id) != nil }

// namesArticle reports whether values of the field say which lines of a price list are for a plan or period.
func (f Field) namesArticle() bool {
	switch f {
	case FieldProduct, FieldSKU, FieldSegment, FieldMarket, FieldPeriodProduct, FieldPeriodSKU, FieldPeriodBilling, FieldLength, FieldUnit, FieldTrial:
		return true
	}
	return false
}
