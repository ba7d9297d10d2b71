package domain_test

import (
	"strings"
	"testing"

	"tiersync/domain"
)

// TestTwoPeopleAtOneSchedule lets two people change its notifications: of different ones both are kept, and only who changed the same one
// decides.
func TestTwoPeopleAtOneSchedule(t *testing.T) {
	t.Parallel()
	detail := func(days, template int, condition string) domain.ScheduleDetail {
		return domain.ScheduleDetail{Days: days, Template: domain.NotificationID(template), Condition: condition, AppliesTo: "all"}
	}
	early, late := detail(-30, 1, "Always"), detail(-7, 2, "Always")
	f := form{made: domain.ScheduleCreated, saved: domain.ScheduleChanged, about: domain.Ref{Of: domain.ObjectSchedule, ID: 4},
		values: domain.Schedule{ID: 4, Name: "Remind", Details: []domain.ScheduleDetail{early, late}}.Values()}
	has := func(details ...domain.ScheduleDetail) typing {
		return func(valueList) valueList { return domain.Schedule{ID: 4, Name: "Remind", Details: details}.Values() }
	}
	const (
		gone28 = `schedule_notification -28 1 Always all: nothing | nothing | "yes"`
		here20 = `schedule_notification -20 1 Always all: nothing | "yes" | nothing`
	)
	tests := []struct {
		name         string
		theirs, mine typing
		want         []string
	}{
		{"two notifications", has(early, detail(-5, 2, "Always")), has(detail(-28, 1, "Always"), late), []string{
			`meanwhile schedule_notification -5 2 Always all: nothing -> "yes"`, `meanwhile schedule_notification -7 2 Always all: "yes" -> nothing`,
			`schedule_notification -28 1 Always all: nothing -> "yes"`, `schedule_notification -30 1 Always all: "yes" -> nothing`}},
		{"one changes what the other leaves and adds to", has(early, late, detail(1, 2, "Always")), has(early), []string{
			`meanwhile schedule_notification 1 2 Always all: nothing -> "yes"`, `schedule_notification -7 2 Always all: "yes" -> nothing`}},
		{"both change one", has(detail(-20, 1, "Always"), late), has(detail(-28, 1, "Always"), late), []string{here20, gone28}},
		{"both change one to the same", has(detail(-28, 1, "Always"), late), has(detail(-28, 1, "Always"), late), nil},
		{"both change one, and each another", has(detail(-20, 1, "Always"), late, detail(3, 3, "Always")), has(detail(-28, 1, "Always")),
			[]string{here20, gone28}},
		{"one removes what the other changed", has(detail(-20, 1, "Always"), late), has(late), []string{here20}},
		{"one changes what the other removed", has(late), has(detail(-28, 1, "Always"), late), []string{gone28}},
		{"both remove one", has(late), has(late), nil},
		{"one changes the days, one the condition", has(detail(-20, 1, "Always"), late), has(detail(-30, 1, "Account is active"), late), []string{here20,
			`schedule_notification -30 1 Account is active all: nothing | nothing | "yes"`}},
	}
	for _, tt := range tests {
		a, err := f.meet(t, tt.theirs, domain.Change{Seen: 1, Typed: tt.mine(f.values)})
		if got, want := outcome(a, err), strings.Join(tt.want, "\n"); got != want {
			t.Errorf("%s:\ngot\n%s\nwant\n%s", tt.name, got, want)
		}
		if found := domain.Colliding(err); found != nil {
			for _, one := range found.List {
				if one.Whole != domain.NotificationKey(4, early) {
					t.Errorf("%s: decided with %+v", tt.name, one.Whole)
				}
			}
		}
	}
}
