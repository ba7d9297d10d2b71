-- +goose Up

-- One-time links with which somebody sets their password, by SHA-256 of the token in them. Who has no password yet was invited. A link
-- counts for as long as whoever made it may set that user's password (db/links.go); nobody made one that was asked for at the sign-in page.
CREATE TABLE user_link (
    token_hash bytea       PRIMARY KEY CHECK (octet_length(token_hash) = 32),
    user_id    bigint      NOT NULL REFERENCES app_user (id) ON DELETE CASCADE,
    kind       text        NOT NULL CHECK (kind IN ('invitation', 'reset')),
    ends_at    timestamptz NOT NULL,
    made_by    bigint      REFERENCES app_user (id)
);
CREATE INDEX user_link_user ON user_link (user_id);
CREATE INDEX user_link_made_by ON user_link (made_by);
