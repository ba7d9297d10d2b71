package domain

import (
	"errors"
	"slices"
)

// SecurityKind is what happened at one of the doors, as it is stored: a text never changes, its label may.
type SecurityKind string

// What is recorded; what each means, and its label, is its row in SecurityKinds.
const (
	SignedInEvent      SecurityKind = "signed in"
	SignInFailedEvent  SecurityKind = "sign-in refused"
	SignInSlowedEvent  SecurityKind = "sign-in slowed"
	CookieEvent        SecurityKind = "session cookie forged"
	CrossOriginEvent   SecurityKind = "cross-origin request"
	FormRefusedEvent   SecurityKind = "form refused"
	PageRefusedEvent   SecurityKind = "page refused"
	MadeUpBoxEvent     SecurityKind = "unknown option"
	DialogEvent        SecurityKind = "foreign dialog"
	UserRefusedEvent   SecurityKind = "change refused"
	UserAddedEvent     SecurityKind = "user added"
	PasswordEvent      SecurityKind = "password changed"
	SessionEndedEvent  SecurityKind = "session ended"
	SignedOutEvent     SecurityKind = "signed out everywhere"
	LinkAskedEvent     SecurityKind = "new password asked for"
	LinkMadeEvent      SecurityKind = "link for a password made"
	RoleEvent          SecurityKind = "role changed"
	UserOnEvent        SecurityKind = "user activated"
	UserOffEvent       SecurityKind = "user deactivated"
	TwoStepOnEvent     SecurityKind = "two-step sign-in turned on"
	TwoStepOffEvent    SecurityKind = "two-step sign-in turned off"
	TwoStepResetEvent  SecurityKind = "two-step sign-in turned off for a user"
	TwoStepEitherEvent SecurityKind = "two-step sign-in asked of all" // of before the two were told apart: asked of all, or no longer
	TwoStepAskedEvent  SecurityKind = "two-step sign-in from now on asked of all"
	TwoStepFreeEvent   SecurityKind = "two-step sign-in no longer asked of all"
	CodesMadeEvent     SecurityKind = "recovery codes made"
	CodeUsedEvent      SecurityKind = "recovery code used"
	CodeFailedEvent    SecurityKind = "code refused"
)

// SecurityKindInfo is a row of the table of what is recorded.
type SecurityKindInfo struct {
	Kind  SecurityKind
	Label string
	Rare  bool       // however often it happens, it is recorded once a minute for one network address: whoever does it can do it without end
	Each  bool       // once for each user there: it takes one who is signed in
	Of    ChangeKind // the kind of change that it is; "" for none
	Sets  KeyedValue // or the value that such a change gives to what is there, be it by an undo; the zero one for none
}

// SecurityKinds lists what is recorded, in the order in which pages show it.
func SecurityKinds() []SecurityKindInfo {
	return []SecurityKindInfo{
		{Kind: SignedInEvent, Label: "Signed in"},
		{Kind: SignInFailedEvent, Label: "Sign-in failed"},
		{Kind: SignInSlowedEvent, Label: "Sign-in had to wait", Rare: true},
		{Kind: CodeFailedEvent, Label: "Wrong code for two-step sign-in"},
		{Kind: CodeUsedEvent, Label: "Recovery code used"},
		{Kind: CookieEvent, Label: "Session cookie that is not ours", Rare: true},
		{Kind: CrossOriginEvent, Label: "Form from another site", Rare: true},
		{Kind: FormRefusedEvent, Label: "Form sent without the right"},
		{Kind: PageRefusedEvent, Label: "Page opened without the right", Rare: true, Each: true},
		{Kind: UserRefusedEvent, Label: "Change of a user refused"},
		{Kind: MadeUpBoxEvent, Label: "Box that no form has"},
		{Kind: DialogEvent, Label: "Dialog of somebody else"},
		{Kind: UserAddedEvent, Label: "User added", Of: UserAdded},
		{Kind: PasswordEvent, Label: "Password changed", Of: PasswordChanged},
		{Kind: SessionEndedEvent, Label: "Own session ended"},
		{Kind: SignedOutEvent, Label: "Signed out everywhere"},
		{Kind: LinkAskedEvent, Label: "New password asked for"},
		{Kind: LinkMadeEvent, Label: "Link for a new password made", Of: LinkMade},
		{Kind: RoleEvent, Label: "Role or rights changed", Of: RoleChanged},
		{Kind: UserOnEvent, Label: "User activated", Sets: KeyedValue{Key: Key{Field: FieldUserActive}, Value: Yes}},
		{Kind: UserOffEvent, Label: "User deactivated", Sets: KeyedValue{Key: Key{Field: FieldUserActive}, Value: No}},
		{Kind: TwoStepOnEvent, Label: "Two-step sign-in turned on", Of: TwoStepOn},
		{Kind: TwoStepOffEvent, Label: "Two-step sign-in turned off", Of: TwoStepOff},
		{Kind: TwoStepResetEvent, Label: "Two-step sign-in turned off for a user", Of: TwoStepReset},
		{Kind: CodesMadeEvent, Label: "New recovery codes made", Of: RecoveryCodesMade},
		{Kind: TwoStepAskedEvent, Label: "Two-step sign-in asked of all", Sets: KeyedValue{Key: Key{Field: FieldAskTwoStep}, Value: Yes}},
		{Kind: TwoStepFreeEvent, Label: "Two-step sign-in no longer asked of all", Sets: KeyedValue{Key: Key{Field: FieldAskTwoStep}, Value: No}},
		{Kind: TwoStepEitherEvent, Label: "Two-step sign-in asked of all, or no longer"},
	}
}

// Info is the kind's row; one without, as of an older version, is called as it is stored.
func (k SecurityKind) Info() SecurityKindInfo {
	for _, info := range SecurityKinds() {
		if info.Kind == k {
			return info
		}
	}
	return SecurityKindInfo{Kind: k, Label: string(k)}
}

// SecurityEventOf is how a change of a kind with these edits is recorded; false where it is none of the doors'. What was switched on or off
// goes by the value that is there now: the undo of a change has the kind of what it takes back.
func SecurityEventOf(kind ChangeKind, edits []Edit) (SecurityKind, bool) {
	for _, info := range SecurityKinds() {
		if info.Of == kind && kind != "" || info.Sets != (KeyedValue{}) && info.Sets.amongSwitched(edits) {
			return info.Kind, true
		}
	}
	return "", false
}

// amongSwitched reports whether edits give this value to something that was there with another.
func (v KeyedValue) amongSwitched(edits []Edit) bool {
	return slices.ContainsFunc(edits, func(e Edit) bool { return e.Key == v.Key && e.From.There && e.To.There && e.To.Text == v.Value })
}

// ErrRecorded is in an error that is a security event already.
var ErrRecorded = errors.New("recorded as a security event")

// SecurityEventDays is for how many days security events are kept.
const SecurityEventDays = 400
