-- What was stored by the first program that could synchronize and undo, at schema version 5, made with it and dumped by pg_dump:
-- here the rows of the tables of schema version 1, in first_catalogs.sql those of the other tables. Provider P sells Program, Mail and
-- Office; resellers R1 > R11 > R111, R2 > R21 and R3, who pays in euros. Run 1034 gave them everything. Then R1 and R2 set a fee, R3 a name
-- and not to publish, R11 made a plan; run 1045 kept what was theirs, 1047 did not and was taken back.
INSERT INTO account (id, parent_id, provider_id, level, kind, name, status, currency, created_at, operating_unit, disable_categories, disable_prices, sync_display_category) VALUES
	(1001, NULL, 1001, 0, 'provider', 'P', 'active', 'USD', '2026-11-27 06:16:15.229427+00', false, false, false, false),
	(1006, 1001, 1001, 1, 'reseller', 'R1', 'active', 'USD', '2026-11-27 06:16:15.296805+00', false, false, false, false),
	(1010, 1006, 1001, 2, 'reseller', 'R11', 'active', 'USD', '2026-11-27 06:16:15.344685+00', false, false, false, false),
	(1014, 1010, 1001, 3, 'reseller', 'R111', 'active', 'USD', '2026-11-27 06:16:15.40697+00', false, false, false, false),
	(1018, 1001, 1001, 1, 'reseller', 'R2', 'active', 'USD', '2026-11-27 06:16:15.457369+00', false, false, false, false),
	(1022, 1018, 1001, 2, 'reseller', 'R21', 'active', 'USD', '2026-11-27 06:16:15.488444+00', false, false, false, false),
	(1029, 1001, 1001, 1, 'reseller', 'R3', 'active', 'EUR', '2026-11-27 06:16:15.521943+00', false, false, false, false);
INSERT INTO app_user (id, account_id, email, name, role, rights, password_hash, active, created_at) VALUES
	(1003, 1001, '1002@example.com', '1002@example.com', 'administrator', '{}', '$argon2id$v=19$m=19456,t=2,p=1$piZT0Sx4/pZ5IdLg0VTjpA$f+Abqh4U6CLXAfCbVZMMlGSpDeA4Ca/UwGiaI6oWCRs', true, '2026-11-27 06:16:15.276273+00'),
	(1008, 1006, '1007@example.com', '1007@example.com', 'administrator', '{}', '$argon2id$v=19$m=19456,t=2,p=1$BmauxK7otgeG5UesfSpkQg$3pv2wru4FLhPprHAePliMyv12/V99vF2eTB8OzwTtfE', true, '2026-11-27 06:16:15.338355+00'),
	(1012, 1010, '1011@example.com', '1011@example.com', 'administrator', '{}', '$argon2id$v=19$m=19456,t=2,p=1$WivN5tRVrgNDKlmwUp4RKg$1ou1FKAhxrmH+YPcx44Tn7Yz8GfX4ZpCN2spTaNf3ko', true, '2026-11-27 06:16:15.403431+00'),
	(1016, 1014, '1015@example.com', '1015@example.com', 'administrator', '{}', '$argon2id$v=19$m=19456,t=2,p=1$sopPoz9pYZAUsZuvxms0KA$ICuTkzNB3zMhp+4jM5HGbnwlA8jfh84f0Jae3V17/V4', true, '2026-11-27 06:16:15.453938+00'),
	(1020, 1018, '1019@example.com', '1019@example.com', 'administrator', '{}', '$argon2id$v=19$m=19456,t=2,p=1$4oCupMymYmVpWW5jvMi1Rg$E6Yit/L9w/wQUGoSt2krPTvHSNrOhWkE/EPZ6DH7oHo', true, '2026-11-27 06:16:15.485166+00'),
	(1024, 1022, '1023@example.com', '1023@example.com', 'administrator', '{}', '$argon2id$v=19$m=19456,t=2,p=1$sWnpTU+s2ttxudbj1Ut2zQ$Pt579fJGnDOi0vx83FA3cgzOezivsUjYW7mcA7/3Xtc', true, '2026-11-27 06:16:15.511572+00'),
	(1031, 1029, '1030@example.com', '1030@example.com', 'administrator', '{}', '$argon2id$v=19$m=19456,t=2,p=1$m0nR0Wve1QmQVNz0jF/qSg$KwYzqsa05Qfv61Rv09dqd8q+fonPNF0qko+NUt0LQLo', true, '2026-11-27 06:16:15.544124+00');
INSERT INTO audit (account_id, id, at, user_id, action, object, detail) OVERRIDING SYSTEM VALUE VALUES
	(1001, 1, '2026-11-27 06:16:15.229427+00', NULL, 'created account', 'P', '{"account": 1001, "currency": "USD"}'),
	(1001, 2, '2026-11-27 06:16:15.276273+00', NULL, 'added user', '1002@example.com', '{"role": "administrator"}'),
	(1001, 3, '2026-11-27 06:16:15.280222+00', 1003, 'created service template', 'Standard', '{"template": 1004}'),
	(1001, 4, '2026-11-27 06:16:15.293669+00', 1003, 'changed delegated plans', 'Standard', '{"template": 1004, "delegated": [1, 2, 3], "withdrawn": null}'),
	(1001, 5, '2026-11-27 06:16:15.296805+00', NULL, 'created account', 'R1', '{"account": 1006, "currency": "USD"}'),
	(1006, 6, '2026-11-27 06:16:15.338355+00', NULL, 'added user', '1007@example.com', '{"role": "administrator"}'),
	(1006, 7, '2026-11-27 06:16:15.344685+00', NULL, 'created account', 'R11', '{"account": 1010, "currency": "USD"}'),
	(1010, 8, '2026-11-27 06:16:15.403431+00', NULL, 'added user', '1011@example.com', '{"role": "administrator"}'),
	(1010, 9, '2026-11-27 06:16:15.40697+00', NULL, 'created account', 'R111', '{"account": 1014, "currency": "USD"}'),
	(1014, 10, '2026-11-27 06:16:15.453938+00', NULL, 'added user', '1015@example.com', '{"role": "administrator"}'),
	(1001, 11, '2026-11-27 06:16:15.457369+00', NULL, 'created account', 'R2', '{"account": 1018, "currency": "USD"}'),
	(1018, 12, '2026-11-27 06:16:15.485166+00', NULL, 'added user', '1019@example.com', '{"role": "administrator"}'),
	(1018, 13, '2026-11-27 06:16:15.488444+00', NULL, 'created account', 'R21', '{"account": 1022, "currency": "USD"}'),
	(1022, 14, '2026-11-27 06:16:15.511572+00', NULL, 'added user', '1023@example.com', '{"role": "administrator"}'),
	(1001, 15, '2026-11-27 06:16:15.515329+00', 1003, 'saved resource', 'Mailbox', '{}'),
	(1001, 16, '2026-11-27 06:16:15.516369+00', 1003, 'saved notification template', 'Renewal', '{}'),
	(1001, 17, '2026-11-27 06:16:15.517391+00', 1003, 'saved order flow', 'Flow', '{}'),
	(1001, 18, '2026-11-27 06:16:15.518705+00', 1003, 'saved exchange rate', 'EUR', '{"rate": "0.92"}'),
	(1001, 19, '2026-11-27 06:16:15.520236+00', 1003, 'changed service template', 'Standard', '{"active": true, "template": 1004, "order flow": 1028, "privileges": ["Edit descriptions", "Edit prices", "Manage categories", "Manage sub-resellers", "Manage users", "Publish plans", "Synchronize sub-resellers", "View reports"]}'),
	(1001, 20, '2026-11-27 06:16:15.521943+00', NULL, 'created account', 'R3', '{"account": 1029, "currency": "EUR"}'),
	(1029, 21, '2026-11-27 06:16:15.544124+00', NULL, 'added user', '1030@example.com', '{"role": "administrator"}');
INSERT INTO installation (only_row, kind, made_at) VALUES
	(true, 'production', '2026-11-27 06:16:15.514799+00');
INSERT INTO security_event (id, at, account_id, user_id, kind, detail) OVERRIDING SYSTEM VALUE VALUES
	(1, '2026-11-27 06:16:15.69785+00', 1001, 1003, 'sign-in refused', '1002@example.com');
INSERT INTO session (token_hash, user_id, data, created_at, last_seen_at) VALUES
	('\xdd2f020a7ba6cfc5c444f1bfd25513724967ffca9f0228ef341948adcd1cacab', 1003, '\x64617461', '2026-11-27 06:16:15.675819+00', '2026-11-27 06:16:15.675819+00');
SELECT setval('audit_id_seq', 21, true);
SELECT setval('object_id', 1048, true);
SELECT setval('security_event_id_seq', 1, true);
