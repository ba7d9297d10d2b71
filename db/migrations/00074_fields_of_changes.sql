-- +goose Up

-- Of which plans, and of which of their fields, the values of a part are, a field with a sign where it was made or removed, plan 0 for none: since
-- when somebody is behind is found out by it, where a price list of a hundred thousand values was taken apart each time.
ALTER TABLE change_part ADD COLUMN fields json;
ALTER TABLE change_part DISABLE TRIGGER change_part_append_only;
UPDATE change_part SET fields = coalesce((
    SELECT json_agg(json_build_object('plans', plans, 'fields', fields) ORDER BY plans)
    FROM (
        SELECT array_agg(plan ORDER BY plan) AS plans, fields
        FROM (
            SELECT coalesce(e.plan, 0) AS plan,
                array_agg(DISTINCT e.field || CASE WHEN e."from" IS NULL THEN '+' WHEN e."to" IS NULL THEN '-' ELSE '' END) AS fields
            FROM json_to_recordset(edits) AS e (plan bigint, field text, "from" json, "to" json) GROUP BY 1
        ) AS of_plan
        GROUP BY fields
    ) AS alike), '[]');
ALTER TABLE change_part ENABLE TRIGGER change_part_append_only;
ALTER TABLE change_part ALTER COLUMN fields SET NOT NULL;
