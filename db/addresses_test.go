package db_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"tiersync/db"
	"tiersync/db/dbtest"
	"tiersync/domain"
)

// Fault 109: who is added under an address, however it is typed, signs in with it, however it is typed, and nobody else gets it.
func TestFault109AddressesOnEveryRoad(t *testing.T) {
	t.Parallel()
	database := dbtest.Open(t)
	admin := company(t, database, "ann@provider.example", domain.Administrator)
	v, err := database.Viewer(t.Context(), admin.ID)
	if err != nil {
		t.Fatal(err)
	}
	added := func(email string) error {
		_, err := database.AddUser(t.Context(), domain.User{Account: admin.Account, Email: email, Name: "Somebody", Role: domain.Operator}, goodPassword)
		return err
	}
	roads := map[string]func(email string) error{
		"the command line": added,
		"a form": func(email string) error {
			_, token, err := database.DoWithLink(t.Context(), v, domain.Change{Kind: domain.UserAdded,
				Typed: domain.UserRow{User: domain.User{Email: email, Name: "Somebody", Role: domain.Operator}, Active: true}.Values(),
				About: domain.Ref{Of: domain.ObjectUser, ID: domain.NewID, Name: email}})
			if err != nil {
				return err
			}
			return database.SetPasswordByLink(t.Context(), token, goodPassword, "")
		},
		"a new reseller": func(email string) error {
			_, token, err := database.CreateReseller(t.Context(), v, domain.Account{Name: "Reseller " + email, Currency: "USD"},
				domain.User{Email: email, Name: "Somebody"}, "")
			if err != nil {
				return err
			}
			return database.SetPasswordByLink(t.Context(), token, goodPassword, "")
		},
		"a new provider": func(email string) error {
			_, err := database.AddAdministrator(t.Context(), db.UseProduction, "Provider "+email, "", domain.User{Email: email, Name: "Somebody"}, goodPassword)
			return err
		},
	}
	if err := execute(t, database, `INSERT INTO installation (kind) VALUES ('production')`); err != nil {
		t.Fatal(err)
	}
	n := 0
	for road, add := range roads {
		n++
		local := string(rune('a' + n))
		typed := "Ä" + local + "nne@Bücher.example"
		if err := add(typed); err != nil {
			t.Errorf("%s: %v", road, err)
			continue
		}
		for _, email := range []string{typed, "ä" + local + "nne@bücher.example", "A\u0308" + local + "NNE@xn--bcher-kva.example"} {
			user, err := database.Authenticate(t.Context(), domain.SignIn{Email: email, Password: goodPassword})
			if err != nil || user.Email != "ä"+local+"nne@bücher.example" {
				t.Errorf("%s: as %q: %q, %v", road, email, user.Email, err)
			}
			wantKind(t, added(email), domain.KindInvalid)
		}
	}
}

// walkTheManual is a hash of that password with small parameters.
const walkTheManual = `$argon2id$v=19$m=1024,t=1,p=1$2Nhjzrpy2JffJfZ4X2IIpw$IjVyz23OkweWUdZcKO92xrJC0agNHVH9baX3hq0EfwQ`

// Fault 109: addresses that earlier versions stored. Whoever could sign in with one still can.
func TestFault109AddressesThatAreStored(t *testing.T) {
	t.Parallel()
	url := dbtest.EmptyURL(t)
	pool, _ := migratedTo(t, url, 18)
	const stored = `
		INSERT INTO account (id, provider_id, level, kind, name, currency) VALUES (1, 1, 0, 'provider', 'P', 'USD');
		INSERT INTO app_user (id, account_id, email, name, role, password_hash) VALUES
			(2, 1, 'Ann@Provider.example', 'Ann', 'administrator', '` + walkTheManual + `'),
			(3, 1, 'Änne@firma.example', 'a second Änne', 'operator', '` + walkTheManual + `'),
			(4, 1, 'änne@firma.example', 'Änne', 'operator', '` + walkTheManual + `'),
			(5, 1, 'Örn@firma.example', 'Örn', 'operator', '` + walkTheManual + `'),
			(6, 1, 'bo@xn--bcher-kva.example', 'Bo', 'operator', '` + walkTheManual + `'),
			(7, 1, 'cy@bücher.example', 'Cy', 'operator', '` + walkTheManual + `'),
			(8, 1, 'di@my_host.example', 'Di', 'operator', '` + walkTheManual + `'),
			(9, 1, 'bo@bücher.example', 'another Bo', 'operator', '` + walkTheManual + `')`
	if _, err := pool.ExecContext(t.Context(), stored); err != nil {
		t.Fatal(err)
	}
	database, err := db.Open(t.Context(), url, db.Options{MaxConns: 2})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { database.Close() })
	for range 2 { // once more: nothing is left to do
		if err := database.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if err := database.CheckSchema(t.Context()); err != nil {
		t.Error(err)
	}
	var got []string
	for id := 2; id <= 9; id++ {
		got = append(got, ask[string](t, database, `SELECT email FROM app_user WHERE id = $1`, id))
	}
	want := []string{"ann@provider.example", "Änne@firma.example", "änne@firma.example", "örn@firma.example", "bo@xn--bcher-kva.example",
		"cy@bücher.example", "di@my_host.example", "bo@bücher.example"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("addresses (-want +got):\n%s", diff)
	}
	for typed, want := range map[string]domain.UserID{"ANN@provider.example": 2, "ÄNNE@firma.example": 4, "Örn@FIRMA.example": 5, "cy@xn--bcher-kva.example": 7,
		"DI@my_host.example": 8, "bo@bücher.example": 9, "BO@xn--bcher-kva.example": 6} {
		if user, err := database.Authenticate(t.Context(), domain.SignIn{Email: typed, Password: "walk-the-manual"}); err != nil || user.ID != want {
			t.Errorf("%s is user %d, %v; want %d", typed, user.ID, err, want)
		}
	}
}
