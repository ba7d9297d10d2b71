package pages

import (
	"testing"

	"tiersync/domain"
)

func TestAPlaceInTheAuditIsReadAsItIsWritten(t *testing.T) {
	t.Parallel()
	for _, place := range []AuditPlace{{}, {1, 2, 3}, {Runs: 9}} {
		if got := ParseAuditPlace(place.Text()); got != place {
			t.Errorf("%+v is read as %+v", place, got)
		}
	}
	for _, text := range []string{"", "1.2", "1.2.-3", "1.2.x", "1.2.3.4"} {
		if got := ParseAuditPlace(text); got != (AuditPlace{}) {
			t.Errorf("%q is read as %+v", text, got)
		}
	}
}

func TestASearchReadsAmountsAsPagesShowThem(t *testing.T) {
	t.Parallel()
	for search, want := range map[string]string{"12": "12", "12.50": "12.5", "12,5": "12.5", "1,234.50": "1234.5", "usd 1,234.50": "1234.5", "eur\u00a07.18": "7.18",
		"8,000": "8000", "0.000125": "0.000125", "not set": "", "office": "", "1,23": "1.23", "1,2345": "1.2345", "-5": ""} {
		if got := amountOf(search); got != want {
			t.Errorf("%q is read as %q, want %q", search, got, want)
		}
	}
}

func TestOutcomeFilters(t *testing.T) {
	t.Parallel()
	change, kept, left := domain.Outcome{What: domain.Updated}, domain.Outcome{What: domain.Kept}, domain.Outcome{What: domain.Skipped, Reason: domain.NotTicked}
	for filter, want := range map[OutcomeFilter][3]bool{
		"":             {true, true, false},
		ShowChanges:    {true, false, false},
		ShowEverything: {true, true, true},
	} {
		if got := [3]bool{filter.Shows(change), filter.Shows(kept), filter.Shows(left)}; got != want {
			t.Errorf("%q shows changes, what was kept, what was not ticked: %v, want %v", filter, got, want)
		}
	}
}

func TestAThingIsReadAsItIsWritten(t *testing.T) {
	t.Parallel()
	for _, ref := range []domain.Ref{{Of: domain.ObjectPlan, ID: 1003}, {Of: domain.ObjectExchangeRate, Code: "EUR"}, {Of: domain.ObjectOrderFlow},
		{Of: domain.ObjectFlow, ID: 7}} {
		if got := ParseRef(RefText(ref)); got != ref {
			t.Errorf("%+v is read as %+v", ref, got)
		}
	}
	for _, text := range []string{"", "plan", "plan-", "plan--1", "plan-02", "plan-99999999999999999999", "exchange_rate-eu", "exchange_rate-1", "run-1", "period-1"} {
		if got := ParseRef(text); got != (domain.Ref{}) {
			t.Errorf("%q is read as %+v", text, got)
		}
	}
}
