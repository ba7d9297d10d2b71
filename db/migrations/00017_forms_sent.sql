-- +goose Up

-- Forms that made something, by the key that was hidden in them: one that is sent again, as by a double click, leads to what it made
-- (db/once.go). The key is a digest of the form as it was sent.
CREATE TABLE form_sent (
    account_id bigint NOT NULL,
    key        text   NOT NULL CHECK (key <> ''),
    change_id  bigint NOT NULL, -- the change that made it
    PRIMARY KEY (account_id, key),
    FOREIGN KEY (account_id, change_id) REFERENCES change (account_id, id)
);
