-- +goose Up

-- Where a security event came from: the network address, '' where there is none or it was before this was kept.
ALTER TABLE security_event ADD COLUMN peer text NOT NULL DEFAULT '' CHECK (char_length(peer) <= 100);

CREATE INDEX security_event_kind ON security_event (kind, id);
CREATE INDEX security_event_peer ON security_event (peer, kind, at);
