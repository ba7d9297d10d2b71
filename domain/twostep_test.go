package domain

import (
	"testing"
	"time"
)

func TestCodesAreReadAsTheyAreTyped(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{"123456": "123456", " 123 456 ": "123456", "123-456": "123456", "": "", "abcdef": ""} {
		if code, app := CleanCode(typed); code != want || app != (len(want) == 6) {
			t.Errorf("%q is read as %q, of an app %v", typed, code, app)
		}
	}
	const digits = "01234567890123456789"
	shown := ShownCode(digits)
	if code, app := CleanCode(shown); shown != "01234-56789-01234-56789" || code != digits || app {
		t.Errorf("a recovery code is shown as %q and read as %q", shown, code)
	}
}

func TestTheSecondStepFollowsSoon(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)
	half := HalfSigned{User: 1, Stamp: "a", At: at}
	for _, tt := range []struct {
		stamp string
		after time.Duration
		want  bool
	}{{"a", 0, true}, {"a", SecondStepTime - time.Second, true}, {"a", SecondStepTime, false}, {"a", -time.Second, true}, {"a", -time.Minute, false}, {"b", 0, false}} {
		if got := half.Holds(tt.stamp, at.Add(tt.after)); got != tt.want {
			t.Errorf("with %q after %v: %v", tt.stamp, tt.after, got)
		}
	}
	if (HalfSigned{At: at}).Holds("", at) {
		t.Error("without a stamp it holds")
	}
}

// Each kind of change sets of two-step sign-in what it is about, and nothing else does.
func TestWhoTurnsTwoStepSignInOnAndOff(t *testing.T) {
	t.Parallel()
	ann := User{ID: 7, Account: 1, Email: "ann@x.example", Name: "Ann", Role: Operator}
	keys := &TwoStepKeys{Sealed: "s", Step: 1, Codes: [][]byte{{1}}}
	on := TurnTwoStep(ann, true)
	on.TwoStep = keys
	again := Change{Kind: RecoveryCodesMade, About: on.About, Part: true, TwoStep: &TwoStepKeys{Codes: keys.Codes}}
	admin := Viewer{User: User{ID: 8, Account: 1, Role: Administrator}, Account: Account{ID: 1, Kind: Provider, Currency: "USD"}}
	self := Viewer{User: ann, Account: admin.Account}
	const fine = KindInternal
	for name, tt := range map[string]struct {
		by   Viewer
		has  bool
		c    Change
		want Kind
	}{
		"on by themselves":            {self, false, on, fine},
		"on twice":                    {self, true, on, KindInvalid},
		"on by an administrator":      {admin, false, on, KindForbidden},
		"off by themselves":           {self, true, TurnTwoStep(ann, false), fine},
		"off by an administrator":     {admin, true, TurnTwoStep(ann, false), KindForbidden},
		"reset by an administrator":   {admin, true, ResetOfTwoStep(ann), fine},
		"reset by who may not":        {self, true, ResetOfTwoStep(ann), KindForbidden},
		"reset of themselves":         {Viewer{User: User{ID: 7, Account: 1, Role: Administrator}, Account: admin.Account}, true, ResetOfTwoStep(ann), KindForbidden},
		"reset from the command line": {Viewer{User: User{Account: 1, Role: Administrator}, Account: admin.Account}, true, ResetOfTwoStep(ann), fine},
		"new codes":                   {self, true, again, fine},
		"new codes without it":        {self, false, again, KindInvalid},
	} {
		ann := ann
		ann.TwoStep = tt.has
		row := &UserRow{User: ann, Active: true}
		a, err := Apply(tt.c, Situation{Viewer: tt.by, Thing: row, Looked: row})
		if KindOf(err) != tt.want || (err == nil) != (tt.want == fine) {
			t.Errorf("%s: %v", name, err)
		}
		if err == nil && a.After.(*UserRow).TwoStep != (tt.c.Kind == TwoStepOn || tt.c.Kind == RecoveryCodesMade) {
			t.Errorf("%s leads to %+v", name, a.After)
		}
	}
}
