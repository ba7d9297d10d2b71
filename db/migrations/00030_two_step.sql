-- +goose Up

-- Two-step sign-in (db/twostep.go). The secret is sealed by the program, with a key that is not in the database; NULL: it is off. A code of an
-- app counts once: used is the time step of the last one.
ALTER TABLE app_user
    ADD COLUMN two_step_secret text,
    ADD COLUMN two_step_used bigint NOT NULL DEFAULT 0;

-- Codes for who has lost their phone, by SHA-256, until they are used.
CREATE TABLE recovery_code (
    user_id bigint NOT NULL REFERENCES app_user (id) ON DELETE CASCADE,
    hash    bytea  NOT NULL CHECK (octet_length(hash) = 32),
    PRIMARY KEY (user_id, hash)
);

-- Whether it is asked of all users of an account.
ALTER TABLE account ADD COLUMN ask_two_step boolean NOT NULL DEFAULT false;
