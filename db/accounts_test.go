package db_test

import (
	"strings"
	"testing"

	"tiersync/db"
	"tiersync/db/dbtest"
	"tiersync/domain"
)

// chain makes a provider P with resellers R1 > R11 > R111 and R2, and a stranger Q. It returns their ids by name.
func chain(t *testing.T, database *db.DB) map[string]domain.AccountID {
	t.Helper()
	ids := map[string]domain.AccountID{"": 0}
	for _, a := range []struct{ name, parent string }{
		{"P", ""}, {"R2", "P"}, {"R1", "P"}, {"R11", "R1"}, {"R111", "R11"}, {"Q", ""},
	} {
		id, err := database.CreateAccount(t.Context(), domain.Account{Name: a.name, Parent: ids[a.parent], Currency: "EUR"})
		if err != nil {
			t.Fatal(err)
		}
		ids[a.name] = id
	}
	return ids
}

// Faults 28 to 30: one's own and what is below can be seen, nothing else.
func TestAccountIsFoundByItselfAndThoseAbove(t *testing.T) {
	t.Parallel()
	database := dbtest.Open(t)
	ids := chain(t, database)
	tests := []struct {
		viewer, account string
		found           bool
		level           int
	}{
		{"P", "P", true, 0}, {"P", "R111", true, 3}, {"R1", "R11", true, 2}, {"R111", "R111", true, 3},
		{"R11", "R1", false, 0}, {"R1", "P", false, 0}, {"R2", "R11", false, 0}, {"Q", "R1", false, 0}, {"P", "Q", false, 0},
	}
	for _, test := range tests {
		got, err := database.Account(t.Context(), ids[test.viewer], ids[test.account])
		if !test.found {
			wantKind(t, err, domain.KindNotFound)
		} else if err != nil || got.Name != test.account || got.Level != test.level || got.Provider != ids["P"] {
			t.Errorf("%s sees %s: got %+v, %v", test.viewer, test.account, got, err)
		}
	}
}

// Fault 55: the database refuses a cycle whatever the statement.
func TestDatabaseRefusesCycles(t *testing.T) {
	t.Parallel()
	database := dbtest.Open(t)
	ids := chain(t, database)
	tests := []struct{ name, sql string }{
		{"R1 below R11", `UPDATE account SET parent_id = $2 WHERE id = $1`},
		{"R1 below R11, levels adjusted", `UPDATE account SET parent_id = $2, level = 3 WHERE id = $1`},
		{"both at once", `UPDATE account SET parent_id = CASE id WHEN $1 THEN $2 ELSE $1 END, level = 1 WHERE id IN ($1, $2)`},
		{"its own parent", `UPDATE account SET parent_id = id WHERE id IN ($1, $2)`},
		{"a provider with a parent", `UPDATE account SET parent_id = $2 WHERE id = (SELECT provider_id FROM account WHERE id = $1)`},
		{"deferred", `SET CONSTRAINTS ALL DEFERRED; UPDATE account SET parent_id = R11.id, level = 3
			FROM account R11 WHERE account.name = 'R1' AND R11.name = 'R11'`},
	}
	for _, test := range tests {
		args := []any{ids["R1"], ids["R11"]}
		if !strings.Contains(test.sql, "$") {
			args = nil
		}
		if err := execute(t, database, test.sql, args...); err == nil {
			t.Errorf("%s: not refused", test.name)
		}
	}
}

func TestCreateAccountChecksItsFields(t *testing.T) {
	t.Parallel()
	database := dbtest.Open(t)
	tests := []struct {
		name    string
		account domain.Account
		want    domain.Kind
	}{
		{"no name", domain.Account{Name: "  ", Currency: "EUR"}, domain.KindInvalid},
		{"invisible name", domain.Account{Name: "\u200b", Currency: "EUR"}, domain.KindInvalid},
		{"long name", domain.Account{Name: strings.Repeat("ü", 251), Currency: "EUR"}, domain.KindInvalid},
		{"no UTF-8", domain.Account{Name: "a\xff", Currency: "EUR"}, domain.KindInvalid},
		{"no currency", domain.Account{Name: "A"}, domain.KindInvalid},
		{"no currency of ISO 4217", domain.Account{Name: "A", Currency: "QQQ"}, domain.KindInvalid},
		{"a currency of the past", domain.Account{Name: "A", Currency: "DEM"}, domain.KindInvalid},
		{"unknown parent", domain.Account{Name: "A", Currency: "EUR", Parent: 1}, domain.KindNotFound},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := database.CreateAccount(t.Context(), test.account)
			wantKind(t, err, test.want)
		})
	}
	if _, err := database.CreateAccount(t.Context(), domain.Account{Name: strings.Repeat("ü", 250), Currency: "EUR"}); err != nil {
		t.Errorf("a name of 250 characters: %v", err)
	}
}

func TestAdministratorsOfOneProvider(t *testing.T) {
	t.Parallel()
	database := dbtest.Open(t)
	add := func(email, provider string, currency domain.Currency) domain.AccountID {
		t.Helper()
		id, err := database.AddAdministrator(t.Context(), db.UseProduction, provider, currency, domain.User{Email: email, Name: "Ann"}, goodPassword)
		if err != nil {
			t.Fatal(err)
		}
		v, err := database.Viewer(t.Context(), id)
		if err != nil || v.User.Role != domain.Administrator || !v.IsProvider() {
			t.Fatalf("%+v, %v", v, err)
		}
		return v.Account.ID
	}
	first := add("ann@northwind.example", "Northwind", "EUR")
	if again := add("bob@northwind.example", " Northwind ", ""); again != first {
		t.Fatalf("got %d, want %d", again, first)
	}
	if other := add("cleo@southwind.example", "Southwind", "USD"); other == first {
		t.Error("another provider is the same")
	}
	for name, want := range map[string]string{"NORTHWIND": `called "Northwind" already`, "South\u200bwind": "invisible character U+200B"} {
		_, err := database.AddAdministrator(t.Context(), db.UseProduction, name, "", domain.User{Email: "dan@x.example", Name: "Dan"}, goodPassword)
		wantKind(t, err, domain.KindInvalid)
		wantMessage(t, err, want)
	}
	third := add("eve@cafe.example", "Cafe\u0301  Cloud", "")
	if again := add("fay@cafe.example", "Caf\u00e9 Cloud", ""); again != third {
		t.Error("an accent written otherwise makes another provider")
	}
	_, err := database.AddAdministrator(t.Context(), db.UseProduction, "Southwind", "", domain.User{Email: "gus@x.example", Name: "G\u200bus"}, goodPassword)
	wantKind(t, err, domain.KindInvalid)
}

func TestProtections(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.sync() // brings the resellers their rights
	save := func(v domain.Viewer, account string, s domain.Switches) error {
		typed := domain.Account{Status: domain.AccountActive, Switches: s}.Settings()
		if s.SyncDisplayCategory {
			typed = append(typed, domain.KeyedValue{Key: domain.Key{Field: domain.FieldSyncDisplay}, Value: domain.Yes})
		}
		_, err := w.db.Do(t.Context(), v, domain.Change{Kind: domain.ResellerChanged, Part: true, Typed: typed,
			About: domain.Ref{Of: domain.ObjectReseller, ID: int64(w.accounts[account]), Name: account}})
		return err
	}
	unit := domain.Switches{OperatingUnit: true, DisablePrices: true}
	w.check(save(w.provider, "R11", unit))
	got, err := w.db.Account(t.Context(), w.accounts["P"], w.accounts["R11"])
	if err != nil || got.Switches != unit {
		t.Fatalf("got %+v, %v; want %+v", got.Switches, err, unit)
	}
	tests := []struct {
		name     string
		viewer   domain.Viewer
		account  string
		switches domain.Switches
		want     domain.Kind
	}{
		{"read-only", viewer(t, w.db, w.accounts["P"], domain.ReadOnly), "R1", unit, domain.KindForbidden},
		{"their own protection", w.viewers["R1"], "R1", unit, domain.KindForbidden},
		{"another's", w.viewers["R2"], "R11", unit, domain.KindNotFound},
		{"prices without unit", w.provider, "R1", domain.Switches{DisablePrices: true}, domain.KindInvalid},
		{"the provider's setting on a reseller", w.provider, "R1", domain.Switches{SyncDisplayCategory: true}, domain.KindInvalid},
		{"a reseller's on the provider", w.provider, "P", domain.Switches{OperatingUnit: true}, domain.KindInvalid},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w.nothing(test.want, func() error { return save(test.viewer, test.account, test.switches) })
		})
	}
}

func TestLogsAreAppendOnly(t *testing.T) {
	t.Parallel()
	database := dbtest.Open(t)
	company(t, database, "ann@provider.example", domain.Administrator) // logs changes
	for _, sql := range []string{`DELETE FROM change`, `UPDATE change SET name = 'x'`, `TRUNCATE change CASCADE`, `DELETE FROM change_part`, `UPDATE change_part SET edits = '[]'`, `TRUNCATE change_part`, `DELETE FROM audit`, `UPDATE audit SET action = 'x'`, `TRUNCATE audit`, `DELETE FROM security_event`} {
		if err := execute(t, database, sql); err == nil {
			t.Errorf("%s was not refused", sql)
		}
	}
}
