-- +goose Up

-- A run writes less: of the resellers for whom the same came out only what differs between them, and checks once for each
-- statement what it checked for each row.

-- Resellers of one level stand in one row, so that the level needs no array; own_ids is empty when none of them has
-- anything of his own.
CREATE TEMPORARY TABLE run_shared_before ON COMMIT DROP AS SELECT * FROM run_shared;
DROP VIEW run_reseller;
DROP TABLE run_shared;
CREATE TABLE run_shared (
    run_account_id   bigint   NOT NULL,
    run_id           bigint   NOT NULL,
    number           integer  NOT NULL,
    level            integer  NOT NULL,
    delivered_from   bigint   REFERENCES catalog (id),
    delivered_to     bigint   REFERENCES catalog (id),
    skip             text     NOT NULL,
    outcomes         bigint[] NOT NULL,
    changes          integer  NOT NULL,
    account_ids      bigint[] NOT NULL,
    subscription_ids bigint[] NOT NULL,
    own_ids          bigint[] NOT NULL,
    PRIMARY KEY (run_account_id, run_id, number),
    FOREIGN KEY (run_account_id, run_id) REFERENCES run (account_id, id) DEFERRABLE INITIALLY DEFERRED,
    CHECK (cardinality(account_ids) = cardinality(subscription_ids) AND cardinality(own_ids) IN (0, cardinality(account_ids)))
);
CREATE TRIGGER run_shared_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON run_shared
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
INSERT INTO run_shared
SELECT s.run_account_id, s.run_id, row_number() OVER (PARTITION BY s.run_account_id, s.run_id ORDER BY s.number, u.level) - 1,
       u.level, s.delivered_from, s.delivered_to, s.skip, s.outcomes, s.changes, array_agg(u.account_id ORDER BY u.n),
       array_agg(u.subscription_id ORDER BY u.n),
       CASE WHEN bool_and(u.own_id = 0) THEN '{}' ELSE array_agg(u.own_id ORDER BY u.n) END
FROM run_shared_before s
CROSS JOIN LATERAL unnest(s.account_ids, s.subscription_ids, s.levels, s.own_ids)
    WITH ORDINALITY AS u (account_id, subscription_id, level, own_id, n)
GROUP BY s.run_account_id, s.run_id, s.number, u.level, s.delivered_from, s.delivered_to, s.skip, s.outcomes, s.changes;

-- Every reseller of every run as one row.
CREATE VIEW run_reseller AS
    SELECT account_id, run_account_id, run_id, subscription_id, level, delivered_from, delivered_to, own_from, own_to, skip,
           changes, own_overwritten, own_kept
    FROM run_result
    UNION ALL
    SELECT u.account_id, s.run_account_id, s.run_id, u.subscription_id, s.level, s.delivered_from, s.delivered_to,
           nullif(u.own_id, 0), nullif(u.own_id, 0), s.skip, s.changes, 0, 0
    FROM run_shared s
    CROSS JOIN LATERAL unnest(s.account_ids, s.subscription_ids, s.own_ids) AS u (account_id, subscription_id, own_id);

-- A pointer that moves stays on its page, which needs room for it, and its index need not be touched.
ALTER TABLE pointer SET (fillfactor = 40);

-- What a plan version holds is written with it and never again.
ALTER TABLE upgrade_version DROP CONSTRAINT upgrade_version_plan_version_fkey;
ALTER TABLE period_version DROP CONSTRAINT period_version_plan_version_fkey;
ALTER TABLE rate_version DROP CONSTRAINT rate_version_plan_version_fkey;
ALTER TABLE rate_price DROP CONSTRAINT rate_price_plan_version_resource_id_fkey;

-- refuse_orphans refuses added rows of a plan version that is not there, and refuse_orphan_prices prices of a rate that is
-- not there.
-- +goose StatementBegin
CREATE FUNCTION refuse_orphans() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM (SELECT DISTINCT plan_version FROM added) a
        WHERE NOT EXISTS (SELECT FROM plan_version WHERE id = a.plan_version)
    ) THEN
        RAISE EXCEPTION 'a row of % belongs to no plan version', TG_TABLE_NAME USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION refuse_orphan_prices() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM added a LEFT JOIN rate_version r ON r.plan_version = a.plan_version AND r.resource_id = a.resource_id
        WHERE r.resource_id IS NULL
    ) THEN
        RAISE EXCEPTION 'a row of % belongs to no rate', TG_TABLE_NAME USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NULL;
END
$$;
-- +goose StatementEnd
CREATE TRIGGER upgrade_version_refers AFTER INSERT ON upgrade_version
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION refuse_orphans();
CREATE TRIGGER period_version_refers AFTER INSERT ON period_version
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION refuse_orphans();
CREATE TRIGGER rate_version_refers AFTER INSERT ON rate_version
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION refuse_orphans();
CREATE TRIGGER rate_price_refers AFTER INSERT ON rate_price
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION refuse_orphan_prices();
