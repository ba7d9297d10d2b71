-- +goose Up

-- What every vendor has now, and how it came to be.

-- One click on Synchronize, or one undo. account_id is the vendor who clicked. The row is written last, when the totals
-- and the duration are known: what refers to it is checked at the commit.
CREATE TABLE run (
    account_id       bigint      NOT NULL REFERENCES account (id),
    id               bigint      NOT NULL DEFAULT nextval('object_id'),
    user_id          bigint      REFERENCES app_user (id),
    at               timestamptz NOT NULL DEFAULT now(),
    duration_us      bigint      NOT NULL CHECK (duration_us >= 0),
    kind             text        NOT NULL CHECK (kind IN ('sync', 'undo')),
    undoes           bigint,
    plan_id          bigint      NOT NULL,
    plan_name        text        NOT NULL,
    subscription_id  bigint,
    reach            text        NOT NULL CHECK (reach IN ('all', 'direct', 'this', 'with-sub-resellers')),
    options          text[]      NOT NULL,
    policy           text        NOT NULL CHECK (policy IN ('overwrite', 'keep')),
    template_id      bigint      NOT NULL,
    template_name    text        NOT NULL,
    template_version integer     NOT NULL,
    rates            jsonb       NOT NULL,
    dialog_key       text,
    fingerprint      bytea       NOT NULL,
    since_dialog     text[]      NOT NULL,
    resellers        integer     NOT NULL,
    changed          integer     NOT NULL,
    unchanged        integer     NOT NULL,
    skipped          integer     NOT NULL,
    changes          integer     NOT NULL,
    own_overwritten  integer     NOT NULL,
    own_kept         integer     NOT NULL,
    PRIMARY KEY (account_id, id),
    FOREIGN KEY (account_id, undoes) REFERENCES run (account_id, id),
    CHECK ((kind = 'undo') = (undoes IS NOT NULL)),
    CHECK (resellers = changed + unchanged + skipped)
);
-- The same dialog with the same choices is the same run, however often it is sent.
CREATE UNIQUE INDEX run_dialog ON run (account_id, dialog_key, fingerprint) WHERE dialog_key IS NOT NULL;
CREATE INDEX run_undoes ON run (account_id, undoes) WHERE undoes IS NOT NULL;

-- run_undone_by is the undo that took a run back and still counts, null when there is none: an undo that was itself
-- undone does not count.
-- +goose StatementBegin
CREATE FUNCTION run_undone_by(of_account bigint, of_run bigint) RETURNS bigint LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
    last bigint;
BEGIN
    SELECT max(r.id) INTO last FROM run r WHERE r.account_id = of_account AND r.undoes = of_run;
    IF last IS NULL OR run_undone_by(of_account, last) IS NOT NULL THEN
        RETURN NULL;
    END IF;
    RETURN last;
END
$$;
-- +goose StatementEnd

-- The append-only log: every change of a pointer is one entry.
CREATE TABLE entry (
    account_id     bigint      NOT NULL REFERENCES account (id),
    id             bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
    at             timestamptz NOT NULL DEFAULT now(),
    user_id        bigint      REFERENCES app_user (id),
    run_account_id bigint,
    run_id         bigint,
    action         text        NOT NULL CHECK (action <> ''),
    object         text        NOT NULL CHECK (object <> ''),
    delivered_from bigint      REFERENCES catalog (id),
    delivered_to   bigint      REFERENCES catalog (id),
    own_from       bigint,
    own_to         bigint,
    PRIMARY KEY (account_id, id),
    FOREIGN KEY (run_account_id, run_id) REFERENCES run (account_id, id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (account_id, own_from) REFERENCES own (account_id, id),
    FOREIGN KEY (account_id, own_to) REFERENCES own (account_id, id)
);

-- What a vendor has now. An account without a row has nothing yet; a provider has own alone.
CREATE TABLE pointer (
    account_id   bigint PRIMARY KEY REFERENCES account (id),
    delivered_id bigint REFERENCES catalog (id),
    own_id       bigint,
    entry_id     bigint,
    FOREIGN KEY (account_id, own_id) REFERENCES own (account_id, id),
    FOREIGN KEY (account_id, entry_id) REFERENCES entry (account_id, id)
);

-- A list of outcomes, stored once for all resellers for whom the same came out.
CREATE TABLE outcome_set (
    id      bigint  PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    hash    bytea   NOT NULL UNIQUE CHECK (octet_length(hash) = 32),
    body    jsonb   NOT NULL,
    changes integer NOT NULL CHECK (changes >= 0)
);

-- One reseller in a run. account_id is the reseller, run_account_id the vendor who clicked.
CREATE TABLE run_result (
    account_id      bigint   NOT NULL REFERENCES account (id),
    run_account_id  bigint   NOT NULL,
    run_id          bigint   NOT NULL,
    subscription_id bigint   NOT NULL,
    level           integer  NOT NULL,
    delivered_from  bigint   REFERENCES catalog (id),
    delivered_to    bigint   REFERENCES catalog (id),
    own_from        bigint,
    own_to          bigint,
    skip            text     NOT NULL,
    outcomes        bigint[] NOT NULL,
    own_outcomes    jsonb    NOT NULL,
    changes         integer  NOT NULL,
    own_overwritten integer  NOT NULL,
    own_kept        integer  NOT NULL,
    PRIMARY KEY (account_id, run_id, subscription_id),
    FOREIGN KEY (run_account_id, run_id) REFERENCES run (account_id, id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (account_id, own_from) REFERENCES own (account_id, id),
    FOREIGN KEY (account_id, own_to) REFERENCES own (account_id, id)
);
CREATE INDEX run_result_run ON run_result (run_account_id, run_id);
CREATE INDEX run_result_subscription ON run_result (subscription_id, run_id);

-- An opened dialog Synchronize Reseller(s). entry_id and template_version are what its reader saw.
CREATE TABLE dialog (
    key              text        PRIMARY KEY CHECK (length(key) >= 26),
    account_id       bigint      NOT NULL REFERENCES account (id),
    user_id          bigint      NOT NULL REFERENCES app_user (id),
    plan_id          bigint      NOT NULL,
    subscription_id  bigint,
    template_id      bigint      NOT NULL,
    template_version integer     NOT NULL,
    entry_id         bigint,
    opened_at        timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX dialog_opened ON dialog (opened_at);

CREATE TRIGGER run_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON run
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER run_result_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON run_result
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER outcome_set_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON outcome_set
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON entry
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The privileges that a reseller's account has now: those that box 12 delivered.
CREATE OR REPLACE VIEW account_privilege AS
    SELECT p.account_id, x.privilege
    FROM pointer p
    JOIN catalog c ON c.id = p.delivered_id
    JOIN part ON part.id = c.privileges_id
    CROSS JOIN LATERAL jsonb_array_elements_text(
        CASE jsonb_typeof(part.body -> 'List') WHEN 'array' THEN part.body -> 'List' ELSE '[]' END) AS x (privilege);
