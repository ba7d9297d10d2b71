-- +goose Up

-- What a vendor edits that is not part of their catalog. account_id is the owner.

-- Names and units of resources are live everywhere: no version holds them.
CREATE TABLE resource (
    account_id bigint  NOT NULL REFERENCES account (id),
    id         bigint  NOT NULL UNIQUE DEFAULT nextval('object_id'),
    name       text    NOT NULL COLLATE "und-x-icu" CHECK (char_length(name) BETWEEN 1 AND 250),
    unit       text    NOT NULL COLLATE "und-x-icu" CHECK (char_length(unit) <= 50),
    additive   boolean NOT NULL,
    measurable boolean NOT NULL,
    PRIMARY KEY (account_id, id)
);
CREATE UNIQUE INDEX resource_name ON resource (account_id, lower(name));

CREATE TABLE notification_template (
    account_id bigint  NOT NULL REFERENCES account (id),
    id         bigint  NOT NULL UNIQUE DEFAULT nextval('object_id'),
    name       text    NOT NULL COLLATE "und-x-icu" CHECK (char_length(name) BETWEEN 1 AND 250),
    subject    text    NOT NULL CHECK (char_length(subject) <= 250),
    body       text    NOT NULL CHECK (char_length(body) <= 65536),
    visible    boolean NOT NULL,
    version    integer NOT NULL DEFAULT 1,
    PRIMARY KEY (account_id, id)
);
CREATE UNIQUE INDEX notification_template_name ON notification_template (account_id, lower(name));

-- transitions is the JSON of []domain.Transition, sorted.
CREATE TABLE order_flow (
    account_id  bigint NOT NULL REFERENCES account (id),
    id          bigint NOT NULL UNIQUE DEFAULT nextval('object_id'),
    name        text   NOT NULL COLLATE "und-x-icu" CHECK (char_length(name) BETWEEN 1 AND 250),
    transitions jsonb  NOT NULL CHECK (jsonb_typeof(transitions) = 'array'),
    PRIMARY KEY (account_id, id)
);
CREATE UNIQUE INDEX order_flow_name ON order_flow (account_id, lower(name));

-- A reseller service template. version counts every change, those of its delegated plans included.
CREATE TABLE template (
    account_id    bigint      NOT NULL REFERENCES account (id),
    id            bigint      NOT NULL UNIQUE DEFAULT nextval('object_id'),
    name          text        NOT NULL COLLATE "und-x-icu" CHECK (char_length(name) BETWEEN 1 AND 250),
    version       integer     NOT NULL DEFAULT 1 CHECK (version > 0),
    active        boolean     NOT NULL,
    order_flow_id bigint      REFERENCES order_flow (id),
    privileges    text[]      NOT NULL,
    terms         jsonb,
    updated_at    timestamptz NOT NULL DEFAULT now(),
    updated_by    bigint      REFERENCES app_user (id),
    PRIMARY KEY (account_id, id)
);
CREATE UNIQUE INDEX template_name ON template (account_id, lower(name));

-- The template's Delegated Plans.
CREATE TABLE template_plan (
    account_id  bigint NOT NULL,
    template_id bigint NOT NULL,
    plan_id     bigint NOT NULL CHECK (plan_id > 0),
    PRIMARY KEY (account_id, template_id, plan_id),
    FOREIGN KEY (account_id, template_id) REFERENCES template (account_id, id)
);

-- Units of a currency that one unit of the provider's currency is worth.
CREATE TABLE exchange_rate (
    account_id bigint      NOT NULL REFERENCES account (id),
    currency   text        NOT NULL COLLATE "C" CHECK (currency ~ '^[A-Z]{3}$'),
    rate       numeric     NOT NULL CHECK (rate > 0 AND rate < 'Infinity'),
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (account_id, currency)
);

-- A reseller's subscription to a reseller plan of their vendor. No run ever changes one (rule G8).
CREATE TABLE subscription (
    account_id bigint      NOT NULL REFERENCES account (id),
    id         bigint      NOT NULL UNIQUE DEFAULT nextval('object_id'),
    vendor_id  bigint      NOT NULL REFERENCES account (id),
    plan_id    bigint      NOT NULL CHECK (plan_id > 0),
    period_id  bigint      CHECK (period_id > 0),
    name       text        NOT NULL COLLATE "und-x-icu" CHECK (char_length(name) BETWEEN 1 AND 250),
    status     text        NOT NULL CHECK (status IN (
                               'Ordered', 'Active', 'Graced', 'On hold', 'Expired', 'Terminated', 'Canceled')),
    started    timestamptz NOT NULL,
    expires    timestamptz NOT NULL CHECK (expires >= started),
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (account_id, id)
);
CREATE UNIQUE INDEX subscription_live ON subscription (account_id, plan_id)
    WHERE status NOT IN ('Terminated', 'Canceled');
CREATE INDEX subscription_plan ON subscription (plan_id, account_id);
