package demo

import (
	"slices"
	"strings"
	"testing"

	"tiersync/domain"
)

// testBuilder is a builder whose ids are numbered as they come.
func testBuilder() *builder {
	b := &builder{ids: map[string]int64{}}
	list := keys()
	for _, r := range resources() {
		list = append(list, "resource/"+r.key)
	}
	for _, m := range messages() {
		list = append(list, "message/"+m.key)
	}
	for _, p := range append(programs(), ownProgram()) {
		list = append(list, "template/"+p.key)
	}
	for i, key := range list {
		b.ids[key] = int64(i + 1001)
	}
	return b
}

func TestEveryProductCanBeSold(t *testing.T) {
	t.Parallel()
	b := testBuilder()
	catalog := b.catalog()
	for _, p := range laterProducts() {
		catalog = catalog.WithPlan(b.plan(p))
	}
	if b.err != nil {
		t.Fatal(b.err)
	}
	if len(catalog.Plans) < 40 {
		t.Errorf("got %d plans, want at least 40", len(catalog.Plans))
	}
	for _, p := range catalog.Plans {
		if p.Status() != domain.StatusPublished {
			t.Errorf("%s is %s, want Published", p.Name, p.Status())
		}
		if n := len(p.Periods); n < 1 || n > 4 {
			t.Errorf("%s has %d periods, want 1 to 4", p.Name, n)
		}
		if n := len(p.Rates); n < 1 || n > 8 {
			t.Errorf("%s has %d rates, want 1 to 8", p.Name, n)
		}
		if !strings.HasSuffix(p.Long, Note) {
			t.Errorf("%s does not say that its prices are illustrative", p.Name)
		}
		if p.Period(p.RenewPeriod) == nil || p.Period(p.RenewPeriod).Trial {
			t.Errorf("%s does not renew into a period that is paid", p.Name)
		}
	}
}

func TestSalesCategoriesHoldPlansOrCategories(t *testing.T) {
	t.Parallel()
	above := map[string]bool{}
	known := map[string]bool{}
	for _, c := range slices.Concat(salesCategories(), laterSalesCategories()) {
		above[c.parent], known[c.key] = true, true
		if c.parent != "" && !known[c.parent] {
			t.Errorf("%s stands below %q, which is not there", c.name, c.parent)
		}
	}
	for _, p := range slices.Concat(firstProducts(), laterProducts()) {
		if above[p.sales] {
			t.Errorf("%s stands in %s, which holds categories", p.name, p.sales)
		}
	}
}

func TestEveryResourceIsInOneCategoryAndUsed(t *testing.T) {
	t.Parallel()
	used := map[string]bool{"ipv6": true} // added later
	for _, p := range firstProducts() {
		seen := map[string]bool{}
		for _, r := range p.rates {
			if seen[r.resource] {
				t.Errorf("%s has two rates of %s", p.name, r.resource)
			}
			seen[r.resource], used[r.resource] = true, true
		}
	}
	groups := map[string]int{}
	for _, c := range resourceCategories() {
		for _, r := range c.resources {
			groups[r]++
		}
	}
	for _, r := range resources() {
		if groups[r.key] != 1 {
			t.Errorf("resource %s is in %d categories, want 1", r.key, groups[r.key])
		}
		if !used[r.key] {
			t.Errorf("no product has a rate of %s", r.key)
		}
	}
}

func TestCompanies(t *testing.T) {
	t.Parallel()
	levels, emails := map[int]int{}, map[string]bool{}
	for _, s := range sellers() {
		levels[s.level]++
		if emails[s.email()] {
			t.Errorf("%s is there twice", s.email())
		}
		emails[s.email()] = true
		if strings.Trim(s.slug(), "abcdefghijklmnopqrstuvwxyz-") != "" {
			t.Errorf("%q is no part of an address", s.slug())
		}
	}
	for level, least := range map[int]int{1: 6, 2: 12, 3: 4} {
		if levels[level] < least {
			t.Errorf("level %d has %d resellers, want at least %d", level, levels[level], least)
		}
	}
}

func TestEveryBoxAboutPlansHasSomethingToDo(t *testing.T) {
	t.Parallel()
	b := testBuilder()
	visible := map[domain.NotificationID]bool{}
	for _, m := range messages() {
		visible[domain.NotificationID(b.id("message", m.key))] = m.visible
	}
	edit := &catalogEdit{builder: b, catalog: b.catalog()}
	template := &domain.Template{ID: 1, Active: true}
	for _, p := range edit.catalog.Plans {
		template.Delegated = append(template.Delegated, p.ID)
	}
	in := domain.Input{Template: template, Visible: visible, Options: domain.AllOptions(), Policy: domain.Overwrite,
		Vendors: map[domain.AccountID]domain.VendorState{1: {Currency: "USD", State: domain.State{Own: (*domain.Own)(nil).WithMade(edit.catalog)}}},
		Targets: []domain.Target{{Subscription: 1, Account: 2, Vendor: 1, Level: 1, Currency: "USD"}}}
	in.Targets[0].Before = domain.Synchronize(in)[0].After

	for _, d := range append(b.betweenRuns(), b.afterRuns()...) {
		d.edit(edit)
	}
	if b.err != nil {
		t.Fatal(b.err)
	}
	later := *template
	later.Delegated = slices.Clone(template.Delegated[1:])
	for _, p := range laterProducts() {
		later.Delegated = append(later.Delegated, b.planID(p.key))
	}
	slices.Sort(later.Delegated)
	in.Template = &later
	in.Vendors[1] = domain.VendorState{Currency: "USD", State: domain.State{Own: (*domain.Own)(nil).WithMade(edit.catalog)}}
	ofTemplate := []domain.OptionKey{domain.UpdateOrderFlow, domain.UpdatePrivileges, domain.SynchronizeTerms}
	for _, count := range domain.Count(in) {
		if count.Changes == 0 && !slices.Contains(ofTemplate, count.Option) {
			t.Errorf("%s would change nothing", count.Option)
		}
	}
	in.Targets[0].Before = domain.Synchronize(in)[0].After
	if behind := domain.Behind(in)[1]; len(behind) > 0 {
		t.Errorf("after a run with all boxes, still behind in %v", behind)
	}
}
