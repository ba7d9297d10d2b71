package views

import "tiersync/domain"

// Wanted is how the values came about that somebody wants to save: they typed them, a price list has them, a page worked them out, or they pressed
// the button that deletes something.
type Wanted string

// The ways. The zero value is a form that was typed.
const (
	WantedTyped   Wanted = ""
	WantedByFile  Wanted = "file"
	WantedAsMade  Wanted = "made"
	WantedDeleted Wanted = "deleted"
)

// wantedWords are how pages that ask before they save speak of the values.
type wantedWords struct {
	meanwhile string // that somebody else changed them
	opened    string // when they were looked at first
	as        string // how they are wanted
	asTyped   string // on a button, behind what is saved
	it        string // on a button, as what is saved
	what      string // in a sentence
	kept      string // that nothing of them is lost, behind "Nothing was saved yet"
	edited    string // what they are of
	rest      string // the others of them
	others    string // what else becomes another
	discard   string
}

func (w Wanted) words() wantedWords {
	switch w {
	case WantedByFile:
		return wantedWords{"The same was changed since you opened the page of the file.", "When you opened the page", "As the file has it", "as the File Has It",
			"What the File Has", "what the file has", "", "what the file changes", "the rest of the file", "What else the file changes", "Back to the File"}
	case WantedAsMade:
		return wantedWords{"The same was changed since you opened the page.", "When you opened the page", "As it was shown", "as Shown",
			"It So", "what was shown", "", "what was to be changed", "the rest", "What else was shown", "Back"}
	case WantedDeleted:
		return wantedWords{"The same was changed since you opened the page.", "When you opened the page", "As you asked", "as I Asked",
			"It So", "what you asked for", "", "what you were deleting", "the rest", "What else you asked for", "Back"}
	}
	return wantedWords{"The same was changed while you were editing it.", "When you opened the form", "As you typed it", "as I Typed It",
		"What I Typed", "what you typed", ", and nothing you typed is lost", "what you were editing", "the rest of your form", "What else you changed", "Discard What I Typed"}
}

// wantedIn is how the values of a change came about.
func wantedIn(c domain.Change) Wanted {
	if c.File != nil {
		return WantedByFile
	}
	return WantedTyped
}
