package db

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/lib/pq"

	"tiersync/db/bulk"
	"tiersync/domain"
)

// logChange writes what a change did. A change of a catalog has the number of the entry that moved the pointer; zero takes the
// next one.
func (s *store) logChange(ctx context.Context, v domain.Viewer, c domain.Change, edits []domain.Edit, entry int64) (domain.ChangeID, error) {
	return s.logRun(ctx, v, c, edits, entry, 0)
}

// logRun is logChange for a change that made a run in the same moment.
func (s *store) logRun(ctx context.Context, v domain.Viewer, c domain.Change, edits []domain.Edit, entry int64, run domain.RunID) (domain.ChangeID, error) {
	s.done = append(s.done, func(w Watcher) { w.Changed(c.Kind) })
	parts := partsOf(edits)
	args, err := partArgs(c.Kind, parts[:min(len(parts), partsAtOnce)], 0)
	if err != nil {
		return 0, err
	}
	reached, err := s.reachedByChange(ctx, v, c, edits)
	if err != nil {
		return 0, err
	}
	var id domain.ChangeID
	const insert = `
		WITH logged AS (
			INSERT INTO change (account_id, id, user_id, kind, object, object_id, code, name, undoes, again, run_id, reseller_id, reached)
			VALUES ($6, coalesce(nullif($7::bigint, 0), nextval(pg_get_serial_sequence('entry', 'id'))), nullif($8::bigint, 0), $9, $10, $11, $12,
				$13, nullif($14::bigint, 0), $15, nullif($16::bigint, 0), nullif($17::bigint, 0), $18)
			RETURNING account_id, id
		), parts AS (` + insertParts + `)
		SELECT id FROM logged`
	args = append(args, v.Account.ID, entry, v.User.ID, c.Kind, c.About.Of, c.About.ID, c.About.Code, c.About.Name, c.Undoes, c.Again, run,
		lostBy(c.Kind, edits), reached)
	if err = s.tx.GetContext(ctx, &id, insert, args...); err == nil {
		err = s.logParts(ctx, v.Account.ID, id, c.Kind, parts)
	}
	if err != nil {
		return 0, fmt.Errorf("log a change of %s: %w", c.About.Name, err)
	}
	if err := s.keepFile(ctx, v, c, id); err != nil {
		return 0, err
	}
	return id, s.keepOnce(ctx, v, c, id)
}

// reachedByChange are the accounts that a change of somebody above them reached, nil for none: the reseller whose settings or subscription it changed, and of
// a move the vendors between them and the viewer, before it and after it.
func (s *store) reachedByChange(ctx context.Context, v domain.Viewer, c domain.Change, edits []domain.Edit) (reached pq.Int64Array, err error) {
	if !slices.Contains(domain.ReachedBy(), c.Kind) {
		return nil, nil
	}
	from, to := domain.ChangeRecord{Kind: c.Kind, Edits: edits}.Vendors()
	const query = `
		WITH RECURSIVE up (id) AS (
			SELECT unnest($4::bigint[])
			UNION
			SELECT a.parent_id FROM account a JOIN up ON a.id = up.id AND a.id <> $1
		), reached (id) AS (
			SELECT id FROM up
			UNION SELECT $3::bigint WHERE $2 = 'reseller'
			UNION SELECT account_id FROM subscription WHERE $2 = 'subscription' AND id = $3
			UNION SELECT $5::bigint
		)
		SELECT array_agg(id ORDER BY id) FROM reached WHERE id NOT IN (0, $1)`
	err = s.tx.GetContext(ctx, &reached, query, v.Account.ID, c.About.Of, c.About.ID, pq.Int64Array{int64(from), int64(to)}, lostBy(c.Kind, edits))
	if err != nil {
		return nil, fmt.Errorf("whom a change of %s reached: %w", c.About.Name, err)
	}
	return reached, nil
}

// lostBy is the reseller whose subscription a change deleted, zero for any other change.
func lostBy(kind domain.ChangeKind, edits []domain.Edit) int64 {
	if kind != domain.SubscriptionDeleted {
		return 0
	}
	for _, e := range edits {
		if ids := domain.ParseIDs[int64](e.From.Text); e.Key.Field == domain.FieldSubscriptionAccount && len(ids) == 1 {
			return ids[0]
		}
	}
	return 0
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
	Undoes   domain.ChangeID   `db:"undoes"`
	Again    bool              `db:"again"`
	Run      domain.RunID      `db:"run_id"`
}

const changeColumns = `c.id, c.account_id, c.at, CASE WHEN u.account_id = c.account_id THEN u.name ELSE '' END AS user_name, coalesce(u.account_id <> c.account_id, false) AS above, c.kind,
	c.object, c.object_id, c.code, c.name, coalesce(c.undoes, 0) AS undoes, c.again,
	coalesce(c.run_id, 0) AS run_id`

func (r changeRow) record() domain.ChangeRecord {
	return domain.ChangeRecord{ID: r.ID, Account: r.Account, At: r.At.UTC(), UserName: r.UserName, Above: r.Above, Kind: r.Kind,
		About: domain.Ref{Of: r.Object, ID: r.ObjectID, Code: r.Code, Name: r.Name}, Undoes: r.Undoes, Again: r.Again, Run: r.Run}
}

// ofThing are the changes of a thing outside catalogs ($1 to $3) that an account ($4) may know of: those in their own log, and those of
// a reseller at or below them, whom everybody above may change. An exchange rate has no id that another provider's has not, too.
const ofThing = `c.object = $1 AND c.object_id = $2 AND c.code = $3
	AND (c.account_id = $4 OR c.object = 'reseller' AND account_within(c.object_id, $4))`

// changesOf returns the changes of a thing outside the catalog after an entry of the log, the newest first. Users of other accounts
// have no name in it.
func (s *store) changesOf(ctx context.Context, v domain.Viewer, ref domain.Ref, after domain.ChangeID) ([]domain.ChangeRecord, error) {
	list, err := s.changeRows(ctx, everyPart, ofThing+` AND c.id > $5 ORDER BY c.id DESC`, ref.Of, ref.ID, ref.Code, v.Account.ID, after)
	changes := bulk.Column(list, func(c toldChange) domain.ChangeRecord { return c.ChangeRecord })
	for i := range changes {
		if changes[i].Account != v.Account.ID {
			changes[i].UserName = ""
		}
	}
	return changes, err
}

// changeRows returns the changes for which where holds, with the edits of some of their parts.
func (s *store) changeRows(ctx context.Context, some someParts, where string, args ...any) ([]toldChange, error) {
	var list []changeRow
	query := `SELECT ` + changeColumns + ` FROM change c LEFT JOIN app_user u ON u.id = c.user_id WHERE ` + where
	if err := s.tx.SelectContext(ctx, &list, query, args...); err != nil {
		return nil, fmt.Errorf("the log of changes: %w", err)
	}
	undone, err := s.undone(ctx, "change", bulk.Column(list, func(r changeRow) logged { return logged{int64(r.Account), int64(r.ID)} }))
	if err != nil {
		return nil, err
	}
	changes := make([]toldChange, len(list))
	for i, row := range list {
		changes[i].ChangeRecord = row.record()
		changes[i].UndoneBy = domain.ChangeID(undone[int64(row.ID)])
	}
	return changes, s.readParts(ctx, changes, some)
}
