package db

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"tiersync/domain"
)

// planFields are plans of which some values have the same fields, as a part of a change says it of its own. A field has "+" behind it where it was
// made and "-" where it was removed. Plan 0 is none.
type planFields struct {
	Plans  []domain.PlanID `json:"plans"`
	Fields []string        `json:"fields"`
}

// fieldsOf says of which fields of which plans edits are. Plans and fields are sorted.
func fieldsOf(edits []domain.Edit) []planFields {
	ofPlan := map[domain.PlanID]map[string]bool{}
	for _, e := range edits {
		if ofPlan[e.Key.Plan] == nil {
			ofPlan[e.Key.Plan] = map[string]bool{}
		}
		ofPlan[e.Key.Plan][signed(e)] = true
	}
	list, at := []planFields{}, map[string]int{}
	for _, plan := range slices.Sorted(maps.Keys(ofPlan)) {
		fields := slices.Sorted(maps.Keys(ofPlan[plan]))
		alike := strings.Join(fields, " ")
		if _, known := at[alike]; !known {
			at[alike] = len(list)
			list = append(list, planFields{Fields: fields})
		}
		list[at[alike]].Plans = append(list[at[alike]].Plans, plan)
	}
	return list
}

// signed is the field of an edit, with the sign of what was made or removed.
func signed(e domain.Edit) string {
	switch {
	case !e.From.There:
		return string(e.Key.Field) + "+"
	case !e.To.There:
		return string(e.Key.Field) + "-"
	default:
		return string(e.Key.Field)
	}
}

func encodeFields(edits []domain.Edit) (string, error) {
	body, err := json.Marshal(fieldsOf(edits))
	return string(body), err
}
