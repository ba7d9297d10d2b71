package db_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"

	"tiersync/db/dbtest"
	"tiersync/domain"
)

// passedStory: what a plan is called is passed on to nobody; its fees are.
const passedStory = `
provider P: USD
reseller {A,B} under P: USD
user {P,A,B}: administrator
template delegates Mail
P adds plan {Program,Mail}: plan category Cloud, short description In short
P adds period {Program,Mail} month: recurring fee 10
P changes Program: type Reseller
everything is delivered
P changes Mail: short description Otherwise
`

// TestWhatWaitsReadsWhatItNeeds: where one box was passed on to nobody for long, the values of changes that other boxes passed on since are not taken
// apart. What stands in their place here cannot be.
func TestWhatWaitsReadsWhatItNeeds(t *testing.T) {
	t.Parallel()
	w := dbtest.World(t, passedStory)
	v := w.Viewers["P"]
	fees := domain.RunRequest{Plan: w.Plan, Options: domain.OptionSet{domain.UpdateFees: true}, Policy: domain.Keep}
	for i := range 3 {
		if err := w.Tell(t.Context(), fmt.Sprintf("P changes Mail month: recurring fee %d", 20+i)); err != nil {
			t.Fatal(err)
		}
		if _, err := w.DB.Synchronize(t.Context(), v, fees); err != nil {
			t.Fatal(err)
		}
	}
	since := func() time.Time {
		waiting, err := w.DB.Waiting(t.Context(), v)
		if err != nil {
			t.Fatal(err)
		}
		if len(waiting.Matrix) != 1 || len(waiting.Matrix[0].Cells) != 1 || len(waiting.Plans) != 1 {
			t.Fatalf("what waits is %+v", waiting)
		}
		cell := waiting.Matrix[0].Cells[domain.UpdateNames]
		if cell.Resellers != 2 || !cell.Since.Equal(waiting.Plans[0].Since) {
			t.Fatalf("the cell says %+v, the plan %+v", cell, waiting.Plans[0])
		}
		return cell.Since
	}
	before := since()
	err := w.DB.InTx(t.Context(), func(tx *sqlx.Tx) error {
		_, err := tx.ExecContext(t.Context(), `
			ALTER TABLE change_part DISABLE TRIGGER change_part_append_only;
			UPDATE change_part SET fields = '{}', edits = '{}' WHERE edits::text LIKE '%"recurring_fee"%'
				AND change_id > (SELECT max(change_id) FROM change_part WHERE edits::text LIKE '%"short_description"%')`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if after := since(); !after.Equal(before) || after.IsZero() {
		t.Errorf("it waits since %v, and since %v where prices are not read", before, after)
	}
}

// TestWhatWasLeftOutWaitsOn: a run passes nothing on of what it left out, which waits on since it became otherwise.
func TestWhatWasLeftOutWaitsOn(t *testing.T) {
	t.Parallel()
	w := dbtest.World(t, "ids given: plan Mail 2\n"+passedStory)
	v, mail := w.Viewers["P"], domain.PlanID(2)
	if err := w.Tell(t.Context(), "P changes Mail month: recurring fee 20"); err != nil {
		t.Fatal(err)
	}
	since := func(resellers int) time.Time {
		t.Helper()
		waiting, err := w.DB.Waiting(t.Context(), v)
		if err != nil {
			t.Fatal(err)
		}
		if len(waiting.Matrix) != 1 || len(waiting.Plans) != 1 {
			t.Fatalf("what waits is %+v", waiting)
		}
		cell := waiting.Matrix[0].Cells[domain.UpdateFees]
		if cell.Resellers != resellers {
			t.Fatalf("%d resellers are behind in their fees, want %d", cell.Resellers, resellers)
		}
		return cell.Since
	}
	before := since(2)
	for _, run := range []struct {
		leave domain.Leave
		left  int
	}{{domain.LeavePlan(mail), 2}, {domain.LeaveBox(mail, domain.UpdateFees), 2}, {domain.LeaveReseller(w.Accounts["A"]), 1}} {
		r := domain.RunRequest{Plan: w.Plan, Options: domain.OptionSet{domain.UpdateFees: true}, Policy: domain.Keep, LeftOut: domain.NewLeftOut(run.leave)}
		if _, err := w.DB.Synchronize(t.Context(), v, r); err != nil {
			t.Fatal(err)
		}
		if after := since(run.left); !after.Equal(before) {
			t.Errorf("%s left out: behind since %s, was since %s", run.leave.Text(), after, before)
		}
	}
}
