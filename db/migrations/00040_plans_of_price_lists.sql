-- The parts of a change of prices say of which plans they are, as those of every change of many things at once.
-- +goose Up
ALTER TABLE change_part DISABLE TRIGGER change_part_append_only;
UPDATE change_part p
SET plans = ARRAY(SELECT DISTINCT (e ->> 'plan')::bigint FROM jsonb_array_elements(p.edits::jsonb) e WHERE e ? 'plan')
FROM change c
WHERE c.account_id = p.account_id AND c.id = p.change_id AND c.kind = 'prices_changed' AND p.plans IS NULL;
ALTER TABLE change_part ENABLE TRIGGER change_part_append_only;
