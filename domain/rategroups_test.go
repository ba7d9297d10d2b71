package domain_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	. "tiersync/domain"
)

func TestRateGroups(t *testing.T) {
	t.Parallel()
	plan := &Plan{Rates: []Rate{{Resource: 1}, {Resource: 2}, {Resource: 3}, {Resource: 4}}}
	categories := &Categories{Resource: []ResourceCategory{{ID: 10, Name: "Storage", Position: 2, Resources: []ResourceID{2, 9}},
		{ID: 11, Name: "Licences", Position: 1, Resources: []ResourceID{4, 1}}, {ID: 12, Name: "Empty", Resources: []ResourceID{8}}}}
	want := []RateGroup{{11, "Licences", []Rate{{Resource: 1}, {Resource: 4}}}, {10, "Storage", []Rate{{Resource: 2}}}, {0, "", []Rate{{Resource: 3}}}}
	if diff := cmp.Diff(want, plan.RateGroups(categories)); diff != "" {
		t.Errorf("groups (-want +got):\n%s", diff)
	}
	if got := plan.RateGroups(nil); len(got) != 1 || len(got[0].Rates) != 4 {
		t.Errorf("without categories there are the groups %v", got)
	}
}
