-- +goose Up

-- Whom a change of somebody above reached: the reseller whose settings or subscription it changed, and of a move the vendors between them and the
-- maker, before it and after it (db/changelog.go). Vendors move, too, so that it is kept as it was. Of moves from before, the two vendors of the reseller
-- are known. Null for what reached nobody.
ALTER TABLE change ADD COLUMN reached bigint[] CHECK (reached <> '{}');
ALTER TABLE change DISABLE TRIGGER change_append_only;
UPDATE change c SET reached = x.reached FROM (
    SELECT account_id, id, array_agg(DISTINCT who) AS reached FROM (
        SELECT account_id, id, unnest(ARRAY[CASE WHEN object = 'reseller' THEN object_id END, reseller_id,
            (SELECT s.account_id FROM subscription s WHERE object = 'subscription' AND s.id = object_id)]) AS who
        FROM change
        WHERE kind IN ('reseller_settings_changed', 'display_synchronization_changed', 'reseller_moved', 'subscription_created', 'subscription_status_changed', 'subscription_deleted')
            AND code = ''
        UNION ALL
        SELECT c.account_id, c.id, unnest(ARRAY[m #>> '{from,text}', m #>> '{to,text}'])::bigint
        FROM change c JOIN change_part p ON p.account_id = c.account_id AND p.change_id = c.id CROSS JOIN LATERAL json_array_elements(p.edits) m
        WHERE c.kind = 'reseller_moved' AND m ->> 'field' = 'vendor'
    ) w WHERE who <> account_id GROUP BY account_id, id
) x WHERE c.account_id = x.account_id AND c.id = x.id;
ALTER TABLE change ENABLE TRIGGER change_append_only;
CREATE INDEX change_reached ON change USING gin (reached) WHERE reached IS NOT NULL;
