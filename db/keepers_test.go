package db

import (
	"testing"

	"tiersync/domain"
)

// TestEveryThingHasAKeeper: what a change sets outside catalogs is loaded and saved, what it takes away has a row and may be in use, and
// of what is deleted it is known that it is gone.
func TestEveryThingHasAKeeper(t *testing.T) {
	t.Parallel()
	for _, kind := range domain.ChangeKinds() {
		k := keepers[kind.Of]
		if kept := k.load != nil && k.save != nil; !kind.Has(domain.Apart) && kept == domain.InCatalog(kind.Of) {
			t.Errorf("%s is of a %s, which no keeper keeps, or one beside the catalog", kind.Kind, kind.Of)
		}
		if kind.Has(domain.Removes) && (k.row != "") == domain.InCatalog(kind.Of) {
			t.Errorf("nobody finds out whether a %s is gone", kind.Of)
		}
	}
	for _, info := range domain.Objects() {
		if k := keepers[info.Object]; info.Removable && (k.row == "" || k.users == nil) {
			t.Errorf("a %s is removed, without a row, or nobody asks who uses it", info.Object)
		}
	}
}
