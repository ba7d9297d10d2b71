-- +goose Up

-- One sequence numbers every object of every kind, so that an id names one thing for life (design: "Words").
CREATE SEQUENCE object_id AS bigint START WITH 1001;

-- What this database was made for. The demo refuses a database of another kind, production refuses the demo's.
CREATE TABLE installation (
    only_row boolean     PRIMARY KEY DEFAULT true CHECK (only_row),
    kind     text        NOT NULL CHECK (kind IN ('demo', 'production')),
    made_at  timestamptz NOT NULL DEFAULT now()
);

-- A vendor: the provider, or a reseller below them. The foreign key on (parent, provider, level - 1) says that a parent is
-- of the same tree and stands exactly one level higher, so that no statement whatever can make a cycle.
CREATE TABLE account (
    id           bigint      PRIMARY KEY DEFAULT nextval('object_id'),
    parent_id    bigint,
    provider_id  bigint      NOT NULL,
    level        integer     NOT NULL CHECK (level >= 0),
    parent_level integer     NOT NULL GENERATED ALWAYS AS (level - 1) STORED,
    kind         text        NOT NULL CHECK (kind IN ('provider', 'reseller')),
    name         text        NOT NULL COLLATE "und-x-icu" CHECK (char_length(name) BETWEEN 1 AND 250),
    status       text        NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'on hold', 'closed')),
    currency     text        NOT NULL COLLATE "C" CHECK (currency ~ '^[A-Z]{3}$'),
    created_at   timestamptz NOT NULL DEFAULT now(),

    operating_unit        boolean NOT NULL DEFAULT false,
    disable_categories    boolean NOT NULL DEFAULT false,
    disable_prices        boolean NOT NULL DEFAULT false,
    sync_display_category boolean NOT NULL DEFAULT false,

    UNIQUE (id, provider_id, level),
    FOREIGN KEY (parent_id, provider_id, parent_level) REFERENCES account (id, provider_id, level)
        DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT account_root CHECK (
        CASE kind WHEN 'provider' THEN parent_id IS NULL AND level = 0 AND provider_id = id
                  ELSE parent_id IS NOT NULL AND level > 0 AND parent_id <> id END),
    CONSTRAINT account_unit_prices CHECK (operating_unit OR NOT disable_prices),
    CONSTRAINT account_provider_switches CHECK (
        CASE kind WHEN 'provider' THEN NOT (operating_unit OR disable_categories OR disable_prices)
                  ELSE NOT sync_display_category END)
);
CREATE INDEX account_parent ON account (parent_id, name);
CREATE INDEX account_provider ON account (provider_id);

-- account_within reports whether an account is vendor itself or stands somewhere below it.
-- +goose StatementBegin
CREATE FUNCTION account_within(account bigint, vendor bigint) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    WITH RECURSIVE up (id, parent_id) AS (
        SELECT a.id, a.parent_id FROM account a WHERE a.id = $1
        UNION ALL
        SELECT a.id, a.parent_id FROM account a JOIN up ON a.id = up.parent_id WHERE up.id <> $2
    )
    SELECT EXISTS (SELECT FROM up WHERE id = $2)
$$;
-- +goose StatementEnd

-- The privileges that a reseller's account has now. A later migration puts the delivered sets here.
CREATE VIEW account_privilege AS
    SELECT NULL::bigint AS account_id, NULL::text AS privilege WHERE false;

CREATE TABLE app_user (
    id            bigint      PRIMARY KEY DEFAULT nextval('object_id'),
    account_id    bigint      NOT NULL REFERENCES account (id),
    email         text        NOT NULL COLLATE "C"
                              CHECK (char_length(email) <= 254 AND email ~ '^[^@[:space:]]+@[^@[:space:]]+$'),
    name          text        NOT NULL COLLATE "und-x-icu" CHECK (char_length(name) BETWEEN 1 AND 250),
    role          text        NOT NULL CHECK (role IN ('administrator', 'operator', 'read-only')),
    rights        text[]      NOT NULL DEFAULT '{}',
    password_hash text        NOT NULL,
    active        boolean     NOT NULL DEFAULT true,
    created_at    timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX app_user_email ON app_user (lower(email));
CREATE INDEX app_user_account ON app_user (account_id, name);

-- A signed-in browser. The token itself is never stored, only its SHA-256.
CREATE TABLE session (
    token_hash   bytea       PRIMARY KEY CHECK (octet_length(token_hash) = 32),
    user_id      bigint      NOT NULL REFERENCES app_user (id) ON DELETE CASCADE,
    data         bytea       NOT NULL DEFAULT '' CHECK (octet_length(data) <= 65536),
    created_at   timestamptz NOT NULL DEFAULT now(),
    last_seen_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX session_user_created ON session (user_id, created_at);

-- The sessions that count: 30 minutes without a click and 12 hours in all, by the database's clock; an active user of an
-- account that is not closed.
CREATE VIEW live_session AS
    SELECT s.token_hash, s.user_id, s.data, s.created_at, s.last_seen_at
    FROM session s
    JOIN app_user u ON u.id = s.user_id AND u.active
    JOIN account a ON a.id = u.account_id AND a.status <> 'closed'
    WHERE s.last_seen_at > now() - interval '30 minutes'
      AND s.created_at > now() - interval '12 hours';

-- Sign-ins, refusals, forged requests. account_id and user_id are null where nobody is known.
CREATE TABLE security_event (
    id         bigint      PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    at         timestamptz NOT NULL DEFAULT now(),
    account_id bigint      REFERENCES account (id),
    user_id    bigint      REFERENCES app_user (id),
    kind       text        NOT NULL CHECK (kind <> ''),
    detail     text        NOT NULL DEFAULT ''
);
CREATE INDEX security_event_account ON security_event (account_id, id);

-- Who changed what of an account, in the words of the product. user_id is null for the command line.
CREATE TABLE audit (
    account_id bigint      NOT NULL REFERENCES account (id),
    id         bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
    at         timestamptz NOT NULL DEFAULT now(),
    user_id    bigint      REFERENCES app_user (id),
    action     text        NOT NULL CHECK (action <> ''),
    object     text        NOT NULL CHECK (object <> ''),
    detail     jsonb       NOT NULL DEFAULT '{}',
    PRIMARY KEY (account_id, id)
);

-- refuse_change makes a table append-only: put it on a table as a trigger BEFORE UPDATE OR DELETE OR TRUNCATE.
-- +goose StatementBegin
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% on % is refused: its rows are never changed', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END
$$;
-- +goose StatementEnd

CREATE TRIGGER security_event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON security_event
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
