package versions

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"testing"
	"unicode/utf8"

	"tiersync/db/versions/golden"
	"tiersync/domain"
)

// The hashes of these values are stored in installations, as those of package golden are: neither is ever changed.

// listedPlan is the golden plan with what price lists call it, which form 2 can say.
func listedPlan() *domain.Plan {
	p := golden.Plan()
	p.Product, p.SKU, p.Segment, p.Market = "CFQ7TTC0LH18", "0001", "Commercial", "DE"
	p.Periods[0].Product, p.Periods[0].SKU, p.Periods[0].Billing = "CFQ7TTC0LH19", "<2&\"3\">", "Annual"
	return p
}

// listedPeriod has it in a period alone.
func listedPeriod() *domain.Plan {
	p := golden.Plan()
	p.Periods[1].Billing = "Monthly"
	return p
}

// everyCharacter returns all characters that some form might escape, and what is none.
func everyCharacter() string {
	var text []byte
	for r := range rune(0x3000) {
		text = utf8.AppendRune(text, r)
	}
	return string(text) + "\xff\xc3(\xe2\x82\xef\xbf \ufffd \U0001F642\xf0\x9f"
}

// knowing returns a store that knows what is in the catalogs, as it does before it stores them.
func knowing(t *testing.T, catalogs ...*domain.Catalog) *Store {
	t.Helper()
	s := In(nil, NewCache())
	for _, c := range catalogs {
		know(t, s.plans, canonicalPlan, c.Plans...)
		know(t, s.categories, canonicalCategories, c.Categories)
		know(t, s.schedules, canonicalSchedules, c.Schedules)
		know(t, s.orderFlows, canonicalOrderFlow, c.OrderFlow)
		know(t, s.privileges, canonicalPrivileges, c.Privileges)
		know(t, s.terms, canonicalTerms, c.Terms)
	}
	return s
}

func know[T any](t *testing.T, known *identities[T], canonical func(*T) ([]byte, error), values ...*T) {
	t.Helper()
	list, err := hashAll(known.unknown(values), canonical)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range list {
		known.add(version[T]{int64(len(known.byID) + 1), v.hash, v.value})
	}
}

// formOf returns a function that writes the canonical form of a value.
func formOf[T any](value *T, canonical func(*T) ([]byte, error)) func() ([]byte, error) {
	return func() ([]byte, error) { return canonical(value) }
}

// TestGoldenHashes: what is stored has these hashes, whatever becomes of the program.
func TestGoldenHashes(t *testing.T) {
	t.Parallel()
	full, c, empty := golden.Plan(), golden.Catalog(), &domain.Catalog{}
	shuffled := golden.Plan()
	slices.Reverse(shuffled.SalesCategories)
	slices.Reverse(shuffled.Upgrades)
	slices.Reverse(shuffled.Periods)
	slices.Reverse(shuffled.Rates[0].Prices)
	slices.Reverse(shuffled.Rates)
	shuffled.Rates[0].Prices = []domain.PriceRow{}
	bare := &domain.Plan{SalesCategories: []domain.CategoryID{}, Upgrades: []domain.Upgrade{{}}, Periods: []domain.Period{{}}, Rates: []domain.Rate{{}}}
	store := knowing(t, c, empty)
	tests := []struct {
		name, hash string
		form       func() ([]byte, error)
	}{
		{"plan", "dbc731b367328e65a14bb5a3eaf82719bd19782c18c55a60208435b6d14c470a", formOf(full, canonicalPlan)},
		{"plan in another order", "dbc731b367328e65a14bb5a3eaf82719bd19782c18c55a60208435b6d14c470a", formOf(shuffled, canonicalPlan)},
		{"plan in price lists", "b0142a9dd3453ff37327f2a93489ef4478c42f6e9c2d2b1abbeab6d6e9905378", formOf(listedPlan(), canonicalPlan)},
		{"period in price lists", "a304118fc4fc945f71b1d7911eb045ba9287c0c5d42a7725ffd0f516282068f1", formOf(listedPeriod(), canonicalPlan)},
		{"empty plan", "adb1588a1cdff02909fe6a302aa61d7df10944ab953a4625ff77992d38a9aa60", formOf(&domain.Plan{}, canonicalPlan)},
		{"plan of empty things", "d650485286c99acc7e287d532edcba7e52db5f9c11dbe6c827e930c9fa8c125a", formOf(bare, canonicalPlan)},
		{"categories", "9472a5836cc8fccdbbb5b9c8da6b1e688ca0ef0e380f79f0314675703c242981", formOf(c.Categories, canonicalCategories)},
		{"empty categories", "5c149b138a873705560710aa8a1f4d5abcf269f238684c3ee5f8a4be5ca1e368", formOf(&domain.Categories{}, canonicalCategories)},
		{"schedules", "8c83cfab7f7fb82b656bfc163610569fc126e4e4932966e925f6699395da76e2", formOf(c.Schedules, canonicalSchedules)},
		{"empty schedules", "c956254e5e69257e5854216355feaad9db81eacba90bc1cac9f8d98687a2b063", formOf(&domain.Schedules{}, canonicalSchedules)},
		{"order flow", "8d642855cae1bcb8000b46036de0fcdb476750d307156e0748f03d8ab99b162c", formOf(c.OrderFlow, canonicalOrderFlow)},
		{"empty order flow", "ae965121d075a3e52c89441c97e0c746d1e546e69a71309baa27657a6f3ea9e3", formOf(&domain.OrderFlow{}, canonicalOrderFlow)},
		{"privileges", "6617872dcf1ad714e04aae57be782b0432449a5f12c6b201a535b93f04a0d1e7", formOf(c.Privileges, canonicalPrivileges)},
		{"empty privileges", "02a1fd738ae51712b501c20194ca35f8865fbfc89d52ed14e36ef32dc14c3565", formOf(&domain.PrivilegeSet{}, canonicalPrivileges)},
		{"terms", "acae1db37b53b460e074ff69f9df5f4f2c3ea5d5945967046c4e21c1b0a976b5", formOf(c.Terms, canonicalTerms)},
		{"empty terms", "1e9f881af861bcacfa0562918d79201913506379f8fd5f6c3ad1c61f0368692f", formOf(&domain.Terms{}, canonicalTerms)},
		{"every character", "22d6a37b5a4fcdd3297608b324fa8b430f28207166fa6b0db08aac4033b8d775", formOf(&domain.Terms{Acceptance: everyCharacter()}, canonicalTerms)},
		{"catalog", "77f8e395082777c0adde933006c9f29ca5f17a6d527cbc2402371bbe731adc54", formOf(c, store.canonicalCatalog)},
		{"empty catalog", "928a814e1c8bdedd121dd07b6814844ab0f9f55722099c2d4e2f069497ae6157", formOf(empty, store.canonicalCatalog)},
	}
	for _, test := range tests {
		form, err := test.form()
		if err != nil {
			t.Fatalf("%s: %v", test.name, err)
		}
		sum := sha256.Sum256(form)
		if got := hex.EncodeToString(sum[:]); got != test.hash {
			t.Errorf("%s has the hash %s, want %s; its form is\n%s", test.name, got, test.hash, form)
		}
	}
}
