package db_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"tiersync/domain"
	"tiersync/views/pages"
)

// otherProvider is an administrator of a second provider in the same database.
func (w *world) otherProvider() domain.Viewer {
	w.t.Helper()
	id, err := w.db.CreateAccount(w.t.Context(), domain.Account{Name: "Q", Currency: "USD"})
	w.check(err)
	return viewer(w.t, w.db, id, domain.Administrator)
}

func exchangeRate(rate string, seen domain.ChangeID) domain.Change {
	return domain.Change{Kind: domain.ExchangeRateSaved, About: domain.Ref{Of: domain.ObjectExchangeRate, Code: "EUR", Name: "EUR"}, Seen: seen,
		Typed: domain.ExchangeRate{Rate: rate}.Values()}
}

// TestAnotherProvidersRateIsNotMine changes the rate of one currency at two providers: rates have no id of their own.
func TestAnotherProvidersRateIsNotMine(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	other := w.otherProvider()
	w.do("P", exchangeRate("0.9", 0))
	seen, err := w.db.Seen(t.Context(), w.provider, exchangeRate("", 0).About)
	w.check(err)
	for _, rate := range []string{"0.5", "0.6"} {
		_, err := w.db.Do(t.Context(), other, exchangeRate(rate, 0))
		w.check(err)
	}
	if now, err := w.db.Seen(t.Context(), w.provider, exchangeRate("", 0).About); err != nil || now != seen {
		t.Errorf("seen was entry %d, and now, after what another provider did, %d, %v", seen, now, err)
	}
	done, err := w.db.Do(t.Context(), w.provider, exchangeRate("0.8", seen))
	if err != nil || len(done.Edits) != 1 || done.Edits[0].From.Text != "0.9" || len(done.Meanwhile) != 0 || len(done.Others) != 0 {
		t.Errorf("a rate beside another provider's: %+v, %v", done, err)
	}
}

// TestNobodyIsNamedToAnotherAccount lets the provider and a reseller of theirs meet at the settings of a sub-reseller.
func TestNobodyIsNamedToAnotherAccount(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.sync() // R1 may manage sub-resellers now
	about := domain.Ref{Of: domain.ObjectReseller, ID: int64(w.accounts["R11"]), Name: "R11"}
	set := func(field domain.Field, text string, seen domain.ChangeID) domain.Change {
		return domain.Change{Kind: domain.ResellerChanged, About: about, Part: true, Seen: seen, Typed: typed(domain.Key{Field: field}, text)}
	}
	for i, name := range []string{"R1", "P"} {
		other := []string{"P", "R1"}[i]
		status, flag := []string{"on hold", "active"}[i], []string{domain.Yes, domain.No}[i]
		seen, err := w.db.Seen(t.Context(), w.viewers[name], about)
		w.check(err)
		w.do(other, set(domain.FieldAccountStatus, status, 0))
		_, err = w.db.Do(t.Context(), w.viewers[name], set(domain.FieldAccountStatus, "closed", seen))
		found := domain.Colliding(err)
		if found == nil || len(found.List) != 1 || found.List[0].By != "" || found.List[0].At.IsZero() {
			t.Errorf("%s collides with what %s did: %+v, %v", name, other, found, err)
		}
		done, err := w.db.Do(t.Context(), w.viewers[name], set(domain.FieldDisableCategories, flag, seen))
		if err != nil || len(done.Meanwhile) != 1 || len(done.Others) != 0 {
			t.Errorf("%s is told of %v: %+v, %v", name, done.Others, done.Meanwhile, err)
		}
	}
}

// TestTheHistoryOfSomebodyElsesReseller asks for it without having made it: the page of a reseller has another one.
func TestTheHistoryOfSomebodyElsesReseller(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	about := domain.Ref{Of: domain.ObjectReseller, ID: int64(w.accounts["R11"]), Name: "R11"}
	w.do("P", domain.Change{Kind: domain.ResellerChanged, About: about, Part: true, Typed: typed(domain.Key{Field: domain.FieldAccountStatus}, "on hold")})
	for name, want := range map[string]int{"P": 1, "R1": 0, "R11": 0, "R2": 0, "R111": 0} {
		history, err := w.db.Changes(t.Context(), w.viewers[name], about, pages.HistoryQuery{})
		if err != nil || len(history.Rows) != want {
			t.Errorf("%s reads %d changes, %v; want %d", name, len(history.Rows), err, want)
		}
	}
	seen, err := w.db.Seen(t.Context(), w.viewers["R2"], about)
	if err != nil || seen != 1 {
		t.Errorf("somebody else has seen entry %d, %v", seen, err)
	}
}

// TestARunNamesNobodyAboveItsVendor is a run of a reseller to whom their vendor delivered something while the dialog was open.
func TestARunNamesNobodyAboveItsVendor(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.sync()
	ann := viewer(t, w.db, w.accounts["P"], domain.Administrator)
	v, err := w.db.Viewer(t.Context(), w.viewers["R1"].User.ID)
	w.check(err)
	dialog, err := w.db.OpenDialog(t.Context(), v, domain.DialogRequest{Plan: resellerPlan})
	w.check(err)
	for _, c := range []domain.Change{feeChange("13", 0), {Kind: domain.TemplateChanged, Part: true,
		About: domain.Ref{Of: domain.ObjectTemplate, ID: int64(w.template), Name: "Standard"}, Typed: typed(domain.Key{Field: domain.FieldTemplateName}, "Renamed")}} {
		_, err := w.db.Do(t.Context(), ann, c)
		w.check(err)
	}
	_, err = w.db.Synchronize(t.Context(), ann, domain.RunRequest{Plan: resellerPlan, Options: domain.AllOptions()})
	w.check(err)
	id, err := w.db.SendDialog(t.Context(), v, domain.RunRequest{Key: dialog.Key, Plan: resellerPlan, Options: domain.AllOptions()})
	w.check(err)
	page, err := w.db.Run(t.Context(), v, id, pages.RunQuery{})
	w.check(err)
	by := map[string]string{}
	for _, since := range page.Run.SinceDialog {
		by[since.Action] = since.By
	}
	if diff := cmp.Diff(map[string]string{"synchronized": "P", "": ""}, by); diff != "" {
		t.Errorf("who changed what since the dialog (-want +got):\n%s", diff)
	}
}
