package domain

import (
	"slices"
	"strings"
)

// Key says which value is meant: the field, and the ids that lead to it. Ids that a field does not need are zero. Keys are
// comparable.
type Key struct {
	Field    Field
	Plan     PlanID
	Period   PeriodID
	Resource ResourceID
	From     int64 // lower bound of a tier
	Category CategoryID
	Schedule ScheduleID
	Name     string // of what has no id: a transition, a privilege; the document's or target plan's id as text
}

// Text writes a key for a form or an address: ParseKey reads it.
func (k Key) Text() string {
	ids := []int64{int64(k.Plan), int64(k.Period), int64(k.Resource), k.From, int64(k.Category), int64(k.Schedule)}
	return strings.Join([]string{string(k.Field), IDs(ids), k.Name}, "/")
}

// ParseKey reads what Text wrote, with lines ending as forms send them; ok is false for anything else.
func ParseKey(text string) (key Key, ok bool) {
	parts := strings.SplitN(text, "/", 3)
	if len(parts) != 3 {
		return Key{}, false
	}
	ids := ParseIDs[int64](parts[1])
	if len(ids) != 6 {
		return Key{}, false
	}
	return Key{Field: Field(parts[0]), Plan: PlanID(ids[0]), Period: PeriodID(ids[1]), Resource: ResourceID(ids[2]), From: ids[3],
		Category: CategoryID(ids[4]), Schedule: ScheduleID(ids[5]), Name: unixLines(parts[2])}, true
}

// ParseKeys reads what Text wrote, leaving out anything else.
func ParseKeys(texts []string) []Key {
	var keys []Key
	for _, text := range texts {
		if key, ok := ParseKey(text); ok {
			keys = append(keys, key)
		}
	}
	return slices.Clip(keys)
}
