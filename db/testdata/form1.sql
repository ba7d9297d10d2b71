-- What the first release stored of GoldenCatalog (golden_test.go), under the schema of 00009_lean_runs.sql. Never changed:
-- installations hold such rows.

SET session_replication_role = replica; -- in any order

INSERT INTO account (id, parent_id, provider_id, level, kind, name, status, currency, created_at, operating_unit,
    disable_categories, disable_prices, sync_display_category)
VALUES
    (1001, NULL, 1001, 0, 'provider', 'P', 'active', 'USD', '2026-01-31 12:00:00+00', false, false, false, false);

INSERT INTO plan_version (id, hash, plan_id, name, type, template_id, plan_category_id, sales_categories, short, long,
    service_terms, published, disabled, usage_statistics, schedule_id, billing_model, billing_period, auto_renew,
    renew_period_id) OVERRIDING SYSTEM VALUE
VALUES
    (1, '\x6413b2385507457064aa00ded8a8b39e959f2f6965778d6bb2a20acf7c90aea4', 1002, 'Mail', 'Generic', NULL, NULL, '{}', '', '', '', false, false, false, NULL, '', '', false, NULL),
    (2, '\xdbc731b367328e65a14bb5a3eaf82719bd19782c18c55a60208435b6d14c470a', 1001, 'Büro “365” <b>R&D</b>', 'Reseller', 7, 8, '{9,10}', 'short, "quoted" \', E'lines\r\n\ttabbed\b\f\x01\x1f\x7f\u2028\u2029 日本 🙂', '{,}[]: /''`', true, true, true, 11, 'Prepaid', 'Monthly', true, 21);

INSERT INTO upgrade_version (plan_version, to_plan_id, downgrade, fee, description)
VALUES
    (2, 1002, true, 3, 'up & away'),
    (2, 1003, false, NULL, '');

INSERT INTO period_version (plan_version, period_id, length, unit, trial, active, cycles, setup_fee, recurring_fee,
    renewal_fee, transfer_fee, cancellation_fee, deposit_fee, non_refundable_fee, msrp_setup_fee, msrp_recurring_fee,
    msrp_renewal_fee, msrp_transfer_fee, msrp_cancellation_fee, msrp_deposit_fee, msrp_non_refundable_fee,
    refund_days, schedule_id, position, unpriced)
VALUES
    (2, 22, 1, 'months', true, true, 12, 10, 12.5, 0, 1234567.89, NULL, 0.01, 100, NULL, NULL, 15, NULL, NULL, NULL, NULL, 14, 11, 1, true),
    (2, 21, 2, 'years', false, false, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, 2, false);

INSERT INTO rate_version (plan_version, resource_id, included, minimum, maximum, visible, main, position, unpriced)
VALUES
    (2, 31, 10, 5, 100, true, true, 1, true),
    (2, 30, -1, 0, -1, false, false, 2, false);

INSERT INTO rate_price (plan_version, resource_id, period_id, from_amount, setup_price, recurring_price,
    overuse_price, cancellation_price, msrp_setup_price, msrp_recurring_price, msrp_overuse_price,
    msrp_cancellation_price)
VALUES
    (2, 31, 0, 0, 0.000001, 1000000000000, NULL, 7.25, NULL, NULL, NULL, NULL),
    (2, 31, 0, 100, NULL, NULL, NULL, NULL, 0.000001, 1000000000000, NULL, 7.25),
    (2, 31, 22, 0, 0.000001, 1000000000000, NULL, 7.25, NULL, NULL, NULL, NULL),
    (2, 31, 22, 50, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);

INSERT INTO part (id, kind, hash, body) OVERRIDING SYSTEM VALUE
VALUES
    (1, 'categories', '\x9472a5836cc8fccdbbb5b9c8da6b1e688ca0ef0e380f79f0314675703c242981', '{"Plan": [{"ID": 8, "Name": "Software", "Description": "Licences", "TaxCategory": "reduced"}], "Sales": [{"ID": 9, "Name": "Office & more", "Parent": 0, "Display": true, "Position": 1, "Description": "For <offices>"}, {"ID": 10, "Name": "Mail", "Parent": 9, "Display": false, "Position": 0, "Description": ""}], "Resource": [{"ID": 12, "Name": "Users", "Position": 3, "Resources": [30, 31]}, {"ID": 13, "Name": "Nothing", "Position": 0, "Resources": null}]}'),
    (2, 'schedules', '\x8c83cfab7f7fb82b656bfc163610569fc126e4e4932966e925f6699395da76e2', '{"List": [{"ID": 11, "Name": "Standard", "Details": [{"Days": 3, "Template": 41, "AppliesTo": "all", "Condition": "Always"}, {"Days": -30, "Template": 40, "AppliesTo": "not auto-renewing", "Condition": "Renewal order is not placed"}]}, {"ID": 14, "Name": "Silent", "Details": null}]}'),
    (3, 'order_flow', '\x8d642855cae1bcb8000b46036de0fcdb476750d307156e0748f03d8ab99b162c', '{"ID": 15, "Name": "Flow", "Transitions": [{"To": "Open", "From": "New", "Manual": true, "OrderType": "Sales"}, {"To": "Done", "From": "Open", "Manual": false, "OrderType": "Sales"}]}'),
    (4, 'privileges', '\x6617872dcf1ad714e04aae57be782b0432449a5f12c6b201a535b93f04a0d1e7', '{"List": ["Edit prices", "Publish plans"]}'),
    (5, 'terms', '\xacae1db37b53b460e074ff69f9df5f4f2c3ea5d5945967046c4e21c1b0a976b5', '{"Documents": [{"ID": 16, "Name": "GTC", "Text": "You\nagree…", "Version": "1.0", "Effective": "2026-01-31"}, {"ID": 17, "Name": "Privacy", "Text": "", "Version": "", "Effective": ""}], "Acceptance": "every purchase"}');

INSERT INTO catalog (id, hash, plans, categories_id, schedules_id, order_flow_id, privileges_id, terms_id)
    OVERRIDING SYSTEM VALUE
VALUES
    (1, '\x77f8e395082777c0adde933006c9f29ca5f17a6d527cbc2402371bbe731adc54', '{2,1}', 1, 2, 3, 4, 5);

INSERT INTO own (account_id, id, made_catalog_id, layers)
VALUES
    (1001, 1004, 1, '{}');

INSERT INTO entry (account_id, id, at, user_id, run_account_id, run_id, action, object, delivered_from, delivered_to,
    own_from, own_to) OVERRIDING SYSTEM VALUE
VALUES
    (1001, 1, '2026-01-31 12:00:00+00', NULL, NULL, NULL, 'Import', 'Everything', NULL, NULL, NULL, 1004);

INSERT INTO pointer (account_id, delivered_id, own_id, entry_id)
VALUES
    (1001, NULL, 1004, 1);

SET session_replication_role = origin;
