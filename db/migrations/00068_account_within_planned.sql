-- account_within is asked by most statements, of one account or of all of a list. As a statement of its own it was planned each time, and cost
-- more than what it stood in; a walk from parent to parent takes a tenth of that.
-- +goose Up
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION account_within(account bigint, vendor bigint) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
    up bigint := account;
BEGIN
    WHILE up IS NOT NULL LOOP
        IF up = vendor THEN
            RETURN true;
        END IF;
        up := (SELECT a.parent_id FROM account a WHERE a.id = up);
    END LOOP;
    RETURN false;
END
$$;
-- +goose StatementEnd
