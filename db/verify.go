package db

import (
	"context"
	"fmt"
	"slices"

	"github.com/jmoiron/sqlx"

	"tiersync/db/versions"
)

// Verification is what DB.Verify looked at and found.
type Verification struct {
	Catalogs, Outcomes, Entries, Runs int
	Wrong                             []string // one sentence for each thing that does not fit
}

// Verify reads all catalogs, with the plans and parts in them, and all shared lists of outcomes again, past the cache, and
// computes their hashes anew; and it checks that pointers, log, runs and results say the same. Own values have no hash. Work that goes on meanwhile does not disturb it.
func (d *DB) Verify(ctx context.Context) (Verification, error) {
	var v Verification
	err := d.verifyCatalogs(ctx, &v)
	if err == nil {
		err = d.verifyLog(ctx, &v)
	}
	if err != nil {
		return v, fmt.Errorf("verify what is stored: %w", err)
	}
	return v, nil
}

// verifyCatalogs reads all catalogs, with the plans and parts that are in them, some in each transaction.
func (d *DB) verifyCatalogs(ctx context.Context, v *Verification) error {
	for last := int64(0); ; {
		var ids []int64
		var wrong []string
		err := d.InReadTx(ctx, func(tx *sqlx.Tx) (err error) {
			ids, wrong, err = versions.In(tx, versions.NewCache()).Verify(ctx, last)
			return err
		})
		if err != nil || len(ids) == 0 {
			return err
		}
		for _, sentence := range wrong {
			v.wrong(sentence)
		}
		last = ids[len(ids)-1]
		v.Catalogs += len(ids)
	}
}

// wrong adds a sentence once: batches share plans.
func (v *Verification) wrong(sentence string) {
	if !slices.Contains(v.Wrong, sentence) {
		v.Wrong = append(v.Wrong, sentence)
	}
}

// verifyLog compares the tables with each other: each query sees one moment, in a transaction of its own, because each reads
// whole tables.
func (d *DB) verifyLog(ctx context.Context, v *Verification) error {
	for _, query := range []string{alteredOutcomes, lostPointers, brokenLog, lostLog, wrongTotals, resultsUnlikeLog, danglingOwn, missingParts} {
		var found []string
		if err := d.InReadTx(ctx, func(tx *sqlx.Tx) error { return tx.SelectContext(ctx, &found, query) }); err != nil {
			return err
		}
		v.Wrong = append(v.Wrong, found...)
	}
	const count = `
		SELECT (SELECT count(*) FROM outcome_set), (SELECT count(*) FROM entry), (SELECT count(*) FROM run)`
	return d.InReadTx(ctx, func(tx *sqlx.Tx) error {
		return tx.QueryRowContext(ctx, count).Scan(&v.Outcomes, &v.Entries, &v.Runs)
	})
}

// Each of these finds what does not fit and says it in a sentence.
const (
	// Lists from before the compact form were hashed in another one.
	alteredOutcomes = `
		SELECT format('list of outcomes %s is not what was stored', id) FROM outcome_set
		WHERE sha256(body) <> hash AND get_byte(body, 0) IN (1, 2)`

	lostPointers = `
		SELECT format('account %s: the pointer is not where the log says', a.id)
		FROM account a
		LEFT JOIN pointer p ON p.account_id = a.id
		LEFT JOIN LATERAL (
			SELECT id, delivered_to, own_to FROM entry e WHERE e.account_id = a.id ORDER BY e.id DESC LIMIT 1
		) e ON true
		WHERE (p.entry_id, p.delivered_id, p.own_id) IS DISTINCT FROM (e.id, e.delivered_to, e.own_to)`

	brokenLog = `
		SELECT format('account %s: entry %s does not begin where the one before it ended', account_id, id)
		FROM (
			SELECT account_id, id, delivered_from, own_from, lag(delivered_to) OVER log AS delivered, lag(own_to) OVER log AS own
			FROM entry WINDOW log AS (PARTITION BY account_id ORDER BY id)
		) e
		WHERE (delivered_from, own_from) IS DISTINCT FROM (delivered, own)
			AND NOT EXISTS (SELECT FROM log_start b WHERE b.account_id = e.account_id AND b.entry_id = e.id)`

	lostLog = `
		SELECT format('account %s: the log does not begin where it was pruned', b.account_id)
		FROM log_start b
		WHERE b.entry_id IS DISTINCT FROM (SELECT min(e.id) FROM entry e WHERE e.account_id = b.account_id)`

	wrongTotals = `
		SELECT format('run %s: the totals are not those of its resellers', r.id)
		FROM run r
		CROSS JOIN LATERAL (
			SELECT count(*) AS resellers, count(*) FILTER (WHERE x.skip <> '') AS skipped,
				count(*) FILTER (WHERE (x.delivered_from, x.own_from) IS DISTINCT FROM (x.delivered_to, x.own_to)) AS changed,
				coalesce(sum(x.changes), 0) AS changes, coalesce(sum(x.own_overwritten), 0) AS overwritten,
				coalesce(sum(x.own_kept), 0) AS kept
			FROM run_reseller x WHERE x.run_account_id = r.account_id AND x.run_id = r.id
		) t
		WHERE (r.resellers, r.skipped, r.changed, r.changes, r.own_overwritten, r.own_kept)
			IS DISTINCT FROM (t.resellers, t.skipped, t.changed, t.changes, t.overwritten, t.kept)`

	resultsUnlikeLog = `
		-- A run is kept for one reseller whose entry is kept, though those of others, whose log begins later, are not.
		SELECT format('run %s: what it did to account %s is not what the log says', coalesce(x.run_id, e.run_id),
			coalesce(x.account_id, e.account_id))
		FROM (
			SELECT account_id, run_account_id, run_id, delivered_from, delivered_to, own_from, own_to
			FROM run_reseller WHERE (delivered_from, own_from) IS DISTINCT FROM (delivered_to, own_to)
		) x
		FULL JOIN (
			SELECT account_id, run_account_id, run_id, delivered_from, delivered_to, own_from, own_to
			FROM entry WHERE run_id IS NOT NULL
		) e
			ON e.account_id = x.account_id AND e.run_account_id = x.run_account_id AND e.run_id = x.run_id
		LEFT JOIN (
			log_start b JOIN entry s ON s.account_id = b.account_id AND s.id = b.entry_id
		) ON b.account_id = x.account_id AND e.account_id IS NULL
		WHERE (x.delivered_from, x.delivered_to, x.own_from, x.own_to)
			IS DISTINCT FROM (e.delivered_from, e.delivered_to, e.own_from, e.own_to)
			AND (s.at IS NULL OR s.at < (SELECT at FROM run r WHERE r.account_id = x.run_account_id AND r.id = x.run_id))`

	danglingOwn = `
		SELECT format('account %s: layer %s of its own values is not there', o.account_id, u.id)
		FROM own o CROSS JOIN LATERAL unnest(o.layers) AS u (id)
		WHERE NOT EXISTS (SELECT FROM own_layer l WHERE l.account_id = o.account_id AND l.id = u.id)`

	missingParts = `
		SELECT format('change %s: some of its values are not there', change_id)
		FROM change_part GROUP BY account_id, change_id HAVING max(number) + 1 <> count(*)`
)
