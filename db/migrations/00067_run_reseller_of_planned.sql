-- What asks run_reseller_of hardly ever needs it: the log says of a run what it did. As plpgsql it is planned where it is called, and not with
-- each statement that may call it, which took longer than the statement.
-- +goose Up
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION run_reseller_of(of_run_account bigint, of_run bigint, of_accounts bigint[]) RETURNS SETOF run_reseller
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    RETURN QUERY
    SELECT r.account_id, r.run_account_id, r.run_id, r.subscription_id, s.level, s.delivered_from, s.delivered_to, r.own_from,
           r.own_to, s.skip, s.changes + r.changes, r.own_overwritten, s.changed_since + r.own_kept
    FROM run_result r
    JOIN run_shared s ON s.run_account_id = r.run_account_id AND s.run_id = r.run_id AND s.number = r.number
    WHERE r.run_account_id = of_run_account AND r.run_id = of_run AND r.account_id = ANY (of_accounts)
    UNION ALL
    SELECT u.account_id, s.run_account_id, s.run_id, u.subscription_id, s.level, s.delivered_from, s.delivered_to,
           nullif(u.own_id, 0), nullif(u.own_id, 0), s.skip, s.changes, 0, s.changed_since
    FROM run_shared s
    CROSS JOIN LATERAL unnest(s.account_ids, s.subscription_ids, s.own_ids) AS u (account_id, subscription_id, own_id)
    WHERE s.run_account_id = of_run_account AND s.run_id = of_run AND s.account_ids && of_accounts
        AND u.account_id = ANY (of_accounts);
END
$$;
-- +goose StatementEnd
