package db

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"github.com/lib/pq"

	"tiersync/db/bulk"
	"tiersync/domain"
	"tiersync/views/pages"
)

// This file keeps the values of changes. A change of a whole price list has a hundred thousand, of which a page shows fifty and a line
// of the audit three: so they are stored in the order of pages, in parts, and only those are read that are asked for. Neither the
// program nor the server ever holds the stored form of more than a few parts.

const (
	// partSize is how many values that are told every part of a change but its last one has, where a change has more than one; a page of
	// them is therefore in one part. What is stored counts on it: it cannot be changed.
	partSize = 500
	// partsAtOnce is how many parts one statement writes.
	partsAtOnce = 8
)

// storedEdit is an edit as the log keeps it: short names, and nothing that is zero.
type storedEdit struct {
	Field    domain.Field      `json:"field"`
	Plan     domain.PlanID     `json:"plan,omitempty"`
	Period   domain.PeriodID   `json:"period,omitempty"`
	Resource domain.ResourceID `json:"resource,omitempty"`
	Tier     int64             `json:"tier,omitempty"`
	Category domain.CategoryID `json:"category,omitempty"`
	Schedule domain.ScheduleID `json:"schedule,omitempty"`
	Name     string            `json:"name,omitempty"`
	From     *storedHeld       `json:"from,omitempty"` // left out: nothing was there
	To       *storedHeld       `json:"to,omitempty"`
}

type storedHeld struct {
	Text string `json:"text"`
	Own  bool   `json:"own,omitempty"`
}

func storeHeld(h domain.Held) *storedHeld {
	if !h.There {
		return nil
	}
	return &storedHeld{h.Text, h.Own}
}

func (h *storedHeld) held() domain.Held {
	if h == nil {
		return domain.Held{}
	}
	return domain.Held{Text: h.Text, There: true, Own: h.Own}
}

func encodeEdits(edits []domain.Edit) (string, error) {
	list := bulk.Column(edits, func(e domain.Edit) storedEdit {
		k := e.Key
		return storedEdit{k.Field, k.Plan, k.Period, k.Resource, k.From, k.Category, k.Schedule, k.Name, storeHeld(e.From), storeHeld(e.To)}
	})
	body, err := json.Marshal(list)
	return string(body), err
}

func (e storedEdit) edit() domain.Edit {
	return domain.Edit{Key: domain.Key{Field: e.Field, Plan: e.Plan, Period: e.Period, Resource: e.Resource, From: e.Tier,
		Category: e.Category, Schedule: e.Schedule, Name: e.Name}, From: e.From.held(), To: e.To.held()}
}

func decodeEdits(body []byte) ([]domain.Edit, error) {
	var list []storedEdit
	if err := json.Unmarshal(body, &list); err != nil {
		return nil, fmt.Errorf("edits of a change: %w", err)
	}
	return bulk.Column(list, storedEdit.edit), nil
}

// decodeFirst is decodeEdits for the first of them, up to so many that are told.
func decodeFirst(body []byte, most int) (edits []domain.Edit, err error) {
	list := json.NewDecoder(bytes.NewReader(body))
	_, err = list.Token() // the bracket before them
	for told := 0; err == nil && told < most && list.More(); {
		var e storedEdit
		if err = list.Decode(&e); err == nil {
			edits = append(edits, e.edit())
			told += pages.Told(edits[len(edits)-1:])
		}
	}
	if err != nil {
		return nil, fmt.Errorf("first edits of a change: %w", err)
	}
	return edits, nil
}

// partsOf cuts edits into parts.
func partsOf(edits []domain.Edit) [][]domain.Edit {
	var parts [][]domain.Edit
	edits = pages.InOrder(edits)
	first, told := 0, 0
	for i, e := range edits {
		if !pages.Tells(e) {
			continue
		}
		if told == partSize {
			parts = append(parts, edits[first:i])
			first, told = i, 0
		}
		told++
	}
	if first < len(edits) {
		parts = append(parts, edits[first:])
	}
	return parts
}

// insertParts writes parts of the change that logged is. Its arguments are those of partArgs.
const insertParts = `
	INSERT INTO change_part (account_id, change_id, number, plans, edits, told, fields)
	SELECT l.account_id, l.id, p.number, nullif(p.plans, '')::bigint[], p.edits::json, p.told, p.fields::json
	FROM logged l, unnest($1::bigint[], $2::text[], $3::text[], $4::bigint[], $5::text[]) AS p (number, plans, edits, told, fields)`

// partArgs are parts of a change of a kind, the first of which has a number.
func partArgs(kind domain.ChangeKind, parts [][]domain.Edit, number int) ([]any, error) {
	numbers, plans, bodies := make(pq.Int64Array, len(parts)), make(pq.StringArray, len(parts)), make(pq.StringArray, len(parts))
	told, fields := make(pq.Int64Array, len(parts)), make(pq.StringArray, len(parts))
	for i, edits := range parts {
		numbers[i], told[i] = int64(number+i), int64(pages.Told(edits))
		if kind.Info().Of == domain.ObjectCatalog { // of many things at once
			plans[i] = plansIn(edits)
		}
		var err error
		if bodies[i], err = encodeEdits(edits); err != nil {
			return nil, err
		}
		if fields[i], err = encodeFields(edits); err != nil {
			return nil, err
		}
	}
	return []any{numbers, plans, bodies, told, fields}, nil
}

// plansIn are the plans that edits are of, as an array of SQL.
func plansIn(edits []domain.Edit) string {
	plans := pq.Int64Array{}
	for _, e := range edits {
		if id := int64(e.Key.Plan); id != 0 && (len(plans) == 0 || plans[len(plans)-1] != id) { // they are sorted by plan
			plans = append(plans, id)
		}
	}
	text, _ := plans.Value() // it does not fail
	return text.(string)
}

// logParts writes the parts of a change from a number on that its row was not written with.
func (s *store) logParts(ctx context.Context, account domain.AccountID, id domain.ChangeID, kind domain.ChangeKind, parts [][]domain.Edit) error {
	for first := partsAtOnce; first < len(parts); first += partsAtOnce {
		args, err := partArgs(kind, parts[first:min(first+partsAtOnce, len(parts))], first)
		if err != nil {
			return err
		}
		const insert = `WITH logged AS (SELECT $6::bigint AS account_id, $7::bigint AS id)` + insertParts
		if _, err := s.tx.ExecContext(ctx, insert, append(args, account, id)...); err != nil {
			return err
		}
	}
	return nil
}

// someParts says which parts of each change are read.
type someParts struct {
	where string // of part p of a change whose last part has number last; $3 is arg
	arg   int64
	one   bool // the first part that is read is asked for; the last one is only counted
	few   int  // how many values that are told of each change; 0 for all in the parts
}

// everyPart is what an undo takes, and all that counts back.
var everyPart = someParts{where: `$3::bigint = 0`}

// partAt is the part of the value at a place of those that are told, or the last part.
func partAt(place int) someParts {
	return someParts{where: `p.number IN (least($3::bigint, last), last)`, arg: int64(max(place, 0) / partSize), one: true}
}

// lineParts are what a line of a log shows of a change.
func lineParts() someParts {
	some := partAt(0)
	some.few = pages.LineValues
	return some
}

// planParts are those with values of a plan: all, of a change of one thing.
func planParts(plan domain.PlanID) someParts {
	return someParts{where: `(p.plans IS NULL OR p.plans @> ARRAY[$3::bigint])`, arg: int64(plan)}
}

// toldChange is a change with the edits of some of its parts.
type toldChange struct {
	domain.ChangeRecord
	first int // place of the first of its edits among all values that are told
	total int // values that are told up to the last part that was read
}

// readParts gives each change the edits of some of its parts.
func (s *store) readParts(ctx context.Context, list []toldChange, some someParts) error {
	at := make(map[domain.ChangeID]*toldChange, len(list))
	for i := range list {
		at[list[i].ID] = &list[i]
	}
	query := `
		SELECT p.change_id, p.number, p.told, CASE WHEN p.told IS NULL OR NOT $4 OR p.number = least($3, last) THEN p.edits END AS edits
		FROM unnest($1::bigint[], $2::bigint[]) AS c (account_id, id)
		CROSS JOIN LATERAL (SELECT max(l.number) AS last FROM change_part l WHERE l.account_id = c.account_id AND l.change_id = c.id) l
		JOIN change_part p ON p.account_id = c.account_id AND p.change_id = c.id AND ` + some.where + `
		ORDER BY p.change_id, p.number`
	accounts := pq.Int64Array(bulk.Column(list, func(c toldChange) int64 { return int64(c.Account) }))
	ids := pq.Int64Array(bulk.Column(list, func(c toldChange) int64 { return int64(c.ID) }))
	rows, err := s.tx.QueryContext(ctx, query, accounts, ids, some.arg, some.one)
	if err != nil {
		return fmt.Errorf("the values of %d changes: %w", len(list), err)
	}
	defer rows.Close()
	for rows.Next() {
		var id domain.ChangeID
		var number int
		var told sql.NullInt64
		var body sql.RawBytes
		if err := rows.Scan(&id, &number, &told, &body); err != nil {
			return err
		}
		if err := at[id].read(number, told, body, some); err != nil {
			return fmt.Errorf("change %d: %w", id, err)
		}
	}
	return rows.Err()
}

// read is given the parts of the change in their order; the body of one that is only counted may be nil.
func (c *toldChange) read(number int, told sql.NullInt64, body []byte, some someParts) (err error) {
	var edits []domain.Edit
	switch {
	case told.Valid && some.few > 0 && body != nil:
		edits, err = decodeFirst(body, some.few)
	case body != nil:
		edits, err = decodeEdits(body)
	}
	if !told.Valid {
		told.Int64 = int64(pages.Told(edits))
	}
	place := number * partSize
	c.total = place + int(told.Int64)
	switch {
	case len(c.Edits) == 0:
		c.first, c.Edits = place, edits
	case !some.one:
		c.Edits = append(c.Edits, edits...)
	}
	return err
}
