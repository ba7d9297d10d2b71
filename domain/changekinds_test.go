package domain_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"tiersync/domain"
)

// TestTheTableOfKinds: keys are stable keys, and every kind says what it is. Who may do what is in db/changekinds_test.go.
func TestTheTableOfKinds(t *testing.T) {
	t.Parallel()
	keys, words := map[domain.ChangeKind]bool{}, map[string]bool{}
	for _, k := range domain.ChangeKinds() {
		if keys[k.Kind] || words[k.Words] || k.Words == "" || k.Of == "" {
			t.Errorf("%+v lacks something, or is there twice", k)
		}
		if k.Right != "" && !slices.Contains(domain.Privileges(), k.Right) {
			t.Errorf("%s takes %q, which is no privilege", k.Kind, k.Right)
		}
		if k.Kind.Info() != k {
			t.Errorf("%s is found as %+v", k.Kind, k.Kind.Info())
		}
		if k.Has(domain.Makes) && k.Has(domain.Removes) || k.Has(domain.Apart) && k.Has(domain.Undoable) {
			t.Errorf("%s has traits that exclude each other", k.Kind)
		}
		keys[k.Kind], words[k.Words] = true, true
	}
	for _, key := range declared(t, "ChangeKind") {
		if !keys[domain.ChangeKind(key)] {
			t.Errorf("%s has no row in the table of kinds of change", key)
		}
	}
	for _, key := range declared(t, "Object") {
		if !slices.ContainsFunc(domain.Objects(), func(o domain.ObjectInfo) bool { return string(o.Object) == key }) {
			t.Errorf("%s has no row in the table of objects", key)
		}
	}
	if unknown := domain.ChangeKind("made_up").Info(); unknown.Words != "made_up" || unknown.Of != "" {
		t.Errorf("an unknown kind is %+v", unknown)
	}
}

// declared are the values of the constants of a type that the package declares.
func declared(t *testing.T, of string) (values []string) {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok || len(spec.Values) != 1 {
				return true
			}
			typed, ok := spec.Type.(*ast.Ident)
			if value, constant := spec.Values[0].(*ast.BasicLit); ok && constant && typed.Name == of {
				text, err := strconv.Unquote(value.Value)
				if err != nil {
					t.Fatal(err)
				}
				values = append(values, text)
			}
			return true
		})
	}
	if len(values) == 0 {
		t.Fatalf("no constant of type %s", of)
	}
	return values
}

// administrators are those of a provider, and of a reseller who was given everything.
func administrators() map[domain.AccountKind]domain.Viewer {
	reseller := who()
	reseller.Account.Kind, reseller.Granted = domain.Reseller, domain.Privileges()
	return map[domain.AccountKind]domain.Viewer{domain.Provider: who(), domain.Reseller: reseller}
}

// TestAKindIsAboutItsOwnThings: a right to change one kind of thing is none to change another under its name.
func TestAKindIsAboutItsOwnThings(t *testing.T) {
	t.Parallel()
	things := map[domain.Object]domain.Thing{domain.ObjectUser: domain.UserRow{User: domain.User{ID: 1, Name: "Ann"}},
		domain.ObjectReseller: domain.Account{ID: 1, Kind: domain.Reseller, Name: "R"}, domain.ObjectTemplate: domain.TemplateRow{ID: 1, Name: "Gold"},
		domain.ObjectResource: domain.Resource{ID: 1, Name: "Box"}}
	for _, kind := range domain.ChangeKinds() {
		for _, other := range domain.ChangeKinds() {
			if other.Of == kind.Of {
				continue
			}
			c := domain.Change{Kind: kind.Kind, About: domain.Ref{Of: other.Of, ID: 1, Name: "Thing"}, Part: true}
			s := domain.Situation{Thing: things[other.Of]}
			s.Looked = s.Thing
			if s.Thing != nil {
				c.Typed = s.Thing.Values()[:1]
				c.Typed[0].Value = "Another name"
			}
			for account, v := range administrators() {
				s.Viewer = v
				if a, err := domain.Apply(c, s); err == nil {
					t.Errorf("a %s's %q of a %s is applied: %+v", account, kind.Kind, other.Of, a.Edits)
				}
			}
		}
	}
}

// TestACatalogHasWhatItsAccountMayHave: what an import brings is what the account could make by hand. A reseller has no plan or
// resource categories of their own, a provider's documents are those of templates.
func TestACatalogHasWhatItsAccountMayHave(t *testing.T) {
	t.Parallel()
	tests := []struct {
		values []domain.KeyedValue
		not    domain.AccountKind // who has no such things; "" everybody has
	}{
		{domain.SalesCategory{ID: 3, Name: "Cloud"}.Values(), ""},
		{domain.Schedule{ID: 3, Name: "Remind"}.Values(), ""},
		{domain.PlanCategory{ID: 3, Name: "Tax"}.Values(), domain.Reseller},
		{domain.ResourceCategory{ID: 3, Name: "Grouping"}.Values(), domain.Reseller},
		{[]domain.KeyedValue{{Key: domain.Key{Field: domain.FieldGrouping, Resource: 5}, Value: "4"}}, domain.Reseller},
		{domain.Document{ID: 3, Name: "Terms", Version: "1", Text: "Be kind.", Effective: "2026-01-31"}.Values(), domain.Provider},
	}
	for _, tt := range tests {
		for account, v := range administrators() {
			c := domain.ChangeOfMany(domain.CatalogChanged, tt.values...)
			now := domain.State{Own: (&domain.Own{}).WithMade(&domain.Catalog{Categories: &domain.Categories{Resource: []domain.ResourceCategory{{ID: 4, Name: "Group"}}}})}
			_, err := domain.Apply(c, domain.Situation{Viewer: v, Now: now, Seen: now, Facts: domain.Facts{Planted: true, Resources: []domain.ResourceID{5}}})
			if account == tt.not && domain.KindOf(err) != domain.KindNotFound || account != tt.not && err != nil {
				t.Errorf("%s of a %s: %v", tt.values[0].Key.Field, account, err)
			}
		}
	}
}

// TestACatalogIsChanged changes what is there, one thing as a whole and another in part, and makes what is not.
func TestACatalogIsChanged(t *testing.T) {
	t.Parallel()
	made := &domain.Catalog{Categories: &domain.Categories{Sales: []domain.SalesCategory{{ID: 3, Name: "Cloud", Position: 1}, {ID: 4, Name: "Mail"}}}}
	now := domain.State{Own: (&domain.Own{}).WithMade(made)}
	c := domain.ChangeOfMany(domain.CatalogChanged)
	c.Typed = append(domain.SalesCategory{ID: 5, Name: "New"}.Values(), domain.KeyedValue{Key: domain.Key{Field: domain.FieldCategoryText, Category: 3}, Value: "Text"},
		domain.KeyedValue{Key: domain.Key{Field: domain.FieldCategoryName, Category: 4}, Value: "Mail"})
	a, err := domain.Apply(c, domain.Situation{Viewer: who(), Now: now, Seen: now, Facts: domain.Facts{Planted: true}})
	if err != nil || len(a.Edits) != 7 {
		t.Fatalf("%+v, %v", a.Edits, err)
	}
	want := []domain.SalesCategory{{ID: 3, Name: "Cloud", Position: 1, Description: "Text"}, {ID: 4, Name: "Mail"}, {ID: 5, Name: "New"}}
	if got := a.Own.Made.Categories.Sales; !slices.Equal(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

// TestChangesOfManyHaveAName: what the log shows of a change that is about no single thing is said in one place, for every kind of them but
// imports, which have the name of their file.
func TestChangesOfManyHaveAName(t *testing.T) {
	t.Parallel()
	for _, kind := range domain.ChangeKinds() {
		c := domain.ChangeOfMany(kind.Kind)
		many := kind.Of == domain.ObjectCatalog || kind.Of == domain.ObjectPriceRule
		if wants := many && kind.Kind != domain.PricesImported; (c.About.Name != "") != wants || wants && c.Sound() != nil {
			t.Errorf("%s is about %+v: %v", kind.Kind, c.About, c.Sound())
		}
	}
}
