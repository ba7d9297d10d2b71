package domain

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"golang.org/x/net/idna"
)

// This file finds plans by the ids that price lists have for them, and for who has to look for one by hand, by what they are called.

// articles are the plans and periods of a catalog by what price lists call them.
type articles struct {
	both           map[Article][]claimant
	skus, products map[string][]claimant
	domains        map[string][]claimant // plans of type Domain Registration by their top-level domain
	words          map[string][]*Plan
	suggested      map[string][]Ref // for a title
}

func articlesIn(c *Catalog) articles {
	a := articles{map[Article][]claimant{}, map[string][]claimant{}, map[string][]claimant{}, map[string][]claimant{}, map[string][]*Plan{}, map[string][]Ref{}}
	for _, p := range c.Plans {
		a.add(p.Article.listed(), claimant{plan: p})
		for i := range p.Periods {
			a.add(p.Periods[i].Article.listed(), claimant{p, &p.Periods[i]})
		}
		for word := range wordsOf(p.Name) {
			if len(a.words[word]) <= tellingPlans {
				a.words[word] = append(a.words[word], p)
			}
		}
	}
	return a
}

func (a articles) add(of Article, c claimant) {
	if of == (Article{}) {
		return
	}
	a.both[of] = append(a.both[of], c)
	a.skus[of.SKU], a.products[of.Product] = append(a.skus[of.SKU], c), append(a.products[of.Product], c)
	if c.plan.Type != DomainPlan {
		return
	}
	for _, text := range []string{of.SKU, of.Product} {
		if top := topLevel(text); top != "" && !slices.Contains(a.domains[top], c) {
			a.domains[top] = append(a.domains[top], c)
		}
	}
}

// named are those that a line names: by both ids, where it has both, else by the one that it has, or by a top-level domain.
func (a articles) named(line *SheetLine) []claimant {
	of := Article{line.Product, line.SKU}.listed()
	switch {
	case of.Product != "" && of.SKU != "":
		return a.both[of]
	case of == Article{}:
		return nil
	}
	found := slices.Clip(a.skus[of.SKU])
	if of.SKU == "" {
		found = slices.Clip(a.products[of.Product])
	}
	for _, c := range a.domains[topLevel(of.Product+of.SKU)] {
		if !slices.Contains(found, c) {
			found = append(found, c)
		}
	}
	return found
}

// topLevel is a top-level domain as it is compared: without the dot before it, and in its own letters.
func topLevel(text string) string {
	text = strings.TrimPrefix(Listed(text), ".")
	if unicode, err := idna.Punycode.ToUnicode(text); err == nil {
		return Listed(unicode)
	}
	return text
}

// unknown says that no plan has the ids of a line, and which plans are called like it.
func (m *matching) unknown(line *SheetLine, why string) *LineMatch {
	refs, known := m.articles.suggested[line.Title]
	if !known {
		refs = m.articles.like(line.Title)
		m.articles.suggested[line.Title] = refs
	}
	return &LineMatch{State: LineUnknown, Why: why, Refs: refs}
}

// like are at most three plans that share most words of their names with a title, words of many plans aside.
func (a articles) like(title string) []Ref {
	words := wordsOf(title)
	shared := map[*Plan]int{}
	common := 0
	for word := range words {
		if len(a.words[word]) > tellingPlans {
			common++
			continue
		}
		for _, p := range a.words[word] {
			shared[p]++
		}
	}
	found := slices.Collect(maps.Keys(shared))
	found = slices.DeleteFunc(found, func(p *Plan) bool { return 2*(shared[p]+common) < max(len(words), len(wordsOf(p.Name))) })
	slices.SortFunc(found, func(p, q *Plan) int { return cmp.Or(cmp.Compare(shared[q], shared[p]), cmp.Compare(p.ID, q.ID)) })
	var refs []Ref
	for _, p := range found[:min(3, len(found))] {
		refs = append(refs, Ref{Of: ObjectPlan, ID: int64(p.ID), Name: p.Name})
	}
	return refs
}

// tellingPlans is how many plans a word names at most that says which is meant.
const tellingPlans = 50

func wordsOf(text string) map[string]bool {
	words := map[string]bool{}
	for _, word := range strings.Fields(Listed(text)) {
		words[word] = true
	}
	return words
}

// differ says by what two lines differ that are for the same price, "" where nothing but the amount does.
func (s *SheetLine) differ(other *SheetLine) string {
	var by []string
	for _, what := range []struct{ label, a, b string }{
		{"product ID", s.Product, other.Product}, {"SKU ID", s.SKU, other.SKU}, {"segment", s.Segment, other.Segment}, {"market", s.Market, other.Market},
		{"billing plan", s.Billing, other.Billing}, {"currency", string(s.Currency), string(other.Currency)},
	} {
		if Listed(what.a) != Listed(what.b) {
			by = append(by, what.label+" ("+cmp.Or(what.a, "none")+", "+cmp.Or(what.b, "none")+")")
		}
	}
	if !s.Term.Same(other.Term) {
		by = append(by, "term")
	}
	if len(by) == 0 {
		return ""
	}
	return "; they differ by " + strings.Join(by, ", ")
}
