package domain_test

import (
	"strings"
	"testing"

	"tiersync/domain"
)

func TestMayTick(t *testing.T) {
	t.Parallel()
	operator := func(rights ...domain.Privilege) domain.Viewer {
		return domain.Viewer{User: domain.User{Role: domain.Operator, Rights: rights}, Account: domain.Account{Kind: domain.Provider}}
	}
	tests := []struct {
		name   string
		viewer domain.Viewer
		ticked domain.OptionSet
		lacks  domain.Privilege
	}{
		{"fees need Edit prices", operator(), domain.OptionSet{domain.UpdateFees: true}, domain.EditPrices},
		{"resource prices need Edit prices", operator(), domain.OptionSet{domain.UpdatePrices: true}, domain.EditPrices},
		{"with the right", operator(domain.EditPrices), domain.OptionSet{domain.UpdateFees: true}, ""},
		{"categories need Manage categories", operator(), domain.OptionSet{domain.UpdateCategories: true}, domain.ManageCategories},
		{"schedules need Manage notification schedules", operator(), domain.OptionSet{domain.UpdateSchedules: true}, domain.ManageSchedules},
		{"enabling needs Publish plans", operator(), domain.OptionSet{domain.EnablePlans: true}, domain.PublishPlans},
		{"limits need nothing more", operator(), domain.OptionSet{domain.UpdateLimits: true}, ""},
		{"an administrator holds every right", domain.Viewer{User: domain.User{Role: domain.Administrator},
			Account: domain.Account{Kind: domain.Provider}}, domain.AllOptions(), ""},
		{"a reseller's administrator has what the account has", domain.Viewer{User: domain.User{Role: domain.Administrator},
			Account: domain.Account{Kind: domain.Reseller}}, domain.OptionSet{domain.UpdateFees: true}, domain.EditPrices},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			err := domain.MayTick(test.viewer, test.ticked)
			switch {
			case test.lacks == "" && err != nil:
				t.Errorf("refused: %v", err)
			case test.lacks != "" && domain.KindOf(err) != domain.KindForbidden:
				t.Errorf("got %v, want forbidden", err)
			case test.lacks != "" && !strings.Contains(err.Error(), string(test.lacks)):
				t.Errorf("%q does not name the right %q", err, test.lacks)
			}
		})
	}
}

func TestParseReach(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text string
		one        bool
		want       domain.Reach
		kind       domain.Kind
	}{
		{"default of a plan", "", false, domain.AllLevels, domain.KindInternal},
		{"default of a subscription", "", true, domain.ThisReseller, domain.KindInternal},
		{"direct only", "direct", false, domain.DirectOnly, domain.KindInternal},
		{"a plan's choice at a subscription", "direct", true, domain.ThisReseller, domain.KindInvalid},
		{"unknown", "everywhere", false, domain.AllLevels, domain.KindInvalid},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, err := domain.ParseReach(test.text, test.one)
			if got != test.want || domain.KindOf(err) != test.kind {
				t.Errorf("got %q, %v; want %q, kind %d", got, err, test.want, test.kind)
			}
		})
	}
}

func TestLacksNamesWhatIsNeeded(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		rights []domain.Privilege
		want   string
	}{
		{[]domain.Privilege{domain.EditPrices}, `You need the right "Edit prices" to do this.`},
		{[]domain.Privilege{domain.EditPrices, domain.PublishPlans}, `You need one of the rights "Edit prices", "Publish plans" to do this.`},
	} {
		if err := domain.Lacks(tt.rights...); domain.KindOf(err) != domain.KindForbidden || err.Error() != tt.want {
			t.Errorf("got %v, want %s", err, tt.want)
		}
	}
	operator := domain.Viewer{User: domain.User{Role: domain.Operator}, Account: domain.Account{Kind: domain.Provider}}
	for _, err := range []error{operator.Needs(domain.EditPrices), domain.FeesChanged.Info().May(operator)} {
		if err == nil || err.Error() != domain.Lacks(domain.EditPrices).Error() {
			t.Errorf("refused with %v", err)
		}
	}
	if err := operator.MaySynchronize(); err == nil || err.Error() != domain.Lacks(domain.SynchronizeSubReseller).Error() {
		t.Errorf("refused with %v", err)
	}
}
