-- +goose Up

-- Every change that somebody made, value by value: what the log of pointers (entry) and the audit tell in words. A change of a
-- catalog has the number of its entry; every other one takes a number from the same sequence, so that one number says what its
-- maker had seen. edits is a list of {key, from, to} (db/changelog.go). Passwords are in none of them.
CREATE TABLE change (
    account_id bigint      NOT NULL REFERENCES account (id),
    id         bigint      NOT NULL,
    at         timestamptz NOT NULL DEFAULT now(),
    user_id    bigint      REFERENCES app_user (id), -- null for the command line
    kind       text        NOT NULL CHECK (kind <> ''),
    object     text        NOT NULL CHECK (object <> ''),
    object_id  bigint      NOT NULL,
    code       text        NOT NULL,
    name       text        NOT NULL,
    edits      jsonb       NOT NULL CHECK (jsonb_typeof(edits) = 'array'),
    undoes     bigint,
    run_id     bigint,     -- the run that it made in the same moment, as an activation does
    PRIMARY KEY (account_id, id)
);
CREATE INDEX change_object ON change (object, object_id, code, id);
CREATE INDEX change_undoes ON change (account_id, undoes) WHERE undoes IS NOT NULL;
CREATE TRIGGER change_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON change
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- change_undone_by is the change that took another one back and still counts, null when there is none.
-- +goose StatementBegin
CREATE FUNCTION change_undone_by(of_account bigint, of_change bigint) RETURNS bigint LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
    last bigint;
BEGIN
    SELECT max(c.id) INTO last FROM change c WHERE c.account_id = of_account AND c.undoes = of_change;
    IF last IS NULL OR change_undone_by(of_account, last) IS NOT NULL THEN
        RETURN NULL;
    END IF;
    RETURN last;
END
$$;
-- +goose StatementEnd
