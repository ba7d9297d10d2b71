package domain

import (
	"cmp"
	"errors"
	"math"
	"slices"
)

// This file gives ids to what changes make. Who makes a thing does not choose its id: the change names it by a placeholder, a number
// below zero that stands for it wherever the change mentions it, and it is numbered before it is applied. [Apply] refuses ids that
// somebody chose themselves: they may be somebody else's, or those of things to come.

// NewID is the placeholder of the one thing that a change, or several that are made together, make.
const NewID int64 = -1

// Numbers are ids by the placeholders that they are put in place of.
type Numbers map[int64]int64

// Placeholders returns those that changes are about, or make things under, each once, in the order in which the things are made: from [NewID] downwards.
func Placeholders(changes ...Change) []int64 {
	var list []int64
	listed := map[int64]bool{}
	add := func(id int64) {
		if id < 0 && !listed[id] {
			list, listed[id] = append(list, id), true
		}
	}
	for _, c := range changes {
		add(c.About.ID)
		for _, v := range c.Typed {
			id, _ := v.Key.ownID()
			add(id)
		}
		for _, e := range c.Edits {
			if id, _ := e.Key.ownID(); e.To.There {
				add(id)
			}
		}
	}
	slices.SortFunc(list, func(a, b int64) int { return cmp.Compare(b, a) })
	return list
}

// sortMade sorts edits in the order that their keys have once what they make is numbered: behind what there is, as it is made.
func sortMade(edits []Edit) {
	n := Numbers{}
	for i, id := range Placeholders(Change{Edits: edits}) {
		n[id] = math.MaxInt64/2 + int64(i)
	}
	slices.SortFunc(edits, func(a, b Edit) int { return compareKeys(n.key(a.Key), n.key(b.Key)) })
}

// ownID returns the id of the thing that the key says is there; ok is false for any other value, and for a thing that others name: a rate
// by its resource, a price row by its period and amount, a path by the plan that it leads to.
func (k Key) ownID() (id int64, ok bool) {
	switch k.Field {
	case FieldPlan:
		return int64(k.Plan), true
	case FieldPeriod:
		return int64(k.Period), true
	case FieldSalesCategory, FieldPlanCategoryData, FieldResourceCategory:
		return int64(k.Category), true
	case FieldScheduleContent:
		return int64(k.Schedule), true
	case FieldTermsDocument:
		return parseInt(k.Name), true
	}
	return 0, false
}

// Numbered returns the change with the ids in place of their placeholders.
func (c Change) Numbered(n Numbers) Change {
	if len(n) == 0 {
		return c
	}
	c.About.ID = number(n, c.About.ID)
	c.Typed, c.Edits = slices.Clone(c.Typed), slices.Clone(c.Edits)
	for i, v := range c.Typed {
		c.Typed[i] = KeyedValue{n.key(v.Key), n.text(v.Key.Field, v.Value)}
	}
	for i, e := range c.Edits {
		c.Edits[i] = Edit{n.key(e.Key), n.held(e.Key.Field, e.From), n.held(e.Key.Field, e.To)}
	}
	c.Without, c.Reset = n.keys(c.Without), n.keys(c.Reset)
	if c.Choice != nil {
		c.Choice = &Choice{c.Choice.Shown, n.keys(c.Choice.Mine)}
	}
	return c
}

// Unnumbered returns an error about a change that was numbered as its maker reads it: what it names has its placeholder again.
func (n Numbers) Unnumbered(err error) error {
	var e *Error
	if len(n) == 0 || !errors.As(err, &e) {
		return err
	}
	placeholders := make(Numbers, len(n))
	for placeholder, id := range n {
		placeholders[id] = placeholder
	}
	said := *e
	said.Fields = slices.Clone(e.Fields)
	for i, f := range said.Fields {
		said.Fields[i].Key = placeholders.key(f.Key)
	}
	if found, collided := e.Err.(*Collisions); collided {
		said.Err = found.numbered(placeholders)
	}
	return &said
}

func (c *Collisions) numbered(n Numbers) *Collisions {
	next := *c
	next.List = slices.Clone(c.List)
	for i, one := range next.List {
		one.Typed = n.held(one.Key.Field, one.Typed)
		one.Key, one.Whole = n.key(one.Key), n.key(one.Whole)
		next.List[i] = one
	}
	return &next
}

// number is the id in place of a placeholder; anything else is itself.
func number[ID ~int64](n Numbers, id ID) ID {
	if given, known := n[int64(id)]; known {
		return ID(given)
	}
	return id
}

func (n Numbers) keys(list []Key) []Key {
	list = slices.Clone(list)
	for i, key := range list {
		list[i] = n.key(key)
	}
	return list
}

func (n Numbers) key(k Key) Key {
	k.Plan, k.Period, k.Resource = number(n, k.Plan), number(n, k.Period), number(n, k.Resource)
	k.Category, k.Schedule = number(n, k.Category), number(n, k.Schedule)
	if k.Name == "" {
		return k
	}
	switch of := k.Field.Info().Of; {
	case of == ObjectUpgrade || of == ObjectTerms:
		k.Name = n.id(k.Name)
	case k.Field == FieldTransition:
		if parts := splitName(k.Name, 4); parts != nil {
			k.Name = joinName(n.id(parts[0]), parts[1], parts[2], parts[3])
		}
	case k.Field == FieldNotification:
		if d, ok := NotificationOf(k); ok {
			d.Template = number(n, d.Template)
			k = NotificationKey(k.Schedule, d)
		}
	}
	return k
}

func (n Numbers) held(f Field, h Held) Held {
	h.Text = n.text(f, h.Text)
	return h
}

// text is the value of a field in which ids may stand.
func (n Numbers) text(f Field, text string) string {
	switch f.Info().Kind {
	case IDValue:
		return n.id(text)
	case IDsValue:
		ids := ParseIDs[int64](text)
		if !slices.ContainsFunc(ids, func(id int64) bool { return number(n, id) != id }) {
			return text
		}
		for i, id := range ids {
			ids[i] = number(n, id)
		}
		slices.Sort(ids)
		return IDs(ids)
	}
	return text
}

func (n Numbers) id(text string) string {
	if id, known := n[parseInt(text)]; known {
		return idText(id)
	}
	return text
}

// numbered refuses to make a thing under an id that was not taken for it. What an undo brings back has the id that it had, and so has a
// period that comes back with an earlier version of its plan.
func (k *keyed) numbered(c Change, s Situation, edits []Edit) error {
	if c.Undoes != 0 || s.Facts.Planted {
		return nil
	}
	used := map[int64]bool{}
	for _, e := range edits {
		id, own := e.Key.ownID()
		if !own || e.From.There || !e.To.There {
			continue
		}
		fits := s.Facts.New[id] && !used[id]
		if used[id] = true; !fits && c.Kind == PlanRestored && s.Facts.Had != nil {
			had, err := s.Facts.Had(e.Key)
			if err != nil {
				return err
			}
			fits = had
		}
		if !fits {
			k.add(e.Key, "What is new gets its number when it is saved")
		}
	}
	return nil
}
