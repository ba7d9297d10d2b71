-- +goose Up

-- What an undo leaves alone because it was changed since the run stands once for all resellers for whom it is the same:
-- changed_since counts it. The changes and the own_kept of run_result count what of its row of run_shared does not hold for
-- that reseller as less: there an own value stands over what was delivered.
ALTER TABLE run_shared ADD COLUMN changed_since integer NOT NULL DEFAULT 0;

CREATE OR REPLACE VIEW run_reseller AS
    SELECT r.account_id, r.run_account_id, r.run_id, r.subscription_id, s.level, s.delivered_from, s.delivered_to, r.own_from,
           r.own_to, s.skip, s.changes + r.changes AS changes, r.own_overwritten, s.changed_since + r.own_kept AS own_kept
    FROM run_result r
    JOIN run_shared s ON s.run_account_id = r.run_account_id AND s.run_id = r.run_id AND s.number = r.number
    UNION ALL
    SELECT u.account_id, s.run_account_id, s.run_id, u.subscription_id, s.level, s.delivered_from, s.delivered_to,
           nullif(u.own_id, 0), nullif(u.own_id, 0), s.skip, s.changes, 0, s.changed_since
    FROM run_shared s
    CROSS JOIN LATERAL unnest(s.account_ids, s.subscription_ids, s.own_ids) AS u (account_id, subscription_id, own_id);
