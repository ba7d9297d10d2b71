-- +goose Up

-- Catalogs as values. A version is never changed and stored once: its hash is the SHA-256 of a canonical form, in which
-- 12.5 = 12.50.

-- An amount of money. NaN and Infinity are not smaller than Infinity, so that both are refused.
CREATE DOMAIN price AS numeric CHECK (VALUE >= 0 AND VALUE < 'Infinity');

-- One service plan as one vendor offers it.
CREATE TABLE plan_version (
    id               bigint   PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    hash             bytea    NOT NULL UNIQUE CHECK (octet_length(hash) = 32),
    plan_id          bigint   NOT NULL CHECK (plan_id > 0),
    name             text     NOT NULL COLLATE "und-x-icu" CHECK (char_length(name) BETWEEN 1 AND 250),
    type             text     NOT NULL CHECK (type IN ('Generic', 'Reseller', 'Domain Registration')),
    template_id      bigint   CHECK (template_id > 0),
    plan_category_id bigint   CHECK (plan_category_id > 0),
    sales_categories bigint[] NOT NULL,
    short            text     NOT NULL,
    long             text     NOT NULL,
    service_terms    text     NOT NULL,
    published        boolean  NOT NULL,
    disabled         boolean  NOT NULL,
    usage_statistics boolean  NOT NULL,
    schedule_id      bigint   CHECK (schedule_id > 0),
    billing_model    text     NOT NULL,
    billing_period   text     NOT NULL,
    auto_renew       boolean  NOT NULL,
    renew_period_id  bigint   CHECK (renew_period_id > 0)
);
CREATE INDEX plan_version_plan ON plan_version (plan_id);

CREATE TABLE upgrade_version (
    plan_version bigint  NOT NULL REFERENCES plan_version (id),
    to_plan_id   bigint  NOT NULL CHECK (to_plan_id > 0),
    downgrade    boolean NOT NULL,
    fee          price,
    description  text    NOT NULL,
    PRIMARY KEY (plan_version, to_plan_id)
);

-- A subscription period. A fee that is not set is null, which is not 0.00. msrp_... exist on the provider's plans only.
CREATE TABLE period_version (
    plan_version             bigint  NOT NULL REFERENCES plan_version (id),
    period_id                bigint  NOT NULL CHECK (period_id > 0),
    length                   integer NOT NULL CHECK (length > 0),
    unit                     text    NOT NULL CHECK (unit IN ('hours', 'days', 'months', 'years')),
    trial                    boolean NOT NULL,
    active                   boolean NOT NULL,
    cycles                   integer NOT NULL CHECK (cycles >= 0),
    setup_fee                price,
    recurring_fee            price,
    renewal_fee              price,
    transfer_fee             price,
    cancellation_fee         price,
    deposit_fee              price,
    non_refundable_fee       price,
    msrp_setup_fee           price,
    msrp_recurring_fee       price,
    msrp_renewal_fee         price,
    msrp_transfer_fee        price,
    msrp_cancellation_fee    price,
    msrp_deposit_fee         price,
    msrp_non_refundable_fee  price,
    refund_days              integer NOT NULL CHECK (refund_days >= 0),
    schedule_id              bigint  CHECK (schedule_id > 0),
    position                 integer NOT NULL,
    unpriced                 boolean NOT NULL,
    PRIMARY KEY (plan_version, period_id)
);

-- A resource in a plan. -1 is unlimited.
CREATE TABLE rate_version (
    plan_version bigint  NOT NULL REFERENCES plan_version (id),
    resource_id  bigint  NOT NULL CHECK (resource_id > 0),
    included     bigint  NOT NULL,
    minimum      bigint  NOT NULL,
    maximum      bigint  NOT NULL,
    visible      boolean NOT NULL,
    main         boolean NOT NULL,
    position     integer NOT NULL,
    unpriced     boolean NOT NULL,
    PRIMARY KEY (plan_version, resource_id),
    CONSTRAINT rate_limits CHECK (
        minimum >= 0 AND (included IN (-1, 0) OR included >= minimum) AND (maximum = -1 OR maximum >= minimum))
);

-- The prices of a rate: for one subscription period (0: for every period without a row of its own), from the lower bound
-- from_amount of the used amount on. The primary key keeps lower bounds unique.
CREATE TABLE rate_price (
    plan_version            bigint NOT NULL,
    resource_id             bigint NOT NULL,
    period_id               bigint NOT NULL CHECK (period_id >= 0),
    from_amount             bigint NOT NULL CHECK (from_amount >= 0),
    setup_price             price,
    recurring_price         price,
    overuse_price           price,
    cancellation_price      price,
    msrp_setup_price        price,
    msrp_recurring_price    price,
    msrp_overuse_price      price,
    msrp_cancellation_price price,
    PRIMARY KEY (plan_version, resource_id, period_id, from_amount),
    FOREIGN KEY (plan_version, resource_id) REFERENCES rate_version (plan_version, resource_id)
);

-- The parts of a catalog that hold no money, as the JSON of their domain type.
CREATE TABLE part (
    id   bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    kind text   NOT NULL CHECK (kind IN ('categories', 'schedules', 'order_flow', 'privileges', 'terms')),
    hash bytea  NOT NULL UNIQUE CHECK (octet_length(hash) = 32),
    body jsonb  NOT NULL,
    UNIQUE (id, kind)
);

-- Everything a vendor has at one moment. plans holds plan_version ids in the order of their plan ids.
CREATE TABLE catalog (
    id            bigint   PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    hash          bytea    NOT NULL UNIQUE CHECK (octet_length(hash) = 32),
    plans         bigint[] NOT NULL,
    categories_id bigint   REFERENCES part (id),
    schedules_id  bigint   REFERENCES part (id),
    order_flow_id bigint   REFERENCES part (id),
    privileges_id bigint   REFERENCES part (id),
    terms_id      bigint   REFERENCES part (id)
);

-- Overrides on one plan, or (plan_id 0) those that belong to no plan.
CREATE TABLE own_layer (
    account_id bigint NOT NULL REFERENCES account (id),
    id         bigint NOT NULL, -- from object_id
    plan_id    bigint NOT NULL CHECK (plan_id >= 0),
    PRIMARY KEY (account_id, id)
);

-- One value that a vendor set themselves over a delivered one. Ids that the field does not need are 0. amount is the value
-- of a price as a number; value and base are canonical texts.
CREATE TABLE own_value (
    account_id  bigint      NOT NULL,
    layer_id    bigint      NOT NULL,
    field       text        NOT NULL CHECK (field <> ''),
    period_id   bigint      NOT NULL,
    resource_id bigint      NOT NULL,
    from_amount bigint      NOT NULL,
    category_id bigint      NOT NULL,
    schedule_id bigint      NOT NULL,
    name        text        NOT NULL,
    amount      price,
    value       text        NOT NULL,
    base        text        NOT NULL,
    set_by      bigint      REFERENCES app_user (id),
    set_at      timestamptz NOT NULL,
    PRIMARY KEY (account_id, layer_id, field, period_id, resource_id, from_amount, category_id, schedule_id, name),
    FOREIGN KEY (account_id, layer_id) REFERENCES own_layer (account_id, id),
    CONSTRAINT own_value_amount CHECK (
        (amount IS NOT NULL) = (value <> '' AND field IN (
            'Setup fee', 'Recurring fee', 'Renewal fee', 'Transfer fee', 'Cancellation fee', 'Deposit',
            'Non-refundable amount', 'Setup price', 'Recurring price', 'Overuse price', 'Cancellation price')))
);

-- What a vendor changed (layers) or made themselves (made_catalog_id; all that a provider has).
CREATE TABLE own (
    account_id      bigint   NOT NULL REFERENCES account (id),
    id              bigint   NOT NULL, -- from object_id
    made_catalog_id bigint   REFERENCES catalog (id),
    layers          bigint[] NOT NULL,
    PRIMARY KEY (account_id, id)
);

-- Immutable means immutable.
CREATE TRIGGER plan_version_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON plan_version
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER upgrade_version_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON upgrade_version
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER period_version_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON period_version
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER rate_version_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON rate_version
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER rate_price_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON rate_price
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER part_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON part
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER catalog_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON catalog
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER own_layer_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON own_layer
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER own_value_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON own_value
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER own_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON own
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
