package story

import (
	"fmt"
	"maps"
	"strconv"
	"strings"
)

// Names gives each thing one id for life and finds it again. Ids are unique over all kinds of things, unless a story gives one
// twice.
type Names struct {
	ids   map[string]int64 // by kind and name: "plan/Mail", "period/Mail/month"
	given map[string]int64 // the ids that the story wants: "period month" is the month of every plan
	texts map[int64]string // the last word of the name
	last  int64            // the last id that was not given
}

func (n *Names) clone() *Names {
	return &Names{maps.Clone(n.ids), maps.Clone(n.given), maps.Clone(n.texts), n.last}
}

func newNames() *Names {
	return &Names{ids: map[string]int64{}, given: map[string]int64{}, texts: map[int64]string{}}
}

// ID returns the id of a thing, a new one when it is mentioned for the first time: ID("plan", "Mail"), ID("period", "Mail",
// "month"), and so on for an account, a resource, a category, a "plan category", a "resource category", a schedule, a
// notification, a document and a flow.
func (n *Names) ID(words ...string) int64 {
	name, text := strings.Join(words, "/"), words[len(words)-1]
	id, known := n.ids[name]
	if known {
		return id
	}
	if id, known = n.given[strings.Join(words, " ")]; !known {
		id, known = n.given[words[0]+" "+text]
	}
	if !known {
		id = n.next()
	}
	n.ids[name], n.texts[id] = id, text
	return id
}

// next returns an id that nothing has.
func (n *Names) next() int64 {
	for {
		n.last++
		if _, taken := n.texts[n.last]; !taken {
			return n.last
		}
	}
}

// Known returns the thing's id and whether it was mentioned before.
func (n *Names) Known(words ...string) (int64, bool) {
	id, ok := n.ids[strings.Join(words, "/")]
	return id, ok
}

// Text returns the last word of a thing's name.
func (n *Names) Text(id int64) string {
	if text, known := n.texts[id]; known {
		return text
	}
	return fmt.Sprintf("?%d", id)
}

// Of returns the names of all things of a kind that were mentioned, by id.
func (n *Names) Of(kind string) map[int64]string {
	names := map[int64]string{}
	for name, id := range n.ids {
		if text, is := strings.CutPrefix(name, kind+"/"); is {
			names[id] = text
		}
	}
	return names
}

// give reads "plan Mail 2": the id that the thing will have.
func (n *Names) give(list []string) error {
	for _, text := range list {
		at := strings.LastIndexByte(text, ' ')
		id, err := strconv.ParseInt(text[at+1:], 10, 64)
		if err != nil || at < 0 {
			return fmt.Errorf("want: plan Mail 2")
		}
		n.given[text[:at]], n.texts[id] = id, text[strings.LastIndexByte(text[:at], ' ')+1:at]
	}
	return nil
}

// Last returns the highest id that was not given.
func (n *Names) Last() int64 { return n.last }
