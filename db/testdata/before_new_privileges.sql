-- What was stored at schema version 9 by the program of that time, made with it and dumped by pg_dump: provider P;
-- resellers R1 > R11 > R111 and R2 > R21. Run 1026 gave R1 and those below everything, 1027 the others the plans and nothing
-- else; R1 set a fee, which run 1031 overwrote; runs after it changed the privileges of R2, one of them taken back so that
-- R2 was left with a set that holds none; the last changed those of R1 and those below. R21 is closed, and R3 was never
-- delivered anything.
INSERT INTO account (id, parent_id, provider_id, level, kind, name, status, currency, created_at, operating_unit, disable_categories, disable_prices, sync_display_category) VALUES
	(1001, NULL, 1001, 0, 'provider', 'P', 'active', 'USD', '2026-11-26 13:51:01.129297+00', false, false, false, false),
	(1006, 1001, 1001, 1, 'reseller', 'R1', 'active', 'USD', '2026-11-26 13:51:01.244061+00', false, false, false, false),
	(1010, 1006, 1001, 2, 'reseller', 'R11', 'active', 'USD', '2026-11-26 13:51:01.335802+00', false, false, false, false),
	(1014, 1010, 1001, 3, 'reseller', 'R111', 'active', 'USD', '2026-11-26 13:51:01.406234+00', false, false, false, false),
	(1018, 1001, 1001, 1, 'reseller', 'R2', 'active', 'USD', '2026-11-26 13:51:01.469272+00', false, false, false, false),
	(1045, 1001, 1001, 1, 'reseller', 'R3', 'active', 'USD', '2026-11-26 13:51:02.105637+00', false, false, false, false),
	(1022, 1018, 1001, 2, 'reseller', 'R21', 'closed', 'USD', '2026-11-26 13:51:01.547721+00', false, false, false, false);
INSERT INTO app_user (id, account_id, email, name, role, rights, password_hash, active, created_at) VALUES
	(1039, 1001, 'operator@p.example', 'Operator of P', 'operator', '{"Manage users"}', '$argon2id$v=19$m=19456,t=2,p=1$fxoxC5zM3TymuWxUp+Tsow$c2NCX3V6AVxFT70f7lnZaiMa6ds5L2GCBQbGK5Nqmmc', true, '2026-11-26 13:51:01.943813+00'),
	(1040, 1001, 'everything@p.example', 'Everything at P', 'operator', '{"Edit prices","Edit descriptions","Publish plans","Manage categories","Manage sub-resellers","Synchronize sub-resellers","Manage users","View reports"}', '$argon2id$v=19$m=19456,t=2,p=1$7jKGWbg2fDcNGQyRh7Zf0g$pazwhnY8bt14nqhL9pZhm7ulg5D+2IvW7+ofdPt2uLY', true, '2026-11-26 13:51:02.015392+00'),
	(1041, 1001, 'reader@p.example', 'Reader of P', 'read-only', '{}', '$argon2id$v=19$m=19456,t=2,p=1$uS+j90qivQqY+q+UtwNbLg$DRpcYOchuT/uxTvISlTAicon+EH9G9YBlYBuSpc0OHg', true, '2026-11-26 13:51:02.051694+00'),
	(1042, 1006, 'operator@r1.example', 'Operator of R1', 'operator', '{"Edit prices"}', '$argon2id$v=19$m=19456,t=2,p=1$4JH2zgUtCFn7pwyPAuKfSg$RT9yJPEBzjKy8dMOaWU9OGvYeywOrg2HnUWqzMuYnxo', true, '2026-11-26 13:51:02.078101+00'),
	(1043, 1018, 'operator@r2.example', 'Operator of R2', 'operator', '{}', '$argon2id$v=19$m=19456,t=2,p=1$zb6nCpl65qrHTL1q+RkSwg$OrTvujvveYaTGQ7pT/1Y1CSRh6mobE2yVKSosfTLvEs', true, '2026-11-26 13:51:02.103146+00'),
	(1003, 1001, 'admin@p.example', 'Administrator of P', 'administrator', '{}', '$argon2id$v=19$m=19456,t=2,p=1$HZbB1L4zazlCpDikxoxycA$vq1wlG/BF7YTIoghvCDQywxbmac8N/RScj4pDntVN6Q', true, '2026-11-26 13:51:01.181907+00'),
	(1008, 1006, 'admin@r1.example', 'Administrator of R1', 'administrator', '{}', '$argon2id$v=19$m=19456,t=2,p=1$UYanIR5RcvquCYmI/qqUuw$n45JeU9ONY1Gr2JedDwiXNTjyRjoXZEEk6uNh8FVPtA', true, '2026-11-26 13:51:01.327365+00'),
	(1012, 1010, 'admin@r11.example', 'Administrator of R11', 'administrator', '{}', '$argon2id$v=19$m=19456,t=2,p=1$RVXJfHYgbe13+sii+O5JAg$NVP1FwXBnoec5gVAJShIbZtd/JzCnT4xPyIqfEn+7iQ', true, '2026-11-26 13:51:01.402954+00'),
	(1016, 1014, 'admin@r111.example', 'Administrator of R111', 'administrator', '{}', '$argon2id$v=19$m=19456,t=2,p=1$6c1+dQdPxkw6bGrPKubt+A$JqbgNDRwHRb7Qe/LdTujVVnw3Pj1nLTl4NNGEcS5hV4', true, '2026-11-26 13:51:01.465875+00'),
	(1020, 1018, 'admin@r2.example', 'Administrator of R2', 'administrator', '{}', '$argon2id$v=19$m=19456,t=2,p=1$ppuwx+jnrSaD3BsqEpMl9g$6eeX9P6ELGk56lUeGSzRmIla9JzAdOOFuHv1jCGmwKs', true, '2026-11-26 13:51:01.542404+00'),
	(1024, 1022, 'admin@r21.example', 'Administrator of R21', 'administrator', '{}', '$argon2id$v=19$m=19456,t=2,p=1$VC+u+ggL7dMtUceYnQwFCQ$tl/WMjzVsu3pw+XDLGzFbLNUQassvDUng+3DidUBnfo', true, '2026-11-26 13:51:01.578423+00');
INSERT INTO audit (account_id, id, at, user_id, action, object, detail) OVERRIDING SYSTEM VALUE VALUES
	(1001, 1, '2026-11-26 13:51:01.129297+00', NULL, 'created account', 'P', '{"account": 1001, "currency": "USD"}'),
	(1001, 2, '2026-11-26 13:51:01.181907+00', NULL, 'added user', '1002@example.com', '{"role": "administrator"}'),
	(1001, 3, '2026-11-26 13:51:01.193901+00', 1003, 'created service template', 'Standard', '{"template": 1004}'),
	(1001, 4, '2026-11-26 13:51:01.231515+00', 1003, 'changed delegated plans', 'Standard', '{"template": 1004, "delegated": [1, 2, 3], "withdrawn": null}'),
	(1001, 5, '2026-11-26 13:51:01.244061+00', NULL, 'created account', 'R1', '{"account": 1006, "currency": "USD"}'),
	(1006, 6, '2026-11-26 13:51:01.327365+00', NULL, 'added user', '1007@example.com', '{"role": "administrator"}'),
	(1006, 7, '2026-11-26 13:51:01.335802+00', NULL, 'created account', 'R11', '{"account": 1010, "currency": "USD"}'),
	(1010, 8, '2026-11-26 13:51:01.402954+00', NULL, 'added user', '1011@example.com', '{"role": "administrator"}'),
	(1010, 9, '2026-11-26 13:51:01.406234+00', NULL, 'created account', 'R111', '{"account": 1014, "currency": "USD"}'),
	(1014, 10, '2026-11-26 13:51:01.465875+00', NULL, 'added user', '1015@example.com', '{"role": "administrator"}'),
	(1001, 11, '2026-11-26 13:51:01.469272+00', NULL, 'created account', 'R2', '{"account": 1018, "currency": "USD"}'),
	(1018, 12, '2026-11-26 13:51:01.542404+00', NULL, 'added user', '1019@example.com', '{"role": "administrator"}'),
	(1018, 13, '2026-11-26 13:51:01.547721+00', NULL, 'created account', 'R21', '{"account": 1022, "currency": "USD"}'),
	(1022, 14, '2026-11-26 13:51:01.578423+00', NULL, 'added user', '1023@example.com', '{"role": "administrator"}'),
	(1001, 15, '2026-11-26 13:51:01.739669+00', 1003, 'changed service template', 'Standard', '{"active": true, "template": 1004, "order flow": 0, "privileges": ["Edit prices"]}'),
	(1001, 16, '2026-11-26 13:51:01.761563+00', 1003, 'changed service template', 'Standard', '{"active": true, "template": 1004, "order flow": 0, "privileges": ["Edit prices", "View reports"]}'),
	(1001, 17, '2026-11-26 13:51:01.790581+00', 1003, 'changed service template', 'Standard', '{"active": true, "template": 1004, "order flow": 0, "privileges": ["View reports"]}'),
	(1001, 18, '2026-11-26 13:51:01.866966+00', 1003, 'changed service template', 'Standard', '{"active": true, "template": 1004, "order flow": 0, "privileges": ["Edit prices", "Manage users", "View reports"]}'),
	(1001, 19, '2026-11-26 13:51:01.943813+00', NULL, 'added user', 'operator@p.example', '{"role": "operator"}'),
	(1001, 20, '2026-11-26 13:51:02.015392+00', NULL, 'added user', 'everything@p.example', '{"role": "operator"}'),
	(1001, 21, '2026-11-26 13:51:02.051694+00', NULL, 'added user', 'reader@p.example', '{"role": "read-only"}'),
	(1006, 22, '2026-11-26 13:51:02.078101+00', NULL, 'added user', 'operator@r1.example', '{"role": "operator"}'),
	(1018, 23, '2026-11-26 13:51:02.103146+00', NULL, 'added user', 'operator@r2.example', '{"role": "operator"}'),
	(1006, 24, '2026-11-26 13:51:02.10379+00', 1008, 'created service template', 'Bare', '{"template": 1044}'),
	(1001, 25, '2026-11-26 13:51:02.105637+00', NULL, 'created account', 'R3', '{"account": 1045, "currency": "USD"}');
INSERT INTO part (id, kind, hash, body) OVERRIDING SYSTEM VALUE VALUES
	(1, 'categories', '\x1df0bf97a971d0507f0a3c22b77c4646e8817f496469fc1f345a10f1beb4a120', '{"Plan": [{"ID": 8, "Name": "Cloud", "Description": "", "TaxCategory": ""}], "Sales": [{"ID": 9, "Name": "Software", "Parent": 0, "Display": true, "Position": 0, "Description": ""}], "Resource": null}'),
	(2, 'privileges', '\x752c8e3c51145f342b9932eae900ee0d757af90b2be93ea8f57bc46084189634', '{"List": ["Edit descriptions", "Edit prices", "Manage categories", "Manage sub-resellers", "Manage users", "Publish plans", "Synchronize sub-resellers", "View reports"]}'),
	(3, 'terms', '\x36e24ff4bc482c07d6ca99ede54e2f90185d88871750463453cfef9ab132c434', '{"Documents": null, "Acceptance": "first purchase"}'),
	(4, 'privileges', '\x1be4772a664656271a3c8f9cc008d5623e28e06f8e16f59285d2dddeeed8f530', '{"List": ["Edit prices"]}'),
	(5, 'privileges', '\xb23e291c54b9956340472faa3a564ef96413c8c5bc2f96329b34ba42814582f8', '{"List": ["Edit prices", "View reports"]}'),
	(6, 'privileges', '\x29a35004284e6c29f31688a38439c7ef201206fe0b29b734f53642cd39899e2d', '{"List": ["View reports"]}'),
	(7, 'privileges', '\x02a1fd738ae51712b501c20194ca35f8865fbfc89d52ed14e36ef32dc14c3565', '{"List": null}'),
	(8, 'privileges', '\xc39beea4ffdf42043971a372078762f060eaf1762112003c897f4000bc40fb32', '{"List": ["Edit prices", "Manage users", "View reports"]}');
INSERT INTO catalog (id, hash, plans, categories_id, schedules_id, order_flow_id, privileges_id, terms_id) OVERRIDING SYSTEM VALUE VALUES
	(1, '\x6c18fe0843ce70b02bc8fe29d7026df30e135acbf59a883284106c55fbb774dc', '{1,3,2}', 1, NULL, NULL, NULL, NULL),
	(2, '\xcbb62f364d6f5e5e67c53de1a78780eb60e6cefc78cb220c3176e6f8a7df69a2', '{1,3,2}', 1, NULL, NULL, 2, 3),
	(3, '\x0b6a41fd4d5ec935f6fdae30c9b7c79377071b6935c4ffd3ca79f4fe15d853e5', '{5,6,4}', 1, NULL, NULL, NULL, NULL),
	(4, '\xbceddcc4a4fa18d966dd22f9a93ba4499a54c649f0de0fac3dc05bd28a33c080', '{5,6,4}', 1, NULL, NULL, 2, 3),
	(5, '\x59c6a83784ab902299b2924454233f58117aafef30a409dc836a9835b96355c5', '{5,6,4}', 1, NULL, NULL, 4, NULL),
	(6, '\x657e5df6722fd416646211214ed2163f218780696b25bff09659a0545a4d338c', '{5,6,4}', 1, NULL, NULL, 5, NULL),
	(7, '\xf92d581e89c3ae07ba76956e067986d9ee2cc42290743efea8faf0b758c6ca61', '{5,6,4}', 1, NULL, NULL, 6, NULL),
	(8, '\x2b11dfe684b20e005b060ddeeed2789996dd4b65b9a0f029b2fc6d7240b09448', '{5,6,4}', 1, NULL, NULL, 7, NULL),
	(9, '\x36ec904fa6357084d8f88fa7a80af1f173f8bc31261d7a20b06058cf403c8942', '{5,6,4}', 1, NULL, NULL, 8, 3);
INSERT INTO dialog (key, account_id, user_id, plan_id, subscription_id, template_id, template_version, entry_id, opened_at) VALUES
	('7LIZG2YMUHDNGDQS2D3VXKJELG', 1001, 1003, 1, 1009, 1004, 2, 1, '2026-11-26 13:51:01.614782+00'),
	('WB6OTMDSDZQFZSXTLQ3TI7GTJB', 1001, 1003, 1, NULL, 1004, 2, 1, '2026-11-26 13:51:01.658968+00'),
	('Q4NZCJ3JYJMX73DBQMLX3LFXS5', 1001, 1003, 1, NULL, 1004, 2, 8, '2026-11-26 13:51:01.719369+00'),
	('MFVFLXM2KR44UR2OMEECJFEC62', 1001, 1003, 1, 1021, 1004, 3, 8, '2026-11-26 13:51:01.745098+00'),
	('BJ6FDNEQFZKK4ALBFOPWBFGT3F', 1001, 1003, 1, 1021, 1004, 4, 8, '2026-11-26 13:51:01.769756+00'),
	('ZMJHA6VWSXOXTJKMWDGOVRW2PW', 1001, 1003, 1, 1021, 1004, 5, 8, '2026-11-26 13:51:01.814634+00'),
	('J7EA624QV7HGOP5NNTLV3S2REH', 1001, 1003, 1, 1009, 1004, 6, 8, '2026-11-26 13:51:01.878814+00');
INSERT INTO entry (account_id, id, at, user_id, run_account_id, run_id, action, object, delivered_from, delivered_to, own_from, own_to) OVERRIDING SYSTEM VALUE VALUES
	(1001, 1, '2026-11-26 13:51:01.197156+00', 1003, NULL, NULL, 'Edit', 'Catalog', NULL, NULL, NULL, 1005),
	(1006, 2, '2026-11-26 13:51:01.616517+00', 1003, 1001, 1026, 'synchronized', 'Reseller program', NULL, 2, NULL, NULL),
	(1010, 3, '2026-11-26 13:51:01.616517+00', 1003, 1001, 1026, 'synchronized', 'Reseller program', NULL, 2, NULL, NULL),
	(1014, 4, '2026-11-26 13:51:01.616517+00', 1003, 1001, 1026, 'synchronized', 'Reseller program', NULL, 2, NULL, NULL),
	(1018, 5, '2026-11-26 13:51:01.660192+00', 1003, 1001, 1027, 'synchronized', 'Reseller program', NULL, 1, NULL, NULL),
	(1022, 6, '2026-11-26 13:51:01.660192+00', 1003, 1001, 1027, 'synchronized', 'Reseller program', NULL, 1, NULL, NULL),
	(1006, 7, '2026-11-26 13:51:01.685936+00', 1008, NULL, NULL, 'Update price', 'Mail', 2, 2, NULL, 1029),
	(1001, 8, '2026-11-26 13:51:01.69991+00', 1003, NULL, NULL, 'Edit', 'Catalog', NULL, NULL, 1005, 1030),
	(1006, 9, '2026-11-26 13:51:01.720235+00', 1003, 1001, 1031, 'synchronized', 'Reseller program', 2, 4, 1029, NULL),
	(1018, 10, '2026-11-26 13:51:01.720235+00', 1003, 1001, 1031, 'synchronized', 'Reseller program', 1, 3, NULL, NULL),
	(1010, 11, '2026-11-26 13:51:01.720235+00', 1003, 1001, 1031, 'synchronized', 'Reseller program', 2, 4, NULL, NULL),
	(1022, 12, '2026-11-26 13:51:01.720235+00', 1003, 1001, 1031, 'synchronized', 'Reseller program', 1, 3, NULL, NULL),
	(1014, 13, '2026-11-26 13:51:01.720235+00', 1003, 1001, 1031, 'synchronized', 'Reseller program', 2, 4, NULL, NULL),
	(1018, 14, '2026-11-26 13:51:01.745821+00', 1003, 1001, 1032, 'synchronized', 'Reseller program', 3, 5, NULL, NULL),
	(1018, 15, '2026-11-26 13:51:01.770459+00', 1003, 1001, 1033, 'synchronized', 'Reseller program', 5, 6, NULL, NULL),
	(1018, 16, '2026-11-26 13:51:01.817641+00', 1003, 1001, 1034, 'synchronized', 'Reseller program', 6, 7, NULL, NULL),
	(1018, 17, '2026-11-26 13:51:01.839089+00', 1003, 1001, 1035, 'undid a synchronization', 'Reseller program', 7, 8, NULL, NULL),
	(1006, 18, '2026-11-26 13:51:01.880009+00', 1003, 1001, 1036, 'synchronized', 'Reseller program', 4, 9, NULL, NULL),
	(1010, 19, '2026-11-26 13:51:01.880009+00', 1003, 1001, 1036, 'synchronized', 'Reseller program', 4, 9, NULL, NULL),
	(1014, 20, '2026-11-26 13:51:01.880009+00', 1003, 1001, 1036, 'synchronized', 'Reseller program', 4, 9, NULL, NULL),
	(1018, 21, '2026-11-26 13:51:01.902928+00', 1020, NULL, NULL, 'Update price', 'Mail', 8, 8, NULL, 1038);
INSERT INTO outcome_set (id, hash, body, changes) OVERRIDING SYSTEM VALUE VALUES
	(1, '\x72a389aa5550ff0eface3c0214d2d416c18d047b9bf95ae2ab55c81f102fbce2', '\x010ecb02000c6372656174655f706c616e73000763726561746564000c5365727669636520706c616e0010526573656c6c65722070726f6772616d02c00200044d61696c04c00200064f666669636506c92200117570646174655f63617465676f72696573000e53616c65732063617465676f72790008536f6674776172650012c8200018506c616e2063617465676f72792070726f706572746965730005436c6f756410d92000117570646174655f70726976696c65676573000950726976696c656765001145646974206465736372697074696f6e7300037965730010000b45646974207072696365731000114d616e6167652063617465676f726965731000144d616e616765207375622d726573656c6c65727310000c4d616e61676520757365727310000d5075626c69736820706c616e7310001953796e6368726f6e697a65207375622d726573656c6c65727310000c56696577207265706f7274735b001173796e6368726f6e697a655f7465726d7300077570646174656400105465726d7320616363657074616e636501000e6669727374207075726368617365', 14),
	(2, '\x83a8e4584ac5272cfa192a48ee2b2200475db209f960b445073b5a6cb8c7742c', '\x010ecb02000c6372656174655f706c616e73000763726561746564000c5365727669636520706c616e0010526573656c6c65722070726f6772616d02c822000e53616c65732063617465676f72790008536f6674776172650012c8220400044d61696c0400c00200064f666669636506c8220018506c616e2063617465676f72792070726f706572746965730005436c6f75640010df2000117570646174655f70726976696c656765730007736b6970706564001574686520626f78206973206e6f74207469636b6564000950726976696c656765001145646974206465736372697074696f6e7300037965730010000b45646974207072696365731000114d616e6167652063617465676f726965731000144d616e616765207375622d726573656c6c65727310000c4d616e61676520757365727310000d5075626c69736820706c616e7310001953796e6368726f6e697a65207375622d726573656c6c65727310000c56696577207265706f72747359001173796e6368726f6e697a655f7465726d7300105465726d7320616363657074616e636501000e6669727374207075726368617365', 5),
	(3, '\x494b4052fcd480a197b299145f12f466cedcc1e1a9c72eb79c30717fa3008951', '\x0101eb06000b7570646174655f66656573000775706461746564000d526563757272696e672066656500010005022c', 1),
	(4, '\x67448df156cb93182a14eef67e52d11ba192daca279dd20a4958f03c10ee6e46', '\x0101eb06000b7570646174655f66656573000775706461746564000d526563757272696e672066656500010005062c', 1),
	(5, '\x81423c822aee550fa42aadd9841b020e46427d0b4ff8ce9d608d9dcd52b9fd0f', '\x0101eb06000b7570646174655f66656573000775706461746564000d526563757272696e672066656500010005042c', 1),
	(6, '\xe9b6d535145482bdf2e8711fa745549907b8f8d67cdd552cb9dcc2c14b1e21cd', '\x01095f00117570646174655f70726976696c656765730007736b6970706564001574686520626f78206973206e6f74207469636b6564000950726976696c656765001145646974206465736372697074696f6e73000379657310000b45646974207072696365731000114d616e6167652063617465676f726965731000144d616e616765207375622d726573656c6c65727310000c4d616e61676520757365727310000d5075626c69736820706c616e7310001953796e6368726f6e697a65207375622d726573656c6c65727310000c56696577207265706f72747359001173796e6368726f6e697a655f7465726d7300105465726d7320616363657074616e636501000e6669727374207075726368617365', 0),
	(7, '\xaba212a097ad83d86703d0b55441872ec7d6e51ce51df4bef86ac1004e4bbc8a', '\x01025b00117570646174655f70726976696c65676573000763726561746564000950726976696c656765000b456469742070726963657300037965735f001173796e6368726f6e697a655f7465726d730007736b6970706564001574686520626f78206973206e6f74207469636b656400105465726d7320616363657074616e636501000e6669727374207075726368617365', 1),
	(8, '\xa2e53d3a96ba4608f34da90397024c0c3149f8d772496023374aca04f4bcb753', '\x01025b00117570646174655f70726976696c65676573000763726561746564000950726976696c656765000c56696577207265706f72747300037965735f001173796e6368726f6e697a655f7465726d730007736b6970706564001574686520626f78206973206e6f74207469636b656400105465726d7320616363657074616e636501000e6669727374207075726368617365', 1),
	(9, '\x3187eed57e9d3afe4ebdbc84b5ecb89095baacbf7190c777a213b8c2b2b4e1bf', '\x01023b00117570646174655f70726976696c65676573000772656d6f766564000950726976696c656765000b456469742070726963657300037965737f001173796e6368726f6e697a655f7465726d730007736b6970706564001574686520626f78206973206e6f74207469636b656400105465726d7320616363657074616e63650101000e6669727374207075726368617365', 1),
	(10, '\xbef0ec9e300d69b13765bdea204df6fda53f117ecc8e418ba8b1774441a1d44b', '\x01013b00117570646174655f70726976696c65676573000772656d6f766564000950726976696c656765000c56696577207265706f7274730003796573', 1),
	(11, '\xd34166e3b77bd394d3a396b32b08f5e2531267571f417b18677876a03b0b8289', '\x01053b00117570646174655f70726976696c65676573000772656d6f766564000950726976696c656765001145646974206465736372697074696f6e7300037965731000114d616e6167652063617465676f726965731000144d616e616765207375622d726573656c6c65727310000d5075626c69736820706c616e7310001953796e6368726f6e697a65207375622d726573656c6c657273', 5);
INSERT INTO own (account_id, id, made_catalog_id, layers) VALUES
	(1001, 1005, 1, '{}'),
	(1006, 1029, NULL, '{1028}'),
	(1001, 1030, 3, '{}'),
	(1018, 1038, NULL, '{1037}');
INSERT INTO own_layer (account_id, id, plan_id) VALUES
	(1006, 1028, 2),
	(1018, 1037, 2);
INSERT INTO own_value (account_id, layer_id, field, period_id, resource_id, from_amount, category_id, schedule_id, name, amount, value, base, set_by, set_at) VALUES
	(1006, 1028, 'Recurring fee', 22, 0, 0, 0, 0, '', 15, '15', '10', 1008, '2026-11-26 13:51:01.687682+00'),
	(1018, 1037, 'Recurring fee', 22, 0, 0, 0, 0, '', 18, '18', '12', 1020, '2026-11-26 13:51:01.904801+00');
INSERT INTO period_version (plan_version, period_id, length, unit, trial, active, cycles, setup_fee, recurring_fee, renewal_fee, transfer_fee, cancellation_fee, deposit_fee, non_refundable_fee, msrp_setup_fee, msrp_recurring_fee, msrp_renewal_fee, msrp_transfer_fee, msrp_cancellation_fee, msrp_deposit_fee, msrp_non_refundable_fee, refund_days, schedule_id, "position", unpriced) VALUES
	(1, 22, 1, 'months', false, true, 0, 1, 10, 1, 1, 1, 1, 1, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, 1, false),
	(2, 22, 1, 'months', false, true, 0, 1, 10, 1, 1, 1, 1, 1, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, 1, false),
	(3, 22, 1, 'months', false, true, 0, 1, 10, 1, 1, 1, 1, 1, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, 1, false),
	(4, 22, 1, 'months', false, true, 0, 1, 12, 1, 1, 1, 1, 1, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, 1, false),
	(5, 22, 1, 'months', false, true, 0, 1, 12, 1, 1, 1, 1, 1, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, 1, false),
	(6, 22, 1, 'months', false, true, 0, 1, 12, 1, 1, 1, 1, 1, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, 1, false);
INSERT INTO plan_version (id, hash, plan_id, name, type, template_id, plan_category_id, sales_categories, short, long, service_terms, published, disabled, usage_statistics, schedule_id, billing_model, billing_period, auto_renew, renew_period_id) OVERRIDING SYSTEM VALUE VALUES
	(1, '\x34843e84b5be9f76ae5730bc34e7392b620c09814b7c8bba3399b02a19aa326d', 1, 'Reseller program', 'Reseller', 1004, 8, '{9}', '', '', '', true, false, false, NULL, 'Prepaid', 'Monthly', false, NULL),
	(2, '\xf7e45ab7dbd88e0e112019959a1e84ca2a95b9047384837dd98a98b125610dc3', 3, 'Office', 'Generic', NULL, 8, '{9}', '', '', '', true, false, false, NULL, 'Prepaid', 'Monthly', false, NULL),
	(3, '\xfd9ebec6fc965b816d063f06810980e75fa6f4d01fc89c0dba842cf58c106270', 2, 'Mail', 'Generic', NULL, 8, '{9}', '', '', '', true, false, false, NULL, 'Prepaid', 'Monthly', false, NULL),
	(4, '\x701ca092019740fc6dada7ca38fa8966a0340a5e87e54a3978c2309f4332bb32', 3, 'Office', 'Generic', NULL, 8, '{9}', '', '', '', true, false, false, NULL, 'Prepaid', 'Monthly', false, NULL),
	(5, '\x86219b78dcb345ec489e06ebe3a2b5ba78248d18933d60fafeb98e7a8f96a91d', 1, 'Reseller program', 'Reseller', 1004, 8, '{9}', '', '', '', true, false, false, NULL, 'Prepaid', 'Monthly', false, NULL),
	(6, '\x89fa7f930efa814803d201dc4a454207bcd5c5c67b0e15fe10b244a1134f62bc', 2, 'Mail', 'Generic', NULL, 8, '{9}', '', '', '', true, false, false, NULL, 'Prepaid', 'Monthly', false, NULL);
INSERT INTO pointer (account_id, delivered_id, own_id, entry_id) VALUES
	(1001, NULL, 1030, 8),
	(1022, 3, NULL, 12),
	(1006, 9, NULL, 18),
	(1010, 9, NULL, 19),
	(1014, 9, NULL, 20),
	(1018, 8, 1038, 21);
INSERT INTO rate_price (plan_version, resource_id, period_id, from_amount, setup_price, recurring_price, overuse_price, cancellation_price, msrp_setup_price, msrp_recurring_price, msrp_overuse_price, msrp_cancellation_price) VALUES
	(1, 31, 0, 0, 0.5, 0.5, 0.5, 0.5, NULL, NULL, NULL, NULL),
	(2, 31, 0, 0, 0.5, 0.5, 0.5, 0.5, NULL, NULL, NULL, NULL),
	(3, 31, 0, 0, 0.5, 0.5, 0.5, 0.5, NULL, NULL, NULL, NULL),
	(4, 31, 0, 0, 0.5, 0.5, 0.5, 0.5, NULL, NULL, NULL, NULL),
	(5, 31, 0, 0, 0.5, 0.5, 0.5, 0.5, NULL, NULL, NULL, NULL),
	(6, 31, 0, 0, 0.5, 0.5, 0.5, 0.5, NULL, NULL, NULL, NULL);
INSERT INTO rate_version (plan_version, resource_id, included, minimum, maximum, visible, main, "position", unpriced) VALUES
	(1, 31, 10, 1, 100, true, false, 1, false),
	(2, 31, 10, 1, 100, true, false, 1, false),
	(3, 31, 10, 1, 100, true, false, 1, false),
	(4, 31, 10, 1, 100, true, false, 1, false),
	(5, 31, 10, 1, 100, true, false, 1, false),
	(6, 31, 10, 1, 100, true, false, 1, false);
INSERT INTO run (account_id, id, user_id, at, duration_us, kind, undoes, plan_id, plan_name, subscription_id, reach, options, policy, template_id, template_name, template_version, rates, dialog_key, fingerprint, since_dialog, resellers, changed, unchanged, skipped, changes, own_overwritten, own_kept) VALUES
	(1001, 1026, 1003, '2026-11-26 13:51:01.616517+00', 18190, 'sync', NULL, 1, 'Reseller program', 1009, 'with-sub-resellers', '{create_plans,enable_plans,update_fees,update_categories,update_schedules,attach_usage,create_resources,remove_resources,update_prices,update_limits,update_order_flow,update_privileges,synchronize_terms}', 'overwrite', 1004, 'Standard', 2, '{}', '7LIZG2YMUHDNGDQS2D3VXKJELG', '\x1482a6293f930995b173268ee00b4f441b4e0677389989a3361167ff392754f8', '{}', 3, 3, 0, 0, 42, 0, 0),
	(1001, 1027, 1003, '2026-11-26 13:51:01.660192+00', 10908, 'sync', NULL, 1, 'Reseller program', NULL, 'all', '{create_plans}', 'overwrite', 1004, 'Standard', 2, '{}', 'WB6OTMDSDZQFZSXTLQ3TI7GTJB', '\x36cab70a98ba88ac8b0bdf1ead2e57cd32e8a497457a97758187d3449a31ab72', '{}', 5, 2, 3, 0, 10, 0, 0),
	(1001, 1031, 1003, '2026-11-26 13:51:01.720235+00', 12787, 'sync', NULL, 1, 'Reseller program', NULL, 'all', '{update_fees}', 'overwrite', 1004, 'Standard', 2, '{}', 'Q4NZCJ3JYJMX73DBQMLX3LFXS5', '\xc17112d2b68c87d040929920077fc416eb24f1ad7958368912eeaddc9099bef8', '{}', 5, 5, 0, 0, 16, 1, 0),
	(1001, 1032, 1003, '2026-11-26 13:51:01.745821+00', 9716, 'sync', NULL, 1, 'Reseller program', 1021, 'this', '{update_privileges}', 'overwrite', 1004, 'Standard', 3, '{}', 'MFVFLXM2KR44UR2OMEECJFEC62', '\xeb940e8541de8c8de4a8791feb70744a10241cf5fc7b79bd40e863a62cbdd326', '{}', 1, 1, 0, 0, 1, 0, 0),
	(1001, 1033, 1003, '2026-11-26 13:51:01.770459+00', 12846, 'sync', NULL, 1, 'Reseller program', 1021, 'this', '{update_privileges}', 'overwrite', 1004, 'Standard', 4, '{}', 'BJ6FDNEQFZKK4ALBFOPWBFGT3F', '\xeb940e8541de8c8de4a8791feb70744a10241cf5fc7b79bd40e863a62cbdd326', '{}', 1, 1, 0, 0, 1, 0, 0),
	(1001, 1034, 1003, '2026-11-26 13:51:01.817641+00', 13076, 'sync', NULL, 1, 'Reseller program', 1021, 'this', '{update_privileges}', 'overwrite', 1004, 'Standard', 5, '{}', 'ZMJHA6VWSXOXTJKMWDGOVRW2PW', '\xeb940e8541de8c8de4a8791feb70744a10241cf5fc7b79bd40e863a62cbdd326', '{}', 1, 1, 0, 0, 1, 0, 0),
	(1001, 1035, 1003, '2026-11-26 13:51:01.839089+00', 18460, 'undo', 1033, 1, 'Reseller program', 1021, 'this', '{update_privileges}', 'overwrite', 1004, 'Standard', 4, '{}', NULL, '\x', '{}', 1, 1, 0, 0, 1, 0, 0),
	(1001, 1036, 1003, '2026-11-26 13:51:01.880009+00', 14112, 'sync', NULL, 1, 'Reseller program', 1009, 'with-sub-resellers', '{update_privileges}', 'overwrite', 1004, 'Standard', 6, '{}', 'J7EA624QV7HGOP5NNTLV3S2REH', '\x4226a5b3c79a398d969d551b9b2318c7c602e24c9da8a3e4c346229f6209a5de', '{}', 3, 3, 0, 0, 15, 0, 0);
INSERT INTO run_result (account_id, run_account_id, run_id, subscription_id, number, own_from, own_to, own_outcomes, changes, own_overwritten, own_kept) VALUES
	(1006, 1001, 1031, 1009, 0, 1029, NULL, '\x0101eb06000b7570646174655f6665657300156f776e2076616c7565206f7665727772697474656e000d526563757272696e67206665650002313500023132042c', 1, 1, 0);
INSERT INTO run_shared (run_account_id, run_id, number, level, delivered_from, delivered_to, skip, outcomes, changes, account_ids, subscription_ids, own_ids) VALUES
	(1001, 1026, 0, 1, NULL, 2, '', '{1}', 14, '{1006}', '{1009}', '{}'),
	(1001, 1026, 1, 2, NULL, 2, '', '{1}', 14, '{1010}', '{1013}', '{}'),
	(1001, 1026, 2, 3, NULL, 2, '', '{1}', 14, '{1014}', '{1017}', '{}'),
	(1001, 1027, 0, 1, 2, 2, '', '{}', 0, '{1006}', '{1009}', '{}'),
	(1001, 1027, 1, 1, NULL, 1, '', '{2}', 5, '{1018}', '{1021}', '{}'),
	(1001, 1027, 2, 2, 2, 2, '', '{}', 0, '{1010}', '{1013}', '{}'),
	(1001, 1027, 3, 2, NULL, 1, '', '{2}', 5, '{1022}', '{1025}', '{}'),
	(1001, 1027, 4, 3, 2, 2, '', '{}', 0, '{1014}', '{1017}', '{}'),
	(1001, 1031, 0, 1, 2, 4, '', '{3,5,4}', 3, '{}', '{}', '{}'),
	(1001, 1031, 1, 1, 1, 3, '', '{3,5,4,6}', 3, '{1018}', '{1021}', '{}'),
	(1001, 1031, 2, 2, 2, 4, '', '{3,5,4}', 3, '{1010}', '{1013}', '{}'),
	(1001, 1031, 3, 2, 1, 3, '', '{3,5,4,6}', 3, '{1022}', '{1025}', '{}'),
	(1001, 1031, 4, 3, 2, 4, '', '{3,5,4}', 3, '{1014}', '{1017}', '{}'),
	(1001, 1032, 0, 1, 3, 5, '', '{7}', 1, '{1018}', '{1021}', '{}'),
	(1001, 1033, 0, 1, 5, 6, '', '{8}', 1, '{1018}', '{1021}', '{}'),
	(1001, 1034, 0, 1, 6, 7, '', '{9}', 1, '{1018}', '{1021}', '{}'),
	(1001, 1035, 0, 1, 7, 8, '', '{10}', 1, '{1018}', '{1021}', '{}'),
	(1001, 1036, 0, 1, 4, 9, '', '{11}', 5, '{1006}', '{1009}', '{}'),
	(1001, 1036, 1, 2, 4, 9, '', '{11}', 5, '{1010}', '{1013}', '{}'),
	(1001, 1036, 2, 3, 4, 9, '', '{11}', 5, '{1014}', '{1017}', '{}');
INSERT INTO subscription (account_id, id, vendor_id, plan_id, period_id, name, status, started, expires, created_at) VALUES
	(1006, 1009, 1001, 1, NULL, 'R1', 'Active', '2026-11-26 13:51:01.334024+00', '2027-11-26 13:51:01.334024+00', '2026-11-26 13:51:01.334024+00'),
	(1010, 1013, 1006, 1, NULL, 'R11', 'Active', '2026-11-26 13:51:01.405207+00', '2027-11-26 13:51:01.405207+00', '2026-11-26 13:51:01.405207+00'),
	(1014, 1017, 1010, 1, NULL, 'R111', 'Active', '2026-11-26 13:51:01.468289+00', '2027-11-26 13:51:01.468289+00', '2026-11-26 13:51:01.468289+00'),
	(1018, 1021, 1001, 1, NULL, 'R2', 'Active', '2026-11-26 13:51:01.546514+00', '2027-11-26 13:51:01.546514+00', '2026-11-26 13:51:01.546514+00'),
	(1022, 1025, 1018, 1, NULL, 'R21', 'Active', '2026-11-26 13:51:01.585806+00', '2027-11-26 13:51:01.585806+00', '2026-11-26 13:51:01.585806+00'),
	(1045, 1046, 1001, 1, NULL, 'R3', 'Ordered', '2026-11-26 13:51:02.106966+00', '2027-11-26 13:51:02.106966+00', '2026-11-26 13:51:02.106966+00');
INSERT INTO template (account_id, id, name, version, active, order_flow_id, privileges, terms, updated_at, updated_by) VALUES
	(1001, 1004, 'Standard', 6, true, NULL, '{"Edit prices","Manage users","View reports"}', '{"Documents": null, "Acceptance": "first purchase"}', '2026-11-26 13:51:01.866966+00', 1003),
	(1006, 1044, 'Bare', 1, true, NULL, '{}', NULL, '2026-11-26 13:51:02.10379+00', 1008);
INSERT INTO template_plan (account_id, template_id, plan_id) VALUES
	(1001, 1004, 1),
	(1001, 1004, 2),
	(1001, 1004, 3);
SELECT pg_catalog.setval('audit_id_seq', 25, true);
SELECT pg_catalog.setval('catalog_id_seq', 9, true);
SELECT pg_catalog.setval('entry_id_seq', 21, true);
SELECT pg_catalog.setval('object_id', 1046, true);
SELECT pg_catalog.setval('outcome_set_id_seq', 11, true);
SELECT pg_catalog.setval('part_id_seq', 8, true);
SELECT pg_catalog.setval('plan_version_id_seq', 6, true);
SELECT pg_catalog.setval('security_event_id_seq', 1, false);
