-- +goose Up

-- Own values are stored under the stable key of their field; what pages call a field may change at any time. Own values are
-- never changed, so that this is the one moment at which they are written anew.
ALTER TABLE own_value DROP CONSTRAINT own_value_amount;
ALTER TABLE own_value DISABLE TRIGGER own_value_append_only;

UPDATE own_value v SET field = k.field
FROM (VALUES
        ('Setup fee', 'setup_fee'),
        ('Recurring fee', 'recurring_fee'),
        ('Renewal fee', 'renewal_fee'),
        ('Transfer fee', 'transfer_fee'),
        ('Cancellation fee', 'cancellation_fee'),
        ('Deposit', 'deposit_fee'),
        ('Non-refundable amount', 'non_refundable_fee'),
        ('Setup price', 'setup_price'),
        ('Recurring price', 'recurring_price'),
        ('Overuse price', 'overuse_price'),
        ('Cancellation price', 'cancellation_price'),
        ('Service plan', 'service_plan'),
        ('Name', 'name'),
        ('Short description', 'short_description'),
        ('Long description', 'long_description'),
        ('Service terms', 'service_terms'),
        ('Published', 'published'),
        ('Attach Usage Statistics', 'usage_statistics'),
        ('Notification schedule', 'notification_schedule'),
        ('Plan category', 'plan_category'),
        ('Sales categories', 'sales_categories'),
        ('Included', 'included'),
        ('Minimum', 'minimum'),
        ('Maximum', 'maximum'),
        ('Confirmation', 'confirmation'),
        ('Display Category in Customer Control Panel', 'display_category'),
        ('Order flow transition', 'order_flow_transition')) AS k (label, field)
WHERE v.field = k.label;

-- A step of an order flow was one text, "7 Sales: New -> Done"; its parts stand on lines of their own now.
UPDATE own_value SET name = regexp_replace(name, '^([0-9]+) ([A-Za-z]+): (.*?) \u2192 (.*)$', E'\\1\n\\2\n\\3\n\\4')
WHERE field = 'order_flow_transition';

-- An upgrade path was one text, "upgrade;10;description"; each of its values has a field now.
INSERT INTO own_value (account_id, layer_id, field, period_id, resource_id, from_amount, category_id, schedule_id, name,
    amount, value, base, set_by, set_at)
SELECT v.account_id, v.layer_id, p.field, v.period_id, v.resource_id, v.from_amount, v.category_id, v.schedule_id, v.name,
    CASE WHEN p.field = 'upgrade_fee' THEN nullif(p.value, '')::numeric END, p.value, p.base, v.set_by, v.set_at
FROM own_value v
CROSS JOIN LATERAL (VALUES
    ('upgrade_path', 'yes', CASE WHEN v.base = '' THEN '' ELSE 'yes' END),
    ('upgrade_downgrade', CASE WHEN v.value LIKE 'downgrade;%' THEN 'yes' ELSE 'no' END,
        CASE WHEN v.base = '' THEN '' WHEN v.base LIKE 'downgrade;%' THEN 'yes' ELSE 'no' END),
    ('upgrade_fee', split_part(v.value, ';', 2), split_part(v.base, ';', 2)),
    ('upgrade_description', regexp_replace(v.value, '^[^;]*;[^;]*;', ''), regexp_replace(v.base, '^[^;]*;[^;]*;', ''))
) AS p (field, value, base)
WHERE v.field = 'Upgrade path';
DELETE FROM own_value WHERE field = 'Upgrade path';

ALTER TABLE own_value ENABLE TRIGGER own_value_append_only;
ALTER TABLE own_value ADD CONSTRAINT own_value_amount CHECK (
    (amount IS NOT NULL) = (value <> '' AND field IN (
        'setup_fee', 'recurring_fee', 'renewal_fee', 'transfer_fee', 'cancellation_fee', 'deposit_fee', 'non_refundable_fee',
        'setup_price', 'recurring_price', 'overuse_price', 'cancellation_price', 'upgrade_fee')));

-- One row for each subscription period of each plan of each reseller. A fee that is not set is null.
CREATE OR REPLACE VIEW reseller_fee AS
    SELECT a.id AS account_id, a.name AS account_name, a.currency,
           v.plan_id, own_text(h.fields, 'name', v.name) AS plan_name,
           f.period_id, f.length, f.unit, f.trial, f.active, f.cycles, f.refund_days, f.position,
           own_price(o.fields, 'setup_fee', f.setup_fee) AS setup_fee,
           own_price(o.fields, 'recurring_fee', f.recurring_fee) AS recurring_fee,
           own_price(o.fields, 'renewal_fee', f.renewal_fee) AS renewal_fee,
           own_price(o.fields, 'transfer_fee', f.transfer_fee) AS transfer_fee,
           own_price(o.fields, 'cancellation_fee', f.cancellation_fee) AS cancellation_fee,
           own_price(o.fields, 'deposit_fee', f.deposit_fee) AS deposit_fee,
           own_price(o.fields, 'non_refundable_fee', f.non_refundable_fee) AS non_refundable_fee,
           nullif(own_number(o.fields, 'notification_schedule', coalesce(f.schedule_id, 0)), 0) AS schedule_id,
           NOT own_flag(o.fields, 'confirmation', NOT f.unpriced) AS confirmation_needed
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
CREATE OR REPLACE VIEW reseller_rate AS
    SELECT a.id AS account_id, a.name AS account_name, a.currency,
           v.plan_id, own_text(h.fields, 'name', v.name) AS plan_name,
           t.resource_id, n.name AS resource_name, n.unit,
           own_number(l.fields, 'included', t.included) AS included,
           own_number(l.fields, 'minimum', t.minimum) AS minimum,
           own_number(l.fields, 'maximum', t.maximum) AS maximum,
           t.visible, t.main, t.position, x.period_id, x.from_amount,
           own_price(o.fields, 'setup_price', x.setup_price) AS setup_price,
           own_price(o.fields, 'recurring_price', x.recurring_price) AS recurring_price,
           own_price(o.fields, 'overuse_price', x.overuse_price) AS overuse_price,
           own_price(o.fields, 'cancellation_price', x.cancellation_price) AS cancellation_price,
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
        AND o.category_id = 0;

-- One row for each plan of each reseller, with its status as lists show it.
CREATE OR REPLACE VIEW reseller_plan AS
    SELECT b.account_id, b.account_name, b.currency, b.plan_id, b.plan_name, b.type, b.template_id, b.plan_category_id,
           b.sales_categories, b.short_description, b.usage_statistics, b.schedule_id, b.made, b.disabled, b.published,
           CASE WHEN b.disabled THEN 'Disabled by Provider'
                WHEN b.held THEN 'Delegated confirmation needed'
                WHEN b.published THEN 'Published'
                ELSE 'Unpublished' END AS status
    FROM (
        SELECT a.id AS account_id, a.name AS account_name, a.currency,
               v.plan_id, own_text(o.fields, 'name', v.name) AS plan_name, v.type, v.template_id,
               nullif(own_number(o.fields, 'plan_category', coalesce(v.plan_category_id, 0)), 0) AS plan_category_id,
               CASE WHEN o.fields ? 'sales_categories'
                    THEN coalesce(string_to_array(nullif(o.fields ->> 'sales_categories', ''), ' ')::bigint[], '{}')
                    ELSE v.sales_categories END AS sales_categories,
               own_text(o.fields, 'short_description', v.short) AS short_description,
               own_flag(o.fields, 'usage_statistics', v.usage_statistics) AS usage_statistics,
               nullif(own_number(o.fields, 'notification_schedule', coalesce(v.schedule_id, 0)), 0) AS schedule_id,
               r.made,
               NOT own_flag(o.fields, 'service_plan', NOT v.disabled) AS disabled,
               own_flag(o.fields, 'published', v.published) AS published,
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
