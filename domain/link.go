package domain

import "time"

// LinkKind says what a one-time link is for. Who has one sets the password of the user whom it was made for.
type LinkKind string

// The kinds of link.
const (
	Invitation LinkKind = "invitation" // to somebody who has no password yet
	Reset      LinkKind = "reset"      // to somebody who lost theirs, which counts until they set another
)

// Life is how long a link of this kind can be used.
func (k LinkKind) Life() time.Duration {
	if k == Invitation {
		return 72 * time.Hour
	}
	return time.Hour
}

// LinkFor is the kind of link that a user is given.
func (u UserRow) LinkFor() LinkKind {
	if u.Invited {
		return Invitation
	}
	return Reset
}

// LinkOver is the refusal of a link that cannot be used, or not any more.
func LinkOver() error {
	return &Error{Kind: KindNotFound, Message: "This link cannot be used any more: it was used, its time is over, or there is a newer one. Ask whoever sent it for another."}
}
