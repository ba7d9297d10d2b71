package db

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tiersync/domain"
)

func TestOutcomesRoundTrip(t *testing.T) {
	t.Parallel()
	list := []domain.Outcome{
		{Option: domain.UpdateFees, What: domain.Updated, Key: domain.FeeKey(1001, 2, domain.SetupFee), Old: "10", New: "12.5", Rate: "1 USD = 0.92 EUR"},
		{Option: domain.UpdateFees, What: domain.Updated, Key: domain.FeeKey(1001, 2, domain.RecurringFee), Old: "10"},
		{What: domain.Skipped, Reason: domain.NoBoxCovers, Key: domain.Key{Field: domain.FieldLong, Plan: 1001}, Old: "a\x00\nb é", New: strings.Repeat("long ", 10000)},
		{What: domain.Skipped, Key: domain.Key{Field: domain.FieldPrivilege, Name: "Manage users", From: -1, Category: 7, Schedule: 9, Resource: 1 << 60}},
	}
	got, err := decodeOutcomes(encodeOutcomes(list))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(list, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func FuzzDecodeOutcomes(f *testing.F) {
	f.Add(encodeOutcomes([]domain.Outcome{{What: domain.Created, Old: "1", New: "2"}, {What: domain.Created, Old: "2", New: "1"}}))
	f.Add([]byte(`[{"What":"updated","Key":{"Field":"Name"}}]`))
	f.Fuzz(func(t *testing.T, body []byte) {
		list, err := decodeOutcomes(body)
		if err != nil {
			return
		}
		again, err := decodeOutcomes(encodeOutcomes(list))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(list, again); diff != "" && len(list) > 0 {
			t.Errorf("(-want +got):\n%s", diff)
		}
	})
}
