package versions

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"tiersync/db/versions/golden"
	"tiersync/domain"
)

// TestCanonicalFormsCarryEveryField changes every single field of what is stored by its content: the form is another one, and
// what is read from the form of a part is the part. It fails when a type of package domain has a field that the forms lack.
func TestCanonicalFormsCarryEveryField(t *testing.T) {
	t.Parallel()
	everyField(t, canonicalPlan, nil)
	everyField(t, canonicalCategories, readPart[categoriesForm])
	everyField(t, canonicalSchedules, readPart[schedulesForm])
	everyField(t, canonicalOrderFlow, readPart[orderFlowForm])
	everyField(t, canonicalPrivileges, readPart[privilegesForm])
	everyField(t, canonicalTerms, readPart[termsForm])
}

func everyField[T any](t *testing.T, canonical func(*T) ([]byte, error), read func([]byte) (*T, error)) {
	t.Helper()
	value := new(T)
	fillIn(reflect.ValueOf(value).Elem(), new(int))
	forms := map[string]string{} // what was changed, by the form it has then
	look := func(changed string) {
		form, err := canonical(value)
		if err != nil {
			t.Fatal(err)
		}
		if other, ok := forms[string(form)]; ok {
			t.Errorf("%T: the form does not tell %s from %s", *value, changed, other)
		}
		forms[string(form)] = changed
		body := form[bytes.IndexByte(form, '{'):]
		var number struct{ Form int }
		if err := json.Unmarshal(body, &number); err != nil || number.Form > newestForm || number.Form == 1 {
			t.Errorf("%T, %s: form %d of %d, %v", *value, changed, number.Form, newestForm, err)
		}
		if read == nil {
			return
		}
		back, err := read(body)
		if err != nil {
			t.Fatal(err)
		}
		if again, err := canonical(back); err != nil || !bytes.Equal(again, form) {
			t.Errorf("%T, %s: what was read has the form %s, %v, not\n%s", *value, changed, again, err, form)
		}
	}
	look("nothing")
	changeEach(reflect.ValueOf(value).Elem(), "", look)
}

// fillIn gives everything in a value another content.
func fillIn(v reflect.Value, n *int) {
	*n++
	switch {
	case v.Type() == reflect.TypeFor[domain.Price]():
		v.Set(reflect.ValueOf(domain.Amount(decimal.New(int64(*n), -1))))
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			fillIn(v.Field(i), n)
		}
	case v.Kind() == reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fallthrough
	case v.Kind() == reflect.Array:
		for i := range v.Len() {
			fillIn(v.Index(i), n)
		}
	case v.Kind() == reflect.String:
		v.SetString(fmt.Sprint("text ", *n))
	case v.Kind() == reflect.Bool:
		v.SetBool(true)
	default:
		v.SetInt(int64(*n))
	}
}

// changeEach changes one thing in a filled value after the other, each for one call of look.
func changeEach(v reflect.Value, name string, look func(changed string)) {
	was := reflect.ValueOf(v.Interface())
	switch {
	case v.Type() == reflect.TypeFor[domain.Price]():
		v.SetZero()
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			changeEach(v.Field(i), name+"."+v.Type().Field(i).Name, look)
		}
		return
	case v.Kind() == reflect.Slice || v.Kind() == reflect.Array:
		for i := range v.Len() {
			changeEach(v.Index(i), fmt.Sprint(name, "[", i, "]"), look)
		}
		if v.Kind() == reflect.Array {
			return
		}
		v.Set(v.Slice(0, 1))
	case v.Kind() == reflect.String:
		v.SetString("another")
	case v.Kind() == reflect.Bool:
		v.SetBool(false)
	default:
		v.SetInt(v.Int() + 1_000_000)
	}
	look(name)
	v.Set(was)
}

// TestCanonicalCatalogCarriesEveryField takes away one thing in a catalog after the other.
func TestCanonicalCatalogCarriesEveryField(t *testing.T) {
	t.Parallel()
	full := golden.Catalog()
	store := knowing(t, full)
	forms := map[string]string{}
	look := func(taken string, c domain.Catalog) {
		form, err := store.canonicalCatalog(&c)
		if err != nil {
			t.Fatal(err)
		}
		if other, ok := forms[string(form)]; ok {
			t.Errorf("the form does not tell %s (taken away) from %s", taken, other)
		}
		forms[string(form)] = taken
	}
	look("nothing", *full)
	for i := range reflect.TypeFor[domain.Catalog]().NumField() {
		c := *full
		reflect.ValueOf(&c).Elem().Field(i).SetZero()
		look(reflect.TypeFor[domain.Catalog]().Field(i).Name, c)
	}
}

// TestCanonicalFormsGrow: what form 1 can say is written in form 1, whatever fields came later.
func TestCanonicalFormsGrow(t *testing.T) {
	t.Parallel()
	type plan struct{ name, tagline, badge string }
	write := func(f *form, p *plan) {
		f.text("Name", p.name)
		if f.since(2, p.tagline != "") {
			f.text("Tagline", p.tagline)
		}
		if f.since(3, p.badge != "") {
			f.text("Badge", p.badge)
		}
	}
	tests := []struct {
		plan plan
		want string
	}{
		{plan{"Mail", "", ""}, `plan:{"Name":"Mail"}`},
		{plan{"Mail", "Fast", ""}, `plan:{"Form":2,"Name":"Mail","Tagline":"Fast"}`},
		{plan{"Mail", "", "New"}, `plan:{"Form":3,"Name":"Mail","Badge":"New"}`},
		{plan{"Mail", "Fast", "New"}, `plan:{"Form":3,"Name":"Mail","Tagline":"Fast","Badge":"New"}`},
	}
	for _, test := range tests {
		got, err := writeForm([]byte("plan:"), &test.plan, write)
		if err != nil || string(got) != test.want {
			t.Errorf("%+v is written as %s, %v, want %s", test.plan, got, err, test.want)
		}
	}
}

func TestPartsOfANewerFormAreRefused(t *testing.T) {
	t.Parallel()
	for form, refused := range map[int]bool{0: false, newestForm: false, newestForm + 1: true} {
		_, err := readPart[termsForm](fmt.Appendf(nil, `{"Form": %d, "Acceptance": "every purchase", "Documents": null}`, form))
		if (err != nil) != refused {
			t.Errorf("form %d: %v", form, err)
		}
	}
}

// TestPartsAreReadAsTheyWere compares what is read with what was written, empty lists included.
func TestPartsAreReadAsTheyWere(t *testing.T) {
	t.Parallel()
	same := func(want *domain.Terms) {
		form, err := canonicalTerms(want)
		if err != nil {
			t.Fatal(err)
		}
		got, err := readPart[termsForm](form[len(partTerms)+1:])
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%v (-want +got):\n%s", err, diff)
		}
	}
	same(golden.Catalog().Terms)
	same(&domain.Terms{})
	same(&domain.Terms{Acceptance: everyCharacter()[:0x80]})
}

func TestPricesWithoutARateAreNotStored(t *testing.T) {
	t.Parallel()
	price := domain.ExchangeRates{}.Conversion("USD", "EUR", nil).Fee(domain.Amount(decimal.NewFromInt(1)))
	plan := &domain.Plan{ID: 7, Periods: []domain.Period{{Fees: domain.Fees{domain.DepositFee: price}}}}
	if _, err := canonicalPlan(plan); err == nil {
		t.Error("a price without an exchange rate has a canonical form")
	}
	if _, err := hashAll([]*domain.Plan{{}, plan}, canonicalPlan); err == nil {
		t.Error("a price without an exchange rate was hashed")
	}
}
