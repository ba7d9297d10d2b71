-- +goose Up

-- Failed sign-ins that are not forgotten, by SHA-256 of the email address, network or device that they are counted for. How long they
-- make the next one wait is said in package domain.
CREATE TABLE failed_sign_in (
    who      bytea       PRIMARY KEY CHECK (octet_length(who) = 32),
    failures integer     NOT NULL DEFAULT 0 CHECK (failures >= 0),
    last_at  timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX failed_sign_in_last ON failed_sign_in (last_at);

-- A session that says it begins or was used in the future, as after a clock was set back or in a restored database, is over: by its own
-- time it would go on for longer than any other. A minute is the difference between the clocks of a server and its standby.
CREATE OR REPLACE VIEW live_session AS
    SELECT s.token_hash, s.user_id, s.data, s.created_at, s.last_seen_at
    FROM session s
    JOIN app_user u ON u.id = s.user_id AND u.active
    JOIN account a ON a.id = u.account_id AND a.status <> 'closed'
    WHERE s.last_seen_at BETWEEN now() - interval '30 minutes' AND now() + interval '1 minute'
      AND s.created_at BETWEEN now() - interval '12 hours' AND now() + interval '1 minute';
