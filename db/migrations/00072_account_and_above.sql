-- What the vendors above lend to an account is found from their ids. Asked with account_within of every row, it was looked for among the rows
-- of all tenants.
-- +goose Up
-- +goose StatementBegin
CREATE FUNCTION account_and_above(account bigint) RETURNS bigint[]
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
    line bigint[] := '{}';
    up bigint := account;
BEGIN
    WHILE up IS NOT NULL LOOP
        line := line || up;
        up := (SELECT a.parent_id FROM account a WHERE a.id = up);
    END LOOP;
    RETURN line;
END
$$;
-- +goose StatementEnd
