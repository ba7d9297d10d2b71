package pages

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"tiersync/domain"
)

// What is stored in the order of pages is shown in it without being sorted as a whole again.
func TestAnyPieceOfWhatIsInOrderIsInOrder(t *testing.T) {
	t.Parallel()
	var edits []domain.Edit
	for _, plan := range []domain.PlanID{2, 1, 2} {
		for _, period := range []domain.PeriodID{20 + domain.PeriodID(len(edits)), 10, 20} {
			for _, fee := range []domain.Fee{domain.SetupFee, domain.RecurringFee} {
				edits = append(edits, domain.Edit{Key: domain.FeeKey(plan, period, fee), To: domain.Held{Text: "1", There: true}})
			}
		}
	}
	ordered := InOrder(edits)
	if cmp.Diff(edits, ordered) == "" {
		t.Fatal("the edits were in order already")
	}
	for i := range ordered {
		if diff := cmp.Diff(ordered[i:], InOrder(ordered[i:])); diff != "" {
			t.Errorf("from %d (-want +got):\n%s", i, diff)
		}
	}
}

// TestAThingStandsBeforeItsParts: the role of a user before the rights, whichever was named first.
func TestAThingStandsBeforeItsParts(t *testing.T) {
	t.Parallel()
	right := domain.Key{Field: domain.FieldUserRight, Name: string(domain.EditPrices)}
	if got := InOrder([]domain.Edit{{Key: right}, {Key: domain.Key{Field: domain.FieldUserRole}}}); got[1].Key != right {
		t.Errorf("%v", got)
	}
}
