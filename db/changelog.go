package db

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"tiersync/db/bulk"
	"tiersync/domain"
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

func decodeEdits(body []byte) ([]domain.Edit, error) {
	var list []storedEdit
	if err := json.Unmarshal(body, &list); err != nil {
		return nil, fmt.Errorf("edits of a change: %w", err)
	}
	return bulk.Column(list, func(e storedEdit) domain.Edit {
		return domain.Edit{Key: domain.Key{Field: e.Field, Plan: e.Plan, Period: e.Period, Resource: e.Resource, From: e.Tier,
			Category: e.Category, Schedule: e.Schedule, Name: e.Name}, From: e.From.held(), To: e.To.held()}
	}), nil
}

// logChange writes what a change did. A change of a catalog has the number of the entry that moved the pointer; zero takes the
// next one.
func (s *store) logChange(ctx context.Context, v domain.Viewer, c domain.Change, edits []domain.Edit, entry int64) (domain.ChangeID, error) {
	return s.logRun(ctx, v, c, edits, entry, 0)
}

// logRun is logChange for a change that made a run in the same moment.
func (s *store) logRun(ctx context.Context, v domain.Viewer, c domain.Change, edits []domain.Edit, entry int64, run domain.RunID) (domain.ChangeID, error) {
	body, err := encodeEdits(edits)
	if err != nil {
		return 0, err
	}
	var id domain.ChangeID
	const insert = `
		INSERT INTO change (account_id, id, user_id, kind, object, object_id, code, name, edits, undoes, again, run_id)
		VALUES ($1, coalesce(nullif($2::bigint, 0), nextval(pg_get_serial_sequence('entry', 'id'))), nullif($3::bigint, 0), $4, $5, $6, $7,
			$8, $9::jsonb, nullif($10::bigint, 0), $11, nullif($12::bigint, 0))
		RETURNING id`
	err = s.tx.GetContext(ctx, &id, insert, v.Account.ID, entry, v.User.ID, c.Kind, c.About.Of, c.About.ID, c.About.Code, c.About.Name,
		body, c.Undoes, c.Again, run)
	if err != nil {
		return 0, fmt.Errorf("log a change of %s: %w", c.About.Name, err)
	}
	return id, nil
}

type changeRow struct {
	ID       domain.ChangeID   `db:"id"`
	Account  domain.AccountID  `db:"account_id"`
	At       time.Time         `db:"at"`
	UserName string            `db:"user_name"`
	Above    bool              `db:"above"`
	Kind     domain.ChangeKind `db:"kind"`
	Object   domain.Object     `db:"object"`
	ObjectID int64             `db:"object_id"`
	Code     string            `db:"code"`
	Name     string            `db:"name"`
	Edits    []byte            `db:"edits"`
	Undoes   domain.ChangeID   `db:"undoes"`
	Again    bool              `db:"again"`
	Run      domain.RunID      `db:"run_id"`
}

const changeColumns = `c.id, c.account_id, c.at, CASE WHEN u.account_id = c.account_id THEN u.name ELSE '' END AS user_name, coalesce(u.account_id <> c.account_id, false) AS above, c.kind,
	c.object, c.object_id, c.code, c.name, c.edits, coalesce(c.undoes, 0) AS undoes, c.again,
	coalesce(c.run_id, 0) AS run_id`

func (r changeRow) record() (domain.ChangeRecord, error) {
	edits, err := decodeEdits(r.Edits)
	return domain.ChangeRecord{ID: r.ID, Account: r.Account, At: r.At.UTC(), UserName: r.UserName, Above: r.Above, Kind: r.Kind,
		About: domain.Ref{Of: r.Object, ID: r.ObjectID, Code: r.Code, Name: r.Name}, Edits: edits, Undoes: r.Undoes, Again: r.Again,
		Run: r.Run}, err
}

// ofThing are the changes of a thing outside catalogs ($1 to $3) that an account ($4) may know of: those in their own log, and those of
// a reseller at or below them, whom everybody above may change. An exchange rate has no id that another provider's has not, too.
const ofThing = `c.object = $1 AND c.object_id = $2 AND c.code = $3
	AND (c.account_id = $4 OR c.object = 'reseller' AND account_within(c.object_id, $4))`

// changesOf returns the changes of a thing outside the catalog after an entry of the log, the newest first. Users of other accounts
// have no name in it.
func (s *store) changesOf(ctx context.Context, v domain.Viewer, ref domain.Ref, after domain.ChangeID) ([]domain.ChangeRecord, error) {
	changes, err := s.changeRows(ctx, ofThing+` AND c.id > $5 ORDER BY c.id DESC`, ref.Of, ref.ID, ref.Code, v.Account.ID, after)
	for i := range changes {
		if changes[i].Account != v.Account.ID {
			changes[i].UserName = ""
		}
	}
	return changes, err
}

// changeRows returns the changes for which where holds.
func (s *store) changeRows(ctx context.Context, where string, args ...any) ([]domain.ChangeRecord, error) {
	var list []changeRow
	query := `SELECT ` + changeColumns + ` FROM change c LEFT JOIN app_user u ON u.id = c.user_id WHERE ` + where
	if err := s.tx.SelectContext(ctx, &list, query, args...); err != nil {
		return nil, fmt.Errorf("the log of changes: %w", err)
	}
	undone, err := s.undone(ctx, "change", bulk.Column(list, func(r changeRow) logged { return logged{int64(r.Account), int64(r.ID)} }))
	if err != nil {
		return nil, err
	}
	changes := make([]domain.ChangeRecord, len(list))
	for i, row := range list {
		if changes[i], err = row.record(); err != nil {
			return nil, err
		}
		changes[i].UndoneBy = domain.ChangeID(undone[int64(row.ID)])
	}
	return changes, nil
}
