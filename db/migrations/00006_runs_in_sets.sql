-- +goose Up

-- A run writes for ten thousand resellers at once, and for nearly all of them the same.

-- The resellers of a run for whom the same came out and about whose own values there is nothing to say: one row for all of
-- them. The arrays belong together; own_ids is what each has of their own, 0 for nothing, before and after the run alike.
-- The other resellers of a run have a row of run_result each.
CREATE TABLE run_shared (
    run_account_id   bigint   NOT NULL,
    run_id           bigint   NOT NULL,
    number           integer  NOT NULL,
    delivered_from   bigint   REFERENCES catalog (id),
    delivered_to     bigint   REFERENCES catalog (id),
    skip             text     NOT NULL,
    outcomes         bigint[] NOT NULL,
    changes          integer  NOT NULL,
    account_ids      bigint[] NOT NULL,
    subscription_ids bigint[] NOT NULL,
    levels           bigint[] NOT NULL,
    own_ids          bigint[] NOT NULL,
    PRIMARY KEY (run_account_id, run_id, number),
    FOREIGN KEY (run_account_id, run_id) REFERENCES run (account_id, id) DEFERRABLE INITIALLY DEFERRED,
    CHECK (cardinality(account_ids) = cardinality(subscription_ids) AND cardinality(account_ids) = cardinality(levels)
        AND cardinality(account_ids) = cardinality(own_ids))
);
CREATE TRIGGER run_shared_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON run_shared
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The latest runs of a plan are looked for first.
CREATE INDEX run_plan ON run (plan_id, id);
DROP INDEX run_result_subscription;

-- Every reseller of every run as one row.
CREATE VIEW run_reseller AS
    SELECT account_id, run_account_id, run_id, subscription_id, level, delivered_from, delivered_to, own_from, own_to, skip,
           changes, own_overwritten, own_kept
    FROM run_result
    UNION ALL
    SELECT u.account_id, s.run_account_id, s.run_id, u.subscription_id, u.level::integer, s.delivered_from, s.delivered_to,
           nullif(u.own_id, 0), nullif(u.own_id, 0), s.skip, s.changes, 0, 0
    FROM run_shared s
    CROSS JOIN LATERAL unnest(s.account_ids, s.subscription_ids, s.levels, s.own_ids)
        AS u (account_id, subscription_id, level, own_id);

-- A foreign key looks up every row by itself, which costs more than the rows. What the log refers to is append-only and
-- never goes away, so that it is enough to look once for each statement. pointer keeps its account's foreign key; what
-- else it holds is taken from the entry that was just checked.
ALTER TABLE entry
    DROP CONSTRAINT entry_account_id_fkey,
    DROP CONSTRAINT entry_user_id_fkey,
    DROP CONSTRAINT entry_run_account_id_run_id_fkey,
    DROP CONSTRAINT entry_delivered_from_fkey,
    DROP CONSTRAINT entry_delivered_to_fkey,
    DROP CONSTRAINT entry_account_id_own_from_fkey,
    DROP CONSTRAINT entry_account_id_own_to_fkey;
ALTER TABLE pointer
    DROP CONSTRAINT pointer_delivered_id_fkey,
    DROP CONSTRAINT pointer_account_id_own_id_fkey,
    DROP CONSTRAINT pointer_account_id_entry_id_fkey;
ALTER TABLE run_result
    DROP CONSTRAINT run_result_account_id_fkey,
    DROP CONSTRAINT run_result_delivered_from_fkey,
    DROP CONSTRAINT run_result_delivered_to_fkey,
    DROP CONSTRAINT run_result_account_id_own_from_fkey,
    DROP CONSTRAINT run_result_account_id_own_to_fkey;

-- refuse_dangling refuses added rows of entry and run_result that refer to a catalog or an own that is not there.
-- +goose StatementBegin
CREATE FUNCTION refuse_dangling() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM (SELECT delivered_from AS id FROM added UNION SELECT delivered_to FROM added) c
        WHERE c.id IS NOT NULL AND NOT EXISTS (SELECT FROM catalog WHERE id = c.id)
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
CREATE TRIGGER entry_refers AFTER INSERT ON entry
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION refuse_dangling();
CREATE TRIGGER run_result_refers AFTER INSERT ON run_result
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION refuse_dangling();
