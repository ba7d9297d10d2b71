-- The inbox of resellers: what reached them, unread until each of their users has seen it.
-- +goose Up

-- What a run did to the account in numbers, in the order of the table of tidings, the number of changes first; null of an edit, and of
-- runs from before, of which their results tell.
ALTER TABLE entry ADD COLUMN told integer[] CHECK (cardinality(told) > 0);

-- Up to which entry of the log a user has marked everything as read. What there was before there was an inbox is not told anew.
ALTER TABLE app_user ADD COLUMN inbox_read bigint NOT NULL DEFAULT 0;
UPDATE app_user SET inbox_read = (SELECT coalesce(max(id), 0) FROM entry);

-- What a user has opened since.
CREATE TABLE inbox_seen (
    user_id  bigint NOT NULL REFERENCES app_user (id) ON DELETE CASCADE,
    entry_id bigint NOT NULL,
    PRIMARY KEY (user_id, entry_id)
);
