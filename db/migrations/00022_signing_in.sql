-- +goose Up

-- Failed sign-ins that are not forgotten, by SHA-256 of the email address, network or device that they are counted for. How long they
-- make the next one wait is said in package domain.
CREATE TABLE failed_sign_in (
    who      bytea       PRIMARY KEY CHECK (octet_length(who) = 32),
    failures integer     NOT NULL DEFAULT 0 CHECK (failures >= 0),
    last_at  timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX failed_sign_in_last ON failed_sign_in (last_at);
