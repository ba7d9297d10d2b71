package views

import "slices"

// This file is what a page of a conflict says of things that are gone in which something was typed.

// anewPrefix begins the name of a box that makes a document again that was removed.
const anewPrefix = "anew-"

// AnewName is the name of the box that makes the document of an id again as a new one.
func AnewName(id string) string { return anewPrefix + id }

// lost are the things that are gone in which something was typed.
func (c Collision) lost() []string {
	var names []string
	for _, d := range c.decisions() {
		if d.Gone {
			names = append(names, d.Subject.String())
		}
	}
	return names
}

// lead says what happened and what is to be done.
func (c Collision) lead() string {
	switch {
	case c.Gone():
		return "Somebody else removed what you were editing. Nothing was saved. What you typed is below, to be copied."
	case !decides(c.Found):
		return "Somebody else removed some of what you were editing. Nothing was saved yet. What you typed there is below, " + c.instead() +
			"; the rest of your form can be saved."
	}
	what, choose := "The same was changed while you were editing it.", "choose what "+flagText(len(c.Names()) > 1, "each of these is", "it is")+
		" to be. What else you changed is saved with it."
	if c.Again {
		what, choose = "It was changed once more while you were choosing.", "choose again."
	}
	if names := c.lost(); len(names) > 0 {
		return what + " Nothing was saved yet: " + choose + " What you typed for " + andList(names) +
			" is not: somebody else removed that meanwhile. It is below, " + c.instead() + "."
	}
	return what + " Nothing was saved yet, and nothing you typed is lost: " + choose
}

// instead is what can be done with what was typed for something that is gone.
func (c Collision) instead() string {
	if c.anew() {
		return "to be copied or added again"
	}
	return "to be copied"
}

// anew reports whether something that is gone can be made again.
func (c Collision) anew() bool {
	return slices.ContainsFunc(c.decisions(), func(d decision) bool { return d.Anew != "" })
}

// notSaved says beside the buttons what they do not save; "" where they save all.
func (c Collision) notSaved() string {
	names := c.lost()
	if len(names) == 0 || c.Gone() {
		return ""
	}
	return "Not saved" + flagText(c.anew(), ", unless you tick that it is added again,", "") + " is what you typed for " + andList(names) + "."
}

// all is what a button saves or keeps: everything, or where somebody else removed something the rest.
func (c Collision) all() string { return flagText(len(c.lost()) > 0, "the Rest", "All") }
