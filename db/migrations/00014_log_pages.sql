-- +goose Up

-- What the pages of the log ask for: changes of one kind, and those of some days. Both are read newest first, by account.
CREATE INDEX change_kind ON change (account_id, kind, id);
CREATE INDEX change_time ON change (account_id, at);
