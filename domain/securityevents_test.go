package domain

import "testing"

// TestSecurityEventOfWhatIsThereNow: switching something on and off are two events, and so are their undos, which have the kind of what they
// take back.
func TestSecurityEventOfWhatIsThereNow(t *testing.T) {
	t.Parallel()
	switched := func(field Field, from, to string) []Edit {
		return []Edit{{Key: Key{Field: field}, From: Held{Text: from, There: true}, To: Held{Text: to, There: true}}}
	}
	for _, tt := range []struct {
		kind  ChangeKind
		edits []Edit
		want  SecurityKind
	}{
		{TwoStepAsked, switched(FieldAskTwoStep, No, Yes), TwoStepAskedEvent},
		{TwoStepAsked, switched(FieldAskTwoStep, Yes, No), TwoStepFreeEvent},
		{UserActivated, switched(FieldUserActive, No, Yes), UserOnEvent},
		{UserActivated, switched(FieldUserActive, Yes, No), UserOffEvent},
		{UserDeactivated, switched(FieldUserActive, Yes, No), UserOffEvent},
		{UserDeactivated, switched(FieldUserActive, No, Yes), UserOnEvent},
		{UserAdded, []Edit{{Key: Key{Field: FieldUserActive}, To: Held{Text: Yes, There: true}}}, UserAddedEvent},
		{RoleChanged, nil, RoleEvent},
		{FeesChanged, switched(FieldSyncDisplay, No, Yes), ""},
	} {
		if got, is := SecurityEventOf(tt.kind, tt.edits); got != tt.want || is != (tt.want != "") {
			t.Errorf("%s with %+v is recorded as %q, want %q", tt.kind, tt.edits, got, tt.want)
		}
	}
}

// TestSecurityKindsHaveNames: each is stored under a text of its own and called by a label of its own.
func TestSecurityKindsHaveNames(t *testing.T) {
	t.Parallel()
	texts := map[string]SecurityKind{}
	for _, info := range SecurityKinds() {
		for _, text := range []string{"stored " + string(info.Kind), "shown " + info.Label} {
			if other, there := texts[text]; there {
				t.Errorf("%s and %s are the same: %s", other, info.Kind, text)
			}
			texts[text] = info.Kind
		}
	}
}
