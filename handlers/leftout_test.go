package handlers_test

import (
	"net/http"
	"testing"

	"tiersync/domain"
)

// Rule 5b: what a notification template that is not Visible to Resellers is called is nobody's business but its owner's.
func TestTheNameOfAHiddenNotificationTemplateStaysWithItsOwner(t *testing.T) {
	t.Parallel()
	const secret, anonymous = "Internal: margin review", "a notification that is not visible to resellers was left out"
	w := newWorld(t)
	hidden := domain.NotificationID(w.save("P", domain.NotificationSaved, domain.Ref{Of: domain.ObjectNotification, ID: domain.NewID, Name: secret},
		domain.NotificationTemplate{Name: secret, Subject: "Margin"}))
	reminders := domain.Schedule{ID: 51, Name: "Reminders", Details: []domain.ScheduleDetail{
		{Days: -7, Template: hidden, Condition: "Always", AppliesTo: "all"}}}
	w.change("P", domain.Change{Kind: domain.ScheduleChanged, About: domain.Ref{Of: domain.ObjectSchedule, ID: 51}, Typed: reminders.Values()})
	w.set("P", domain.PlanChanged, domain.Key{Field: domain.FieldSchedule, Plan: mailPlan}, "51")
	w.get("P", dialogPath).want(http.StatusOK).hides(secret) // no box is ticked that would leave it out
	w.get("P", dialogPath+"?opt=update_fees&opt=update_schedules").want(http.StatusOK).shows("Reminders: " + secret)
	run := w.post("P", dialogPath, w.open("P", domain.UpdateFees, domain.UpdateSchedules)).want(http.StatusSeeOther).location
	w.get("P", w.resultPath(run, "R1")).want(http.StatusOK).shows(secret, "Left out").hides("stays " + secret)
	w.get("R1", "/last-synchronization").want(http.StatusOK).shows("Left out", anonymous, "synchronization made").hides(secret)
	w.post("P", run+"/undo", nil).want(http.StatusSeeOther)
	w.get("R1", "/last-synchronization").want(http.StatusOK).hides(secret)
}
