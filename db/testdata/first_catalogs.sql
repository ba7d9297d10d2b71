-- The catalogs, runs and things of what first_accounts.sql tells of.
INSERT INTO part (id, kind, hash, body) OVERRIDING SYSTEM VALUE VALUES
	(1, 'categories', '\x1df0bf97a971d0507f0a3c22b77c4646e8817f496469fc1f345a10f1beb4a120', '{"Plan": [{"ID": 8, "Name": "Cloud", "Description": "", "TaxCategory": ""}], "Sales": [{"ID": 9, "Name": "Software", "Parent": 0, "Display": true, "Position": 0, "Description": ""}], "Resource": null}'),
	(2, 'categories', '\x0229bb03492221c0857569af4d2137459554ec49226bbe0552acc16d75b93d42', '{"Plan": [{"ID": 8, "Name": "Cloud", "Description": "", "TaxCategory": ""}], "Sales": [{"ID": 9, "Name": "Software", "Parent": 0, "Display": true, "Position": 0, "Description": ""}], "Resource": [{"ID": 12, "Name": "Users", "Position": 0, "Resources": [1026]}]}'),
	(3, 'schedules', '\xa4a471b11fc667a4527b0b848c3eabb4e4bfe7b3ca1fe94e60e004d17cfd6247', '{"List": [{"ID": 11, "Name": "Standard", "Details": [{"Days": -30, "Template": 1027, "AppliesTo": "all", "Condition": "Always"}]}]}'),
	(4, 'order_flow', '\xa3a4658817f55734311786be739e2a8c7cd988298f9af44e6a6caac9706aaefc', '{"ID": 1028, "Name": "Flow", "Transitions": [{"To": "Open", "From": "New", "Manual": true, "OrderType": "Sales"}, {"To": "Completed", "From": "Open", "Manual": false, "OrderType": "Sales"}]}'),
	(5, 'privileges', '\x752c8e3c51145f342b9932eae900ee0d757af90b2be93ea8f57bc46084189634', '{"List": ["Edit descriptions", "Edit prices", "Manage categories", "Manage sub-resellers", "Manage users", "Publish plans", "Synchronize sub-resellers", "View reports"]}'),
	(6, 'terms', '\x9f151cb2760599b26b9bd41486abea4890dc8830442d15766c7537af56c07b52', '{"Documents": [{"ID": 14, "Name": "GTC", "Text": "Pay in time.", "Version": "1", "Effective": "2026-01-31"}], "Acceptance": "every purchase"}');
INSERT INTO catalog (id, hash, plans, categories_id, schedules_id, order_flow_id, privileges_id, terms_id) OVERRIDING SYSTEM VALUE VALUES
	(1, '\x6c18fe0843ce70b02bc8fe29d7026df30e135acbf59a883284106c55fbb774dc', '{1,3,2}', 1, NULL, NULL, NULL, NULL),
	(2, '\xe1e86076a0b1fc1cbb9849b185204d8ca3bc9e751309aa13914cdd29fab1b751', '{6,5,4}', 2, 3, NULL, NULL, NULL),
	(3, '\x09e2479b256d57c05a12c3866d6741a3c27fd6a065b13ca72759a65b2e46f910', '{7,8,9}', 2, 3, 4, 5, 6),
	(4, '\x34923f8b6d6b957a95cf2a95d732951242e371f2f3d8539f32895bc54026e8eb', '{6,5,4}', 2, 3, 4, 5, 6),
	(5, '\xe145bbfbae3e94f63bf14c55d88aaff5f216dd2545e0f87ab8e50824aee0c43f', '{10}', NULL, NULL, NULL, NULL, NULL),
	(6, '\xffd62d8a9d423b418988cb3d66130ebe9d245c22a97f1184b0656c7229a84281', '{13,11,12}', 2, 3, NULL, NULL, NULL),
	(7, '\x0f1a743752e90a98f028e58a41343fc53475ca9e68af6e5cf2ed496aca88ba15', '{13,11,12}', 2, 3, 4, 5, 6),
	(8, '\x165e8337caff30dfd326050d3f24d4bc893febe5c0b01138fe304dc025b69a45', '{18,14,17}', 2, 3, 4, 5, 6),
	(9, '\x297df41c99d454fcde084879e8c8407aa69e130a460968b00adba976e67c546a', '{13,16,12}', 2, 3, 4, 5, 6),
	(10, '\x8b30bf28d71931a254fe22b2ea537214fe87a06394b20f32bd532aaaf73de0c3', '{13,15,12}', 2, 3, 4, 5, 6),
	(11, '\x9379cd03fa497aaddd04b5e94b3d083ebb9c1af4b939d651cf79b805f08c80a6', '{20,21,19}', 2, 3, NULL, NULL, NULL),
	(12, '\x2088a8f88f351263275c830839de9c7f498432c5755f82ec8f4b65e372f12355', '{22,24,23}', 2, 3, 4, 5, 6),
	(13, '\xe556d02a3623fb9d0a1770f204c657acde168e12ec81f90279f13e6a590f2815', '{20,21,19}', 2, 3, 4, 5, 6);
INSERT INTO dialog (key, account_id, user_id, plan_id, subscription_id, template_id, template_version, entry_id, opened_at) VALUES
	('G4VLG7L5ZDYFUZKVT4WA6ZYM3C', 1001, 1003, 1, NULL, 1004, 3, 2, '2026-11-27 06:16:15.557709+00'),
	('MC2WMEO3E3GBOU4M5PNSDAFPVS', 1001, 1003, 1, NULL, 1004, 3, 14, '2026-11-27 06:16:15.612758+00'),
	('DHWU2G76OIDWF3PIFOPUIOINIG', 1001, 1003, 1, NULL, 1004, 3, 21, '2026-11-27 06:16:15.643941+00'),
	('IPSMOWXKJNVP576JXQJXQ7SBBT', 1001, 1003, 1, NULL, 1004, 3, 21, '2026-11-27 06:16:15.673544+00');
INSERT INTO own (account_id, id, made_catalog_id, layers) VALUES
	(1001, 1005, 1, '{}'),
	(1001, 1033, 2, '{}'),
	(1006, 1036, NULL, '{1035}'),
	(1018, 1038, NULL, '{1037}'),
	(1029, 1040, NULL, '{1039}'),
	(1029, 1042, NULL, '{1041}'),
	(1010, 1043, 5, '{}'),
	(1001, 1044, 6, '{}'),
	(1001, 1046, 11, '{}');
INSERT INTO run (account_id, id, user_id, at, duration_us, kind, undoes, plan_id, plan_name, subscription_id, reach, options, policy, template_id, template_name, template_version, rates, dialog_key, fingerprint, since_dialog, resellers, changed, unchanged, skipped, changes, own_overwritten, own_kept) VALUES
	(1001, 1034, 1003, '2026-11-27 06:16:15.558873+00', 14637, 'sync', NULL, 1, 'Reseller program', NULL, 'all', '{create_plans,enable_plans,update_fees,update_categories,update_schedules,attach_usage,create_resources,remove_resources,update_prices,update_limits,update_order_flow,update_privileges,synchronize_terms}', 'overwrite', 1004, 'Standard', 3, '{"EUR": "0.92", "USD": "1"}', 'G4VLG7L5ZDYFUZKVT4WA6ZYM3C', '\x8d696a6555b164b523e1b07a405bfb1a0c098ccf632409d9668c4b1adcc2ebea', '{}', 6, 6, 0, 0, 126, 0, 0),
	(1001, 1045, 1003, '2026-11-27 06:16:15.613542+00', 14170, 'sync', NULL, 1, 'Reseller program', NULL, 'all', '{update_fees}', 'keep', 1004, 'Standard', 3, '{"EUR": "0.92", "USD": "1"}', 'MC2WMEO3E3GBOU4M5PNSDAFPVS', '\x0489bf8a884bb5f2b0620af8f5083deb65f720bc46d097da4cbc17e61971122e', '{}', 6, 6, 0, 0, 18, 0, 2),
	(1001, 1047, 1003, '2026-11-27 06:16:15.644783+00', 14370, 'sync', NULL, 1, 'Reseller program', NULL, 'all', '{create_plans,enable_plans,update_fees,update_categories,update_schedules,attach_usage,create_resources,remove_resources,update_prices,update_limits,update_order_flow,update_privileges,synchronize_terms}', 'overwrite', 1004, 'Standard', 3, '{"EUR": "0.92", "USD": "1"}', 'DHWU2G76OIDWF3PIFOPUIOINIG', '\x8d696a6555b164b523e1b07a405bfb1a0c098ccf632409d9668c4b1adcc2ebea', '{}', 6, 6, 0, 0, 20, 2, 0),
	(1001, 1048, 1003, '2026-11-27 06:16:15.662063+00', 5256, 'undo', 1047, 1, 'Reseller program', NULL, 'all', '{create_plans,enable_plans,update_fees,update_categories,update_schedules,attach_usage,create_resources,remove_resources,update_prices,update_limits,update_order_flow,update_privileges,synchronize_terms}', 'overwrite', 1004, 'Standard', 3, '{}', NULL, '\x', '{}', 6, 6, 0, 0, 20, 0, 0);
INSERT INTO entry (account_id, id, at, user_id, run_account_id, run_id, action, object, delivered_from, delivered_to, own_from, own_to) OVERRIDING SYSTEM VALUE VALUES
	(1001, 1, '2026-11-27 06:16:15.283041+00', 1003, NULL, NULL, 'Edit', 'Catalog', NULL, NULL, NULL, 1005),
	(1001, 2, '2026-11-27 06:16:15.547018+00', 1003, NULL, NULL, 'Edit', 'Catalog', NULL, NULL, 1005, 1033),
	(1006, 3, '2026-11-27 06:16:15.558873+00', 1003, 1001, 1034, 'Synchronize', 'Reseller program', NULL, 4, NULL, NULL),
	(1018, 4, '2026-11-27 06:16:15.558873+00', 1003, 1001, 1034, 'Synchronize', 'Reseller program', NULL, 4, NULL, NULL),
	(1029, 5, '2026-11-27 06:16:15.558873+00', 1003, 1001, 1034, 'Synchronize', 'Reseller program', NULL, 3, NULL, NULL),
	(1010, 6, '2026-11-27 06:16:15.558873+00', 1003, 1001, 1034, 'Synchronize', 'Reseller program', NULL, 4, NULL, NULL),
	(1022, 7, '2026-11-27 06:16:15.558873+00', 1003, 1001, 1034, 'Synchronize', 'Reseller program', NULL, 4, NULL, NULL),
	(1014, 8, '2026-11-27 06:16:15.558873+00', 1003, 1001, 1034, 'Synchronize', 'Reseller program', NULL, 4, NULL, NULL),
	(1006, 9, '2026-11-27 06:16:15.577174+00', 1008, NULL, NULL, 'Update price', 'Mail', 4, 4, NULL, 1036),
	(1018, 10, '2026-11-27 06:16:15.581813+00', 1020, NULL, NULL, 'Update price', 'Mail', 4, 4, NULL, 1038),
	(1029, 11, '2026-11-27 06:16:15.58482+00', 1031, NULL, NULL, 'Update', 'Mail', 3, 3, NULL, 1040),
	(1029, 12, '2026-11-27 06:16:15.588484+00', 1031, NULL, NULL, 'Update', 'Mail', 3, 3, 1040, 1042),
	(1010, 13, '2026-11-27 06:16:15.592688+00', 1012, NULL, NULL, 'Created plan', 'Mine', 4, 4, NULL, 1043),
	(1001, 14, '2026-11-27 06:16:15.599449+00', 1003, NULL, NULL, 'Edit', 'Catalog', NULL, NULL, 1033, 1044),
	(1006, 15, '2026-11-27 06:16:15.613542+00', 1003, 1001, 1045, 'Synchronize', 'Reseller program', 4, 7, 1036, 1036),
	(1018, 16, '2026-11-27 06:16:15.613542+00', 1003, 1001, 1045, 'Synchronize', 'Reseller program', 4, 7, 1038, 1038),
	(1029, 17, '2026-11-27 06:16:15.613542+00', 1003, 1001, 1045, 'Synchronize', 'Reseller program', 3, 8, 1042, 1042),
	(1010, 18, '2026-11-27 06:16:15.613542+00', 1003, 1001, 1045, 'Synchronize', 'Reseller program', 4, 9, 1043, 1043),
	(1022, 19, '2026-11-27 06:16:15.613542+00', 1003, 1001, 1045, 'Synchronize', 'Reseller program', 4, 10, NULL, NULL),
	(1014, 20, '2026-11-27 06:16:15.613542+00', 1003, 1001, 1045, 'Synchronize', 'Reseller program', 4, 9, NULL, NULL),
	(1001, 21, '2026-11-27 06:16:15.630616+00', 1003, NULL, NULL, 'Edit', 'Catalog', NULL, NULL, 1044, 1046),
	(1006, 22, '2026-11-27 06:16:15.644783+00', 1003, 1001, 1047, 'Synchronize', 'Reseller program', 7, 13, 1036, NULL),
	(1018, 23, '2026-11-27 06:16:15.644783+00', 1003, 1001, 1047, 'Synchronize', 'Reseller program', 7, 13, 1038, NULL),
	(1029, 24, '2026-11-27 06:16:15.644783+00', 1003, 1001, 1047, 'Synchronize', 'Reseller program', 8, 12, 1042, 1042),
	(1010, 25, '2026-11-27 06:16:15.644783+00', 1003, 1001, 1047, 'Synchronize', 'Reseller program', 9, 13, 1043, 1043),
	(1022, 26, '2026-11-27 06:16:15.644783+00', 1003, 1001, 1047, 'Synchronize', 'Reseller program', 10, 13, NULL, NULL),
	(1014, 27, '2026-11-27 06:16:15.644783+00', 1003, 1001, 1047, 'Synchronize', 'Reseller program', 9, 13, NULL, NULL),
	(1006, 28, '2026-11-27 06:16:15.662063+00', 1003, 1001, 1048, 'Undo', 'Reseller program', 13, 7, NULL, 1036),
	(1018, 29, '2026-11-27 06:16:15.662063+00', 1003, 1001, 1048, 'Undo', 'Reseller program', 13, 7, NULL, 1038),
	(1029, 30, '2026-11-27 06:16:15.662063+00', 1003, 1001, 1048, 'Undo', 'Reseller program', 12, 8, 1042, 1042),
	(1010, 31, '2026-11-27 06:16:15.662063+00', 1003, 1001, 1048, 'Undo', 'Reseller program', 13, 9, 1043, 1043),
	(1022, 32, '2026-11-27 06:16:15.662063+00', 1003, 1001, 1048, 'Undo', 'Reseller program', 13, 10, NULL, NULL),
	(1014, 33, '2026-11-27 06:16:15.662063+00', 1003, 1001, 1048, 'Undo', 'Reseller program', 13, 9, NULL, NULL);
INSERT INTO exchange_rate (account_id, currency, rate, updated_at) VALUES
	(1001, 'EUR', 0.92, '2026-11-27 06:16:15.518705+00');
INSERT INTO notification_template (account_id, id, name, subject, body, visible, version) VALUES
	(1001, 1027, 'Renewal', 'Your subscription', 'It ends.', true, 1);
INSERT INTO order_flow (account_id, id, name, transitions) VALUES
	(1001, 1028, 'Flow', '[{"To": "Open", "From": "New", "Manual": true, "OrderType": "Sales"}, {"To": "Completed", "From": "Open", "Manual": false, "OrderType": "Sales"}]');
INSERT INTO outcome_set (id, hash, body, changes) OVERRIDING SYSTEM VALUE VALUES
	(1, '\xd066d2f70998606a7a8715942ef20ae87821afaa4f10a618d231be8012a96207', '[{"Key": {"From": 0, "Name": "", "Plan": 1, "Field": "Service plan", "Period": 0, "Category": 0, "Resource": 0, "Schedule": 0}, "New": "Reseller program", "What": "created", "Option": "create_plans"}, {"Key": {"From": 0, "Name": "", "Plan": 2, "Field": "Service plan", "Period": 0, "Category": 0, "Resource": 0, "Schedule": 0}, "New": "Mail", "What": "created", "Option": "create_plans"}, {"Key": {"From": 0, "Name": "", "Plan": 3, "Field": "Service plan", "Period": 0, "Category": 0, "Resource": 0, "Schedule": 0}, "New": "Office", "What": "created", "Option": "create_plans"}, {"Key": {"From": 0, "Name": "", "Plan": 0, "Field": "Sales category", "Period": 0, "Category": 9, "Resource": 0, "Schedule": 0}, "New": "Software", "What": "created", "Option": "update_categories"}, {"Key": {"From": 0, "Name": "", "Plan": 0, "Field": "Plan category properties", "Period": 0, "Category": 8, "Resource": 0, "Schedule": 0}, "New": "Cloud", "What": "created", "Option": "update_categories"}, {"Key": {"From": 0, "Name": "", "Plan": 0, "Field": "Grouping of Resources", "Period": 0, "Category": 0, "Resource": 1026, "Schedule": 0}, "New": "12", "Old": "0", "What": "updated", "Option": "update_categories"}, {"Key": {"From": 0, "Name": "", "Plan": 0, "Field": "Resource category", "Period": 0, "Category": 12, "Resource": 0, "Schedule": 0}, "New": "Users", "What": "created", "Option": "update_categories"}, {"Key": {"From": 0, "Name": "", "Plan": 0, "Field": "Order flow", "Period": 0, "Category": 0, "Resource": 0, "Schedule": 0}, "New": "Flow", "What": "updated", "Option": "update_order_flow"}, {"Key": {"From": 0, "Name": "1028 Sales: New → Open", "Plan": 0, "Field": "Order flow transition", "Period": 0, "Category": 0, "Resource": 0, "Schedule": 0}, "New": "yes", "What": "created", "Option": "update_order_flow"}, {"Key": {"From": 0, "Name": "1028 Sales: Open → Completed", "Plan": 0, "Field": "Order flow transition", "Period": 0, "Category": 0, "Resource": 0, "Schedule": 0}, "New": "no", "What": "created", "Option": "update_order_flow"}, {"Key": {"From": 0, "Name": "Edit descriptions", "Plan": 0, "Field": "Privilege", "Period": 0, "Category": 0, "Resource": 0, "Schedule": 0}, "New": "yes", "What": "created", "Option": "update_privileges"}, {"Key": {"From": 0, "Name": "Edit prices", "Plan": 0, "Field": "Privilege", "Period": 0, "Category": 0, "Resource": 0, "Schedule": 0}, "New": "yes", "What": "created", "Option": "update_privileges"}, {"Key": {"From": 0, "Name": "Manage categories", "Plan": 0, "Field": "Privilege", "Period": 0, "Category": 0, "Resource": 0, "Schedule": 0}, "New": "yes", "What": "created", "Option": "update_privileges"}, {"Key": {"From": 0, "Name": "Manage sub-resellers", "Plan": 0, "Field": "Privilege", "Period": 0, "Category": 0, "Resource": 0, "Schedule": 0}, "New": "yes", "What": "created", "Option": "update_privileges"}, {"Key": {"From": 0, "Name": "Manage users", "Plan": 0, "Field": "Privilege", "Period": 0, "Category": 0, "Resource": 0, "Schedule": 0}, "New": "yes", "What": "created", "Option": "update_privileges"}, {"Key": {"From": 0, "Name": "Publish plans", "Plan": 0, "Field": "Privilege", "Period": 0, "Category": 0, "Resource": 0, "Schedule": 0}, "New": "yes", "What": "created", "Option": "update_privileges"}, {"Key": {"From": 0, "Name": "Synchronize sub-resellers", "Plan": 0, "Field": "Privilege", "Period": 0, "Category": 0, "Resource": 0, "Schedule": 0}, "New": "yes", "What": "created", "Option": "update_privileges"}, {"Key": {"From": 0, "Name": "View reports", "Plan": 0, "Field": "Privilege", "Period": 0, "Category": 0, "Resource": 0, "Schedule": 0}, "New": "yes", "What": "created", "Option": "update_privileges"}, {"Key": {"From": 0, "Name": "", "Plan": 0, "Field": "Terms acceptance", "Period": 0, "Category": 0, "Resource": 0, "Schedule": 0}, "New": "every purchase", "What": "updated", "Option": "synchronize_terms"}, {"Key": {"From": 0, "Name": "14", "Plan": 0, "Field": "Terms document", "Period": 0, "Category": 0, "Resource": 0, "Schedule": 0}, "New": "GTC 1", "What": "created", "Option": "synchronize_terms"}, {"Key": {"From": 0, "Name": "", "Plan": 0, "Field": "Notification schedule content", "Period": 0, "Category": 0, "Resource": 0, "Schedule": 11}, "New": "Standard: 30 days before expiration, template 1027, Always, all", "What": "created", "Option": "create_plans"}]', 21),
	(2, '\xf187c3043904633cfcb6f5f2c0141988df81214aee6d88023bf3749ff10f49a1', '[{"Key": {"From": 0, "Name": "", "Plan": 1, "Field": "Service plan", "Period": 0, "Category": 0, "Resource": 0, "Schedule": 0}, "New": "Reseller program", "Rate": "1 USD = 0.92 EUR", "What": "created", "Option": "create_plans"}, {"Key": {"From": 0, "Name": "", "Plan": 2, "Field": "Service plan", "Period": 0, "Category": 0, "Resource": 0, "Schedule": 0}, "New": "Mail", "Rate": "1 USD = 0.92 EUR", "What": "created", "Option": "create_plans"}, {"Key": {"From": 0, "Name": "", "Plan": 3, "Field": "Service plan", "Period": 0, "Category": 0, "Resource": 0, "Schedule": 0}, "New": "Office", "Rate": "1 USD = 0.92 EUR", "What": "created", "Option": "create_plans"}, {"Key": {"From": 0, "Name": "", "Plan": 0, "Field": "Sales category", "Period": 0, "Category": 9, "Resource": 0, "Schedule": 0}, "New": "Software", "What": "created", "Option": "update_categories"}, {"Key": {"From": 0, "Name": "", "Plan": 0, "Field": "Plan category properties", "Period": 0, "Category": 8, "Resource": 0, "Schedule": 0}, "New": "Cloud", "What": "created", "Option": "update_categories"}, {"Key": {"From": 0, "Name": "", "Plan": 0, "Field": "Grouping of Resources", "Period": 0, "Category": 0, "Resource": 1026, "Schedule": 0}, "New": "12", "Old": "0", "What": "updated", "Option": "update_categories"}, {"Key": {"From": 0, "Name": "", "Plan": 0, "Field": "Resource category", "Period": 0, "Category": 12, "Resource": 0, "Schedule": 0}, "New": "Users", "What": "created", "Option": "update_categories"}, {"Key": {"From": 0, "Name": "", "Plan": 0, "Field": "Order flow", "Period": 0, "Category": 0, "Resource": 0, "Schedule": 0}, "New": "Flow", "What": "updated", "Option": "update_order_flow"}, {"Key": {"From": 0, "Name": "1028 Sales: New → Open", "Plan": 0, "Field": "Order flow transition", "Period": 0, "Category": 0, "Resource": 0, "Schedule": 0}, "New": "yes", "What": "created", "Option": "update_order_flow"}, {"Key": {"From": 0, "Name": "1028 Sales: Open → Completed", "Plan": 0, "Field": "Order flow transition", "Period": 0, "Category": 0, "Resource": 0, "Schedule": 0}, "New": "no", "What": "created", "Option": "update_order_flow"}, {"Key": {"From": 0, "Name": "Edit descriptions", "Plan": 0, "Field": "Privilege", "Period": 0, "Category": 0, "Resource": 0, "Schedule": 0}, "New": "yes", "What": "created", "Option": "update_privileges"}, {"Key": {"From": 0, "Name": "Edit prices", "Plan": 0, "Field": "Privilege", "Period": 0, "Category": 0, "Resource": 0, "Schedule": 0}, "New": "yes", "What": "created", "Option": "update_privileges"}, {"Key": {"From": 0, "Name": "Manage categories", "Plan": 0, "Field": "Privilege", "Period": 0, "Category": 0, "Resource": 0, "Schedule": 0}, "New": "yes", "What": "created", "Option": "update_privileges"}, {"Key": {"From": 0, "Name": "Manage sub-resellers", "Plan": 0, "Field": "Privilege", "Period": 0, "Category": 0, "Resource": 0, "Schedule": 0}, "New": "yes", "What": "created", "Option": "update_privileges"}, {"Key": {"From": 0, "Name": "Manage users", "Plan": 0, "Field": "Privilege", "Period": 0, "Category": 0, "Resource": 0, "Schedule": 0}, "New": "yes", "What": "created", "Option": "update_privileges"}, {"Key": {"From": 0, "Name": "Publish plans", "Plan": 0, "Field": "Privilege", "Period": 0, "Category": 0, "Resource": 0, "Schedule": 0}, "New": "yes", "What": "created", "Option": "update_privileges"}, {"Key": {"From": 0, "Name": "Synchronize sub-resellers", "Plan": 0, "Field": "Privilege", "Period": 0, "Category": 0, "Resource": 0, "Schedule": 0}, "New": "yes", "What": "created", "Option": "update_privileges"}, {"Key": {"From": 0, "Name": "View reports", "Plan": 0, "Field": "Privilege", "Period": 0, "Category": 0, "Resource": 0, "Schedule": 0}, "New": "yes", "What": "created", "Option": "update_privileges"}, {"Key": {"From": 0, "Name": "", "Plan": 0, "Field": "Terms acceptance", "Period": 0, "Category": 0, "Resource": 0, "Schedule": 0}, "New": "every purchase", "What": "updated", "Option": "synchronize_terms"}, {"Key": {"From": 0, "Name": "14", "Plan": 0, "Field": "Terms document", "Period": 0, "Category": 0, "Resource": 0, "Schedule": 0}, "New": "GTC 1", "What": "created", "Option": "synchronize_terms"}, {"Key": {"From": 0, "Name": "", "Plan": 0, "Field": "Notification schedule content", "Period": 0, "Category": 0, "Resource": 0, "Schedule": 11}, "New": "Standard: 30 days before expiration, template 1027, Always, all", "What": "created", "Option": "create_plans"}]', 21),
	(3, '\x327e3a1da967f08f5bd0aad472d13cc6f6b686427ce332d08eb006d34477ba15', '[{"Key": {"From": 0, "Name": "", "Plan": 1, "Field": "Recurring fee", "Period": 22, "Category": 0, "Resource": 0, "Schedule": 0}, "New": "11.04", "Old": "9.2", "Rate": "1 USD = 0.92 EUR", "What": "updated", "Option": "update_fees"}]', 1),
	(4, '\x47ac8e4f8544f5835840be9c2bcd5cbe3e033fc0b8add76a57b626dbea2c14c5', '[{"Key": {"From": 0, "Name": "", "Plan": 2, "Field": "Recurring fee", "Period": 22, "Category": 0, "Resource": 0, "Schedule": 0}, "New": "11.04", "Old": "9.2", "Rate": "1 USD = 0.92 EUR", "What": "updated", "Option": "update_fees"}]', 1),
	(5, '\x5d335504c01519ebb722a0c00bb09454046cb82225e01b8a93c6474471fc70f1', '[{"Key": {"From": 0, "Name": "", "Plan": 2, "Field": "Recurring fee", "Period": 22, "Category": 0, "Resource": 0, "Schedule": 0}, "New": "18", "Old": "10", "What": "updated", "Option": "update_fees"}]', 1),
	(6, '\x960421c22a22051088e65af14cddda81e9f4480be373ef5b3673090a5e5da5c1', '[{"Key": {"From": 0, "Name": "", "Plan": 2, "Field": "Recurring fee", "Period": 22, "Category": 0, "Resource": 0, "Schedule": 0}, "New": "15", "Old": "10", "What": "updated", "Option": "update_fees"}]', 1),
	(7, '\x98ef65852720a65a49e5bb7a6fbf863e53ae80936a3ede91338d09d94c873690', '[{"Key": {"From": 0, "Name": "", "Plan": 2, "Field": "Recurring fee", "Period": 22, "Category": 0, "Resource": 0, "Schedule": 0}, "New": "12", "Old": "10", "What": "updated", "Option": "update_fees"}]', 1),
	(8, '\xe05aa562b546f19e3d4d506bb3ef69035bd5dae4d728685cfb198603566282dd', '[{"Key": {"From": 0, "Name": "", "Plan": 1, "Field": "Recurring fee", "Period": 22, "Category": 0, "Resource": 0, "Schedule": 0}, "New": "12", "Old": "10", "What": "updated", "Option": "update_fees"}]', 1),
	(9, '\xe99d728f58eef462aef62479ff2c26e51e38b47bd71a2b9e7968ac03f2492ba1', '[{"Key": {"From": 0, "Name": "", "Plan": 3, "Field": "Recurring fee", "Period": 22, "Category": 0, "Resource": 0, "Schedule": 0}, "New": "12", "Old": "10", "What": "updated", "Option": "update_fees"}]', 1),
	(10, '\xeb471ce993d4fbacac949953eb12107cd79b0ea639562a33f8d275d4831bad7f', '[{"Key": {"From": 0, "Name": "", "Plan": 3, "Field": "Recurring fee", "Period": 22, "Category": 0, "Resource": 0, "Schedule": 0}, "New": "11.04", "Old": "9.2", "Rate": "1 USD = 0.92 EUR", "What": "updated", "Option": "update_fees"}]', 1),
	(11, '\x09b756e41b3441d7120ea770d5f2eb89eb9d15ea5fc7e558f95b87e5affdedb3', '[{"Key": {"From": 0, "Name": "", "Plan": 3, "Field": "Recurring fee", "Period": 22, "Category": 0, "Resource": 0, "Schedule": 0}, "New": "11.96", "Old": "11.04", "Rate": "1 USD = 0.92 EUR", "What": "updated", "Option": "update_fees"}]', 1),
	(12, '\x174ee7edd879faf6a95d5b26380d45d6536e41068b48d46cbe26bfadcee05338', '[{"Key": {"From": 0, "Name": "", "Plan": 3, "Field": "Recurring fee", "Period": 22, "Category": 0, "Resource": 0, "Schedule": 0}, "New": "13", "Old": "12", "What": "updated", "Option": "update_fees"}]', 1),
	(13, '\x235fb07ed3ebf33bfec308206ffdabdd9671b57b2f88bd62a0facf0122643c3f', '[{"Key": {"From": 0, "Name": "", "Plan": 1, "Field": "Recurring fee", "Period": 22, "Category": 0, "Resource": 0, "Schedule": 0}, "New": "13", "Old": "12", "What": "updated", "Option": "update_fees"}]', 1),
	(14, '\x4c24eab53bdd04f130b10b9ef949f7f401aa143d2619fe7cc993f33d48af9c06', '[{"Key": {"From": 0, "Name": "", "Plan": 1, "Field": "Recurring fee", "Period": 22, "Category": 0, "Resource": 0, "Schedule": 0}, "New": "11.96", "Old": "11.04", "Rate": "1 USD = 0.92 EUR", "What": "updated", "Option": "update_fees"}]', 1),
	(15, '\x5715e15c457320b6d31c55182f83520afe553664870d71c0243c792feafb9d31', '[{"Key": {"From": 0, "Name": "", "Plan": 2, "Field": "Recurring fee", "Period": 22, "Category": 0, "Resource": 0, "Schedule": 0}, "New": "11.96", "Old": "11.04", "Rate": "1 USD = 0.92 EUR", "What": "updated", "Option": "update_fees"}]', 1),
	(16, '\x93f01305df2d1de1f88fc30b4797e727c4671e57e7faf5f7091413ced6fa0036', '[{"Key": {"From": 0, "Name": "", "Plan": 2, "Field": "Recurring fee", "Period": 22, "Category": 0, "Resource": 0, "Schedule": 0}, "New": "13", "Old": "12", "What": "updated", "Option": "update_fees"}]', 1),
	(17, '\xc585a75c926ca961fc2c51f4ebe4291a73511e1a7d2f7d238060a71ed38c0dcf', '[{"Key": {"From": 0, "Name": "", "Plan": 2, "Field": "Recurring fee", "Period": 22, "Category": 0, "Resource": 0, "Schedule": 0}, "New": "13", "Old": "15", "What": "updated", "Option": "update_fees"}]', 1),
	(18, '\xcfbda278bb6047dd2fbe56b9d00ce05d2918d671097d8841ef0bc7519fe76736', '[{"Key": {"From": 0, "Name": "", "Plan": 2, "Field": "Recurring fee", "Period": 22, "Category": 0, "Resource": 0, "Schedule": 0}, "New": "13", "Old": "18", "What": "updated", "Option": "update_fees"}]', 1),
	(19, '\x5e661cce20c27d870f7b13d107a927b2ac11aeb805f6bacb009e71eb5d16bc8b', '[{"Key": {"From": 0, "Name": "", "Plan": 1, "Field": "Recurring fee", "Period": 22, "Category": 0, "Resource": 0, "Schedule": 0}, "New": "12", "Old": "13", "What": "updated", "Option": "update_fees"}]', 1),
	(20, '\x648caf0f6d82aca62e74c836ac71eafb61c2b6d7cc30ee12e05e5c3809b8c227', '[{"Key": {"From": 0, "Name": "", "Plan": 1, "Field": "Recurring fee", "Period": 22, "Category": 0, "Resource": 0, "Schedule": 0}, "New": "11.04", "Old": "11.96", "What": "updated", "Option": "update_fees"}]', 1),
	(21, '\x7202e073cd2688e3ccc853054e34ab9cff63cc96bf06f6b860d2a76ef6ebab38', '[{"Key": {"From": 0, "Name": "", "Plan": 2, "Field": "Recurring fee", "Period": 22, "Category": 0, "Resource": 0, "Schedule": 0}, "New": "11.04", "Old": "11.96", "What": "updated", "Option": "update_fees"}]', 1),
	(22, '\x73318f4edd7a69df874144bc1e46751054c22ddb4f953a0ede05755abec5f377', '[{"Key": {"From": 0, "Name": "", "Plan": 3, "Field": "Recurring fee", "Period": 22, "Category": 0, "Resource": 0, "Schedule": 0}, "New": "11.04", "Old": "11.96", "What": "updated", "Option": "update_fees"}]', 1),
	(23, '\x81df2d624bd3156e67c479f36bc60b3aa0f7a542afe30a6cc17f99c7d0cd6360', '[{"Key": {"From": 0, "Name": "", "Plan": 2, "Field": "Recurring fee", "Period": 22, "Category": 0, "Resource": 0, "Schedule": 0}, "New": "12", "Old": "13", "What": "updated", "Option": "update_fees"}]', 1),
	(24, '\x8e7e302895fb444689add9b35bfcdf3dffcef96e78c8234285979299ccf5b6ca', '[{"Key": {"From": 0, "Name": "", "Plan": 2, "Field": "Recurring fee", "Period": 22, "Category": 0, "Resource": 0, "Schedule": 0}, "New": "15", "Old": "13", "What": "updated", "Option": "update_fees"}]', 1),
	(25, '\x9c38b213a5ae3a8ce6a72215c10a6512f241e5a39260918c3fc713ad17bd59b6', '[{"Key": {"From": 0, "Name": "", "Plan": 2, "Field": "Recurring fee", "Period": 22, "Category": 0, "Resource": 0, "Schedule": 0}, "New": "18", "Old": "13", "What": "updated", "Option": "update_fees"}]', 1),
	(26, '\xae43db2b6407aa8b14181cad33e1124022b917618e26118aa559daecebbce63e', '[{"Key": {"From": 0, "Name": "", "Plan": 3, "Field": "Recurring fee", "Period": 22, "Category": 0, "Resource": 0, "Schedule": 0}, "New": "12", "Old": "13", "What": "updated", "Option": "update_fees"}]', 1);
INSERT INTO own_layer (account_id, id, plan_id) VALUES
	(1006, 1035, 2),
	(1018, 1037, 2),
	(1029, 1039, 2),
	(1029, 1041, 2);
INSERT INTO own_value (account_id, layer_id, field, period_id, resource_id, from_amount, category_id, schedule_id, name, amount, value, base, set_by, set_at) VALUES
	(1006, 1035, 'Recurring fee', 22, 0, 0, 0, 0, '', 15, '15', '10', 1008, '2026-11-27 06:16:15.578386+00'),
	(1018, 1037, 'Recurring fee', 22, 0, 0, 0, 0, '', 18, '18', '10', 1020, '2026-11-27 06:16:15.582921+00'),
	(1029, 1039, 'Name', 0, 0, 0, 0, 0, '', NULL, 'Post', 'Mail', 1031, '2026-11-27 06:16:15.58615+00'),
	(1029, 1041, 'Name', 0, 0, 0, 0, 0, '', NULL, 'Post', 'Mail', 1031, '2026-11-27 06:16:15.58615+00'),
	(1029, 1041, 'Published', 0, 0, 0, 0, 0, '', NULL, 'no', 'yes', 1031, '2026-11-27 06:16:15.589873+00');
INSERT INTO plan_version (id, hash, plan_id, name, type, template_id, plan_category_id, sales_categories, short, long, service_terms, published, disabled, usage_statistics, schedule_id, billing_model, billing_period, auto_renew, renew_period_id) OVERRIDING SYSTEM VALUE VALUES
	(1, '\x34843e84b5be9f76ae5730bc34e7392b620c09814b7c8bba3399b02a19aa326d', 1, 'Reseller program', 'Reseller', 1004, 8, '{9}', '', '', '', true, false, false, NULL, 'Prepaid', 'Monthly', false, NULL),
	(2, '\xf7e45ab7dbd88e0e112019959a1e84ca2a95b9047384837dd98a98b125610dc3', 3, 'Office', 'Generic', NULL, 8, '{9}', '', '', '', true, false, false, NULL, 'Prepaid', 'Monthly', false, NULL),
	(3, '\xfd9ebec6fc965b816d063f06810980e75fa6f4d01fc89c0dba842cf58c106270', 2, 'Mail', 'Generic', NULL, 8, '{9}', '', '', '', true, false, false, NULL, 'Prepaid', 'Monthly', false, NULL),
	(4, '\x055027fbf6daa79ed10032e594760bfc526a174e3aecf7ec6ed0999e83bb5a35', 3, 'Office', 'Generic', NULL, 8, '{9}', 'short, "quoted"', 'long
lines {,}', '', true, false, false, 11, 'Prepaid', 'Monthly', false, NULL),
	(5, '\x130744256d65ce1b8b1ef339cb3c2df8f7d2efdc8e27c0844e6eee8324dec83d', 2, 'Mail', 'Generic', NULL, 8, '{9}', 'short, "quoted"', 'long
lines {,}', '', true, false, false, 11, 'Prepaid', 'Monthly', false, NULL),
	(6, '\x62226618c13c525c5a3b073ab47cd1f054a8dd610d306abd5fe1dbf2fd50a3c7', 1, 'Reseller program', 'Reseller', 1004, 8, '{9}', 'short, "quoted"', 'long
lines {,}', '', true, false, false, 11, 'Prepaid', 'Monthly', false, NULL),
	(7, '\x6d8a5d6bfe6cd85dd8fcbb4a3ec04e0e0c09995d7ddee0d00ce1f027eaf1c10a', 1, 'Reseller program', 'Reseller', 1004, 8, '{9}', 'short, "quoted"', 'long
lines {,}', '', true, false, false, 11, 'Prepaid', 'Monthly', false, NULL),
	(8, '\x9f6ca5ec9bd5cabd710e490ec77e68179a1940fbcc0a4294d79d092214cca3bc', 2, 'Mail', 'Generic', NULL, 8, '{9}', 'short, "quoted"', 'long
lines {,}', '', true, false, false, 11, 'Prepaid', 'Monthly', false, NULL),
	(9, '\xac1834c915921fd89e75241f4e5154346e79420cf77397eb797c77c2b3f657e4', 3, 'Office', 'Generic', NULL, 8, '{9}', 'short, "quoted"', 'long
lines {,}', '', true, false, false, 11, 'Prepaid', 'Monthly', false, NULL),
	(10, '\xd66e59ebe0f4f7f0004d023aff09292bae67855cce883b6256cbefdaf881ddc0', 900, 'Mine', 'Generic', NULL, NULL, '{}', 'short, "quoted"', 'long
lines {,}', '', true, false, false, NULL, 'Prepaid', 'Monthly', false, NULL),
	(11, '\x3b28d2002039dc40222198fd31f740245c68274530c1df07d7e1a80096cbe208', 2, 'Mail', 'Generic', NULL, 8, '{9}', 'short, "quoted"', 'long
lines {,}', '', true, false, false, 11, 'Prepaid', 'Monthly', false, NULL),
	(12, '\x5f4afb55cd8235dd638e449747d8a9df8878ab4b1f02c5a832f973f3f3f1bb35', 3, 'Office', 'Generic', NULL, 8, '{9}', 'short, "quoted"', 'long
lines {,}', '', true, false, false, 11, 'Prepaid', 'Monthly', false, NULL),
	(13, '\x89df929bdb4189e8355220e941fff9754ba1cb0f5407665ffa84078b80261100', 1, 'Reseller program', 'Reseller', 1004, 8, '{9}', 'short, "quoted"', 'long
lines {,}', '', true, false, false, 11, 'Prepaid', 'Monthly', false, NULL),
	(14, '\x1033bc9063409d3efa4805785b7e7e64414f9723f77d744cc1ac222b5b9bce7b', 2, 'Mail', 'Generic', NULL, 8, '{9}', 'short, "quoted"', 'long
lines {,}', '', true, false, false, 11, 'Prepaid', 'Monthly', false, NULL),
	(15, '\x2af399ae273a07c27c2250116f6413dbfc348ada2d406ec12ef0cd85cfc9275e', 2, 'Mail', 'Generic', NULL, 8, '{9}', 'short, "quoted"', 'long
lines {,}', '', true, false, false, 11, 'Prepaid', 'Monthly', false, NULL),
	(16, '\x4517d09ed819e8c135322d458488822ffef1e66887b51080aed197fde9167f5c', 2, 'Mail', 'Generic', NULL, 8, '{9}', 'short, "quoted"', 'long
lines {,}', '', true, false, false, 11, 'Prepaid', 'Monthly', false, NULL),
	(17, '\x504bc35604d746b7258cf66fea57d604660c4ee180e990de7866449f12558b75', 3, 'Office', 'Generic', NULL, 8, '{9}', 'short, "quoted"', 'long
lines {,}', '', true, false, false, 11, 'Prepaid', 'Monthly', false, NULL),
	(18, '\xe5eb03ebe5f6d46e95e667d85000b29e09b26f29fe48f041cfef441b201bc5a8', 1, 'Reseller program', 'Reseller', 1004, 8, '{9}', 'short, "quoted"', 'long
lines {,}', '', true, false, false, 11, 'Prepaid', 'Monthly', false, NULL),
	(19, '\x2100b5398c3052e25c1bfdeed7a0c4a91bf1bc02e40f307f3849e95aa3c28a42', 3, 'Office', 'Generic', NULL, 8, '{9}', 'short, "quoted"', 'long
lines {,}', '', true, false, false, 11, 'Prepaid', 'Monthly', false, NULL),
	(20, '\xa4237a10fa1c5c0793934ab0cf267ab098b4558641e62c2e33b773f8a9ac51eb', 1, 'Reseller program', 'Reseller', 1004, 8, '{9}', 'short, "quoted"', 'long
lines {,}', '', true, false, false, 11, 'Prepaid', 'Monthly', false, NULL),
	(21, '\xb126ba3ef78d3d810c1b2513d705acf3e19f70182f568d750f1643a3d9d9ee93', 2, 'Mail', 'Generic', NULL, 8, '{9}', 'short, "quoted"', 'long
lines {,}', '', true, false, false, 11, 'Prepaid', 'Monthly', false, NULL),
	(22, '\x110d96522a3d5b13d39571b4a25c4cfc81b4e0690e00e96455d684aab03deacb', 1, 'Reseller program', 'Reseller', 1004, 8, '{9}', 'short, "quoted"', 'long
lines {,}', '', true, false, false, 11, 'Prepaid', 'Monthly', false, NULL),
	(23, '\x8ba25e271fa65dac163cdd7cfd9b1ae77873c825abec4a93e312aca8fd5f295d', 3, 'Office', 'Generic', NULL, 8, '{9}', 'short, "quoted"', 'long
lines {,}', '', true, false, false, 11, 'Prepaid', 'Monthly', false, NULL),
	(24, '\xb2aeeecdf51f9576fe075e6f22c2a08c26885203021fbdb341965003e70c57dd', 2, 'Mail', 'Generic', NULL, 8, '{9}', 'short, "quoted"', 'long
lines {,}', '', true, false, false, 11, 'Prepaid', 'Monthly', false, NULL);
INSERT INTO period_version (plan_version, period_id, length, unit, trial, active, cycles, setup_fee, recurring_fee, renewal_fee, transfer_fee, cancellation_fee, deposit_fee, non_refundable_fee, msrp_setup_fee, msrp_recurring_fee, msrp_renewal_fee, msrp_transfer_fee, msrp_cancellation_fee, msrp_deposit_fee, msrp_non_refundable_fee, refund_days, schedule_id, "position", unpriced) VALUES
	(1, 22, 1, 'months', false, true, 0, 1, 10, 1, 1, 1, 1, 1, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, 1, false),
	(2, 22, 1, 'months', false, true, 0, 1, 10, 1, 1, 1, 1, 1, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, 1, false),
	(3, 22, 1, 'months', false, true, 0, 1, 10, 1, 1, 1, 1, 1, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, 1, false),
	(4, 22, 1, 'months', false, true, 0, 1, 10, 1, 1, 1, 1, 1, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, 1, false),
	(5, 22, 1, 'months', false, true, 0, 1, 10, 1, 1, 1, 1, 1, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, 1, false),
	(6, 22, 1, 'months', false, true, 0, 1, 10, 1, 1, 1, 1, 1, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, 1, false),
	(7, 22, 1, 'months', false, true, 0, 0.92, 9.2, 0.92, 0.92, 0.92, 0.92, 0.92, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, 1, false),
	(8, 22, 1, 'months', false, true, 0, 0.92, 9.2, 0.92, 0.92, 0.92, 0.92, 0.92, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, 1, false),
	(9, 22, 1, 'months', false, true, 0, 0.92, 9.2, 0.92, 0.92, 0.92, 0.92, 0.92, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, 1, false),
	(10, 22, 1, 'months', false, true, 0, 1, 7, 1, 1, 1, 1, 1, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, 1, false),
	(11, 22, 1, 'months', false, true, 0, 1, 12, 1, 1, 1, 1, 1, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, 1, false),
	(12, 22, 1, 'months', false, true, 0, 1, 12, 1, 1, 1, 1, 1, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, 1, false),
	(13, 22, 1, 'months', false, true, 0, 1, 12, 1, 1, 1, 1, 1, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, 1, false),
	(14, 22, 1, 'months', false, true, 0, 0.92, 11.04, 0.92, 0.92, 0.92, 0.92, 0.92, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, 1, false),
	(15, 22, 1, 'months', false, true, 0, 1, 18, 1, 1, 1, 1, 1, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, 1, false),
	(16, 22, 1, 'months', false, true, 0, 1, 15, 1, 1, 1, 1, 1, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, 1, false),
	(17, 22, 1, 'months', false, true, 0, 0.92, 11.04, 0.92, 0.92, 0.92, 0.92, 0.92, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, 1, false),
	(18, 22, 1, 'months', false, true, 0, 0.92, 11.04, 0.92, 0.92, 0.92, 0.92, 0.92, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, 1, false),
	(19, 22, 1, 'months', false, true, 0, 1, 13, 1, 1, 1, 1, 1, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, 1, false),
	(20, 22, 1, 'months', false, true, 0, 1, 13, 1, 1, 1, 1, 1, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, 1, false),
	(21, 22, 1, 'months', false, true, 0, 1, 13, 1, 1, 1, 1, 1, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, 1, false),
	(22, 22, 1, 'months', false, true, 0, 0.92, 11.96, 0.92, 0.92, 0.92, 0.92, 0.92, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, 1, false),
	(23, 22, 1, 'months', false, true, 0, 0.92, 11.96, 0.92, 0.92, 0.92, 0.92, 0.92, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, 1, false),
	(24, 22, 1, 'months', false, true, 0, 0.92, 11.96, 0.92, 0.92, 0.92, 0.92, 0.92, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, 1, false);
INSERT INTO pointer (account_id, delivered_id, own_id, entry_id) VALUES
	(1001, NULL, 1046, 21),
	(1006, 7, 1036, 28),
	(1018, 7, 1038, 29),
	(1029, 8, 1042, 30),
	(1010, 9, 1043, 31),
	(1022, 10, NULL, 32),
	(1014, 9, NULL, 33);
INSERT INTO rate_version (plan_version, resource_id, included, minimum, maximum, visible, main, "position", unpriced) VALUES
	(1, 31, 10, 1, 100, true, false, 1, false),
	(2, 31, 10, 1, 100, true, false, 1, false),
	(3, 31, 10, 1, 100, true, false, 1, false),
	(4, 1026, 10, 1, 100, true, false, 1, false),
	(5, 1026, 10, 1, 100, true, false, 1, false),
	(6, 1026, 10, 1, 100, true, false, 1, false),
	(7, 1026, 10, 1, 100, true, false, 1, false),
	(8, 1026, 10, 1, 100, true, false, 1, false),
	(9, 1026, 10, 1, 100, true, false, 1, false),
	(10, 1026, 10, 1, 100, true, false, 1, false),
	(11, 1026, 10, 1, 100, true, false, 1, false),
	(12, 1026, 10, 1, 100, true, false, 1, false),
	(13, 1026, 10, 1, 100, true, false, 1, false),
	(14, 1026, 10, 1, 100, true, false, 1, false),
	(15, 1026, 10, 1, 100, true, false, 1, false),
	(16, 1026, 10, 1, 100, true, false, 1, false),
	(17, 1026, 10, 1, 100, true, false, 1, false),
	(18, 1026, 10, 1, 100, true, false, 1, false),
	(19, 1026, 10, 1, 100, true, false, 1, false),
	(20, 1026, 10, 1, 100, true, false, 1, false),
	(21, 1026, 10, 1, 100, true, false, 1, false),
	(22, 1026, 10, 1, 100, true, false, 1, false),
	(23, 1026, 10, 1, 100, true, false, 1, false),
	(24, 1026, 10, 1, 100, true, false, 1, false);
INSERT INTO rate_price (plan_version, resource_id, period_id, from_amount, setup_price, recurring_price, overuse_price, cancellation_price, msrp_setup_price, msrp_recurring_price, msrp_overuse_price, msrp_cancellation_price) VALUES
	(1, 31, 0, 0, 0.5, 0.5, 0.5, 0.5, NULL, NULL, NULL, NULL),
	(2, 31, 0, 0, 0.5, 0.5, 0.5, 0.5, NULL, NULL, NULL, NULL),
	(3, 31, 0, 0, 0.5, 0.5, 0.5, 0.5, NULL, NULL, NULL, NULL),
	(4, 1026, 0, 0, 0.5, 0.5, 0.5, 0.5, NULL, NULL, NULL, NULL),
	(5, 1026, 0, 0, 0.5, 0.5, 0.5, 0.5, NULL, NULL, NULL, NULL),
	(6, 1026, 0, 0, 0.5, 0.5, 0.5, 0.5, NULL, NULL, NULL, NULL),
	(7, 1026, 0, 0, 0.46, 0.46, 0.46, 0.46, NULL, NULL, NULL, NULL),
	(8, 1026, 0, 0, 0.46, 0.46, 0.46, 0.46, NULL, NULL, NULL, NULL),
	(9, 1026, 0, 0, 0.46, 0.46, 0.46, 0.46, NULL, NULL, NULL, NULL),
	(10, 1026, 0, 0, 0.5, 0.5, 0.5, 0.5, NULL, NULL, NULL, NULL),
	(11, 1026, 0, 0, 0.5, 0.5, 0.5, 0.5, NULL, NULL, NULL, NULL),
	(12, 1026, 0, 0, 0.5, 0.5, 0.5, 0.5, NULL, NULL, NULL, NULL),
	(13, 1026, 0, 0, 0.5, 0.5, 0.5, 0.5, NULL, NULL, NULL, NULL),
	(14, 1026, 0, 0, 0.46, 0.46, 0.46, 0.46, NULL, NULL, NULL, NULL),
	(15, 1026, 0, 0, 0.5, 0.5, 0.5, 0.5, NULL, NULL, NULL, NULL),
	(16, 1026, 0, 0, 0.5, 0.5, 0.5, 0.5, NULL, NULL, NULL, NULL),
	(17, 1026, 0, 0, 0.46, 0.46, 0.46, 0.46, NULL, NULL, NULL, NULL),
	(18, 1026, 0, 0, 0.46, 0.46, 0.46, 0.46, NULL, NULL, NULL, NULL),
	(19, 1026, 0, 0, 0.5, 0.5, 0.5, 0.5, NULL, NULL, NULL, NULL),
	(20, 1026, 0, 0, 0.5, 0.5, 0.5, 0.5, NULL, NULL, NULL, NULL),
	(21, 1026, 0, 0, 0.5, 0.5, 0.5, 0.5, NULL, NULL, NULL, NULL),
	(22, 1026, 0, 0, 0.46, 0.46, 0.46, 0.46, NULL, NULL, NULL, NULL),
	(23, 1026, 0, 0, 0.46, 0.46, 0.46, 0.46, NULL, NULL, NULL, NULL),
	(24, 1026, 0, 0, 0.46, 0.46, 0.46, 0.46, NULL, NULL, NULL, NULL);
INSERT INTO resource (account_id, id, name, unit, additive, measurable) VALUES
	(1001, 1026, 'Mailbox', 'pcs', true, true);
INSERT INTO run_result (account_id, run_account_id, run_id, subscription_id, level, delivered_from, delivered_to, own_from, own_to, skip, outcomes, own_outcomes, changes, own_overwritten, own_kept) VALUES
	(1006, 1001, 1034, 1009, 1, NULL, 4, NULL, NULL, '', '{1}', 'null', 21, 0, 0),
	(1018, 1001, 1034, 1021, 1, NULL, 4, NULL, NULL, '', '{1}', 'null', 21, 0, 0),
	(1029, 1001, 1034, 1032, 1, NULL, 3, NULL, NULL, '', '{2}', 'null', 21, 0, 0),
	(1010, 1001, 1034, 1013, 2, NULL, 4, NULL, NULL, '', '{1}', 'null', 21, 0, 0),
	(1022, 1001, 1034, 1025, 2, NULL, 4, NULL, NULL, '', '{1}', 'null', 21, 0, 0),
	(1014, 1001, 1034, 1017, 3, NULL, 4, NULL, NULL, '', '{1}', 'null', 21, 0, 0),
	(1006, 1001, 1045, 1009, 1, 4, 7, 1036, 1036, '', '{8,7,9}', '[{"Key": {"From": 0, "Name": "", "Plan": 2, "Field": "Recurring fee", "Period": 22, "Category": 0, "Resource": 0, "Schedule": 0}, "New": "12", "Old": "15", "What": "own value kept", "Option": "update_fees"}]', 3, 0, 1),
	(1018, 1001, 1045, 1021, 1, 4, 7, 1038, 1038, '', '{8,7,9}', '[{"Key": {"From": 0, "Name": "", "Plan": 2, "Field": "Recurring fee", "Period": 22, "Category": 0, "Resource": 0, "Schedule": 0}, "New": "12", "Old": "18", "What": "own value kept", "Option": "update_fees"}]', 3, 0, 1),
	(1029, 1001, 1045, 1032, 1, 3, 8, 1042, 1042, '', '{3,4,10}', 'null', 3, 0, 0),
	(1010, 1001, 1045, 1013, 2, 4, 9, 1043, 1043, '', '{8,6,9}', 'null', 3, 0, 0),
	(1022, 1001, 1045, 1025, 2, 4, 10, NULL, NULL, '', '{8,5,9}', 'null', 3, 0, 0),
	(1014, 1001, 1045, 1017, 3, 4, 9, NULL, NULL, '', '{8,6,9}', 'null', 3, 0, 0),
	(1006, 1001, 1047, 1009, 1, 7, 13, 1036, NULL, '', '{13,16,12}', '[{"Key": {"From": 0, "Name": "", "Plan": 2, "Field": "Recurring fee", "Period": 22, "Category": 0, "Resource": 0, "Schedule": 0}, "New": "13", "Old": "15", "What": "own value overwritten", "Option": "update_fees"}]', 4, 1, 0),
	(1018, 1001, 1047, 1021, 1, 7, 13, 1038, NULL, '', '{13,16,12}', '[{"Key": {"From": 0, "Name": "", "Plan": 2, "Field": "Recurring fee", "Period": 22, "Category": 0, "Resource": 0, "Schedule": 0}, "New": "13", "Old": "18", "What": "own value overwritten", "Option": "update_fees"}]', 4, 1, 0),
	(1029, 1001, 1047, 1032, 1, 8, 12, 1042, 1042, '', '{14,15,11}', 'null', 3, 0, 0),
	(1010, 1001, 1047, 1013, 2, 9, 13, 1043, 1043, '', '{13,17,12}', 'null', 3, 0, 0),
	(1022, 1001, 1047, 1025, 2, 10, 13, NULL, NULL, '', '{13,18,12}', 'null', 3, 0, 0),
	(1014, 1001, 1047, 1017, 3, 9, 13, NULL, NULL, '', '{13,17,12}', 'null', 3, 0, 0),
	(1006, 1001, 1048, 1009, 1, 13, 7, NULL, 1036, '', '{19,23,26}', '[{"Key": {"From": 0, "Name": "", "Plan": 2, "Field": "Recurring fee", "Period": 22, "Category": 0, "Resource": 0, "Schedule": 0}, "New": "15", "Old": "13", "What": "updated", "Option": "update_fees"}]', 4, 0, 0),
	(1018, 1001, 1048, 1021, 1, 13, 7, NULL, 1038, '', '{19,23,26}', '[{"Key": {"From": 0, "Name": "", "Plan": 2, "Field": "Recurring fee", "Period": 22, "Category": 0, "Resource": 0, "Schedule": 0}, "New": "18", "Old": "13", "What": "updated", "Option": "update_fees"}]', 4, 0, 0),
	(1029, 1001, 1048, 1032, 1, 12, 8, 1042, 1042, '', '{20,21,22}', 'null', 3, 0, 0),
	(1010, 1001, 1048, 1013, 2, 13, 9, 1043, 1043, '', '{19,24,26}', 'null', 3, 0, 0),
	(1022, 1001, 1048, 1025, 2, 13, 10, NULL, NULL, '', '{19,25,26}', 'null', 3, 0, 0),
	(1014, 1001, 1048, 1017, 3, 13, 9, NULL, NULL, '', '{19,24,26}', 'null', 3, 0, 0);
INSERT INTO subscription (account_id, id, vendor_id, plan_id, period_id, name, status, started, expires, created_at) VALUES
	(1006, 1009, 1001, 1, NULL, 'R1', 'Active', '2026-11-27 06:16:15.342648+00', '2027-11-27 06:16:15.342648+00', '2026-11-27 06:16:15.342648+00'),
	(1010, 1013, 1006, 1, NULL, 'R11', 'Active', '2026-11-27 06:16:15.405934+00', '2027-11-27 06:16:15.405934+00', '2026-11-27 06:16:15.405934+00'),
	(1014, 1017, 1010, 1, NULL, 'R111', 'Active', '2026-11-27 06:16:15.456384+00', '2027-11-27 06:16:15.456384+00', '2026-11-27 06:16:15.456384+00'),
	(1018, 1021, 1001, 1, NULL, 'R2', 'Active', '2026-11-27 06:16:15.487436+00', '2027-11-27 06:16:15.487436+00', '2026-11-27 06:16:15.487436+00'),
	(1022, 1025, 1018, 1, NULL, 'R21', 'Active', '2026-11-27 06:16:15.513945+00', '2027-11-27 06:16:15.513945+00', '2026-11-27 06:16:15.513945+00'),
	(1029, 1032, 1001, 1, NULL, 'R3', 'Active', '2026-11-27 06:16:15.546288+00', '2027-11-27 06:16:15.546288+00', '2026-11-27 06:16:15.546288+00');
INSERT INTO template (account_id, id, name, version, active, order_flow_id, privileges, terms, updated_at, updated_by) VALUES
	(1001, 1004, 'Standard', 3, true, 1028, '{"Edit descriptions","Edit prices","Manage categories","Manage sub-resellers","Manage users","Publish plans","Synchronize sub-resellers","View reports"}', '{"Documents": [{"ID": 14, "Name": "GTC", "Text": "Pay in time.", "Version": "1", "Effective": "2026-01-31"}], "Acceptance": "every purchase"}', '2026-11-27 06:16:15.520236+00', 1003);
INSERT INTO template_plan (account_id, template_id, plan_id) VALUES
	(1001, 1004, 1),
	(1001, 1004, 2),
	(1001, 1004, 3);
INSERT INTO upgrade_version (plan_version, to_plan_id, downgrade, fee, description) VALUES
	(5, 3, false, 3, 'bigger; better'),
	(8, 3, false, 2.76, 'bigger; better'),
	(11, 3, false, 3, 'bigger; better'),
	(14, 3, false, 2.76, 'bigger; better'),
	(15, 3, false, 3, 'bigger; better'),
	(16, 3, false, 3, 'bigger; better'),
	(21, 3, false, 3, 'bigger; better'),
	(24, 3, false, 2.76, 'bigger; better');
SELECT setval('catalog_id_seq', 13, true);
SELECT setval('entry_id_seq', 33, true);
SELECT setval('outcome_set_id_seq', 26, true);
SELECT setval('part_id_seq', 6, true);
SELECT setval('plan_version_id_seq', 24, true);
