package db

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/lib/pq"

	"tiersync/db/bulk"
	"tiersync/domain"
)

// changeEvents reads which fields changes of some accounts, $1, are of, from the time $2 on, and of template $3 alone among templates. Of a field
// that counts, $4, a part is read from the time in $5 on.
const changeEvents = `
	SELECT c.account_id, c.id, c.at, c.object, c.code, p.fields
	FROM change c JOIN change_part p ON p.account_id = c.account_id AND p.change_id = c.id
	WHERE c.account_id = ANY ($1) AND c.at > $2 AND (c.object <> 'template' OR c.object_id = $3) AND EXISTS (
		SELECT FROM unnest($4::text[], $5::timestamptz[]) AS n (field, since) WHERE n.since < c.at AND strpos(p.fields::text, '"' || n.field) > 0)
	ORDER BY c.at, c.account_id, c.id`

// changedFields is a part of a change, as far as an event needs it.
type changedFields struct {
	Account domain.AccountID `db:"account_id"`
	ID      domain.ChangeID  `db:"id"`
	At      time.Time        `db:"at"`
	Object  domain.Object    `db:"object"`
	Code    string           `db:"code"`
	Fields  []byte           `db:"fields"`
}

// vendorEvents reads which boxes the changes of vendors concern, as far as they are of what the reseller plan's template delegates; those of
// the template itself and of the provider's settings among them. Only the viewer's own are told by plan, and the template's.
func (s *store) vendorEvents(ctx context.Context, v domain.Viewer, p *programStanding, vendors map[domain.AccountID]bool, l *planLog) error {
	var rows []changedFields
	template := p.question.template
	fields, from := l.fields(p.list)
	err := s.tx.SelectContext(ctx, &rows, changeEvents, bulk.IDArray(slices.Collect(maps.Keys(vendors))), earliest(from), template.ID,
		pq.Array(fields), pq.Array(from))
	if err != nil {
		return fmt.Errorf("changes of vendors: %w", err)
	}
	// What was withdrawn goes on being told of by the change of the template.
	counts := countedFields{v.Account.ID, setOf(append(slices.Clone(template.Delegated), p.plan)), map[string]time.Time{}}
	for i, field := range fields {
		counts.since[string(field)] = from[i]
	}
	for parts := range changesIn(rows) {
		ofPlan, err := counts.byPlan(parts)
		if err != nil {
			return fmt.Errorf("fields of change %d: %w", parts[0].ID, err)
		}
		for _, plan := range slices.Sorted(maps.Keys(ofPlan)) {
			boxes := passedOnBy(parts[0].Object, slices.Collect(maps.Keys(ofPlan[plan])))
			l.add(parts[0], domain.Event{At: parts[0].At.UTC(), Plan: plan, Boxes: boxes})
		}
	}
	for _, events := range l.byVendor { // runs were added before
		slices.SortStableFunc(events, byTime)
	}
	return nil
}

// changesIn goes through parts by the change that they are of.
func changesIn(parts []changedFields) iter.Seq[[]changedFields] {
	return func(yield func([]changedFields) bool) {
		for len(parts) > 0 {
			n := slices.IndexFunc(parts, func(p changedFields) bool { return p.Account != parts[0].Account || p.ID != parts[0].ID })
			if n < 0 {
				n = len(parts)
			}
			if !yield(parts[:n]) {
				return
			}
			parts = parts[n:]
		}
	}
}

// countedFields are the fields that count, from a time on each, of the plans that count.
type countedFields struct {
	viewer domain.AccountID // whose changes are told by plan
	plans  map[domain.PlanID]bool
	since  map[string]time.Time
}

// byPlan are those of parts of one change, by plan; 0 where they are not told by plan.
func (c countedFields) byPlan(parts []changedFields) (map[domain.PlanID]map[string]bool, error) {
	of := map[domain.PlanID]map[string]bool{}
	for _, part := range parts {
		var list []planFields
		if err := json.Unmarshal(part.Fields, &list); err != nil {
			return nil, err
		}
		ofTemplate := part.Object == domain.ObjectTemplate
		for _, alike := range list {
			fields := filter(alike.Fields, func(field string) bool {
				since, counts := c.since[strings.TrimRight(field, "+-")]
				return counts && since.Before(part.At)
			})
			for _, plan := range alike.Plans {
				if plan != 0 && !ofTemplate && !c.plans[plan] {
					continue
				}
				if part.Account != c.viewer && !ofTemplate {
					plan = 0
				}
				if of[plan] == nil && len(fields) > 0 {
					of[plan] = map[string]bool{}
				}
				for _, field := range fields {
					of[plan][field] = true
				}
			}
		}
	}
	return of, nil
}

// add adds an event that a change was to those whom it concerns.
func (l *planLog) add(c changedFields, event domain.Event) {
	switch c.Object {
	case domain.ObjectExchangeRate:
		event.Currency = domain.Currency(c.Code)
		l.general = append(l.general, event)
	case domain.ObjectTemplate, domain.ObjectFlow:
		l.general = append(l.general, event)
	default:
		event.Vendor = c.Account
		l.byVendor[c.Account] = append(l.byVendor[c.Account], event)
	}
}

func byTime(a, b domain.Event) int { return a.At.Compare(b.At) }

// passedOnBy are the boxes that pass on edits of some fields, each with a sign where it was made or removed.
func passedOnBy(of domain.Object, fields []string) []domain.OptionKey {
	boxes := domain.OptionSet{}
	for _, field := range fields {
		name := strings.TrimRight(field, "+-")
		for _, box := range domain.PassedOnBy(of, domain.Field(name), strings.HasSuffix(field, "+"), strings.HasSuffix(field, "-")) {
			boxes[box] = true
		}
	}
	return boxes.Keys()
}

// fields are those of which the log can tell since when somebody is behind, each with the time before which nothing of it counts: when a box that
// passes it on was passed on last to one who is behind in that.
func (l *planLog) fields(list []standing) (fields []domain.Field, from []time.Time) {
	lasts := map[domain.OptionKey]time.Time{}
	for _, one := range list {
		if one.behind() {
			for _, box := range one.Boxes() {
				last := l.last(one, boxAt{box, 0})
				if at, known := lasts[box]; !known || last.Before(at) {
					lasts[box] = last
				}
			}
		}
	}
	for _, info := range domain.Fields() {
		var times []time.Time
		for _, made := range []bool{true, false} {
			for _, box := range domain.PassedOnBy(info.Of, info.Field, made, !made) {
				if at, behind := lasts[box]; behind {
					times = append(times, at)
				}
			}
		}
		if len(times) > 0 {
			fields, from = append(fields, info.Field), append(from, earliest(times))
		}
	}
	return fields, from
}

// earliest is the first of some times, the zero time among them; it is the zero time of none.
func earliest(times []time.Time) time.Time {
	if len(times) == 0 {
		return time.Time{}
	}
	return slices.MinFunc(times, time.Time.Compare)
}
