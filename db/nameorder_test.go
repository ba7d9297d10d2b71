package db_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tiersync/db/dbtest"
	"tiersync/domain"
	"tiersync/views/pages"
)

// Fault 89: names in the order that people expect, whatever the locale of the database.
func TestFault089ListsAreInTheOrderOfNames(t *testing.T) {
	t.Parallel()
	database := dbtest.Open(t)
	provider := company(t, database, "ann@provider.example", domain.Administrator)
	v, err := database.Viewer(t.Context(), provider.ID)
	if err != nil {
		t.Fatal(err)
	}
	const want = "2 GB|10 GB|Äpfel|apple|Zebra"
	for _, name := range []string{"Zebra", "10 GB", "apple", "2 GB", "Äpfel"} {
		if _, err := database.CreateAccount(t.Context(), domain.Account{Name: name, Parent: v.Account.ID, Currency: "EUR"}); err != nil {
			t.Fatal(err)
		}
		if _, err := database.Do(t.Context(), v, savedResource(domain.Resource{Name: name})); err != nil {
			t.Fatal(err)
		}
	}
	resellers, _, err := database.Resellers(t.Context(), v, v.Account.ID, pages.ListQuery{})
	if err != nil {
		t.Fatal(err)
	}
	resources, err := database.Resources(t.Context(), v)
	if err != nil {
		t.Fatal(err)
	}
	got := [2]string{}
	for i := range resellers {
		got[0] += "|" + resellers[i].Name
		got[1] += "|" + resources[i].Name
	}
	if diff := cmp.Diff([2]string{"|" + want, "|" + want}, got); diff != "" {
		t.Errorf("resellers and resources (-want +got):\n%s", diff)
	}
	found, _, err := database.Resellers(t.Context(), v, v.Account.ID, pages.ListQuery{Search: "ÄPFEL"})
	if err != nil || len(found) != 1 {
		t.Errorf("the search for ÄPFEL finds %d resellers, %v; want 1", len(found), err)
	}
}

// The id beside a name in the tree's order tells families of one name apart; it is no part of the name.
func TestSiblingsWhoseNamesEndInDigits(t *testing.T) {
	t.Parallel()
	database := dbtest.Open(t)
	v, err := database.Viewer(t.Context(), company(t, database, "ann@provider.example", domain.Administrator).ID)
	if err != nil {
		t.Fatal(err)
	}
	for id, name := range map[int]string{99: "Shop 1", 7: "Shop 19", 8: "Shop 10", 9: "Shop 2"} {
		const insert = `
			INSERT INTO account (id, parent_id, provider_id, level, kind, name, currency) VALUES ($1, $2, $2, 1, 'reseller', $3, 'EUR')`
		if err := execute(t, database, insert, id, v.Account.ID, name); err != nil {
			t.Fatal(err)
		}
	}
	list, _, err := database.Resellers(t.Context(), v, v.Account.ID, pages.ListQuery{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range list {
		got = append(got, r.Name)
	}
	if diff := cmp.Diff([]string{"Shop 1", "Shop 2", "Shop 10", "Shop 19"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestEverySortByNameSaysItsCollation reads the SQL of this package: an ORDER BY on a name without the collation would
// sort as the column does.
func TestEverySortByNameSaysItsCollation(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	sorted := regexp.MustCompile(`ORDER BY [^` + "`" + `\n)]*`)
	byName := regexp.MustCompile(`\b([a-z_]*name|path|status|email|role)( COLLATE name_order)?\b`)
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, clause := range sorted.FindAllString(string(source), -1) {
			for _, column := range byName.FindAllString(clause, -1) {
				if !strings.HasSuffix(column, "COLLATE name_order") {
					t.Errorf("%s sorts by %s without COLLATE name_order: %s", file, column, clause)
				}
			}
		}
	}
}
