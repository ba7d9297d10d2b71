package db

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/lib/pq"

	"tiersync/db/bulk"
	"tiersync/domain"
)

// changeEvents reads what changes of some accounts concern: each is an event of a plan, or of none. $2 are the fields that count, $3 the time from
// which on each of them does, and $4 the first of these; $5 are the plans that count, $6 the account whose changes are told by plan, and $7 the
// template whose changes count. The values of a part that has none of the fields, as those of a large price list, are not taken apart.
const changeEvents = `
	WITH counts AS MATERIALIZED (SELECT field, '"' || field || '"' AS written, since FROM unnest($2::text[], $3::timestamptz[]) AS u (field, since))
	SELECT c.account_id, c.at, c.object, c.code, fields.plan, fields.fields
	FROM change c CROSS JOIN LATERAL (
		SELECT plan, array_agg(field) AS fields
		FROM (
			SELECT DISTINCT CASE WHEN c.account_id = $6 OR c.object = 'template' THEN coalesce((e ->> 'plan')::bigint, 0) ELSE 0 END AS plan,
				(e ->> 'field') || CASE WHEN e -> 'from' IS NULL THEN '+' WHEN e -> 'to' IS NULL THEN '-' ELSE '' END AS field
			FROM change_part p CROSS JOIN LATERAL json_array_elements(p.edits) e JOIN counts n ON n.field = e ->> 'field' AND n.since < c.at
			WHERE p.account_id = c.account_id AND p.change_id = c.id
				AND EXISTS (SELECT FROM counts n WHERE n.since < c.at AND strpos(p.edits::text, n.written) > 0)
				AND (c.object = 'template' OR e -> 'plan' IS NULL OR (e ->> 'plan')::bigint = ANY ($5))
		) AS edited
		GROUP BY 1
	) fields
	WHERE c.account_id = ANY ($1) AND c.at > $4 AND (c.object <> 'template' OR c.object_id = $7)
	ORDER BY c.at, c.account_id, c.id, fields.plan`

// vendorEvents reads which boxes the changes of vendors concern, as far as they are of what the reseller plan's template delegates; those of
// the template itself and of the provider's settings among them.
func (s *store) vendorEvents(ctx context.Context, v domain.Viewer, p *programStanding, vendors map[domain.AccountID]bool, l *planLog) error {
	var rows []struct {
		Account domain.AccountID `db:"account_id"`
		At      time.Time        `db:"at"`
		Object  domain.Object    `db:"object"`
		Code    string           `db:"code"`
		Plan    domain.PlanID    `db:"plan"`
		Fields  pq.StringArray   `db:"fields"`
	}
	// What was withdrawn goes on being told of by the change of the template.
	template := p.question.template
	plans := append(slices.Clone(template.Delegated), p.plan)
	fields, from := l.fields(p.list)
	err := s.tx.SelectContext(ctx, &rows, changeEvents, bulk.IDArray(slices.Collect(maps.Keys(vendors))), pq.Array(fields), pq.Array(from), earliest(from),
		bulk.IDArray(plans), v.Account.ID, template.ID)
	if err != nil {
		return fmt.Errorf("changes of vendors: %w", err)
	}
	for _, row := range rows {
		event := domain.Event{At: row.At.UTC(), Plan: row.Plan, Boxes: passedOnBy(row.Object, row.Fields)}
		switch row.Object {
		case domain.ObjectExchangeRate:
			event.Currency = domain.Currency(row.Code)
			l.general = append(l.general, event)
		case domain.ObjectTemplate, domain.ObjectFlow:
			l.general = append(l.general, event)
		default:
			event.Vendor = row.Account
			l.byVendor[row.Account] = append(l.byVendor[row.Account], event)
		}
	}
	for _, events := range l.byVendor { // runs were added before
		slices.SortStableFunc(events, byTime)
	}
	return nil
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
			boxes := one.Boxes()
			last := l.last(one, boxes)
			for _, box := range boxes {
				if at, known := lasts[box]; !known || last[box].Before(at) {
					lasts[box] = last[box]
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
