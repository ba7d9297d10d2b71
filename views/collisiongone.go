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
	said := c.Wanted.words()
	typed := capital(said.what)
	switch {
	case c.Gone():
		return "Somebody else removed " + said.edited + ". Nothing was saved. " + typed + " is below, to be copied."
	case !decides(c.Found):
		return "Somebody else removed some of " + said.edited + ". Nothing was saved yet. " + typed + " there is below, " + c.instead() +
			"; " + said.rest + " can be saved."
	}
	what, choose := said.meanwhile, "choose what "+flagText(len(c.Names()) > 1, "each of these is", "it is")+
		" to be. "+said.others+" is saved with it."
	if c.Again {
		what, choose = "It was changed once more while you were choosing.", "choose again."
	}
	if names := c.lost(); len(names) > 0 {
		return what + " Nothing was saved yet: " + choose + " " + typed + " for " + andList(names) +
			" is not: somebody else removed that meanwhile. It is below, " + c.instead() + "."
	}
	return what + " Nothing was saved yet" + said.kept + ": " + choose
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
	return "Not saved" + flagText(c.anew(), ", unless you tick that it is added again,", "") + " is " + c.Wanted.words().what + " for " + andList(names) + "."
}

// all is what a button saves or keeps: everything, or where somebody else removed something the rest.
func (c Collision) all() string { return flagText(len(c.lost()) > 0, "the Rest", "All") }
