package db_test

import (
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jmoiron/sqlx"

	"tiersync/db/dbtest"
	"tiersync/domain"
)

func TestAuthenticate(t *testing.T) {
	t.Parallel()
	database := dbtest.Open(t)
	user := company(t, database, "Ann@Provider.example", domain.Administrator)
	user.Email = "ann@provider.example"
	got, err := database.Authenticate(t.Context(), domain.SignIn{Email: " ann@provider.EXAMPLE ", Password: goodPassword})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(user, got); diff != "" {
		t.Errorf("user (-want +got):\n%s", diff)
	}
	if err := database.SetPassword(t.Context(), user.ID, goodPassword); err != nil {
		t.Fatal(err)
	}
	if hash := ask[string](t, database, `SELECT password_hash FROM app_user`); !strings.HasPrefix(hash, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Errorf("the password is stored as %s", hash)
	}
	message := func(email, password string) string {
		_, err := database.Authenticate(t.Context(), domain.SignIn{Email: email, Password: password})
		wantKind(t, err, domain.KindInvalid)
		return err.Error()
	}
	// Fault 47: nobody learns which addresses exist.
	wrong := message("ann@provider.example", "wrong")
	for _, email := range []string{"nobody@provider.example", "", "a\x00b", "a\xff", strings.Repeat("x", 10_000)} {
		if got := message(email, goodPassword); got != wrong {
			t.Errorf("%.20q: got %q, want %q", email, got, wrong)
		}
	}
	for _, change := range []string{`UPDATE account SET status = 'closed'`, `UPDATE account SET status = 'active'; UPDATE app_user SET active = false`} {
		if err := execute(t, database, change); err != nil {
			t.Fatal(err)
		}
		if got := message("ann@provider.example", goodPassword); got != wrong {
			t.Errorf("after %s: got %q, want %q", change, got, wrong)
		}
	}
}

// Fault 48: any bytes, up to 256 of them.
func TestPasswords(t *testing.T) {
	t.Parallel()
	database := dbtest.Open(t)
	user := company(t, database, "ann@provider.example", domain.Administrator)
	long := strings.Repeat("Vogel ohne Himmel ", 15)
	for _, password := range []string{long[:73], long[:256], "nul\x00nil\x00 Q7x9", "🔑 🐘 🌍 🎈 🧊 🚲", " leading blank", "\xff\xfe\x01\x80\xc3\x28\xa0\xa1\xe2\x28\xa1\x99"} {
		if err := database.SetPassword(t.Context(), user.ID, password); err != nil {
			t.Fatalf("set %.10q: %v", password, err)
		}
		if _, err := database.Authenticate(t.Context(), domain.SignIn{Email: user.Email, Password: password}); err != nil {
			t.Errorf("%.10q is not accepted: %v", password, err)
		}
		if _, err := database.Authenticate(t.Context(), domain.SignIn{Email: user.Email, Password: strings.TrimSpace(password) + "x"}); err == nil {
			t.Errorf("%.10q with another end is accepted", password)
		}
	}
	for _, password := range []string{long[:257], strings.Repeat("a", 1<<20)} {
		wantKind(t, database.SetPassword(t.Context(), user.ID, password), domain.KindInvalid)
		_, err := database.Authenticate(t.Context(), domain.SignIn{Email: user.Email, Password: password})
		wantKind(t, err, domain.KindInvalid)
	}
}

// Fault 48: what is known about somebody is their vendor's name, too.
func TestFault048TheNameOfTheVendor(t *testing.T) {
	t.Parallel()
	database := dbtest.Open(t)
	vendor := company(t, database, "ann@provider.example", domain.Administrator)
	account, err := database.CreateAccount(t.Context(), domain.Account{Parent: vendor.Account, Name: "Seaside Cloud", Currency: "USD"})
	if err != nil {
		t.Fatal(err)
	}
	user := domain.User{Account: account, Email: "bob@seaside.example", Name: "Bob", Role: domain.Administrator}
	for _, password := range []string{"Northwind2026!", "North Wind Distribution", "Seaside-Cloud-1"} {
		_, err := database.AddUser(t.Context(), user, password)
		wantKind(t, err, domain.KindInvalid)
	}
	if _, err := database.AddUser(t.Context(), user, goodPassword); err != nil {
		t.Error(err)
	}
}

// Fault 49: a crowd takes its turn.
func TestManySignInsAtOnce(t *testing.T) {
	t.Parallel()
	database := dbtest.Open(t)
	user := company(t, database, "ann@provider.example", domain.Administrator)
	var wg sync.WaitGroup
	for range 30 {
		wg.Go(func() {
			if _, err := database.Authenticate(t.Context(), domain.SignIn{Email: user.Email, Password: goodPassword}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}

// TestFault102TheLineComesFirst: guesses stand in the line for hashing before they ask the database, so that who comes last passes them there,
// and does not wait behind all of them for a connection.
func TestFault102TheLineComesFirst(t *testing.T) {
	t.Parallel()
	database := dbtest.Open(t)
	const guesses = 5
	var wg sync.WaitGroup
	err := database.BusySigningIn(t.Context(), func(line func() int) {
		for range guesses {
			wg.Go(func() {
				_, err := database.Authenticate(t.Context(), domain.SignIn{Email: "nobody@provider.example", Password: "wrong"})
				wantKind(t, err, domain.KindInvalid)
			})
		}
		for until := time.Now().Add(2 * time.Second); line() < guesses && time.Now().Before(until); {
			runtime.Gosched()
		}
		if n := line(); n != guesses {
			t.Errorf("%d of %d guesses stand in the line", n, guesses)
		}
	})
	if err != nil {
		t.Error(err)
	}
	wg.Wait()
}

func TestSignInsAreRecorded(t *testing.T) {
	t.Parallel()
	database := dbtest.Open(t)
	user := company(t, database, "ann@provider.example", domain.Administrator)
	for _, try := range []struct{ email, password string }{
		{user.Email, goodPassword}, {user.Email, "wrong"}, {"Nobody@provider.example ", "wrong"},
		{goodPassword, "ann"}, {"no\r\nbody\x00", "wrong"}, // what is typed for an address may be a password
	} {
		_, _ = database.Authenticate(t.Context(), domain.SignIn{Email: try.email, Password: try.password}) // some are refused, on purpose
	}
	var got []string
	err := database.InReadTx(t.Context(), func(tx *sqlx.Tx) error {
		return tx.SelectContext(t.Context(), &got,
			`SELECT concat_ws(' ', kind, user_id = $1, detail) FROM security_event WHERE kind <> 'user added' ORDER BY id`, user.ID)
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"signed in t ", "sign-in refused t ann@provider.example", "sign-in refused nobody@provider.example",
		"sign-in refused no email address", "sign-in refused no email address"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("security events (-want +got):\n%s", diff)
	}
}

func TestAddUserRefuses(t *testing.T) {
	t.Parallel()
	database := dbtest.Open(t)
	ann := company(t, database, "ann@provider.example", domain.Administrator)
	tests := []struct {
		name     string
		change   func(*domain.User)
		password string
		want     domain.Kind
	}{
		{"same address in capitals", func(u *domain.User) { u.Email = "ANN@provider.example" }, goodPassword, domain.KindInvalid},
		{"no address", func(u *domain.User) { u.Email = "bob" }, goodPassword, domain.KindInvalid},
		{"address with a name", func(u *domain.User) { u.Email = "Bob <bob@x.example>" }, goodPassword, domain.KindInvalid},
		{"no name", func(u *domain.User) { u.Name = "" }, goodPassword, domain.KindInvalid},
		{"unknown role", func(u *domain.User) { u.Role = "boss" }, goodPassword, domain.KindInvalid},
		{"unknown right", func(u *domain.User) { u.Rights = []domain.Privilege{"Everything"} }, goodPassword, domain.KindInvalid},
		{"unknown account", func(u *domain.User) { u.Account = 1 }, goodPassword, domain.KindNotFound},
		{"no password", func(*domain.User) {}, "", domain.KindInvalid},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			user := domain.User{Account: ann.Account, Email: "bob@provider.example", Name: "Bob", Role: domain.Operator}
			test.change(&user)
			_, err := database.AddUser(t.Context(), user, test.password)
			wantKind(t, err, test.want)
		})
	}
}

func TestViewer(t *testing.T) {
	t.Parallel()
	database := dbtest.Open(t)
	rights := []domain.Privilege{domain.EditPrices}
	user := company(t, database, "ann@provider.example", domain.Operator)
	if err := setRole(t, database, user, domain.Operator, rights...); err != nil {
		t.Fatal(err)
	}
	viewer, err := database.Viewer(t.Context(), user.ID)
	if err != nil {
		t.Fatal(err)
	}
	user.Rights = rights
	if diff := cmp.Diff(user, viewer.User); diff != "" {
		t.Errorf("user (-want +got):\n%s", diff)
	}
	if viewer.Account.ID != user.Account || !viewer.May(domain.EditPrices) || viewer.May(domain.ManageUsers) {
		t.Errorf("viewer %+v may the wrong things", viewer)
	}
	if err := execute(t, database, `UPDATE account SET status = 'closed'`); err != nil {
		t.Fatal(err)
	}
	_, err = database.Viewer(t.Context(), user.ID)
	wantKind(t, err, domain.KindNotFound)
}
