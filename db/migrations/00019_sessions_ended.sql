-- +goose Up

-- The kind of change that ended a session: of its user's role, rights, password or status, or of the account. NULL: none did, or it was
-- before this was kept. The sign-in page says so.
ALTER TABLE session ADD COLUMN ended_by text;
