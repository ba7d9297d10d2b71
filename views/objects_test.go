package views_test

import (
	"slices"
	"strings"
	"testing"

	"tiersync/domain"
	. "tiersync/views"
	"tiersync/views/pages"
)

// TestPagesKnowEveryObject: every kind of thing is called something, and has a page or is named here as having none; every list that
// leads to things is in the navigation.
func TestPagesKnowEveryObject(t *testing.T) {
	t.Parallel()
	toldByLabel := []domain.Object{domain.ObjectUpgrade, domain.ObjectPeriod, domain.ObjectRate, domain.ObjectPriceRow}
	pageless := append([]domain.Object{domain.ObjectPrivileges, domain.ObjectLock}, toldByLabel...)
	provider := domain.Viewer{Account: domain.Account{ID: 1, Kind: domain.Provider}, User: domain.User{Role: domain.Administrator}, Granted: domain.Privileges()}
	reseller := provider
	reseller.Account.Kind = domain.Reseller
	for _, info := range domain.Objects() {
		about := domain.Ref{Of: info.Object, ID: 7, Code: "EUR"}
		change := ChangeScreen{Viewer: provider}
		change.About = about
		called := strings.TrimSpace(rendered(t, ChangeScreenPage(Page{Viewer: &provider}, change)).Find("dl dt").Eq(2).Text())
		if (called == info.Object.Noun()) != slices.Contains(toldByLabel, info.Object) || called == "" {
			t.Errorf("a %s is called %q", info.Object, called)
		}
		if page := RefURL(about, provider) + RefURL(about, reseller); (page == "") != slices.Contains(pageless, info.Object) {
			t.Errorf("%s has the page %q, or what is said here that it has not", info.Object, page)
		}
		if list := ListOf(info.Object); list.Label == list.URL {
			t.Errorf("the list of a %s is %s, which the navigation does not have", info.Object, list.URL)
		}
	}
}

// TestEveryKindHasAnUndoOrAReason: what cannot be taken back says why.
func TestEveryKindHasAnUndoOrAReason(t *testing.T) {
	t.Parallel()
	for _, kind := range domain.ChangeKinds() {
		change := pages.ChangePage{}
		change.Kind, change.Edits = kind.Kind, []domain.Edit{{}}
		why := WhyNoUndo(change)
		if (why == "") != kind.Has(domain.Undoable) || why == "A change of this kind cannot be taken back." {
			t.Errorf("%s can be taken back: %t, and it is said why not: %q", kind.Kind, kind.Has(domain.Undoable), why)
		}
	}
}
