package views

import (
	"slices"
	"testing"

	"tiersync/domain"
)

// TestPagesKnowEveryObject: every kind of thing is called something, and has a page or is named here as having none; every list that
// leads to things is in the navigation.
func TestPagesKnowEveryObject(t *testing.T) {
	t.Parallel()
	toldByLabel := []domain.Object{domain.ObjectUpgrade, domain.ObjectPeriod, domain.ObjectRate, domain.ObjectPriceRow}
	pageless := append([]domain.Object{domain.ObjectPrivileges, domain.ObjectLock}, toldByLabel...)
	known := map[domain.Object]bool{}
	for _, info := range domain.Objects() {
		row := objects[info.Object]
		if (row.label == "") != slices.Contains(toldByLabel, info.Object) || (row.page == nil) != slices.Contains(pageless, info.Object) {
			t.Errorf("%s has the label %q, and lacks something, or has what is said here that it has not", info.Object, row.label)
		}
		if list := ListOf(info.Object); list.Label == list.URL {
			t.Errorf("the list of a %s is %s, which the navigation does not have", info.Object, list.URL)
		}
		known[info.Object] = true
	}
	for of := range objects {
		if !known[of] {
			t.Errorf("pages know a %s, and nobody else", of)
		}
	}
}

// TestEveryKindHasAnUndoOrAReason: what cannot be taken back says why.
func TestEveryKindHasAnUndoOrAReason(t *testing.T) {
	t.Parallel()
	for _, kind := range domain.ChangeKinds() {
		if (whyNoUndo[kind.Kind] == "") != kind.Has(domain.Undoable) {
			t.Errorf("%s can be taken back: %t, and it is said why not: %q", kind.Kind, kind.Has(domain.Undoable), whyNoUndo[kind.Kind])
		}
	}
}
