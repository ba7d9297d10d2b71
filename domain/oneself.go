package domain

import "slices"

// This file says what everybody may do at themselves, and how a password is given to somebody whom no one else knows it of.

// ownFields are the fields that kinds of change set which everybody makes at themselves; of a kind that is not named here, none.
var ownFields = map[ChangeKind]Field{OwnNameChanged: FieldUserName, TwoStepOn: FieldUserTwoStep, TwoStepOff: FieldUserTwoStep}

// ownEdits reports whether a change that somebody makes at themselves sets no more than its kind is about: no right is asked for it.
func ownEdits(kind ChangeKind, edits []Edit) bool {
	return !slices.ContainsFunc(edits, func(e Edit) bool { return e.Key.Field != ownFields[kind] })
}

// checkWho says whether the viewer may turn a user from one into the other: themselves by a kind that everybody makes at themselves,
// anybody else as [CheckGrant] says. The command line has no user and makes every kind.
func (k KindInfo) checkWho(v Viewer, have, want User) error {
	switch {
	case k.Has(OfOthers) && v.User.ID == have.ID:
		return Forbidden("This is for others. Turn your own off on the page of your account.")
	case !k.Has(OfOneself):
		return CheckGrant(v, have, want)
	case v.User.ID != 0 && v.User.ID != have.ID:
		return Forbidden("Nobody but they themselves can do this.")
	}
	return nil
}

// hides reports whether a change sets those things that are never shown which its kind sets. Whom somebody adds sets their password
// themselves, with a link; only the command line knows it beforehand.
func (c Change) hides(v Viewer) bool {
	kind := c.Kind.Info()
	if kind.Has(WithLink) && kind.Has(Makes) && v.User.ID == 0 && c.Secret != "" {
		return c.Link == "" && c.TwoStep == nil
	}
	return kind.Has(WithSecret) == (c.Secret != "") && kind.Has(WithLink) == (c.Link != "") && kind.Has(WithCodes) == (c.TwoStep != nil)
}
