package domain

import (
	"slices"
	"testing"
)

// TestTheTableOfObjects: every kind of thing has a row that says what it is called; those that changes are about are found in a catalog,
// or made outside one, by a row of their own; and the key of a thing of a catalog is one of its values.
func TestTheTableOfObjects(t *testing.T) {
	t.Parallel()
	apart := []Object{ObjectCatalog, ObjectSubscription, ObjectRun, ObjectChange} // many things, and those with methods of their own
	keys := map[Object]bool{}
	for _, row := range Objects() {
		_, found := catalogThings[row.Object]
		_, made := otherThings[row.Object]
		named := slices.ContainsFunc(changeKinds, func(k KindInfo) bool { return k.Of == row.Object }) && !slices.Contains(apart, row.Object)
		if keys[row.Object] || row.Noun == "" || named && found == made || found && !row.Catalog || made && row.Catalog {
			t.Errorf("%+v lacks something, or is there twice", row)
		}
		if row.There != "" && row.There.Info().Of != row.Object {
			t.Errorf("%s says that a %s is there", row.There, row.There.Info().Of)
		}
		if (row.ByCode || row.Removable) && !made {
			t.Errorf("%s is in a catalog, which has other ways", row.Object)
		}
		keys[row.Object] = true
	}
	for _, k := range changeKinds {
		if !keys[k.Of] {
			t.Errorf("%s is about a %q, which has no row in the table of objects", k.Kind, k.Of)
		}
	}
	for _, f := range fieldInfos {
		if !keys[f.Of] || f.Names != "" && !keys[f.Names] || (f.Names != "") != (f.Kind == IDValue || f.Kind == IDsValue) {
			t.Errorf("%s is of %q and names %q: one of them has no row, or it is an id of nothing", f.Field, f.Of, f.Names)
		}
	}
	for of, row := range catalogThings {
		ref := Ref{Of: of, ID: 7}
		if key := ref.Key(); row.key != nil && (!RefOf(key).Same(ref) || !isPart(key)) || row.key == nil && key != (Key{}) {
			t.Errorf("%s 7 is there by %+v, which is of %+v", of, key, RefOf(key))
		}
	}
}

// TestNamesAreKept: a name that was added is found again, and one of a kind of which no names are kept is no mistake.
func TestNamesAreKept(t *testing.T) {
	t.Parallel()
	for _, row := range Objects() {
		n := NamesOf()
		n.Add(row.Object, 7, "Gold")
		if got, kept := n.Of(row.Object, 7), namesByID[row.Object] != nil; kept && got != "Gold" || !kept && got != "" || n.Of(row.Object, 8) != "" {
			t.Errorf("%s 7 is called %q", row.Object, got)
		}
	}
	for _, f := range fieldInfos {
		if f.Names != "" && namesByID[f.Names] == nil {
			t.Errorf("%s names a %s, of which no names are kept", f.Field, f.Names)
		}
	}
}
