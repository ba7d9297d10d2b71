-- +goose Up

-- What is older than somebody wants to keep may go (db/prune.go), and nothing else: a transaction that prunes says so, and deletes.
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND current_setting('tiersync.prunes', true) = 'yes' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION '% on % is refused: its rows are never changed', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END
$$;
-- +goose StatementEnd

-- Where the log of an account begins since older entries went: this entry is the first that is there.
CREATE TABLE log_start (
    account_id bigint PRIMARY KEY REFERENCES account (id),
    entry_id   bigint NOT NULL
);

-- Whether anything refers to a catalog is asked for each one that goes.
CREATE INDEX run_shared_delivered_from ON run_shared (delivered_from) WHERE delivered_from IS NOT NULL;
CREATE INDEX run_shared_delivered_to ON run_shared (delivered_to) WHERE delivered_to IS NOT NULL;
CREATE INDEX own_made_catalog ON own (made_catalog_id) WHERE made_catalog_id IS NOT NULL;
