-- +goose Up

-- Manage notification schedules, Manage order flow and Manage terms are privileges of their own. Until now everybody but
-- read-only users could do these things, whatever their rights and their account's: all who are there keep them, and who comes
-- later has what is ticked.

-- No run and no edit goes on meanwhile (db.lockTree).
SELECT pg_advisory_xact_lock(id) FROM (SELECT id FROM account WHERE kind = 'provider' ORDER BY id) provider;

CREATE TEMPORARY TABLE new_privilege (name text NOT NULL) ON COMMIT DROP;
INSERT INTO new_privilege VALUES ('Manage notification schedules'), ('Manage order flow'), ('Manage terms');

-- with_new adds the new privileges to a list and sorts it as the program does.
CREATE FUNCTION pg_temp.with_new(list text[]) RETURNS text[] LANGUAGE sql STABLE RETURN (
    SELECT array_agg(name ORDER BY name COLLATE "C")
    FROM (SELECT unnest(list) AS name UNION SELECT name FROM new_privilege) every);

-- Operators.
WITH kept AS (
    UPDATE app_user SET rights = pg_temp.with_new(rights) WHERE role = 'operator' RETURNING account_id, email, role, rights
)
INSERT INTO audit (account_id, action, object, detail)
SELECT account_id, 'kept rights', email, jsonb_build_object('role', role, 'rights', rights) FROM kept ORDER BY account_id, email;

-- Service templates, so that the next run does not take the privileges away again. A template without any privilege leaves
-- resellers the set they have, and goes on doing so.
WITH kept AS (
    UPDATE template SET privileges = pg_temp.with_new(privileges), version = version + 1, updated_at = now(), updated_by = NULL
    WHERE cardinality(privileges) > 0 RETURNING account_id, id, name, privileges
)
INSERT INTO audit (account_id, action, object, detail)
SELECT account_id, 'kept privileges', name, jsonb_build_object('template', id, 'privileges', privileges)
FROM kept ORDER BY account_id, name;

-- What was delivered to each reseller, with the new privileges in it, whether a set was ever delivered to them or not. Who was
-- never delivered anything, or not any more, gets the template's set with what they sell.
CREATE TEMPORARY TABLE kept_privileges ON COMMIT DROP AS
SELECT c.id AS old_id, c.plans, c.categories_id, c.schedules_id, c.order_flow_id, c.terms_id,
       '{"List":[' || array_to_string(ARRAY(SELECT to_json(name)::text FROM unnest(pg_temp.with_new(has.list)) AS u (name)), ',')
           || ']}' AS body,
       NULL::bytea AS hash
FROM catalog c
LEFT JOIN part ON part.id = c.privileges_id
CROSS JOIN LATERAL (
    SELECT coalesce(array_agg(x.name), '{}') AS list
    FROM jsonb_array_elements_text(CASE jsonb_typeof(part.body -> 'List') WHEN 'array' THEN part.body -> 'List' ELSE '[]' END)
        AS x (name)
) has
WHERE c.id IN (SELECT p.delivered_id FROM pointer p JOIN account a ON a.id = p.account_id WHERE a.kind = 'reseller');

INSERT INTO part (kind, hash, body)
SELECT DISTINCT 'privileges', sha256(convert_to(E'privileges\n' || body, 'UTF8')), body::jsonb FROM kept_privileges
ON CONFLICT (hash) DO NOTHING;

-- A catalog's hash is made of those of its plans, in their order, and of its parts; 32 zeros stand for a part that it lacks.
UPDATE kept_privileges k SET hash = sha256(
    convert_to('catalog of ' || cardinality(k.plans) || E' plans\n', 'UTF8')
    || coalesce((
        SELECT string_agg(v.hash, '' ORDER BY u.n)
        FROM unnest(k.plans) WITH ORDINALITY AS u (id, n) JOIN plan_version v ON v.id = u.id), '')
    || coalesce((SELECT hash FROM part WHERE id = k.categories_id), decode(repeat('00', 32), 'hex'))
    || coalesce((SELECT hash FROM part WHERE id = k.schedules_id), decode(repeat('00', 32), 'hex'))
    || coalesce((SELECT hash FROM part WHERE id = k.order_flow_id), decode(repeat('00', 32), 'hex'))
    || sha256(convert_to(E'privileges\n' || k.body, 'UTF8'))
    || coalesce((SELECT hash FROM part WHERE id = k.terms_id), decode(repeat('00', 32), 'hex')));

INSERT INTO catalog (hash, plans, categories_id, schedules_id, order_flow_id, privileges_id, terms_id)
SELECT k.hash, k.plans, k.categories_id, k.schedules_id, k.order_flow_id, part.id, k.terms_id
FROM kept_privileges k JOIN part ON part.hash = sha256(convert_to(E'privileges\n' || k.body, 'UTF8'))
ON CONFLICT (hash) DO NOTHING;

WITH logged AS (
    INSERT INTO entry (account_id, action, object, delivered_from, delivered_to, own_from, own_to)
    SELECT p.account_id, 'kept privileges', (SELECT string_agg(name, ', ' ORDER BY name) FROM new_privilege),
           p.delivered_id, c.id, p.own_id, p.own_id
    FROM pointer p
    JOIN account a ON a.id = p.account_id AND a.kind = 'reseller'
    JOIN kept_privileges k ON k.old_id = p.delivered_id
    JOIN catalog c ON c.hash = k.hash
    ORDER BY p.account_id
    RETURNING account_id, id, delivered_to
)
UPDATE pointer p SET delivered_id = l.delivered_to, entry_id = l.id FROM logged l WHERE p.account_id = l.account_id;

DROP FUNCTION pg_temp.with_new(text[]);
