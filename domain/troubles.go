package domain

// Trouble is a way in which what is stored cannot be reached or changed, as users are told of it. None of the sentences holds a word
// of the database's: that goes to the log, as the cause.
type Trouble int

// The troubles.
const (
	Unreachable Trouble = iota // nothing can be answered now
	EndUnknown                 // the connection was lost while saving: it is stored, or it is not
	Busy                       // somebody else changes the same
	Crowded                    // too many sign in
	Overloaded                 // too many ask
	Full                       // there is no room to store anything
	SavedTwice                 // there is one of the same already
	Entangled                  // what it refers to, or is referred to by, is not what it was
	OutOfRange                 // a value cannot be stored
	Missing                    // there is no such row
)

// Because is the failure that the trouble is, with its cause.
func (t Trouble) Because(cause error) error {
	kind, message := t.explained()
	return &Error{Kind: kind, Message: message, Err: cause}
}

func (t Trouble) explained() (Kind, string) {
	switch t {
	case EndUnknown:
		return KindUnavailable, "The connection was lost while saving, so it is not known whether this was saved. Open the page again and look before you repeat it."
	case Busy:
		return KindUnavailable, "Somebody else is changing the same data at this moment. Try again."
	case Crowded:
		return KindUnavailable, "Too many people sign in at this moment. Try again in a few seconds."
	case Overloaded:
		return KindUnavailable, "Too many people are asking at this moment, so nothing was done. Wait a few seconds, then try again."
	case Full:
		return KindUnavailable, "The database's disk is full, so nothing can be saved. Nothing was changed; whoever runs this installation has to make room."
	case SavedTwice:
		return KindConflict, "This already exists: somebody has saved the same meanwhile."
	case Entangled:
		return KindConflict, "Something that this refers to, or that refers to this, was changed or deleted meanwhile."
	case OutOfRange:
		return KindInvalid, "A value is out of the range that can be stored."
	case Missing:
		return KindNotFound, "What you asked for was not found."
	default:
		return KindUnavailable, "The database cannot answer at the moment. Try again in a few seconds."
	}
}
