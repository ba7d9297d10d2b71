package db

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"tiersync/db/bulk"
	"tiersync/db/versions"
	"tiersync/domain"
)

// This file lets go what is older than somebody wants to keep: the log, changes, runs, and the versions that nobody refers to any more.
// What anybody has and sells stays as it is.

// Pruned counts the rows that went.
type Pruned struct {
	Entries, Changes, Runs int
	versions.Swept
}

// Prune deletes what happened before a moment and is not needed any more, and returns how much it was. It takes short turns at the lock
// of the store, between which everybody works as ever; it can be stopped at any time, and goes on where it was when it is called again.
//
// It keeps of each account's log the last entry from before, which says what they had at that moment; of the changes those that a later one
// takes back and those that belong to an entry that is kept; of the runs those that an entry or a change that is kept refers to, which
// are the ones that an undo could need, those that a later undo takes back, and the last that reached a subscription.
//
// It takes the role that owns the tables: the one that serves may not delete the log.
func (d *DB) Prune(ctx context.Context, before time.Time) (Pruned, error) {
	var p Pruned
	if err := d.checkOwner(ctx); err != nil {
		return p, fmt.Errorf("prune: %w", err)
	}
	for _, step := range []func(context.Context, time.Time, *Pruned) error{d.pruneAudit, d.pruneLog, d.pruneChanges, d.pruneRuns} {
		if err := step(ctx, before, &p); err != nil {
			return p, fmt.Errorf("prune what was before %s: %w", before.Format(time.DateOnly), err)
		}
	}
	if err := versions.Sweep(ctx, (*turns)(d), &p.Swept); err != nil {
		return p, fmt.Errorf("sweep versions: %w", err)
	}
	return p, nil
}

// checkOwner fails unless the role that is connected owns the log.
func (d *DB) checkOwner(ctx context.Context) error {
	var role struct {
		Name string `db:"name"`
		Owns bool   `db:"owns"`
	}
	const query = `
		SELECT current_user AS name, pg_has_role(relowner, 'USAGE') AS owns FROM pg_class WHERE oid = 'entry'::regclass`
	err := d.InReadTx(ctx, func(tx *sqlx.Tx) error { return tx.GetContext(ctx, &role, query) })
	if err == nil && !role.Owns {
		err = fmt.Errorf("the database role %s may not delete the log: do it as the role that owns the tables, as migrate does", role.Name)
	}
	return err
}

// turns are the transactions of pruning.
type turns DB

// The waits of a turn: whoever comes while it waits for the lock waits with it, so it gives up soon and comes again.
const (
	turnWait  = 200 * time.Millisecond
	turnPause = 50 * time.Millisecond
)

// Look runs fn in a transaction that reads.
func (t *turns) Look(ctx context.Context, fn func(tx *sqlx.Tx) error) error {
	return (*DB)(t).InReadTx(ctx, fn)
}

// Alone runs fn in a transaction during which nobody writes versions, and which may delete them.
func (t *turns) Alone(ctx context.Context, fn func(tx *sqlx.Tx) error) error {
	d := (*DB)(t)
	for {
		locked := false
		err := d.InTx(ctx, func(tx *sqlx.Tx) error {
			if _, err := tx.ExecContext(ctx, fmt.Sprintf(`SET LOCAL tiersync.prunes = 'yes'; SET LOCAL lock_timeout = '%dms'`, turnWait.Milliseconds())); err != nil {
				return err
			}
			if _, err := tx.ExecContext(ctx, `SELECT pg_advisory_xact_lock($1)`, storeLock); err != nil {
				return err
			}
			locked = true
			return fn(tx)
		})
		if err == nil || locked || !isLockTimeout(err) {
			return err
		}
		select {
		case <-time.After(turnPause):
		case <-ctx.Done():
			return errors.Join(err, ctx.Err())
		}
	}
}

// isLockTimeout reports whether PostgreSQL gave up waiting for a lock.
func isLockTimeout(err error) bool {
	var failed *pq.Error
	return errors.As(err, &failed) && failed.Code == "55P03"
}

// prunedAtOnce is how many rows go in a turn: some tens of milliseconds.
const prunedAtOnce = 2000

// pruneAudit deletes what was told in words, before there were changes.
func (d *DB) pruneAudit(ctx context.Context, before time.Time, p *Pruned) error {
	const told = `
		DELETE FROM audit a USING (SELECT account_id, id FROM audit WHERE at < $1 LIMIT $2) o WHERE a.account_id = o.account_id AND a.id = o.id`
	return d.inTurns(ctx, &p.Entries, func(tx *sqlx.Tx) (int, error) {
		result, err := tx.ExecContext(ctx, told, before, prunedAtOnce)
		if err != nil {
			return 0, err
		}
		n, err := result.RowsAffected()
		return int(n), err
	})
}

// pruneLog deletes the entries of each account before the last one from before.
func (d *DB) pruneLog(ctx context.Context, before time.Time, p *Pruned) error {
	var kept struct {
		Accounts bulk.IDs `db:"accounts"`
		Entries  bulk.IDs `db:"entries"`
	}
	const last = `
		SELECT array_agg(account_id) AS accounts, array_agg(id) AS entries FROM (
			SELECT account_id, max(id) AS id FROM entry WHERE at < $1 GROUP BY account_id HAVING count(*) > 1) e`
	if err := d.InReadTx(ctx, func(tx *sqlx.Tx) error { return tx.GetContext(ctx, &kept, last, before) }); err != nil {
		return err
	}
	const prune = `
		WITH old AS (
			SELECT e.account_id, e.id FROM unnest($1::bigint[], $2::bigint[]) AS k (account_id, id)
			JOIN entry e ON e.account_id = k.account_id AND e.id < k.id
			ORDER BY e.account_id, e.id LIMIT $3
		), gone AS (
			DELETE FROM entry e USING old WHERE e.account_id = old.account_id AND e.id = old.id
		), started AS (
			INSERT INTO log_start (account_id, entry_id)
			SELECT o.account_id, (SELECT min(e.id) FROM entry e WHERE e.account_id = o.account_id AND e.id > o.id)
			FROM (SELECT account_id, max(id) AS id FROM old GROUP BY account_id) o
			ON CONFLICT (account_id) DO UPDATE SET entry_id = excluded.entry_id
		)
		SELECT count(*) FROM old`
	return d.inTurns(ctx, &p.Entries, func(tx *sqlx.Tx) (n int, err error) {
		return n, tx.GetContext(ctx, &n, prune, pq.Int64Array(kept.Accounts), pq.Int64Array(kept.Entries), prunedAtOnce)
	})
}

// inTurns counts what fn deletes, turn by turn, until there is nothing left.
func (d *DB) inTurns(ctx context.Context, count *int, fn func(tx *sqlx.Tx) (int, error)) error {
	for {
		var n int
		err := (*turns)(d).Alone(ctx, func(tx *sqlx.Tx) (err error) {
			n, err = fn(tx)
			return err
		})
		*count += n
		if err != nil || n == 0 {
			return err
		}
	}
}

// pruneChanges deletes changes, the newest first: what a later one takes back stays as long as that one.
func (d *DB) pruneChanges(ctx context.Context, before time.Time, p *Pruned) error {
	var old struct {
		Accounts bulk.IDs `db:"accounts"`
		Changes  bulk.IDs `db:"changes"`
	}
	const list = `
		SELECT array_agg(account_id ORDER BY id DESC) AS accounts, array_agg(id ORDER BY id DESC) AS changes FROM change WHERE at < $1`
	if err := d.InReadTx(ctx, func(tx *sqlx.Tx) error { return tx.GetContext(ctx, &old, list, before) }); err != nil {
		return err
	}
	const prune = `
		WITH gone AS (
			SELECT c.account_id, c.id FROM unnest($1::bigint[], $2::bigint[]) AS u (account_id, id)
			JOIN change c ON c.account_id = u.account_id AND c.id = u.id
			WHERE NOT EXISTS (SELECT FROM change k WHERE k.account_id = c.account_id AND k.undoes = c.id)
				AND NOT EXISTS (SELECT FROM entry e WHERE e.account_id = c.account_id AND e.id = c.id)
		), sent AS (
			DELETE FROM form_sent f USING gone g WHERE f.account_id = g.account_id AND f.change_id = g.id
		), files AS (
			DELETE FROM change_file f USING gone g WHERE f.account_id = g.account_id AND f.change_id = g.id
		), parts AS (
			DELETE FROM change_part f USING gone g WHERE f.account_id = g.account_id AND f.change_id = g.id
		), changes AS (
			DELETE FROM change f USING gone g WHERE f.account_id = g.account_id AND f.id = g.id
		)
		SELECT count(*) FROM gone`
	for at := range slices.Chunk(indexes(old.Changes), prunedAtOnce/4) {
		from, to := at[0], at[len(at)-1]+1
		var n int
		err := (*turns)(d).Alone(ctx, func(tx *sqlx.Tx) error {
			return tx.GetContext(ctx, &n, prune, pq.Int64Array(old.Accounts[from:to]), pq.Int64Array(old.Changes[from:to]))
		})
		if err != nil {
			return err
		}
		p.Changes += n
	}
	return nil
}

// pruneRuns deletes runs, the newest first: a run stays as long as an undo of it.
func (d *DB) pruneRuns(ctx context.Context, before time.Time, p *Pruned) error {
	var old []struct {
		Account domain.AccountID `db:"account_id"`
		ID      domain.RunID     `db:"id"`
	}
	const list = `
		SELECT r.account_id, r.id FROM run r
		WHERE r.at < $1
			AND NOT EXISTS (SELECT FROM (SELECT DISTINCT run_account_id, run_id FROM entry) e WHERE e.run_account_id = r.account_id AND e.run_id = r.id)
			AND NOT EXISTS (SELECT FROM change c WHERE c.run_id = r.id)
			AND NOT EXISTS (
				SELECT FROM (SELECT subscription_id, max(run_id) AS run_id FROM run_reseller GROUP BY subscription_id) l
				JOIN subscription s ON s.id = l.subscription_id WHERE l.run_id = r.id)
		ORDER BY r.id DESC`
	if err := d.InReadTx(ctx, func(tx *sqlx.Tx) error { return tx.SelectContext(ctx, &old, list, before) }); err != nil {
		return err
	}
	for _, r := range old {
		gone := false
		err := (*turns)(d).Alone(ctx, func(tx *sqlx.Tx) error {
			const undone = `SELECT EXISTS (SELECT FROM run WHERE account_id = $1 AND undoes = $2)`
			var needed bool
			if err := tx.GetContext(ctx, &needed, undone, r.Account, r.ID); err != nil || needed {
				return err
			}
			for _, from := range []string{
				`run_result WHERE run_account_id = $1 AND run_id = $2`, `run_shared WHERE run_account_id = $1 AND run_id = $2`,
				`run WHERE account_id = $1 AND id = $2`,
			} {
				if _, err := tx.ExecContext(ctx, `DELETE FROM `+from, r.Account, r.ID); err != nil {
					return err
				}
			}
			gone = true
			return nil
		})
		if err != nil {
			return err
		}
		if gone {
			p.Runs++
		}
	}
	return nil
}
