package domain_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"tiersync/domain"
)

// This file lets a change meet what somebody else did since its maker looked. A thing is its values; steps make other ones of them.

type valueList []domain.KeyedValue

// typing is what somebody does at a form.
type typing func(valueList) valueList

func set(key domain.Key, text string) typing {
	return func(v valueList) valueList {
		next := gone(key)(v)
		return append(next, domain.KeyedValue{Key: key, Value: text})
	}
}

func gone(keys ...domain.Key) typing {
	return func(v valueList) valueList {
		return slices.DeleteFunc(slices.Clone(v), func(kv domain.KeyedValue) bool { return slices.Contains(keys, kv.Key) })
	}
}

// without takes away all values of which drop says so.
func without(drop func(domain.Key) bool) typing {
	return func(v valueList) valueList {
		return slices.DeleteFunc(slices.Clone(v), func(kv domain.KeyedValue) bool { return drop(kv.Key) })
	}
}

// form is a thing at which two people meet.
type form struct {
	made, saved domain.ChangeKind
	about       domain.Ref
	values      valueList
	before      domain.Situation // what is there beside the thing
}

func who() domain.Viewer {
	return domain.Viewer{User: domain.User{ID: 7, Role: domain.Administrator}, Account: domain.Account{ID: 1, Kind: domain.Provider, Currency: "USD"}}
}

// having is the situation in which the thing has these values, none: it is not there.
func (f form) having(t *testing.T, v valueList) domain.Situation {
	t.Helper()
	s := f.before
	s.Viewer, s.At = who(), time.Unix(1, 0)
	s.Facts = domain.Facts{Planted: true, Resources: []domain.ResourceID{5, 6}, Notifications: []domain.NotificationID{1, 2, 3}}
	if len(v) > 0 {
		made := domain.Change{Kind: f.made, About: f.about, Typed: v}
		if f.made == domain.UserAdded {
			made.Link = "hash"
		}
		a, err := domain.Apply(made, s)
		if err != nil {
			t.Fatalf("the thing cannot be made: %v", err)
		}
		s.Now.Own, s.Thing = a.Own, a.After
	}
	s.Seen, s.Looked = s.Now, s.Thing
	return s
}

// meet lets a change that was made at the thing as it was meet the thing after theirs.
func (f form) meet(t *testing.T, theirs typing, c domain.Change) (domain.Applied, error) {
	t.Helper()
	seen, s := f.having(t, f.values), f.having(t, theirs(f.values))
	s.Seen, s.Looked = seen.Now, seen.Thing
	c.Kind, c.About = f.saved, f.about
	return domain.Apply(c, s)
}

func nothing(v valueList) valueList { return v }

func all(steps ...typing) typing {
	return func(v valueList) valueList {
		for _, s := range steps {
			v = s(v)
		}
		return v
	}
}

// outcome writes what becomes of a change: an edit as "field: from -> to", what others did with "meanwhile" before it, what an undo
// leaves with "stays", what is gone in which something was typed with "removed", and a collision as "field: seen | now | typed".
func outcome(a domain.Applied, err error) string {
	var lines []string
	for prefix, edits := range map[string][]domain.Edit{"": a.Edits, "stays ": a.Stays, "meanwhile ": a.Meanwhile, "removed ": a.Removed} {
		for _, e := range edits {
			lines = append(lines, prefix+short(e.Key)+": "+text(e.From)+" -> "+text(e.To))
		}
	}
	if found := domain.Colliding(err); found != nil {
		for _, c := range found.List {
			line := short(c.Key) + ": " + text(c.Seen) + " | " + text(c.Now) + " | " + text(c.Typed)
			if c.Gone {
				line += ", gone"
			}
			lines = append(lines, line)
		}
	} else if err != nil {
		lines = append(lines, fmt.Sprintf("kind %d: %v", domain.KindOf(err), err))
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

// short is the field, and the id of the period or resource.
func short(key domain.Key) string {
	name := string(key.Field)
	if id := int64(key.Period) + int64(key.Resource); id != 0 {
		name += fmt.Sprint(" ", id)
	}
	return strings.TrimSpace(name + " " + strings.ReplaceAll(key.Name, "\n", " "))
}

func text(h domain.Held) string {
	switch {
	case !h.There:
		return "nothing"
	case h.Own:
		return fmt.Sprintf("%q own", h.Text)
	}
	return fmt.Sprintf("%q", h.Text)
}
