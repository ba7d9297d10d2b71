-- +goose Up

-- Where and with what somebody signed in, for their own list of sessions; '' for a session from before this was kept. The number names a
-- session where its token must not be seen.
ALTER TABLE session
    ADD COLUMN id      bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    ADD COLUMN address text   NOT NULL DEFAULT '',
    ADD COLUMN browser text   NOT NULL DEFAULT '';
CREATE UNIQUE INDEX session_id ON session (id);
