package views_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tiersync/domain"
	. "tiersync/views"
)

// A form's fields are named by the rows of the table: nothing else says which value one has.
func TestInputsAreNamedByTheirFields(t *testing.T) {
	t.Parallel()
	for _, info := range domain.Fields() {
		key := domain.Key{Field: info.Field}
		if info.Of == domain.ObjectPriceRow && info.Field.IsPrice() {
			key.Period, key.From = 22, 100
		}
		if got, reset, ok := InputKey(InputName(key)); got != key || reset || !ok {
			t.Errorf("%s is read as %+v, %v, %v", InputName(key), got, reset, ok)
		}
		if got, reset, ok := InputKey(ResetName(key)); got != key || !reset || !ok {
			t.Errorf("%s is read as %+v, %v, %v", ResetName(key), got, reset, ok)
		}
	}
	fee := domain.UpgradeFeeKey(2, 3)
	if got, reset, ok := InputKey(PriceName(fee)); got != fee || reset || !ok {
		t.Errorf("%s is read as %+v, %v, %v", PriceName(fee), got, reset, ok)
	}
	for _, name := range []string{"upgrade_fee@2", "upgrade_fee@2-x", "upgrade_fee@2-03", "upgrade_fee@2-0-0-0", "recurring_fee@2-3", "", "seen", "reset-", "nonsense", "recurring_price", "recurring_price-22", "recurring_price-22-x", "recurring_price-22-1-1",
		"recurring_price-022-1", "recurring_fee-1", "recurring_fee-"} {
		if key, _, ok := InputKey(name); ok {
			t.Errorf("%q is read as %+v", name, key)
		}
	}
}

// TestEveryFieldIsInAForm finds a field that was forgotten in the forms: one is typed, or is in this list with how else it comes about.
func TestEveryFieldIsInAForm(t *testing.T) {
	t.Parallel()
	untyped := []domain.Field{
		domain.FieldPlan, domain.FieldPublished, domain.FieldConfirmation, domain.FieldTransition, // by a button
		domain.FieldPeriodPosition, domain.FieldRatePosition, // in the order in which they are made
		domain.FieldSubscriptionAccount, domain.FieldSubscriptionPlan, domain.FieldSubscriptionPeriod, domain.FieldSubscriptionStart, // chosen before
		domain.FieldVendor,                                                               // in an address
		domain.FieldSubscriptionStatus, domain.FieldSyncDisplay, domain.FieldUserTwoStep, // by a button
		domain.FieldFeeRule, domain.FieldRateRule, // of percent, amount and rounding, each a field
	}
	files, err := filepath.Glob("*.templ")
	if err != nil {
		t.Fatal(err)
	}
	var forms strings.Builder
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			if !strings.Contains(line, "@SortCol(") { // the head of a column is no field
				forms.WriteString(line)
			}
		}
	}
	for _, info := range domain.Fields() {
		whole := info.Kind == domain.PresenceValue || strings.HasPrefix(string(info.Field), "past_")
		if guarded := func(g domain.GuardInfo) bool { return g.Sets == info.Field || g.UpTo == info.Field }; slices.ContainsFunc(domain.Guards(), guarded) {
			continue // the form of guards is made of their table
		}
		if whole || info.Field.IsPrice() && info.Of != domain.ObjectUpgrade { // the tables of prices follow from the rows
			continue
		}
		if typed := strings.Contains(forms.String(), `"`+string(info.Field)+`"`) || strings.Contains(forms.String(), `"`+string(info.Field)+`-"`); typed == slices.Contains(untyped, info.Field) {
			t.Errorf("%s (%s): in a form %v", info.Field, info.Label, typed)
		}
	}
}
