-- +goose Up

-- The values of a change, {key, from, to} in the order of pages, some hundreds a row: a change may have a hundred thousand, of which a
-- page shows fifty (db/changeparts.go). They are text: nobody looks into them but whoever reads them whole. plans are those that the
-- values of a change of many things at once are of, null for any other one.
CREATE TABLE change_part (
    account_id bigint  NOT NULL,
    change_id  bigint  NOT NULL,
    number     integer NOT NULL CHECK (number >= 0),
    plans      bigint[],
    edits      json    NOT NULL,
    PRIMARY KEY (account_id, change_id, number),
    FOREIGN KEY (account_id, change_id) REFERENCES change (account_id, id)
);
INSERT INTO change_part (account_id, change_id, number, plans, edits)
SELECT c.account_id, c.id, 0,
    CASE WHEN c.kind = 'catalog_changed' THEN
        ARRAY(SELECT DISTINCT (e ->> 'plan')::bigint FROM jsonb_array_elements(c.edits) e WHERE e ? 'plan')
    END, c.edits::json
FROM change c WHERE c.edits <> '[]';
CREATE INDEX change_part_plans ON change_part USING gin (plans) WHERE plans IS NOT NULL;
CREATE TRIGGER change_part_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON change_part
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Whose a subscription was that was deleted: what happened to it is in their history still.
ALTER TABLE change ADD COLUMN reseller_id bigint;
ALTER TABLE change DISABLE TRIGGER change_append_only;
UPDATE change c SET reseller_id = (
    SELECT (e -> 'from' ->> 'text')::bigint FROM jsonb_array_elements(c.edits) e WHERE e ->> 'field' = 'subscription_reseller' LIMIT 1)
WHERE c.kind = 'subscription_deleted';
ALTER TABLE change ENABLE TRIGGER change_append_only;
CREATE INDEX change_reseller ON change (reseller_id) WHERE reseller_id IS NOT NULL;

-- Written anew, the table gives back the room that the values took.
ALTER TABLE change DROP COLUMN edits;
CLUSTER change USING change_pkey;
ALTER TABLE change SET WITHOUT CLUSTER;
ANALYZE change, change_part;
