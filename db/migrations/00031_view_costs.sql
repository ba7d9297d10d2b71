-- +goose Up

-- View costs is a right of its own. Until now every operator of a reseller saw them: all who are there keep that, and who comes later has
-- what is ticked.
WITH kept AS (
    UPDATE app_user u
    SET rights = (SELECT array_agg(name ORDER BY name COLLATE "C") FROM (SELECT unnest(u.rights) AS name UNION SELECT 'View costs') every)
    FROM account a
    WHERE a.id = u.account_id AND a.kind = 'reseller' AND u.role = 'operator'
    RETURNING u.account_id, u.email, u.role, u.rights
)
INSERT INTO audit (account_id, action, object, detail)
SELECT account_id, 'kept rights', email, jsonb_build_object('role', role, 'rights', rights) FROM kept ORDER BY account_id, email;
