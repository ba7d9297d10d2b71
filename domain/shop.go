package domain

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// This file is what customers see of a catalog, and where everybody may.

// Shop is the public page of what a reseller sells. Name is its address, which they choose and which nobody else has; "" until they do.
type Shop struct {
	Open bool
	Name string
}

// The lengths of the name of a shop.
const (
	shopNameLeast = 3
	shopNameMost  = 40
)

var shopNamePattern = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)

// ShopNameTaken is the refusal of an address that another shop has.
func ShopNameTaken() error {
	return Invalid("The address is taken.", FieldError{Message: "Somebody else has this address: choose another one", Key: Key{Field: FieldShopName}})
}

func ofShop(e Edit) bool { return e.Key.Field == FieldShopOpen || e.Key.Field == FieldShopName }

// shop looks at the address of a shop, which there is where it is open.
func (k *keyed) shop(s Shop) {
	key := Key{Field: FieldShopName}
	switch length := len(s.Name); {
	case s.Name == "" && s.Open:
		k.add(key, "Choose an address first")
	case s.Name == "":
	case length < shopNameLeast || length > shopNameMost || !shopNamePattern.MatchString(s.Name):
		k.add(key, fmt.Sprintf("Use %d to %d small letters from a to z, digits and single hyphens, a letter first", shopNameLeast, shopNameMost))
	}
}

// Shelf is a sales category as customers see it, with what is sold in it, by name.
type Shelf struct {
	SalesCategory
	Slug  string   // by which addresses name it: no other shelf has it
	Path  []string // what it stands below, from the top down
	Plans []*Plan
}

// Shelves are the sales categories that customers see, in the order of the tree, with the published plans in them. One that is hidden hides
// what stands below it, and one in which nothing is published is none. byName is the order of names.
func Shelves(s State, byName func(a, b string) int) []Shelf {
	plans := map[CategoryID][]*Plan{}
	for _, p := range s.Effective().Plans {
		if p.Status() == StatusPublished {
			for _, id := range p.SalesCategories {
				plans[id] = append(plans[id], p)
			}
		}
	}
	var shelves []Shelf
	var path []string
	slugs, hidden := map[string]bool{}, -1
	for _, node := range SalesTree(s, byName) {
		path = append(path[:node.Depth:node.Depth], node.Name)
		if hidden >= 0 && node.Depth > hidden {
			continue
		}
		if hidden = -1; !node.Display {
			hidden = node.Depth
			continue
		}
		if sold := plans[node.ID]; len(sold) > 0 {
			slices.SortFunc(sold, func(a, b *Plan) int { return cmp.Or(byName(a.Name, b.Name), cmp.Compare(a.ID, b.ID)) })
			shelves = append(shelves, Shelf{node.SalesCategory, slugOf(node.Name, slugs), path[:node.Depth], sold})
		}
	}
	return shelves
}

// slugOf makes an address of a name, which no other has.
func slugOf(name string, taken map[string]bool) string {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	slug := cmp.Or(strings.Join(words, "-"), "category")
	for n, first := 2, slug; taken[slug]; n++ {
		slug = fmt.Sprintf("%s-%d", first, n)
	}
	taken[slug] = true
	return slug
}

// PricesFor are the prices of a rate that hold in a period, by the amount from which they do: its own, or else those of all periods.
func (r *Rate) PricesFor(period PeriodID) []PriceRow {
	if r.Row(period, 0) == nil {
		period = 0
	}
	return filter(r.Prices, func(row PriceRow) bool { return row.Period == period })
}
