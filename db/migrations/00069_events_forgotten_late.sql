-- At each sign-in those of the thousand oldest security events go that are old enough. Whether any is, is asked first: to delete none took longer than
-- all else that a sign-in asks.
-- +goose Up
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION forget_security_events(days integer) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    since timestamptz := now() - make_interval(days => greatest(days, 400));
BEGIN
    IF EXISTS (SELECT FROM (SELECT at FROM security_event ORDER BY id LIMIT 1000) oldest WHERE at < since) THEN
        PERFORM set_config('tiersync.prunes', 'yes', true);
        DELETE FROM security_event WHERE id IN (
            SELECT id FROM (SELECT id, at FROM security_event ORDER BY id LIMIT 1000) oldest WHERE at < since);
        PERFORM set_config('tiersync.prunes', '', true);
    END IF;
END
$$;
-- +goose StatementEnd
