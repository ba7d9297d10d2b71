-- +goose Up

-- Price lists that somebody sent and did not save yet. They are no part of anything: they go after a day, or when they are saved.
CREATE TABLE price_file (
    id         bigint      PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    account_id bigint      NOT NULL REFERENCES account (id),
    user_id    bigint      REFERENCES app_user (id) ON DELETE SET NULL,
    at         timestamptz NOT NULL DEFAULT now(),
    name       text        NOT NULL CHECK (name <> ''),
    bytes      bigint      NOT NULL DEFAULT 0 CHECK (bytes >= 0),
    sha256     text        NOT NULL DEFAULT '', -- '' while it arrives
    choices    jsonb       NOT NULL DEFAULT '{}' -- what was decided about it so far (domain.ImportChoices)
);
CREATE INDEX price_file_account ON price_file (account_id, at);
CREATE TABLE price_file_part (
    file_id bigint  NOT NULL REFERENCES price_file (id) ON DELETE CASCADE,
    place   integer NOT NULL CHECK (place >= 0),
    bytes   bytea   NOT NULL,
    PRIMARY KEY (file_id, place)
);
ALTER TABLE price_file_part ALTER COLUMN bytes SET STORAGE EXTERNAL; -- it is written and read once or twice: compressing would cost more

-- Which column of a price list is what, chosen once and kept for the next month's.
CREATE TABLE price_columns (
    account_id bigint NOT NULL REFERENCES account (id),
    name       text   NOT NULL CHECK (name <> ''),
    columns    jsonb  NOT NULL, -- handlers/pricesheet, Mapping
    PRIMARY KEY (account_id, name)
);

-- The file that a change came from.
CREATE TABLE change_file (
    account_id bigint NOT NULL,
    change_id  bigint NOT NULL,
    name       text   NOT NULL CHECK (name <> ''),
    sha256     text   NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    PRIMARY KEY (account_id, change_id),
    FOREIGN KEY (account_id, change_id) REFERENCES change (account_id, id)
);
CREATE TRIGGER change_file_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON change_file
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
