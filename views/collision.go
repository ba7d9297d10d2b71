package views

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"tiersync/domain"
	"tiersync/views/pages"
)

// Collision is a conflict between what somebody typed and what others did meanwhile. Kept is the form as it was sent.
type Collision struct {
	Found    *domain.Collisions
	Action   string
	Back     string // the page of the form
	Kept     url.Values
	Chosen   map[string]string // what was chosen before, by the name of the choice
	Again    bool              // it was changed once more while the choices were made
	Currency domain.Currency
	Wanted   Wanted
}

// Choices of a decision, and of a button that decides all of them.
const (
	Mine   = "mine"   // as it was typed
	Theirs = "theirs" // as it is now
)

// decision is what is decided as one: a value, or all of a thing that somebody made or removed as a whole.
type decision struct {
	Name    string
	Subject Path
	Was, Is bool // something was there, and is now
	Seen    string
	Now     string
	Typed   string
	Values  []metValue // of a whole: what was changed or typed in it
	Gone    bool       // the whole was removed: nothing is left to be decided
	Anew    string     // the field that makes it again as a new one, with what was typed; "" where that is not possible
	Blame   domain.Blame
	Keys    []string
}

// metValue is a value of a whole.
type metValue struct{ Label, Seen, Now, Typed string }

// decides reports whether a conflict leaves something to be decided.
func decides(found *domain.Collisions) bool {
	return slices.ContainsFunc(found.List, func(one domain.Collision) bool { return !one.Gone })
}

// decisions are the collisions in the order of pages, those of a whole as one.
func (c Collision) decisions() []decision {
	byKey := make(map[domain.Key]domain.Collision, len(c.Found.List))
	edits := make([]domain.Edit, len(c.Found.List))
	for i, one := range c.Found.List {
		byKey[one.Key], edits[i] = one, domain.Edit{Key: one.Key}
	}
	var groups [][]domain.Collision
	place := map[domain.Key]int{}
	for _, e := range pages.InOrder(edits) {
		one := byKey[e.Key]
		if at, known := place[one.Whole]; known && one.Whole != (domain.Key{}) {
			groups[at] = append(groups[at], one)
			continue
		}
		place[one.Whole] = len(groups)
		groups = append(groups, []domain.Collision{one})
	}
	list := make([]decision, len(groups))
	for i, group := range groups {
		list[i] = c.decision(group)
		list[i].Name = "choice-" + idText(int64(i))
	}
	return list
}

// Names are the names of what is to be decided.
func (c Collision) Names() []string {
	var names []string
	for _, d := range c.decisions() {
		if !d.Gone {
			names = append(names, d.Name)
		}
	}
	return names
}

// decision puts the collisions of a whole, or the one of a value, into words.
func (c Collision) decision(group []domain.Collision) decision {
	first := group[0]
	d := decision{Gone: first.Gone, Blame: first.Blame, Subject: c.subject(first), Was: first.Seen.There, Is: first.Now.There}
	if d.Gone && c.Found.About.Of == domain.ObjectTemplate && first.Whole.Field == domain.FieldTermsDocument && !c.Gone() {
		d.Anew = AnewName(first.Whole.Name)
	}
	for _, one := range group {
		d.Keys = append(d.Keys, one.Key.Text())
		if one.At.After(d.Blame.At) {
			d.Blame = one.Blame
		}
	}
	if first.Whole == (domain.Key{}) || first.Whole == first.Key && len(group) == 1 {
		d.Seen, d.Now, d.Typed = c.held(first.Key, first.Seen), c.held(first.Key, first.Now), c.held(first.Key, first.Typed)
		return d
	}
	if first.Whole.Field == domain.FieldNotification {
		return c.notification(d, first.Whole, group)
	}
	typed := false
	for _, one := range group {
		d.Was, d.Is, typed = d.Was || one.Seen.There, d.Is || one.Now.There, typed || one.Typed.There
	}
	for _, one := range group {
		anew, changed := differs(one.Seen, one.Typed, typed), differs(one.Seen, one.Now, d.Is)
		if (anew || changed) && pages.Tells(domain.Edit{Key: one.Key, From: one.Seen, To: one.Typed}) && one.Key != one.Whole {
			d.Values = append(d.Values, metValue{c.within(one).String(), c.held(one.Key, one.Seen), c.held(one.Key, one.Now), c.held(one.Key, one.Typed)})
		}
	}
	d.Seen, d.Now, d.Typed = wholeText(d.Was, false), wholeText(d.Is, d.Was), wholeText(typed, d.Was)
	return d
}

// notification is the decision about a notification that two people changed: each put another in its place, or none.
func (c Collision) notification(d decision, was domain.Key, group []domain.Collision) decision {
	var is, typed []string
	for _, one := range group {
		if one.Now.There {
			is = append(is, c.words().notificationOf(one.Key))
		}
		if one.Typed.There {
			typed = append(typed, c.words().notificationOf(one.Key))
		}
	}
	d.Was, d.Is = true, len(is) > 0
	d.Seen, d.Now, d.Typed = c.words().notificationOf(was), cmp.Or(andList(is), wholeText(false, true)), cmp.Or(andList(typed), wholeText(false, true))
	return d
}

// differs reports whether a value of a whole became another one; where the whole is not there any more, none did.
func differs(seen, is domain.Held, whole bool) bool {
	return (seen.There != is.There || seen.Text != is.Text) && (is.There || whole)
}

// wholeText says whether a whole is there, or was removed where it had been.
func wholeText(is, was bool) string {
	switch {
	case is:
		return "there"
	case was:
		return "removed"
	}
	return notThere
}

// did is the word for what made a value what it is now.
func (d decision) did() string {
	switch {
	case d.Gone || d.Was && !d.Is:
		return "Removed"
	case d.Is && !d.Was:
		return "Added"
	}
	return "Changed"
}

// notThere is how nothing reads.
const notThere = "not there"

func (c Collision) words() words { return words{c.Found.Names, c.Currency} }

// subject is what is decided: "12 months · Recurring fee", "Mailboxes · from 100 · Price row"; of several plans with the plan in front.
func (c Collision) subject(one domain.Collision) Path {
	if c.Found.About.Of == domain.ObjectCatalog {
		return c.valueSubject(one).Below(c.words().group(one.Key))
	}
	return c.valueSubject(one)
}

// valueSubject is what is decided within its plan or other thing.
func (c Collision) valueSubject(one domain.Collision) Path {
	key := one.Whole
	if key == (domain.Key{}) || key == one.Key {
		return c.words().subject(domain.Outcome{Key: one.Key, New: cmp.Or(one.Now.Text, one.Typed.Text, one.Seen.Text)})
	}
	return c.words().subject(domain.Outcome{Key: key})
}

// held writes what somebody has at a key.
func (c Collision) held(key domain.Key, h domain.Held) string { return c.words().held(key, h) }

func flagText(is bool, yes, no string) string {
	if is {
		return yes
	}
	return no
}

// within names a value within its whole: "from 100 · Recurring price" of a resource rate.
func (c Collision) within(one domain.Collision) Path {
	whole, path := c.valueSubject(one), c.words().subject(domain.Outcome{Key: one.Key})
	if len(whole) > 1 {
		whole = whole[:len(whole)-1] // without its own label
	}
	return path.Within(whole)
}

// Gone reports whether the thing itself was removed that was edited: nothing is left to be saved.
func (c Collision) Gone() bool {
	return !decides(c.Found) && slices.ContainsFunc(c.Found.List, func(one domain.Collision) bool {
		switch one.Whole.Field {
		case domain.FieldPeriod, domain.FieldRate, domain.FieldPriceRow, domain.FieldUpgrade:
			return false
		}
		return domain.RefOf(one.Whole).Same(c.Found.About)
	})
}

// tabs are those of the page in whose place this one stands, and what they are called; none where the form stood on no tab, or what it
// is about is gone.
func (c Collision) tabs() (label string, tabs []Tab) {
	switch about := c.Found.About; {
	case c.Gone():
	case about.Of == domain.ObjectTemplate:
		label, tabs = templateTabsLabel, templateTabs(domain.TemplateID(about.ID), "")
	case about.Of == domain.ObjectReseller:
		label, tabs = resellerTabsLabel, resellerTabs(domain.AccountID(about.ID), "")
	}
	at := slices.IndexFunc(tabs, func(t Tab) bool { return t.URL == c.Action })
	if at < 0 {
		return "", nil
	}
	tabs[at].Current = true
	return label, tabs
}

// Since says who did something to a value and when, after the word for it; "" where nobody knows.
func Since(did string, by domain.Blame) string {
	var parts []string
	switch {
	case by.Run != 0:
		parts = append(parts, "by synchronization "+idText(by.Run))
	case by.By != "":
		parts = append(parts, "by "+domain.Isolate(by.By))
	}
	if !by.At.IsZero() {
		parts = append(parts, FormatTime(by.At))
	}
	if len(parts) == 0 {
		return ""
	}
	return did + " " + strings.Join(parts, ", ")
}

// BlameURL is the page that tells of what somebody did, "" where there is none. Only a reseller's own catalog is changed by runs.
func BlameURL(by domain.Blame) string {
	switch {
	case by.Entry == 0:
		return ""
	case by.Run != 0:
		return "/last-synchronization/" + idText(by.Entry)
	}
	return ChangeURL(by.Entry)
}
