-- A reseller's price rules are own values, which make prices of what was delivered: the reporting views show those. What
-- price_by_rule makes is what domain.PriceRule.Of makes.
-- +goose Up

-- The rules of each vendor, as one object {"field plan category": rule}; 0 is any plan, any category.
CREATE VIEW vendor_price_rules AS
    SELECT p.account_id, jsonb_object_agg(concat(v.field, ' ', l.plan_id, ' ', v.category_id), v.value) AS rules
    FROM pointer p
    JOIN own o ON o.account_id = p.account_id AND o.id = p.own_id
    JOIN own_layer l ON l.account_id = o.account_id AND l.id = ANY (o.layers)
    JOIN own_value v ON v.account_id = l.account_id AND v.layer_id = l.id
    WHERE v.field IN ('fee_rule', 'rate_rule')
    GROUP BY p.account_id;

-- A rule is "percent amount rounding decimals". Where it makes no price, the delivered one is what is sold. Nothing is divided, so that
-- nothing is rounded but once.
CREATE FUNCTION price_by_rule(rule text, delivered numeric) RETURNS numeric LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN rule IS NULL OR delivered IS NULL OR delivered = 0 THEN delivered
        ELSE (
            SELECT CASE WHEN e.exact < 0 OR m.made <= 0 OR m.made >= 1000000000000000 THEN delivered ELSE m.made END
            FROM (SELECT string_to_array(rule, ' ') AS word) w
            CROSS JOIN LATERAL (SELECT delivered * (100 + word[1]::numeric) * 0.01 + word[2]::numeric AS exact,
                greatest(word[4]::integer, scale(trim_scale(delivered))) AS decimals) e
            LEFT JOIN (VALUES ('0.05', 0.05, 20, 0), ('0.10', 0.1, 10, 0), ('0.99', 1, 1, 0.01), ('0.95', 1, 1, 0.05), ('1', 1, 1, 0),
                ('5', 5, 0.2, 0)) AS s (rounding, step, steps, less) ON s.rounding = word[3]
            CROSS JOIN LATERAL (SELECT round((e.exact + s.less) * s.steps) * s.step - s.less AS stepped,
                CASE WHEN e.decimals < 12 THEN e.decimals -- of 12, as many as 6 digits need
                    ELSE 6 + (e.exact < 0.1)::int + (e.exact < 0.01)::int + (e.exact < 0.001)::int + (e.exact < 0.0001)::int
                        + (e.exact < 0.00001)::int + (e.exact < 0.000001)::int END AS kept) n
            CROSS JOIN LATERAL (SELECT CASE WHEN s.rounding IS NULL THEN round(e.exact, n.kept)
                WHEN n.stepped < 0 THEN n.stepped + s.step ELSE n.stepped END AS made) m)
        END
$$;

-- One row for each subscription period of each plan of each reseller. A fee that is not set is null.
CREATE OR REPLACE VIEW reseller_fee AS
    SELECT a.id AS account_id, a.name AS account_name, a.currency,
           v.plan_id, own_text(h.fields, 'name', v.name) AS plan_name,
           f.period_id, f.length, f.unit, f.trial, f.active, f.cycles, f.refund_days, f.position,
           own_price(o.fields, 'setup_fee', price_by_rule(u.rule, f.setup_fee)) AS setup_fee,
           own_price(o.fields, 'recurring_fee', price_by_rule(u.rule, f.recurring_fee)) AS recurring_fee,
           own_price(o.fields, 'renewal_fee', price_by_rule(u.rule, f.renewal_fee)) AS renewal_fee,
           own_price(o.fields, 'transfer_fee', price_by_rule(u.rule, f.transfer_fee)) AS transfer_fee,
           own_price(o.fields, 'cancellation_fee', price_by_rule(u.rule, f.cancellation_fee)) AS cancellation_fee,
           own_price(o.fields, 'deposit_fee', price_by_rule(u.rule, f.deposit_fee)) AS deposit_fee,
           own_price(o.fields, 'non_refundable_fee', price_by_rule(u.rule, f.non_refundable_fee)) AS non_refundable_fee,
           nullif(own_number(o.fields, 'notification_schedule', coalesce(f.schedule_id, 0)), 0) AS schedule_id,
           NOT own_flag(o.fields, 'confirmation', NOT f.unpriced) AS confirmation_needed
    FROM reseller_plan_version r
    JOIN account a ON a.id = r.account_id
    JOIN plan_version v ON v.id = r.plan_version
    JOIN period_version f ON f.plan_version = r.plan_version
    LEFT JOIN vendor_override h ON NOT r.made AND h.account_id = r.account_id AND h.plan_id = v.plan_id
        AND h.period_id = 0 AND h.resource_id = 0 AND h.from_amount = 0 AND h.category_id = 0
    LEFT JOIN vendor_override o ON NOT r.made AND o.account_id = r.account_id AND o.plan_id = v.plan_id
        AND o.period_id = f.period_id AND o.resource_id = 0 AND o.from_amount = 0 AND o.category_id = 0
    LEFT JOIN LATERAL (SELECT coalesce(g.rules ->> concat('fee_rule ', v.plan_id, ' 0'),
            g.rules ->> concat('fee_rule 0 ', v.plan_category_id), g.rules ->> 'fee_rule 0 0') AS rule
        FROM vendor_price_rules g WHERE g.account_id = r.account_id) u ON NOT r.made;

-- One row for each price row of each resource rate of each plan of each reseller: its limits and its prices for a
-- subscription period (0: for every period without a row of its own), from the lower bound from_amount on.
CREATE OR REPLACE VIEW reseller_rate AS
    SELECT a.id AS account_id, a.name AS account_name, a.currency,
           v.plan_id, own_text(h.fields, 'name', v.name) AS plan_name,
           t.resource_id, n.name AS resource_name, n.unit,
           own_number(l.fields, 'included', t.included) AS included,
           own_number(l.fields, 'minimum', t.minimum) AS minimum,
           own_number(l.fields, 'maximum', t.maximum) AS maximum,
           t.visible, t.main, t.position, x.period_id, x.from_amount,
           own_price(o.fields, 'setup_price', price_by_rule(u.rule, x.setup_price)) AS setup_price,
           own_price(o.fields, 'recurring_price', price_by_rule(u.rule, x.recurring_price)) AS recurring_price,
           own_price(o.fields, 'overuse_price', price_by_rule(u.rule, x.overuse_price)) AS overuse_price,
           own_price(o.fields, 'cancellation_price', price_by_rule(u.rule, x.cancellation_price)) AS cancellation_price,
           NOT own_flag(l.fields, 'confirmation', NOT t.unpriced) AS confirmation_needed
    FROM reseller_plan_version r
    JOIN account a ON a.id = r.account_id
    JOIN plan_version v ON v.id = r.plan_version
    JOIN rate_version t ON t.plan_version = r.plan_version
    JOIN rate_price x ON x.plan_version = t.plan_version AND x.resource_id = t.resource_id
    LEFT JOIN resource n ON n.id = t.resource_id
    LEFT JOIN vendor_override h ON NOT r.made AND h.account_id = r.account_id AND h.plan_id = v.plan_id
        AND h.period_id = 0 AND h.resource_id = 0 AND h.from_amount = 0 AND h.category_id = 0
    LEFT JOIN vendor_override l ON NOT r.made AND l.account_id = r.account_id AND l.plan_id = v.plan_id
        AND l.period_id = 0 AND l.resource_id = t.resource_id AND l.from_amount = 0 AND l.category_id = 0
    LEFT JOIN vendor_override o ON NOT r.made AND o.account_id = r.account_id AND o.plan_id = v.plan_id
        AND o.period_id = x.period_id AND o.resource_id = t.resource_id AND o.from_amount = x.from_amount
        AND o.category_id = 0
    LEFT JOIN LATERAL (SELECT coalesce(g.rules ->> concat('rate_rule ', v.plan_id, ' 0'),
            g.rules ->> concat('rate_rule 0 ', v.plan_category_id), g.rules ->> 'rate_rule 0 0') AS rule
        FROM vendor_price_rules g WHERE g.account_id = r.account_id) u ON NOT r.made;
