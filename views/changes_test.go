package views_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"tiersync/domain"
	. "tiersync/views"
	"tiersync/views/pages"
)

func changeNames() domain.Names {
	n := domain.NamesOf()
	n.Plans[7], n.Plans[8] = "Mail", "Office"
	n.Periods[21] = "1 month"
	n.Templates[5] = "Standard"
	return n
}

func there(text string) domain.Held { return domain.Held{Text: text, There: true} }

func TestDescribeEditsInTheOrderOfPages(t *testing.T) {
	t.Parallel()
	period := domain.Key{Plan: 7, Period: 21}
	of := func(f domain.Field) domain.Key { k := period; k.Field = f; return k }
	edits := []domain.Edit{
		{Key: domain.FeeKey(7, 21, domain.SetupFee), To: there("")},
		{Key: domain.FeeKey(7, 21, domain.RecurringFee), To: there("12")},
		{Key: domain.Key{Field: domain.FieldName, Plan: 7}, From: there("Post"), To: there("Mail")},
		{Key: of(domain.FieldPeriod), To: there(domain.Yes)},
		{Key: domain.Key{Field: domain.FieldSalesCategory, Category: 9}, From: there("A"), To: there("B")},
		{Key: domain.Key{Field: domain.FieldCategoryName, Category: 9}, From: there("A"), To: there("B")},
		{Key: domain.FeeKey(7, 21, domain.RenewalFee), From: domain.Held{Text: "3", There: true, Own: true}, To: there("2")},
	}
	var got []string
	for _, text := range DescribeEdits(edits, changeNames(), "USD") {
		got = append(got, text.Group+" | "+text.String())
	}
	want := []string{"Mail | 1 month · Subscription period: added", "Mail | 1 month · Recurring fee: USD 12.00", "Mail | 1 month · Renewal fee: USD 3.00 → USD 2.00",
		"Mail | Name: Post → Mail", "Sales categories | Category (name not known) · Category name: A → B"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestDescribeSettings(t *testing.T) {
	t.Parallel()
	edits := []domain.Edit{
		{Key: domain.Key{Field: domain.FieldTemplatePlan, Plan: 7}, To: there(domain.Yes)},
		{Key: domain.Key{Field: domain.FieldTemplateActive}, From: there(domain.Yes), To: there(domain.No)},
		{Key: domain.Key{Field: domain.FieldUserRight, Name: "Edit prices"}, From: there(domain.Yes)},
		{Key: domain.Key{Field: domain.FieldExchangeRate}, From: there("0.9"), To: there("0.92")},
		{Key: domain.Key{Field: domain.FieldTemplate, Plan: 7}, To: there("5")},
		{Key: domain.Key{Field: domain.FieldSubscriptionAccount}, To: there("99")},
	}
	var got []string
	for _, text := range DescribeEdits(edits, changeNames(), "USD") {
		got = append(got, text.Group+" | "+text.String())
	}
	want := []string{"Delegated plans | Mail: added", "Mail | Service template: Standard", "Service template | Active: Yes → No", "Rights | Edit prices: removed", "Subscription | Reseller: a reseller who is not below you any more",
		"Exchange rate | Exchange rate: 0.9 → 0.92"}
	if diff := cmp.Diff(want, got, cmp.Transformer("sort", func(list []string) map[string]bool {
		set := map[string]bool{}
		for _, text := range list {
			set[text] = true
		}
		return set
	})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestChangeFlash(t *testing.T) {
	t.Parallel()
	delegated := func(plan domain.PlanID, from, to domain.Held) domain.Edit {
		return domain.Edit{Key: domain.Key{Field: domain.FieldTemplatePlan, Plan: plan}, From: from, To: to}
	}
	done := domain.Done{ID: 9, PassOn: domain.PassOn{To: []domain.PassOnBy{{Plan: 1, Resellers: 3}}, All: 3}, Names: changeNames()}
	done.Edits = []domain.Edit{delegated(7, domain.Held{}, there(domain.Yes)), delegated(8, there(domain.Yes), domain.Held{})}
	got := ChangeFlash(done, "USD", "The delegated plans are saved.")
	want := Flash{Tone: Good, Text: "The delegated plans are saved. 1 plan more is delegated; 1 plan is delegated no more.", Link: "/changes/9",
		Label: "See the change", Then: "Not passed on yet to 3 resellers, at all levels", Steps: []Step{{"/products/plans/1/synchronize", "synchronize"}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	done.PassOn = domain.PassOn{To: []domain.PassOnBy{{Plan: 1, Name: "Gold", Resellers: 18}, {Plan: 2, Name: "Silver", Resellers: 5}}, More: 2, All: 27}
	got = ChangeFlash(done, "USD", "The delegated plans are saved.")
	steps := []Step{{"/products/plans/1/synchronize", "synchronize the 18 resellers of Gold"},
		{"/products/plans/2/synchronize", "synchronize the 5 resellers of Silver"}, {Label: "and those of 2 more reseller plans"}}
	if diff := cmp.Diff(steps, got.Steps); diff != "" || got.Then != "Not passed on yet to 27 resellers, at all levels" {
		t.Errorf("%s (-want +got):\n%s", got.Then, diff)
	}
	if nothing := ChangeFlash(domain.Done{}, "USD", "Saved."); nothing.Link != "" || len(nothing.Steps) > 0 {
		t.Errorf("nothing was changed: %+v", nothing)
	}
}

func TestRefURL(t *testing.T) {
	t.Parallel()
	provider := domain.Viewer{Account: domain.Account{ID: 1, Kind: domain.Provider}, User: domain.User{Role: domain.Administrator}}
	reader := domain.Viewer{Account: domain.Account{ID: 1, Kind: domain.Provider}, User: domain.User{Role: domain.ReadOnly}}
	bare := domain.Viewer{Account: domain.Account{ID: 2, Kind: domain.Reseller}, User: domain.User{Role: domain.Administrator}}
	tests := []struct {
		ref            domain.Ref
		provider, bare string
	}{
		{domain.Ref{Of: domain.ObjectPlan, ID: 7}, "/products/plans/7", "/products/plans/7"},
		{domain.Ref{Of: domain.ObjectTemplate, ID: 7}, "/products/templates/7", ""},
		{domain.Ref{Of: domain.ObjectReseller, ID: 7}, "/resellers/7", ""},
		{domain.Ref{Of: domain.ObjectReseller, ID: 1}, "", ""},
		{domain.Ref{Of: domain.ObjectUser, ID: 7}, "/users/7", ""},
		{domain.Ref{Of: domain.ObjectExchangeRate, Code: "EUR"}, "/exchange-rates/EUR/history", ""},
		{domain.Ref{Of: domain.ObjectTerms, ID: 7}, "", "/terms/7"},
		{domain.Ref{Of: domain.ObjectOrderFlow}, "", "/order-flow"},
		{domain.Ref{Of: domain.ObjectSubscription, ID: 7}, "/subscriptions/7", ""},
		{domain.Ref{Of: domain.ObjectRun, ID: 7}, "/synchronizations/7", "/synchronizations/7"},
	}
	for _, tt := range tests {
		if got := RefURL(tt.ref, provider); got != tt.provider {
			t.Errorf("%+v: the provider goes to %q", tt.ref, got)
		}
		if got := RefURL(tt.ref, bare); got != tt.bare {
			t.Errorf("%+v: a reseller goes to %q", tt.ref, got)
		}
	}
	if got := RefURL(domain.Ref{Of: domain.ObjectResource, ID: 7}, reader); got != "" {
		t.Errorf("who may only read goes to the form %q", got)
	}
}

// TestConflictURL leads from a conflict to what explains it.
func TestConflictURL(t *testing.T) {
	t.Parallel()
	provider := &domain.Viewer{Account: domain.Account{ID: 1, Kind: domain.Provider}, User: domain.User{Role: domain.Administrator}}
	operator := &domain.Viewer{Account: provider.Account, User: domain.User{Role: domain.Operator}}
	tests := []struct {
		about  domain.Ref
		viewer *domain.Viewer
		want   string
	}{
		{domain.Ref{Of: domain.ObjectRun, ID: 7}, operator, "/synchronizations/7"},
		{domain.Ref{Of: domain.ObjectChange, ID: 7}, operator, "/changes/7"},
		{domain.Ref{Of: domain.ObjectSubscription, ID: 7, Name: "Gold & Co"}, provider, "/audit?q=Gold+%26+Co"},
		{domain.Ref{Of: domain.ObjectSubscription, ID: 7, Name: "Gold & Co"}, operator, ""},
		{domain.Ref{}, provider, ""},
		{domain.Ref{Of: domain.ObjectRun, ID: 7}, nil, ""},
	}
	for _, tt := range tests {
		page := rendered(t, ErrorPage(Page{Viewer: tt.viewer}, Problem{About: tt.about}))
		if got := linkOf(page.Selection, "See what changed"); got != tt.want {
			t.Errorf("%+v leads to %q, want %q", tt.about, got, tt.want)
		}
	}
}

// TestSinceText says what was changed since a dialog was opened, also of a run from when that was stored as a sentence.
func TestSinceText(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 11, 22, 18, 34, 0, 0, time.UTC)
	for want, since := range map[string]domain.Since{
		"Changed plan fees: Mail, by Ann, at 18:34 UTC":  {Action: "changed plan fees", About: domain.Ref{Name: "Mail"}, By: "Ann", At: at},
		"Service template: Gold, at 18:34 UTC":           {About: domain.Ref{Of: domain.ObjectTemplate, Name: "Gold"}, At: at},
		"Changed plan fees: Mail, by Bob, at 09:10 UTC.": {About: domain.Ref{Name: "Changed plan fees: Mail, by Bob, at 09:10 UTC."}},
	} {
		page := rendered(t, RunScreenPage(Page{}, RunScreen{RunPage: pages.RunPage{Run: domain.Run{SinceDialog: []domain.Since{since}}}}))
		if got := page.Find(".notice li").Text(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// TestInternalFlagsInWords: what the program keeps as yes, no and numbers stands in the words of the forms, or not at all.
func TestInternalFlagsInWords(t *testing.T) {
	t.Parallel()
	rate := domain.Key{Plan: 7, Resource: 3}
	of := func(f domain.Field) domain.Key { k := rate; k.Field = f; return k }
	kind := domain.UpgradeKey(7, 8)
	kind.Field = domain.FieldUpgradeDowngrade
	edits := []domain.Edit{
		{Key: of(domain.FieldRate), To: there(domain.Yes)},
		{Key: of(domain.FieldRatePosition), To: there("0")},
		{Key: of(domain.FieldConfirmation), To: there(domain.Yes)},
		{Key: of(domain.FieldMinimum), To: there("1000")},
		{Key: kind, From: there(domain.No), To: there(domain.Yes)},
		{Key: domain.Key{Field: domain.FieldDocumentEffective, Name: "4"}, From: there("2025-10-22"), To: there("2026-01-01")},
		{Key: domain.Key{Field: domain.FieldConfirmation, Plan: 7, Resource: 4}, From: there(domain.No), To: there(domain.Yes)},
	}
	var got []string
	for _, text := range DescribeEdits(edits, changeNames(), "USD") {
		got = append(got, text.String())
	}
	want := []string{"Resource (name not known) · Resource rate: added", "Resource (name not known) · Minimum: 1,000", "Upgrade path to Office · Kind: Upgrade → Downgrade",
		"Resource (name not known) · Confirmation: Waited for → Given", "Document (name not known) · Document effective date: 22 Oct 2025 → 1 Jan 2026"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestWhoChangedWhat: somebody above who acted in the account is the provider, and only what no user did is the system's.
func TestWhoChangedWhat(t *testing.T) {
	t.Parallel()
	mine := pages.LogRow{Mine: true}
	mine.Kind = domain.UserAdded
	above := mine
	above.Above = true
	named := mine
	named.UserName = "Ann"
	for want, row := range map[string]pages.LogRow{"The system": mine, "Your provider": above, "Ann": named} {
		if got := Who(row); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// TestAMessageEndsItsSentencesOnce lets values end with what ends a sentence.
func TestAMessageEndsItsSentencesOnce(t *testing.T) {
	t.Parallel()
	edit := domain.Edit{Key: domain.Key{Field: domain.FieldShort, Plan: 7}, From: there("Mail"), To: there("Mail with threat protection.")}
	done := domain.Done{ID: 1, Names: changeNames(), Others: []domain.Maker{{By: "Ann B."}},
		Applied: domain.Applied{Edits: []domain.Edit{edit}, Meanwhile: []domain.Edit{edit}}}
	got := ChangeFlash(done, "USD", "The plan is saved.").Text
	const want = "The plan is saved. Short description: Mail → Mail with threat protection. " +
		"Meanwhile somebody else changed: Short description: Mail → Mail with threat protection. By Ann B."
	if got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestAMessageNamesThePlanOfAWholeCatalog: of a change of many plans each value says whose it is.
func TestAMessageNamesThePlanOfAWholeCatalog(t *testing.T) {
	t.Parallel()
	done := domain.Done{ID: 3, Names: changeNames(), Change: domain.Change{Kind: domain.CatalogChanged, About: domain.Ref{Of: domain.ObjectCatalog}}}
	for plan := range domain.PlanID(2) {
		done.Edits = append(done.Edits, domain.Edit{Key: domain.FeeKey(7+plan, 21, domain.RecurringFee), From: there("10"), To: there("12")})
	}
	const want = "Done. Mail · 1 month · Recurring fee: USD 10.00 → USD 12.00; Office · 1 month · Recurring fee: USD 10.00 → USD 12.00."
	if got := ChangeFlash(done, "USD", "Done.").Text; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// TestAMessageNamesWhatIsPutSomewhere: what is a value of its own is told, too, where there was none or is none any more.
func TestAMessageNamesWhatIsPutSomewhere(t *testing.T) {
	t.Parallel()
	names := changeNames()
	names.Resources[31], names.Categories[3] = "Storage", "Mail"
	flow := domain.Key{Field: domain.FieldTransition, Name: "Sales New > Done"}
	for _, tt := range []struct {
		key  domain.Key
		text string
	}{
		{domain.Key{Field: domain.FieldGrouping, Resource: 31}, "3"},
		{domain.Key{Field: domain.FieldFeeRule}, "20 0 unit 2"},
		{domain.Key{Field: domain.FieldRateRule, Plan: 7}, "20 0 unit 2"},
		{domain.FeeKey(7, 21, domain.RecurringFee).Lock(), "promised"},
		{flow, domain.Yes},
	} {
		put := domain.Edit{Key: tt.key, To: there(tt.text)}
		taken := domain.Edit{Key: tt.key, From: there(tt.text)}
		for _, e := range []domain.Edit{put, taken} {
			done := domain.Done{ID: 1, Names: names, Applied: domain.Applied{Edits: []domain.Edit{e}, Meanwhile: []domain.Edit{e}}}
			told := DescribeEdits([]domain.Edit{e}, names, "USD")[0].String()
			if want := "Done. " + told + ". Meanwhile somebody else changed: " + told + "."; ChangeFlash(done, "USD", "Done.").Text != want {
				t.Errorf("%q, want %q", ChangeFlash(done, "USD", "Done.").Text, want)
			}
		}
	}
}

// TestAMessageShowsWhereLongTextsDiffer: two that begin alike are not cut before that.
func TestAMessageShowsWhereLongTextsDiffer(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("abcdefgh", 25)
	for _, tt := range []struct{ from, to, want string }{
		{"one " + long, "two " + long, "one " + long[:116] + "… → two " + long[:116] + "…"},
		{long + "so. " + long, long + "otherwise.", "…" + long[:40] + "so. " + long[:76] + "… → …" + long[:40] + "otherwise."},
		{long, long + "and more", "…" + long[:40] + " → …" + long[:40] + "and more."},
		{long, "", long[:120] + "… → none."},
		{"short", "short and a little more", "short → short and a little more."},
	} {
		e := domain.Edit{Key: domain.Key{Field: domain.FieldLong, Plan: 7}, From: there(tt.from), To: there(tt.to)}
		got := ChangeFlash(domain.Done{ID: 1, Names: changeNames(), Applied: domain.Applied{Edits: []domain.Edit{e}}}, "USD", "Done.").Text
		if want := "Done. Long description: " + tt.want; got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// TestAPathIsCountedOnce: what an undo asks counts a path that comes or goes as the message afterwards does.
func TestAPathIsCountedOnce(t *testing.T) {
	t.Parallel()
	path := domain.Upgrade{To: 8, Fee: domain.Amount(decimal.NewFromInt(4)), Description: "More"}
	var edits []domain.Edit
	plan := domain.Plan{ID: 7, Upgrades: []domain.Upgrade{path}}
	for _, v := range plan.Values() {
		if v.Key.Field.Info().Of == domain.ObjectUpgrade {
			edits = append(edits, domain.Edit{Key: v.Key, From: domain.Held{Text: v.Value, There: true, Own: true}})
		}
	}
	fee := domain.Edit{Key: domain.FeeKey(7, 21, domain.RecurringFee), From: there("10"), To: there("12")}
	for want, undo := range map[string]domain.Applied{
		"2 values go back to what they were. ":                                    {Edits: append(edits, fee)},
		"1 value goes back to what it was. 1 value was changed since and stays. ": {Edits: edits, Stays: []domain.Edit{fee}},
	} {
		page := rendered(t, UndoChangePage(Page{}, ChangeScreen{Applied: undo}))
		if got := page.Find(".undo-lead p").Text(); len(edits) != 4 || !strings.HasPrefix(got, want) {
			t.Errorf("%d values of a path: %s, want %s", len(edits), got, want)
		}
	}
}

// TestSettingsThatANewResellerDoesNotHaveAreNotTold: it takes an edit to tell that one is off.
func TestSettingsThatANewResellerDoesNotHaveAreNotTold(t *testing.T) {
	t.Parallel()
	var made, edited []domain.Edit
	for _, v := range (domain.Account{ID: 2, Name: "R1", Currency: "EUR", Parent: 1, Switches: domain.Switches{DisablePrices: true}}).Values() {
		made = append(made, domain.Edit{Key: v.Key, To: domain.Held{Text: v.Value, There: true}})
		edited = append(edited, domain.Edit{Key: v.Key, From: domain.Held{Text: "1", There: true}, To: domain.Held{Text: v.Value, There: true}})
	}
	var told []string
	for _, text := range DescribeEdits(made, domain.Names{}, "") {
		told = append(told, text.String())
	}
	want := []string{"Name: R1", "Currency: EUR", "Disable prices synchronization: Yes", "Vendor: another vendor"}
	if diff := cmp.Diff(want, told); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := len(DescribeEdits(edited, domain.Names{}, "")); got != len(edited) {
		t.Errorf("of %d that became otherwise, %d are told", len(edited), got)
	}
}
