-- +goose Up

-- Every reseller's effective plans, fees and rates as plain rows, for reports in SQL. They say what
-- domain.State.Effective says: what was delivered with the reseller's own values in place, and what they made themselves.

-- The values that each vendor has set themselves, as one object {field: value} for each thing they belong to.
CREATE VIEW vendor_override AS
    SELECT p.account_id, l.plan_id, v.period_id, v.resource_id, v.from_amount, v.category_id,
           jsonb_object_agg(v.field, v.value) AS fields
    FROM pointer p
    JOIN own o ON o.account_id = p.account_id AND o.id = p.own_id
    JOIN own_layer l ON l.account_id = o.account_id AND l.id = ANY (o.layers)
    JOIN own_value v ON v.account_id = l.account_id AND v.layer_id = l.id
    WHERE l.plan_id > 0 AND v.name = ''
    GROUP BY p.account_id, l.plan_id, v.period_id, v.resource_id, v.from_amount, v.category_id;

-- Which version of which plan each reseller has, before their own values. made: a plan that they made themselves.
CREATE VIEW reseller_plan_version AS
    SELECT p.account_id, u.id AS plan_version, false AS made
    FROM pointer p
    JOIN account a ON a.id = p.account_id AND a.kind = 'reseller'
    JOIN catalog c ON c.id = p.delivered_id
    CROSS JOIN LATERAL unnest(c.plans) AS u (id)
    UNION ALL
    SELECT p.account_id, m.id, true
    FROM pointer p
    JOIN account a ON a.id = p.account_id AND a.kind = 'reseller'
    JOIN own o ON o.account_id = p.account_id AND o.id = p.own_id
    JOIN catalog c ON c.id = o.made_catalog_id
    CROSS JOIN LATERAL unnest(c.plans) AS u (id)
    JOIN plan_version m ON m.id = u.id
    WHERE NOT EXISTS (
        SELECT FROM catalog d CROSS JOIN LATERAL unnest(d.plans) AS w (id) JOIN plan_version v ON v.id = w.id
        WHERE d.id = p.delivered_id AND v.plan_id = m.plan_id);

-- own_text, own_flag, own_number and own_price are the vendor's own value of a field, else the delivered one.
CREATE FUNCTION own_text(fields jsonb, field text, delivered text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN coalesce(fields ->> field, delivered);
CREATE FUNCTION own_flag(fields jsonb, field text, delivered boolean) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN coalesce(fields ->> field = 'yes', delivered);
CREATE FUNCTION own_number(fields jsonb, field text, delivered bigint) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN coalesce((fields ->> field)::bigint, delivered);
CREATE FUNCTION own_price(fields jsonb, field text, delivered numeric) RETURNS numeric LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN fields ? field THEN nullif(fields ->> field, '')::numeric ELSE delivered END;

-- One row for each subscription period of each plan of each reseller. A fee that is not set is null.
CREATE VIEW reseller_fee AS
    SELECT a.id AS account_id, a.name AS account_name, a.currency,
           v.plan_id, own_text(h.fields, 'Name', v.name) AS plan_name,
           f.period_id, f.length, f.unit, f.trial, f.active, f.cycles, f.refund_days, f.position,
           own_price(o.fields, 'Setup fee', f.setup_fee) AS setup_fee,
           own_price(o.fields, 'Recurring fee', f.recurring_fee) AS recurring_fee,
           own_price(o.fields, 'Renewal fee', f.renewal_fee) AS renewal_fee,
           own_price(o.fields, 'Transfer fee', f.transfer_fee) AS transfer_fee,
           own_price(o.fields, 'Cancellation fee', f.cancellation_fee) AS cancellation_fee,
           own_price(o.fields, 'Deposit', f.deposit_fee) AS deposit_fee,
           own_price(o.fields, 'Non-refundable amount', f.non_refundable_fee) AS non_refundable_fee,
           nullif(own_number(o.fields, 'Notification schedule', coalesce(f.schedule_id, 0)), 0) AS schedule_id,
           NOT own_flag(o.fields, 'Confirmation', NOT f.unpriced) AS confirmation_needed
    FROM reseller_plan_version r
    JOIN account a ON a.id = r.account_id
    JOIN plan_version v ON v.id = r.plan_version
    JOIN period_version f ON f.plan_version = r.plan_version
    LEFT JOIN vendor_override h ON NOT r.made AND h.account_id = r.account_id AND h.plan_id = v.plan_id
        AND h.period_id = 0 AND h.resource_id = 0 AND h.from_amount = 0 AND h.category_id = 0
    LEFT JOIN vendor_override o ON NOT r.made AND o.account_id = r.account_id AND o.plan_id = v.plan_id
        AND o.period_id = f.period_id AND o.resource_id = 0 AND o.from_amount = 0 AND o.category_id = 0;

-- One row for each price row of each resource rate of each plan of each reseller: its limits and its prices for a
-- subscription period (0: for every period without a row of its own), from the lower bound from_amount on.
CREATE VIEW reseller_rate AS
    SELECT a.id AS account_id, a.name AS account_name, a.currency,
           v.plan_id, own_text(h.fields, 'Name', v.name) AS plan_name,
           t.resource_id, n.name AS resource_name, n.unit,
           own_number(l.fields, 'Included', t.included) AS included,
           own_number(l.fields, 'Minimum', t.minimum) AS minimum,
           own_number(l.fields, 'Maximum', t.maximum) AS maximum,
           t.visible, t.main, t.position, x.period_id, x.from_amount,
           own_price(o.fields, 'Setup price', x.setup_price) AS setup_price,
           own_price(o.fields, 'Recurring price', x.recurring_price) AS recurring_price,
           own_price(o.fields, 'Overuse price', x.overuse_price) AS overuse_price,
           own_price(o.fields, 'Cancellation price', x.cancellation_price) AS cancellation_price,
           NOT own_flag(l.fields, 'Confirmation', NOT t.unpriced) AS confirmation_needed
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
        AND o.category_id = 0;

-- One row for each plan of each reseller, with its status as lists show it.
CREATE VIEW reseller_plan AS
    SELECT b.account_id, b.account_name, b.currency, b.plan_id, b.plan_name, b.type, b.template_id, b.plan_category_id,
           b.sales_categories, b.short_description, b.usage_statistics, b.schedule_id, b.made, b.disabled, b.published,
           CASE WHEN b.disabled THEN 'Disabled by Provider'
                WHEN b.held THEN 'Delegated confirmation needed'
                WHEN b.published THEN 'Published'
                ELSE 'Unpublished' END AS status
    FROM (
        SELECT a.id AS account_id, a.name AS account_name, a.currency,
               v.plan_id, own_text(o.fields, 'Name', v.name) AS plan_name, v.type, v.template_id,
               nullif(own_number(o.fields, 'Plan category', coalesce(v.plan_category_id, 0)), 0) AS plan_category_id,
               CASE WHEN o.fields ? 'Sales categories'
                    THEN coalesce(string_to_array(nullif(o.fields ->> 'Sales categories', ''), ' ')::bigint[], '{}')
                    ELSE v.sales_categories END AS sales_categories,
               own_text(o.fields, 'Short description', v.short) AS short_description,
               own_flag(o.fields, 'Attach Usage Statistics', v.usage_statistics) AS usage_statistics,
               nullif(own_number(o.fields, 'Notification schedule', coalesce(v.schedule_id, 0)), 0) AS schedule_id,
               r.made,
               NOT own_flag(o.fields, 'Service plan', NOT v.disabled) AS disabled,
               own_flag(o.fields, 'Published', v.published) AS published,
               EXISTS (
                   SELECT FROM reseller_fee f
                   WHERE f.account_id = r.account_id AND f.plan_id = v.plan_id
                     AND (f.confirmation_needed
                          OR f.active AND (f.setup_fee + f.recurring_fee + f.renewal_fee + f.transfer_fee
                              + f.cancellation_fee + f.deposit_fee + f.non_refundable_fee) IS NULL))
               OR EXISTS (
                   SELECT FROM reseller_rate x
                   WHERE x.account_id = r.account_id AND x.plan_id = v.plan_id
                     AND (x.confirmation_needed
                          OR (x.setup_price + x.recurring_price + x.overuse_price + x.cancellation_price) IS NULL
                              AND (x.period_id = 0 OR EXISTS (
                                  SELECT FROM period_version p
                                  WHERE p.plan_version = r.plan_version AND p.period_id = x.period_id AND p.active)))
               ) AS held
        FROM reseller_plan_version r
        JOIN account a ON a.id = r.account_id
        JOIN plan_version v ON v.id = r.plan_version
        LEFT JOIN vendor_override o ON NOT r.made AND o.account_id = r.account_id AND o.plan_id = v.plan_id
            AND o.period_id = 0 AND o.resource_id = 0 AND o.from_amount = 0 AND o.category_id = 0
    ) b;
