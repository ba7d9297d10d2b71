-- +goose Up

-- A run writes less: what the same came out of stands once, and what it checked for each row it checks once for each
-- statement.

CREATE TEMPORARY TABLE run_shared_before ON COMMIT DROP AS SELECT * FROM run_shared;
CREATE TEMPORARY TABLE run_result_before ON COMMIT DROP AS SELECT * FROM run_result;
DROP VIEW run_reseller;
DROP TABLE run_shared, run_result;

-- What a run did to resellers of one level for whom the same came out. account_ids are those about whose own values there is
-- nothing to say; own_ids is what each of them has of their own, before and after the run alike, and empty when none has any.
-- The others have a row of run_result each.
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

-- One reseller in a run about whose own values there is something to say; the rest of what the run did to them is the row
-- number of run_shared. account_id is the reseller, run_account_id the vendor who clicked. changes counts those of own values.
CREATE TABLE run_result (
    account_id      bigint  NOT NULL,
    run_account_id  bigint  NOT NULL,
    run_id          bigint  NOT NULL,
    subscription_id bigint  NOT NULL,
    number          integer NOT NULL,
    own_from        bigint,
    own_to          bigint,
    own_outcomes    bytea   NOT NULL,
    changes         integer NOT NULL,
    own_overwritten integer NOT NULL,
    own_kept        integer NOT NULL,
    PRIMARY KEY (account_id, run_id, subscription_id)
);
CREATE INDEX run_result_run ON run_result (run_account_id, run_id);
CREATE TRIGGER run_result_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON run_result
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- refuse_dangling_result refuses added rows of run_result that refer to a row of run_shared or an own that is not there.
-- +goose StatementBegin
CREATE FUNCTION refuse_dangling_result() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM (SELECT DISTINCT run_account_id, run_id, number FROM added) s
        WHERE NOT EXISTS (
            SELECT FROM run_shared r
            WHERE r.run_account_id = s.run_account_id AND r.run_id = s.run_id AND r.number = s.number)
    ) OR EXISTS (
        SELECT FROM (
            SELECT account_id, own_from AS id FROM added WHERE own_from IS NOT NULL
            UNION SELECT account_id, own_to FROM added WHERE own_to IS NOT NULL
        ) o
        WHERE NOT EXISTS (SELECT FROM own WHERE account_id = o.account_id AND id = o.id)
    ) THEN
        RAISE EXCEPTION 'a row of % refers to what is not there', TG_TABLE_NAME USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NULL;
END
$$;
-- +goose StatementEnd
CREATE TRIGGER run_result_refers AFTER INSERT ON run_result
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION refuse_dangling_result();

-- What is there already: shared rows are split by level, and results get a shared row without members.
INSERT INTO run_shared
SELECT s.run_account_id, s.run_id, row_number() OVER (PARTITION BY s.run_account_id, s.run_id ORDER BY s.number, u.level) - 1,
       u.level, s.delivered_from, s.delivered_to, s.skip, s.outcomes, s.changes, array_agg(u.account_id ORDER BY u.n),
       array_agg(u.subscription_id ORDER BY u.n),
       CASE WHEN bool_and(u.own_id = 0) THEN '{}' ELSE array_agg(u.own_id ORDER BY u.n) END
FROM run_shared_before s
CROSS JOIN LATERAL unnest(s.account_ids, s.subscription_ids, s.levels, s.own_ids)
    WITH ORDINALITY AS u (account_id, subscription_id, level, own_id, n)
GROUP BY s.run_account_id, s.run_id, s.number, u.level, s.delivered_from, s.delivered_to, s.skip, s.outcomes, s.changes;

CREATE TEMPORARY TABLE run_result_numbered ON COMMIT DROP AS
SELECT r.*, (SELECT count(*) FROM run_shared s WHERE s.run_account_id = r.run_account_id AND s.run_id = r.run_id)
       + dense_rank() OVER (PARTITION BY r.run_account_id, r.run_id
           ORDER BY r.level, r.delivered_from, r.delivered_to, r.skip, r.outcomes) - 1 AS number,
       (SELECT coalesce(sum(o.changes), 0) FROM outcome_set o WHERE o.id = ANY (r.outcomes)) AS shared_changes
FROM run_result_before r;
INSERT INTO run_shared
SELECT DISTINCT run_account_id, run_id, number, level, delivered_from, delivered_to, skip, outcomes, shared_changes,
       '{}'::bigint[], '{}'::bigint[], '{}'::bigint[]
FROM run_result_numbered;
INSERT INTO run_result
SELECT account_id, run_account_id, run_id, subscription_id, number, own_from, own_to, own_outcomes, changes - shared_changes,
       own_overwritten, own_kept
FROM run_result_numbered;

-- Every reseller of every run as one row.
CREATE VIEW run_reseller AS
    SELECT r.account_id, r.run_account_id, r.run_id, r.subscription_id, s.level, s.delivered_from, s.delivered_to, r.own_from,
           r.own_to, s.skip, s.changes + r.changes AS changes, r.own_overwritten, r.own_kept
    FROM run_result r
    JOIN run_shared s ON s.run_account_id = r.run_account_id AND s.run_id = r.run_id AND s.number = r.number
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
