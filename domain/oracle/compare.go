package oracle

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"tiersync/domain"
)

// Sound checks what section 1 of the rules says of every catalog: a category holds either plans or sub-categories, what is
// referred to is there, and nothing stands below itself.
func (rows Rows) Sound() error {
	for _, key := range rows.of(domain.FieldSalesCategory, 0) {
		steps := 0
		for id := rows.parent(key.Category); id != 0; id = rows.parent(id) {
			if steps++; !rows.hasSales(id) || steps > len(rows) {
				return fmt.Errorf("category %d stands below %d, which is not there or below itself", key.Category, id)
			}
		}
	}
	for _, key := range rows.of(domain.FieldPlan, 0) {
		for _, id := range rows.placement(key.Plan) {
			if !rows.hasSales(id) || rows.hasChildren(id) {
				return fmt.Errorf("plan %d is in category %d, which is not there or has sub-categories", key.Plan, id)
			}
		}
	}
	for key, text := range rows {
		if key.Field == domain.FieldRenewPeriod && text != "0" && !rows.hasPeriod(key.Plan, first(domain.ParseIDs[domain.PeriodID](text))) {
			return fmt.Errorf("plan %d renews to %s, which is not there", key.Plan, text)
		}
		if key.Field == domain.FieldSchedule && rows.schedule(key) != 0 && !rows.hasSchedule(rows.schedule(key)) {
			return fmt.Errorf("schedule %s of plan %d is not there", text, key.Plan)
		}
		if key.Field == domain.FieldGrouping && strings.Contains(text, " ") {
			return fmt.Errorf("resource %d is in two categories", key.Resource)
		}
	}
	return nil
}

// Differences lists, for one account, every value that the engine and the oracle do not agree on. It is empty when they do.
func (a *Account) Differences() []string {
	lines := Diff("effective", effective(a.State), a.Shop.EffectiveWithStatus())
	lines = append(lines, Diff("delivered", Flatten(a.State.Delivered), a.Shop.Delivered)...)
	engine, ours := Rows{}, Rows{}
	if a.State.Own != nil {
		for _, layer := range a.State.Own.Layers {
			for _, v := range layer.Values {
				engine[v.Key] = fmt.Sprintf("%q over %q, locked %q", v.Value, v.Base, v.Lock)
			}
		}
	}
	for key, own := range a.Shop.Own {
		ours[key] = fmt.Sprintf("%q over %q, locked %q", own.Value, own.Base, own.Lock)
	}
	return append(lines, Diff("own", engine, ours)...)
}

func effective(s domain.State) Rows {
	catalog := s.Effective()
	rows := Flatten(catalog)
	for _, p := range catalog.Plans {
		rows[Key{Field: "Status", Plan: p.ID}] = string(p.Status())
	}
	return rows
}

// EffectiveWithStatus is what the account sells, with the status of each plan as lists show it.
func (s *Shop) EffectiveWithStatus() Rows {
	rows := s.Effective()
	for _, key := range rows.of(domain.FieldPlan, 0) {
		rows[with(key, "Status")] = string(rows.Status(key.Plan))
	}
	return rows
}

// Diff lists what differs between the rows of an implementation and the oracle's, a line for each value.
func Diff(layer string, engine, oracle Rows) []string {
	var lines []string
	for key, text := range engine {
		if other, there := oracle[key]; !there || other != text {
			lines = append(lines, fmt.Sprintf("%s %s: engine %q, oracle %s", layer, name(key), text, said(oracle, key)))
		}
	}
	for key, text := range oracle {
		if _, there := engine[key]; !there {
			lines = append(lines, fmt.Sprintf("%s %s: engine nothing, oracle %q", layer, name(key), text))
		}
	}
	slices.Sort(lines)
	return lines
}

func said(rows Rows, key Key) string {
	if text, there := rows[key]; there {
		return fmt.Sprintf("%q", text)
	}
	return "nothing"
}

// name writes a key with the ids that it has.
func name(k Key) string {
	text := string(k.Field)
	for _, id := range []struct {
		name string
		id   int64
	}{{"plan", int64(k.Plan)}, {"period", int64(k.Period)}, {"resource", int64(k.Resource)}, {"from", k.From},
		{"category", int64(k.Category)}, {"schedule", int64(k.Schedule)}} {
		if id.id != 0 {
			text += fmt.Sprintf(" %s %d", id.name, id.id)
		}
	}
	if k.Name != "" {
		text += " " + k.Name
	}
	return text
}

// Changes tells what happened to an account between two worlds, one line a value.
func Changes(before, after *Account) []string {
	var lines []string
	for _, line := range changes(before.Shop.Effective(), after.Shop.Effective()) {
		lines = append(lines, "effective "+line)
	}
	for _, line := range changes(before.Shop.Delivered, after.Shop.Delivered) {
		lines = append(lines, "delivered "+line)
	}
	return lines
}

func changes(before, after Rows) []string {
	var lines []string
	for _, key := range differing(before, after) {
		lines = append(lines, fmt.Sprintf("%s: %s -> %s", name(key), said(before, key), said(after, key)))
	}
	slices.Sort(lines)
	return lines
}

// edits is changes, with one line for each thing that came or went.
func edits(before, after Rows) []string {
	apart := func(key Key) bool {
		for _, thing := range things(key) {
			_, was := before[thing]
			if _, is := after[thing]; is != was && key != thing {
				return true
			}
		}
		return false
	}
	from, to := maps.Clone(before), maps.Clone(after)
	for _, key := range differing(before, after) {
		if apart(key) {
			delete(from, key)
			delete(to, key)
		}
	}
	return changes(from, to)
}
