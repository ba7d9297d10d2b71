-- +goose Up

-- Whether an undo takes back an undo, so that what was taken back is there again, is known when it is made, and never changes. It stood
-- nowhere: each reader had to go down to what was done first.
ALTER TABLE change ADD COLUMN again boolean NOT NULL DEFAULT false;
ALTER TABLE change DISABLE TRIGGER change_append_only;

WITH RECURSIVE stack AS (
    SELECT c.account_id, c.id, false AS again FROM change c WHERE c.undoes IS NOT NULL
        AND EXISTS (SELECT FROM change p WHERE p.account_id = c.account_id AND p.id = c.undoes AND p.undoes IS NULL)
    UNION ALL
    SELECT u.account_id, u.id, NOT s.again FROM stack s JOIN change u ON u.account_id = s.account_id AND u.undoes = s.id
)
UPDATE change c SET again = true FROM stack s WHERE s.again AND c.account_id = s.account_id AND c.id = s.id;

ALTER TABLE change ENABLE TRIGGER change_append_only;

-- They call themselves for each undo that is stacked on another, and ask too much of the server where there are many (db/undone.go).
DROP FUNCTION change_undone_by(bigint, bigint);
DROP FUNCTION run_undone_by(bigint, bigint);
