-- +goose Up

-- Who may delete rows for the program's sake, as the role that serves may, cannot say that they prune: only who owns the table can.
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND current_setting('tiersync.prunes', true) = 'yes'
        AND pg_has_role((SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'USAGE') THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION '% on % is refused: its rows are never changed', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END
$$;
-- +goose StatementEnd

-- forget_security_events deletes, of the thousand oldest, those that are older than so many days, at least 400: nobody makes it less. It
-- does so as the owner, whoever calls it.
-- +goose StatementBegin
CREATE FUNCTION forget_security_events(days integer) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM set_config('tiersync.prunes', 'yes', true);
    DELETE FROM security_event WHERE id IN (
        SELECT id FROM (SELECT id, at FROM security_event ORDER BY id LIMIT 1000) oldest WHERE at < now() - make_interval(days => greatest(days, 400)));
    PERFORM set_config('tiersync.prunes', '', true);
END
$$;
-- +goose StatementEnd
