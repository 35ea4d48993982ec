-- What lies in the tables of version 13 when a program has written it that knew the
-- schema up to there: what is in those of version 9, brought up to date, and endpoints,
-- licenses, their use, assets, and what all that costs.
BEGIN;
PRAGMA defer_foreign_keys = ON;
INSERT INTO asset_counts (vendor, customer, current, peak, peak_at, ranges) VALUES
    ('ACME', 'globex', 9, 10, 1777588920000000, 1),
    ('acme', 'globex', 9, 10, 1777589700000000, 1);
INSERT INTO assets (vendor, customer, key, canonical, kind, added, archived, monitored, ranged) VALUES
    ('ACME', 'globex', 'host:www.example.com', 'www.example.com', 'subdomain', 1777588920000000, 1777588980000000, 0, 0),
    ('ACME', 'globex', 'ip4:c0000200/29', '192.0.2.0/29', 'ip', 1777588920000000, -62135596800000000, 1, 1),
    ('ACME', 'globex', 'url:api.example.com/v1', 'https://api.example.com/v1', 'api', 1777588920000000, -62135596800000000, 1, 0),
    ('acme', 'globex', 'host:www.example.com', 'www.example.com', 'subdomain', 1777589700000000, 1777589760000000, 0, 0),
    ('acme', 'globex', 'ip4:c0000200/29', '192.0.2.0/29', 'ip', 1777589700000000, -62135596800000000, 1, 1),
    ('acme', 'globex', 'url:api.example.com/v1', 'https://api.example.com/v1', 'api', 1777589700000000, -62135596800000000, 1, 0);
INSERT INTO assignments (vendor, customer, member) VALUES
    ('ACME', 'globex', 'mem_bllf5ct76g7yokbj'),
    ('ACME', 'initech', 'mem_bllf5ct76g7yokbj'),
    ('acme', 'globex', 'mem_riacmfjmynirevgu'),
    ('acme', 'initech', 'mem_riacmfjmynirevgu');
INSERT INTO charges (vendor, customer, contract, period, part, start, ends, day_from, day_to, days, quantity, unit, drawn, at) VALUES
    ('ACME', 'globex', 'lic_oredwmqexkrexmsv', 0, 0, 1777588620000000, 1780267020000000, 0, 31, 31, 100, '0.05 EUR', '[{"Lot":"lot_kacvqurj24vi2g36","Quantity":60,"Cost":"0.015 EUR"},{"Lot":"","Quantity":40,"Cost":"0.02 EUR"}]', 1777588620000000),
    ('ACME', 'globex', 'lic_t6g5tflxmzf4qdvg', 0, 0, 1775001600000000, 1806537600000000, 0, 365, 365, 20, '12.00 EUR', '[{"Lot":"","Quantity":20,"Cost":"7.50 EUR"}]', 1777588680000000),
    ('acme', 'globex', 'lic_geermdntmzdkwikt', 0, 0, 1777589400000000, 1780267800000000, 0, 31, 31, 101, '0.05 EUR', '[{"Lot":"lot_fx4msdp4vf4qmg3a","Quantity":60,"Cost":"0.015 EUR"},{"Lot":"","Quantity":41,"Cost":"0.02 EUR"}]', 1777589400000000),
    ('acme', 'globex', 'lic_rb2siug6wvi5hhja', 0, 0, 1775001600000000, 1806537600000000, 0, 365, 365, 20, '12.00 EUR', '[{"Lot":"","Quantity":20,"Cost":"7.50 EUR"}]', 1777589460000000);
INSERT INTO contracts (vendor, customer, contract, plan, model, quantity, alerts, overage, assets, every, anchor, zone, starts, ends, revision, created, seq) VALUES
    ('ACME', 'globex', 'lic_oredwmqexkrexmsv', 'scans', 'per-scan', 100, '[50,80]', '', '{"Version":0,"KeyByScheme":false,"FoldWWW":false,"FoldPort":false}', 'monthly', 1777588620000000, 'Europe/Berlin', 1777588620000000, -62135596800000000, 1, 1777588620000000, 1),
    ('ACME', 'globex', 'lic_t6g5tflxmzf4qdvg', 'assets', 'per-asset', 20, 'null', 'block', '{"Version":0,"KeyByScheme":false,"FoldWWW":false,"FoldPort":false}', 'annual', 1775001600000000, '', 1775001600000000, -62135596800000000, 1, 1777588680000000, 2),
    ('acme', 'globex', 'lic_geermdntmzdkwikt', 'scans', 'per-scan', 101, '[50,80]', '', '{"Version":0,"KeyByScheme":false,"FoldWWW":false,"FoldPort":false}', 'monthly', 1777589400000000, 'Europe/Berlin', 1777589400000000, -62135596800000000, 1, 1777589400000000, 1),
    ('acme', 'globex', 'lic_rb2siug6wvi5hhja', 'assets', 'per-asset', 20, 'null', 'block', '{"Version":0,"KeyByScheme":false,"FoldWWW":false,"FoldPort":false}', 'annual', 1775001600000000, '', 1775001600000000, -62135596800000000, 1, 1777589460000000, 2);
INSERT INTO credentials (vendor, customer, credential, name, hash, created, rotated, used, revoked, seq) VALUES
    ('ACME', 'globex', 'crd_druajatwthhvel33', 'old laptop', X'7451A6D50169158EAB9E84118672EEB244938B1351598C5E3CDF9D8495EEFC42', 1772511780000000, -62135596800000000, -62135596800000000, 1772511900000000, 2),
    ('ACME', 'globex', 'crd_fcyo3o5t5pyhkdso', 'laptop', X'FC9D52B3BC713BAD5AED98B9A4E0104620A5BEF0734A8BD01C1DD520B7DDF4C7', 1772511660000000, -62135596800000000, -62135596800000000, -62135596800000000, 1),
    ('ACME', 'globex', 'crd_uwu5h7cj6jah2mbb', 'plant', X'5511A67440483A652873B44090117D9266653B797DAB052D33C0B0D55633DA35', 1772512080000000, -62135596800000000, -62135596800000000, -62135596800000000, 3),
    ('acme', 'globex', 'crd_anvlw3rg4h266dq5', 'laptop', X'D94EA54B6C499F6D6A69072B564E0FD2301B5DAC88FDAA3C59FC6880A3A0AA83', 1767324000000000, -62135596800000000, -62135596800000000, -62135596800000000, 1),
    ('acme', 'globex', 'crd_ddhoxifox7cndsln', 'old laptop', X'DD7FA8D5375E801FAD82424AB8E4CE97C5D10D762B986A07F282127A98C56357', 1767324120000000, -62135596800000000, -62135596800000000, 1767324240000000, 2),
    ('acme', 'globex', 'crd_vdindihrdse2wnk6', 'plant', X'6AE7EA25C497970B0070FEBD837F3B842FA20C1FFDFDE472FDB5B4D3DBDCD63E', 1767324420000000, -62135596800000000, -62135596800000000, -62135596800000000, 3);
INSERT INTO customer_secret_keys (vendor, customer, number, wrapper, wrapped, created) VALUES
    ('ACME', 'globex', 1, '5cb1c9804e2edaf4', X'015CB1C9804E2EDAF4E9047AC98A4CD79E45443A02CBD2F0B1CB3B0A72B2112CD2BE0572AD0703301D82D9C4F85B71DCD3ADF6113773156B9A7ACE2584BDC496D158C3AF159E1956F1A46ACF19350C32625C4E676594450E6E1D49D0CBD2F067A58BBFDDC74A8BAA1621DCA5BD0B86C4C925A3A6568226A9F0636F9677372E2BFA', 1777696980000000),
    ('acme', 'globex', 1, '5cb1c9804e2edaf4', X'015CB1C9804E2EDAF4B54173040F94C797BD224ED81D068BD5B4D5EB4FC3CE581366BD952DBF9429109974F5562EC58BF2371714C2678DFBA49DA25D9846177C6C91EFE8E1876F79D18E56EBC03F3C940AEAF188AA7F7DE153C1ECAAECBD0AC3A82801D08AAF4A32F1FC2908BDC898E6E2E5BE90E399602EA53A89C9E3D7FC6003', 1772509320000000);
INSERT INTO customer_secrets (vendor, customer, key, version, sealed, changed, changer) VALUES
    ('ACME', 'globex', 'LICENSE', 1, X'025747EC69590E2FCD18D53BDF3AEC6AC10BE36C57AE30C88DABB41BD34DA3B191B35AA4925BDBD978979E4DF9911D', 1777697040000000, 'operator'),
    ('acme', 'globex', 'LICENSE', 1, X'028FE147B127E09D95855C21FB4A37E3A3457FB3B440D10F046E2272EA3AB8AA0C55DA93202C2D986A6A254D5D526F', 1772509380000000, 'operator');
INSERT INTO customers (vendor, customer, n, created, name, folded, email, plan, access, features, portal, portal_version, domains_only, domains, archived, gone, expires, pulled, scanned, changed) VALUES
    ('ACME', 'globex', 1, 1772511000000000, 'Globex', 'globex', 'ops@globex.example', 'gold', 'full', '["artifacts","deployments"]', 0, '', 1, '["globex.example"]', -62135596800000000, 0, 9223372036854775807, -62135596800000000, -62135596800000000, 36),
    ('ACME', 'hooli', 4, 1777696380000000, 'Hooli', 'hooli', '', '', 'disabled', '["artifacts","deployments"]', 0, '', 0, 'null', -62135596800000000, 0, 9223372036854775807, -62135596800000000, -62135596800000000, 23),
    ('ACME', 'initech', 2, 1772511060000000, 'ÄRZTE of ACME', 'ärzte of acme', '', '', 'disabled', '["artifacts","deployments"]', 0, '', 0, 'null', -62135596800000000, 0, 9223372036854775807, -62135596800000000, -62135596800000000, 8),
    ('ACME', 'umbrella', 3, 1772511120000000, 'Umbrella', 'umbrella', '', '', 'disabled', '["artifacts","deployments"]', 0, '', 0, 'null', 1772512200000000, 1, 9223372036854775807, -62135596800000000, -62135596800000000, 22),
    ('acme', 'globex', 1, 1767323340000000, 'Globex', 'globex', 'ops@globex.example', 'gold', 'full', '["artifacts","deployments"]', 0, '', 1, '["globex.example"]', -62135596800000000, 0, 9223372036854775807, -62135596800000000, -62135596800000000, 36),
    ('acme', 'hooli', 4, 1772508720000000, 'Hooli', 'hooli', '', '', 'disabled', '["artifacts","deployments"]', 0, '', 0, 'null', -62135596800000000, 0, 9223372036854775807, -62135596800000000, -62135596800000000, 23),
    ('acme', 'initech', 2, 1767323400000000, 'ÄRZTE of acme', 'ärzte of acme', '', '', 'disabled', '["artifacts","deployments"]', 0, '', 0, 'null', -62135596800000000, 0, 9223372036854775807, -62135596800000000, -62135596800000000, 8),
    ('acme', 'umbrella', 3, 1767323460000000, 'Umbrella', 'umbrella', '', '', 'disabled', '["artifacts","deployments"]', 0, '', 0, 'null', 1767324540000000, 1, 9223372036854775807, -62135596800000000, -62135596800000000, 22);
INSERT INTO deliveries (vendor, delivery, endpoint, event, seq, kind, at, attempt, status, took, done, error) VALUES
    ('ACME', 'dlv_0650b504cb510000001d34951e2854', 'end_5jitd6lou2isn5sw', 'evt_1', 3, 'grant.added', 1777588260000000, 1, 500, 1000000, 0, 'refused'),
    ('acme', 'dlv_0650b533492c000000acc95a92dfb7', 'end_6tmqznt4uqsc4kdi', 'evt_1', 3, 'grant.added', 1777589040000000, 1, 500, 1000000, 0, 'refused');
INSERT INTO endpoints (vendor, endpoint, n, url, kinds, customer, owner, secret, old, old_until, created, failing, disabled, why, place) VALUES
    ('ACME', 'end_5jitd6lou2isn5sw', 1, 'https://hooks0.example.com/', '["license."]', 'globex', 'ann@globex.example', X'015CB1C9804E2EDAF48C93C3C4B87CFA4DB3BB35C85D434DE61BBCD6F62C3E7D574CBB5CBEF9D4E751A8DEA2AECED55495C3DE5DB1D9F80C2D84507815AA0392D4DF4724F33DCDA37678C22EEB017BE9E78BC29F36F0B58FC6BA4DAF5A2716029339D4765E441FD8868CD23812704A791E4434DC1B8CBBF13FB5461ED3F0FA34CD', NULL, -62135596800000000, 1777588260000000, 1777588260000000, -62135596800000000, '', 0),
    ('acme', 'end_6tmqznt4uqsc4kdi', 1, 'https://hooks1.example.com/', '["license."]', 'globex', 'ann@globex.example', X'015CB1C9804E2EDAF4D33F26B4FE8F5A776DAF082945396BAC5978B0F7095BA175312258988E856E1B1CCE36AD7F2E564A590767B10899447C6BD84CCF78CB8A664900EA4D74CBF6C0A1AF58E96C89CD45AD1184EF194CBA2D301BFB8F040FF7938077CFC5507561B9990D84BAC80EF77621FB04EAE7408F18C3F251781182CAC0', NULL, -62135596800000000, 1777589040000000, 1777589040000000, -62135596800000000, '', 0);
INSERT INTO events (vendor, seq, hash, event, at, actor, via, address, kind, customer, data) VALUES
    ('ACME', 1, X'5975F73A3711244D0170110874B5A2C0FE08236DF4E2BD0905E53F743F9081BE', 'evt_efkee6ymcrjdhqjx', 1772510520000000, 'operator', 'cli', '', 'settings.changed', '', '{"after":{"app":"acme","portalForAll":true},"before":{"app":"","portalForAll":false}}'),
    ('ACME', 2, X'E19477A87E2C3D9B024FDC962BE1D1118F162B0941676644E80240C40D4855D9', 'evt_ec3mefjaupw7ycrl', 1772510580000000, 'operator', 'cli', '', 'product.added', '', '{"exact":false,"kind":"application","product":"app","repositories":["acme/app"]}'),
    ('ACME', 3, X'BF2097EE7A13528E872896D6B32C58072DA6092DF4AFE273C1A5BC284C333745', 'evt_z4rms75mhrkhlwky', 1772510640000000, 'operator', 'cli', '', 'keys.changed', '', '{"after":{"60c2c596d4053d58":"next","9b3d9b4aa380d9e4":"active"},"before":{}}'),
    ('ACME', 4, X'08759D602AEDC093F8246145D49CC0F03764D1A8C0895D006D753C2B1A0EA70E', 'evt_a372p6774mqwbdg7', 1772510820000000, 'operator', 'cli', '', 'staff.joined', '', '{"email":"boss@acme.example","member":"mem_c3uzczhym6la3sna","name":"","role":"administrator","via":"operator"}'),
    ('ACME', 5, X'A7562CC0527FB269F1DE6B167AB933B9338E3E033966AB6C6EA809F9B3D9D39E', 'evt_zdx774ps47j6bdyq', 1772510880000000, 'operator', 'cli', '', 'staff.super.changed', '', '{"after":true,"before":false,"email":"boss@acme.example","member":"mem_c3uzczhym6la3sna"}'),
    ('ACME', 6, X'883BC64A4A1D02E04F697C0A45B6AC0BF60A1BE6326275556E99F951868C762C', 'evt_4wsrnm5wqdkxkycn', 1772510940000000, 'operator', 'cli', '', 'staff.invited', '', '{"email":"vic@acme.example","expires":"2026-03-10T04:09:00Z","member":"mem_bllf5ct76g7yokbj","resent":false,"role":"viewer","roleForced":false}'),
    ('ACME', 7, X'C54D4740D7E62E904B0C102B9C2CA08A9E7A0E9FA29B055C06AA4E161A462522', 'evt_pqx52ewxfvvx2eax', 1772511000000000, 'operator', 'cli', '', 'customer.added', 'globex', '{"access":"full","domains":{"domains":["globex.example"],"restricted":true},"email":"ops@globex.example","features":["artifacts","deployments"],"invite":"skipped:auto_invite_off","name":"Globex","plan":"gold"}'),
    ('ACME', 8, X'840B2C525A6DD4CBCB5977E6169F1D77B343E5510B10ACEA7D82761915BA923F', 'evt_jlmfeh3plb3qo2xs', 1772511060000000, 'operator', 'cli', '', 'customer.added', 'initech', '{"access":"disabled","email":"","features":["artifacts","deployments"],"invite":"skipped:no_email","name":"ÄRZTE of ACME"}'),
    ('ACME', 9, X'87ED19699EC67431E24B5E436AD7DBDDDA76E3EE8FB71339083B4BFB9AE76783', 'evt_fmc5zfzsfmzxrki4', 1772511120000000, 'operator', 'cli', '', 'customer.added', 'umbrella', '{"access":"disabled","email":"","features":["artifacts","deployments"],"invite":"skipped:no_email","name":"Umbrella"}'),
    ('ACME', 10, X'32A19722BF06A6A3E6B2E149F433DE91A4F6059C54282EB0047B214C73B23D16', 'evt_elgsqkfu4rx36zds', 1772511180000000, 'operator', 'cli', '', 'staff.assigned', 'globex', '{"email":"vic@acme.example","member":"mem_bllf5ct76g7yokbj"}'),
    ('ACME', 11, X'E137581068242D3D57A28F69F098AAFA31ADB7CFD8E14B0586B0A5B91B3D2DC0', 'evt_cbsoocxkxy6qjfif', 1772511180000000, 'operator', 'cli', '', 'staff.assigned', 'initech', '{"email":"vic@acme.example","member":"mem_bllf5ct76g7yokbj"}'),
    ('ACME', 12, X'171D7094C5F231BAF3314778CFC1ADEB18B60ED5909A0E0B88D81EB18D990B57', 'evt_yncmximleiqelv76', 1772511240000000, 'operator', 'cli', '', 'member.invited', 'globex', '{"email":"ann@globex.example","expires":"2026-03-10T04:14:00Z","member":"mem_5raz57nvbameoyjj","resent":false,"role":"administrator","roleForced":true}'),
    ('ACME', 13, X'D4AEB53277A543FC7D8F7CBDE6C2BF0EF47188AAA887434C8B8DCF856880634C', 'evt_demib67ohmz6gp7n', 1772511360000000, 'ann@globex.example', 'cli', '', 'member.joined', 'globex', '{"email":"ann@globex.example","member":"mem_5raz57nvbameoyjj","name":"Ann","role":"administrator","via":"invitation"}'),
    ('ACME', 14, X'BAB48EEC8A9E6D5B97CB7828E2CE005234B0EBA6E07387E2EBBA2F119CDAAC49', 'evt_evhf5gvvbklum52f', 1772511420000000, 'operator', 'cli', '', 'member.invited', 'globex', '{"email":"bob@globex.example","expires":"2026-03-10T04:17:00Z","member":"mem_nvcj5kxou3e2reai","resent":false,"role":"user","roleForced":false}'),
    ('ACME', 15, X'8B8BC2C808D9D435DAFEF779285AD3EBF9EC3754EDAE4B2B5746D9ABA5663A26', 'evt_pp64324tdty4vt5k', 1772511480000000, 'operator', 'cli', '', 'grant.added', 'globex', '{"expires":"2027-05-17T03:00:00Z","grant":"grt_27ug5ssnwztzxw72","name":"app","product":"app","versions":["*"]}'),
    ('ACME', 16, X'D21F0095768B02176B010D3B5B4CBD54F93B0D4D28A8D6242A57EF31BFCA6CB5', 'evt_d25hm6gamjfk6abf', 1772511540000000, 'operator', 'cli', '', 'grant.added', 'globex', '{"grant":"grt_elosz4lnenuwjgcz","name":"app 2","product":"app","versions":["*"]}'),
    ('ACME', 17, X'2EB7709E181B8F7A3B0C84573264AFA99DB3F85574FA2E49A1EFF58563DAA34A', 'evt_bkztf5eteieyzihx', 1772511600000000, 'operator', 'cli', '', 'grant.login.changed', 'globex', '{"after":"robot","before":"","grant":"grt_elosz4lnenuwjgcz"}'),
    ('ACME', 18, X'8FA31AC8C0F0764F4CAA4140C3158D7448EA8414EBE2D2605BCCBABC6AE78461', 'evt_t7bcvyxqr5o6gjpb', 1772511720000000, 'operator', 'cli', '', 'token.added', 'globex', '{"name":"laptop","token":"crd_fcyo3o5t5pyhkdso"}'),
    ('ACME', 19, X'F71129FFE919EB35847314E4028D43413D693B264BF0CC0EE56D5FCA4BBCF65D', 'evt_77dla2afp6eqgbta', 1772511840000000, 'operator', 'cli', '', 'token.added', 'globex', '{"name":"old laptop","token":"crd_druajatwthhvel33"}'),
    ('ACME', 20, X'0020D27549772C9739D3B6333FCEE72188899D79B358E602541205C7CF681A91', 'evt_oei4v4ahoexxfcit', 1772511900000000, 'operator', 'cli', '', 'token.revoked', 'globex', '{"name":"old laptop","token":"crd_druajatwthhvel33"}'),
    ('ACME', 21, X'8F9EF9831C0BE68CC7BCCF4455FEF5C8A5ADD1D27E58FC2B3BCC98128EE31C48', 'evt_tfktg7jvsvrwumiz', 1772512020000000, 'operator', 'cli', '', 'token.added', '', '{"name":"build","token":"crd_bjrrkk2yigj3i5cx"}'),
    ('ACME', 22, X'9F0944B17C99CA6DB862D2ABF87BCF193CBC4B621CB50562F18355343E94AA4F', 'evt_2bwokzoiwfjqop36', 1772512140000000, 'operator', 'cli', '', 'installation.started', 'globex', '{"installation":"ins_jjphrjnod7fgajgn","name":"plant","token":"crd_uwu5h7cj6jah2mbb"}'),
    ('ACME', 23, X'7B9913095D0ACE98C524B72757C6BC1C6AD967F7B722868A468C90956A1ED2FE', 'evt_o7xj73xn2iq2c67f', 1772512200000000, 'operator', 'cli', '', 'customer.archived', 'umbrella', '{"name":"Umbrella"}'),
    ('ACME', 24, X'C1CF3D3C74FBCCBC44612D9CC20F20CC781C9CEA94D4A7F1A921FD2D46927109', 'evt_vsvjwvhxueucjrta', 1777696380000000, 'operator', 'cli', '', 'customer.added', 'hooli', '{"access":"disabled","email":"","features":["artifacts","deployments"],"invite":"skipped:no_email","name":"Hooli"}'),
    ('ACME', 25, X'F3E48206335F87F831E5FDB5C27A47AB00A7C841B5B05E6A4708EC710E89B623', 'evt_koax4wugsyrxiawp', 1777696740000000, 'operator', 'cli', '', 'secret.set', '', '{"key":"MIRROR","version":1}'),
    ('ACME', 26, X'6278BE6255814184A45D6459B90CEDBBC135A23CCC7964ABF3377C5D95A3E4D5', 'evt_j2xxfbkb6wlirrbp', 1777696860000000, 'operator', 'cli', '', 'secret.set', '', '{"key":"LICENSE","version":1}'),
    ('ACME', 27, X'390DA89F75BE1E96DBA7A73A4DBBBE870C5D0B3CC9390738CD4AF0D899174660', 'evt_3puo6sxcycqrc7dy', 1777697040000000, 'operator', 'cli', '', 'secret.set', 'globex', '{"key":"LICENSE","version":1}'),
    ('ACME', 28, X'D79E5647236FF7FFFEE49B87814871B9B21C6A6F83242A9888F7F5611869A23B', 'evt_yty7u2popi73q73a', 1777697880000000, 'operator', 'cli', '', 'letter.template.changed', '', '{"after":{"html":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855","subject":"Somebody came","text":"77d492144137d8d4ae6c9b4b5e6f0186713e84f52c05568b69bb879e7a2eeb11"},"before":null,"template":"member_joined"}'),
    ('ACME', 29, X'D99B1905DB615F62EC94155C8A213E091D82222C3D817553CD0B06A394CC7569', 'evt_x2xlcxvoq6funey6', 1777697940000000, 'operator', 'cli', '', 'mail.changed', '', '{"after":{"from":"letters@acme.example","name":"Acme"},"before":{"from":"","name":""}}'),
    ('ACME', 30, X'7BE3A81B913155D027893F70DE58D78FF7E8C2E0E2F70B7C2D2ED410D7770151', 'evt_cec5rden3lc6mcqa', 1777698000000000, 'operator', 'cli', '', 'mail.changed', '', '{"after":{"domain":"acme.example","key":"959cceb7538aca93f7f240970455fb95f914829ced1f061f6fcf6b9a9a40efce","selector":"s1"},"before":{"domain":"","key":"","selector":""}}'),
    ('ACME', 31, X'1A132CA3A0BDE226E73590ADFCAF76484F6BC9F4645F5652CF9857056653FF15', 'evt_debrndam2v5aiaiv', 1777588260000000, 'operator', 'cli', '', 'webhook.added', '', '{"customer":"globex","endpoint":"end_5jitd6lou2isn5sw","host":"hooks0.example.com","kinds":["license."],"owner":"ann@globex.example"}'),
    ('ACME', 32, X'39B594396563304F6160BD8324244CD595838F5AD87C9D5A65F4100B18BD9317', 'evt_dudz7rzucujdjivu', 1777588380000000, 'operator', 'cli', '', 'plan.added', '', '{"every":"monthly","model":"per-scan","plan":"scans","quantity":100}'),
    ('ACME', 33, X'167CE071658D789E2346C16738EF3404EB47000250E50AFC67EA705A7DFCF7E6', 'evt_aisiimvvdxbln5ol', 1777588440000000, 'operator', 'cli', '', 'plan.added', '', '{"every":"annual","model":"per-asset","plan":"assets","quantity":20}'),
    ('ACME', 34, X'2B5A9493956B073F2C708D978B01EFC87F37B52322CDF1925DAF60F5D05A8AC8', 'evt_bdaqkp6jm6qa3p2q', 1777588500000000, 'operator', 'cli', '', 'price.list.changed', '', '{"currency":"EUR","model":"per-scan"}'),
    ('ACME', 35, X'B51EE0FF4140037D4EFD77E20518D63595E078F60B27D31A31E78E51B78C4840', 'evt_ul7szft6r7n7gltv', 1777588560000000, 'operator', 'cli', '', 'lot.bought', '', '{"lot":"lot_kacvqurj24vi2g36","model":"per-scan"}'),
    ('ACME', 36, X'4D6F50349B169EC1F7B6290E23DC41511FBA2352371FB26C7B874E607000BCA4', 'evt_py6z7nba7zjsline', 1777588620000000, 'operator', 'cli', '', 'license.sold', 'globex', '{"alerts":[50,80],"every":"monthly","license":"lic_oredwmqexkrexmsv","limit":100,"model":"per-scan","overage":"","plan":"scans","revision":1,"starts":"2026-04-30T22:37:00Z","zone":"Europe/Berlin"}'),
    ('ACME', 37, X'1F4AD48BAAFAB2E78625CC1CB7FC9FAEA9AD876CF932F2A275C1D0C1B99F074A', 'evt_wjsoh5r7q6xihxcl', 1777588620000000, 'operator', 'cli', '', 'license.charged', 'globex', '{"ends":"2026-05-31T22:37:00Z","license":"lic_oredwmqexkrexmsv","part":0,"period":0,"starts":"2026-04-30T22:37:00Z"}'),
    ('ACME', 38, X'F95CC472B41146BC4C3930B46004ACB157DF20A8C652900CB48CB10C85ECD804', 'evt_yqq4sxspsxean65v', 1777588680000000, 'operator', 'cli', '', 'license.sold', 'globex', '{"alerts":null,"every":"annual","license":"lic_t6g5tflxmzf4qdvg","limit":20,"model":"per-asset","overage":"block","plan":"assets","revision":1,"starts":"2026-04-01T00:00:00Z","zone":""}'),
    ('ACME', 39, X'2C4A83CE7B6EF461AB19E6E1E012F9A19B86F283730807572F057AFF680DEE62', 'evt_3h6o6fpcm3uf4u5g', 1777588680000000, 'operator', 'cli', '', 'license.charged', 'globex', '{"ends":"2027-04-01T00:00:00Z","license":"lic_t6g5tflxmzf4qdvg","part":0,"period":0,"starts":"2026-04-01T00:00:00Z"}'),
    ('ACME', 40, X'42CB58572639F23A007347645A9E15BCA2A7FFF44C9FAA324C832F45C5EB5906', 'evt_915d2bf033245592b76ed38ac7', 1777588800000000, 'operator', 'cli', '', 'license.alert', 'globex', '{"ends":"2026-05-31T22:37:00Z","level":"alert","license":"lic_oredwmqexkrexmsv","limit":100,"model":"per-scan","percent":50,"period":0,"plan":"scans","revision":1,"starts":"2026-04-30T22:37:00Z","used":50}'),
    ('ACME', 41, X'F8209E286DDEF0EA323E8F90797C3C8C51A452D8CF010D93674022325C6ED215', 'evt_gysj6rvbedkaqrvy', 1777588920000000, 'operator', 'cli', '', 'assets.added', 'globex', '{"assets":3,"count":10,"first":["www.example.com","192.0.2.0/29","https://api.example.com/v1"],"total":10}'),
    ('ACME', 42, X'DC659A566786113F986965F7018A991961BCE40B649D6A175B7D02668A072321', 'evt_f2iu2jbswlma3rvh', 1777588980000000, 'operator', 'cli', '', 'assets.archived', 'globex', '{"assets":1,"count":1,"first":["www.example.com"],"total":9}'),
    ('acme', 1, X'264DC68F21AAE84BA8031A667519AEC0407836E72AEA4DD41999B760A87C5386', 'evt_exob4ik4547626g6', 1767322860000000, 'operator', 'cli', '', 'settings.changed', '', '{"after":{"app":"acme","portalForAll":true},"before":{"app":"","portalForAll":false}}'),
    ('acme', 2, X'1DE401A909E60C29511B39E6611514A3BD8169BE14ED7A640829267716A4009A', 'evt_ri6fwwgjqym5szlo', 1767322920000000, 'operator', 'cli', '', 'product.added', '', '{"exact":false,"kind":"application","product":"app","repositories":["acme/app"]}'),
    ('acme', 3, X'A825FAEE7DCBA440D00E69281C8FAE430F8D2CAC47A870858F2373D0AC6A6E41', 'evt_s3hhgxvnm6qyg2pd', 1767322980000000, 'operator', 'cli', '', 'keys.changed', '', '{"after":{"3684df5e0e3f4376":"active","578c609db5e49639":"next"},"before":{}}'),
    ('acme', 4, X'6B40CAD39F7DD5D1228D4DCD1A125AAD11241576698E4FC69A5A40CD7CFEF0B9', 'evt_ithzsgpbz2zs5xuk', 1767323160000000, 'operator', 'cli', '', 'staff.joined', '', '{"email":"boss@acme.example","member":"mem_xvbzzrr4tcmuqk2r","name":"","role":"administrator","via":"operator"}'),
    ('acme', 5, X'D43A6973578471F67930497FE6294CB1F428E71AB548F2C11EA43459A8541A76', 'evt_3t5lv7wtjtebzdh5', 1767323220000000, 'operator', 'cli', '', 'staff.super.changed', '', '{"after":true,"before":false,"email":"boss@acme.example","member":"mem_xvbzzrr4tcmuqk2r"}'),
    ('acme', 6, X'A8E4E74C118F34654823BBE18B7FEC32F8A504108F5773A297ED053E220030A9', 'evt_ref4kyxc3rtct2d6', 1767323280000000, 'operator', 'cli', '', 'staff.invited', '', '{"email":"vic@acme.example","expires":"2026-01-09T03:08:00Z","member":"mem_riacmfjmynirevgu","resent":false,"role":"viewer","roleForced":false}'),
    ('acme', 7, X'68E17EEE2B7F3243BC76FB2C003397174D80439DEF84A240C40800210630E484', 'evt_hhdaliveib2qzmne', 1767323340000000, 'operator', 'cli', '', 'customer.added', 'globex', '{"access":"full","domains":{"domains":["globex.example"],"restricted":true},"email":"ops@globex.example","features":["artifacts","deployments"],"invite":"skipped:auto_invite_off","name":"Globex","plan":"gold"}'),
    ('acme', 8, X'DB4032BDF83AE1589C1E6CDEBA559F159C28A3C8A8925C2D88123274B155B9CB', 'evt_ydmgk5cnkcldb32b', 1767323400000000, 'operator', 'cli', '', 'customer.added', 'initech', '{"access":"disabled","email":"","features":["artifacts","deployments"],"invite":"skipped:no_email","name":"ÄRZTE of acme"}'),
    ('acme', 9, X'B510273CC4BC9CE6025CDEAF711FF6A040FA631FA7E0BA5E5BF049D210EAF443', 'evt_cuymwkpteykm5uuj', 1767323460000000, 'operator', 'cli', '', 'customer.added', 'umbrella', '{"access":"disabled","email":"","features":["artifacts","deployments"],"invite":"skipped:no_email","name":"Umbrella"}'),
    ('acme', 10, X'A636FDB7C4B66656804322959A8507CA985E3E17B58376D9BB6D4181762C8E50', 'evt_soegpg3nom6zzrtl', 1767323520000000, 'operator', 'cli', '', 'staff.assigned', 'globex', '{"email":"vic@acme.example","member":"mem_riacmfjmynirevgu"}'),
    ('acme', 11, X'F973A30CAA12AD1303F294E1D7C973A2B751C310A467929DE379D3D688652B3A', 'evt_y3mvembxk32v6cxj', 1767323520000000, 'operator', 'cli', '', 'staff.assigned', 'initech', '{"email":"vic@acme.example","member":"mem_riacmfjmynirevgu"}'),
    ('acme', 12, X'DA9034B80C8D6BA589FEEA8FFC353201C677534251E916FF8FCCFE54BCB86B84', 'evt_hrtrag2tpr6jyh3c', 1767323580000000, 'operator', 'cli', '', 'member.invited', 'globex', '{"email":"ann@globex.example","expires":"2026-01-09T03:13:00Z","member":"mem_ft3nztq4vuecdfw3","resent":false,"role":"administrator","roleForced":true}'),
    ('acme', 13, X'DA23311A907DF0800D3E6BA9B9FB9414E45417B39BA1AE53FE4F6ACA6B07A7D8', 'evt_6lqbxdh6pkqccrms', 1767323700000000, 'ann@globex.example', 'cli', '', 'member.joined', 'globex', '{"email":"ann@globex.example","member":"mem_ft3nztq4vuecdfw3","name":"Ann","role":"administrator","via":"invitation"}'),
    ('acme', 14, X'2316EBD7145E0804150E4226A4A8B252D046B7450726E204A47D60F968A52895', 'evt_bipcmgwkb3rqpm2y', 1767323760000000, 'operator', 'cli', '', 'member.invited', 'globex', '{"email":"bob@globex.example","expires":"2026-01-09T03:16:00Z","member":"mem_ajfz27vo7kvweh5i","resent":false,"role":"user","roleForced":false}'),
    ('acme', 15, X'3AF3D62EF0580C373451B0D7A1961DF20A550B1E70B170B64F3DF47E33FC977B', 'evt_duvvh7x4b35ydok2', 1767323820000000, 'operator', 'cli', '', 'grant.added', 'globex', '{"expires":"2027-05-17T03:00:00Z","grant":"grt_olyx4ir4hcd5kf3q","name":"app","product":"app","versions":["*"]}'),
    ('acme', 16, X'AC0B1E08BDB04049602F6627F1A74BEFA7F3DFD3FF8C76BDC611DC51132C979E', 'evt_bqohgu4343b5bedz', 1767323880000000, 'operator', 'cli', '', 'grant.added', 'globex', '{"grant":"grt_5wpwcbf46sgllkg2","name":"app 2","product":"app","versions":["*"]}'),
    ('acme', 17, X'3CF89CB4324E62E97AC21CD4702BA2D3023A85C77AD1416DAD9BAE856A68A818', 'evt_6romivbp7hcydzxy', 1767323940000000, 'operator', 'cli', '', 'grant.login.changed', 'globex', '{"after":"robot","before":"","grant":"grt_5wpwcbf46sgllkg2"}'),
    ('acme', 18, X'EFEF24E308F92C3E363DDF820A5D2F3526F1E4F22DD4AEAEAC468F467DF5A8E1', 'evt_ryecrpcgxbk7bmw3', 1767324060000000, 'operator', 'cli', '', 'token.added', 'globex', '{"name":"laptop","token":"crd_anvlw3rg4h266dq5"}'),
    ('acme', 19, X'6F2C7E17DEB09064C3415FF6F0B25F51EF3A0C698D9378D8F46891252159F6ED', 'evt_2xxgx5aogno3toqe', 1767324180000000, 'operator', 'cli', '', 'token.added', 'globex', '{"name":"old laptop","token":"crd_ddhoxifox7cndsln"}'),
    ('acme', 20, X'B86C8389745160E9CE6BD4BCB09FBE17C399F136A41D94D383DE7D1DA2D441BA', 'evt_ks7frmjkfch433em', 1767324240000000, 'operator', 'cli', '', 'token.revoked', 'globex', '{"name":"old laptop","token":"crd_ddhoxifox7cndsln"}'),
    ('acme', 21, X'EEBB401A4BF8E4F13BBB1204C703E399986E2C5388448C4571577AAE96951829', 'evt_leggjbw2rd4czn76', 1767324360000000, 'operator', 'cli', '', 'token.added', '', '{"name":"build","token":"crd_aofg2wz4gw3qylp7"}'),
    ('acme', 22, X'62A68F2DFDFB012818C04EF06034AA287DF52831AC8F5C9E0E0D3C00329FBA9A', 'evt_vzhyjqorqjbpvywj', 1767324480000000, 'operator', 'cli', '', 'installation.started', 'globex', '{"installation":"ins_nqalbejrzazzdqn6","name":"plant","token":"crd_vdindihrdse2wnk6"}'),
    ('acme', 23, X'701D80EC54B1FAE007F08D806EDEE326EC3F2CBDB1F1438C1ACBAD4349E81305', 'evt_2a7dha3uzsl2q5z6', 1767324540000000, 'operator', 'cli', '', 'customer.archived', 'umbrella', '{"name":"Umbrella"}'),
    ('acme', 24, X'86E73CA851E61DE051D6239493F04B67588694FDB8DA8EE9BDEB3B089BD480D4', 'evt_ruc5bi6jj75y5k4s', 1772508720000000, 'operator', 'cli', '', 'customer.added', 'hooli', '{"access":"disabled","email":"","features":["artifacts","deployments"],"invite":"skipped:no_email","name":"Hooli"}'),
    ('acme', 25, X'F61E5816DA2FDD3BB0BFB6082F156129D5C88BA73F551C18578D5B8DEADD02A8', 'evt_fg43tglv577g7iav', 1772509080000000, 'operator', 'cli', '', 'secret.set', '', '{"key":"MIRROR","version":1}'),
    ('acme', 26, X'23A505F69CF9A9FFA90788DE5F57843FA530BE90A9D1CD0A15ECD5880C052ED4', 'evt_gacxg5usxsmk2pzt', 1772509200000000, 'operator', 'cli', '', 'secret.set', '', '{"key":"LICENSE","version":1}'),
    ('acme', 27, X'FAB9993C3C02DE0952C226AC5CF93D33D863E629C16C6A13347BC166C9EF889F', 'evt_ytpfuf2ru3csdlmr', 1772509380000000, 'operator', 'cli', '', 'secret.set', 'globex', '{"key":"LICENSE","version":1}'),
    ('acme', 28, X'7EACE3BFA0175CC8DDB5E6DF013AA15B2ED04CB31380613EECEF2FE2E7C58684', 'evt_wmzxqmnjztbkxzdz', 1772510220000000, 'operator', 'cli', '', 'letter.template.changed', '', '{"after":{"html":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855","subject":"Somebody came","text":"77d492144137d8d4ae6c9b4b5e6f0186713e84f52c05568b69bb879e7a2eeb11"},"before":null,"template":"member_joined"}'),
    ('acme', 29, X'C1F9F135964F6C178BF018D3D88BDA82BB54F58FA2E48A66AFE137617A4FE085', 'evt_w4yhetnnhbbqo5eo', 1772510280000000, 'operator', 'cli', '', 'mail.changed', '', '{"after":{"from":"letters@acme.example","name":"Acme"},"before":{"from":"","name":""}}'),
    ('acme', 30, X'AC6C3517ADD2B789D77CAA7096DEDC1E87869EE53AF6969C1B955E2856A5DE20', 'evt_wlt6vxaxkvokuv63', 1772510340000000, 'operator', 'cli', '', 'mail.changed', '', '{"after":{"domain":"acme.example","key":"a1fe60bc81cbd2cb7b56f407b739e437ed88659b9c0f9d104b07502374d224e5","selector":"s1"},"before":{"domain":"","key":"","selector":""}}'),
    ('acme', 31, X'974079D6D05D15026214F27DD04494DBA8599CB4A0014FD972BFC3453DA91C85', 'evt_oatljmyztkhuu555', 1777589040000000, 'operator', 'cli', '', 'webhook.added', '', '{"customer":"globex","endpoint":"end_6tmqznt4uqsc4kdi","host":"hooks1.example.com","kinds":["license."],"owner":"ann@globex.example"}'),
    ('acme', 32, X'FEA78AD412BE86E3D373588C33F5CAA67BFA6B198BF2297895E3A438AD2D2B0E', 'evt_2xuumusgktzht2vt', 1777589160000000, 'operator', 'cli', '', 'plan.added', '', '{"every":"monthly","model":"per-scan","plan":"scans","quantity":100}'),
    ('acme', 33, X'AB72712B63E773C9669048D683B5D68DA2075C7805EDCA7D1FF91F2593AC4B25', 'evt_zu7gqp4rfaa2ak2o', 1777589220000000, 'operator', 'cli', '', 'plan.added', '', '{"every":"annual","model":"per-asset","plan":"assets","quantity":20}'),
    ('acme', 34, X'9969DEAE79ACB3464FE2E04CF2376C3A71D3DD00EFC1575B49D719306502F895', 'evt_nr5evetqm6ddfohp', 1777589280000000, 'operator', 'cli', '', 'price.list.changed', '', '{"currency":"EUR","model":"per-scan"}'),
    ('acme', 35, X'0FC6D4CDD516A41DB8F302CEF0AF06E4894407BEEFA4BA74762CA61D12003197', 'evt_abmkogb6eogizqvp', 1777589340000000, 'operator', 'cli', '', 'lot.bought', '', '{"lot":"lot_fx4msdp4vf4qmg3a","model":"per-scan"}'),
    ('acme', 36, X'AF6FC98CE07B17DD195669699332F9E8B191BBB881A0F02E6B79C8B233E4FBEA', 'evt_ujxipsydj5tfzf3a', 1777589400000000, 'operator', 'cli', '', 'license.sold', 'globex', '{"alerts":[50,80],"every":"monthly","license":"lic_geermdntmzdkwikt","limit":101,"model":"per-scan","overage":"","plan":"scans","revision":1,"starts":"2026-04-30T22:50:00Z","zone":"Europe/Berlin"}'),
    ('acme', 37, X'DDEF519440C185B281F85B781F962CE8B447F8D65AFAE61CAF912F78725BE899', 'evt_6z76hafzg3dzshl6', 1777589400000000, 'operator', 'cli', '', 'license.charged', 'globex', '{"ends":"2026-05-31T22:50:00Z","license":"lic_geermdntmzdkwikt","part":0,"period":0,"starts":"2026-04-30T22:50:00Z"}'),
    ('acme', 38, X'5AA72E78A40178CCE1C4197CA0034B8C2F7D96A207816A66A4F808B18B678F1B', 'evt_qvbt6f2p7hty75fm', 1777589460000000, 'operator', 'cli', '', 'license.sold', 'globex', '{"alerts":null,"every":"annual","license":"lic_rb2siug6wvi5hhja","limit":20,"model":"per-asset","overage":"block","plan":"assets","revision":1,"starts":"2026-04-01T00:00:00Z","zone":""}'),
    ('acme', 39, X'5E78BC37471AC1274F62B49FC0B058F6A00EF392B98922B291A1AA9636512372', 'evt_igkh2wnznayeqtra', 1777589460000000, 'operator', 'cli', '', 'license.charged', 'globex', '{"ends":"2027-04-01T00:00:00Z","license":"lic_rb2siug6wvi5hhja","part":0,"period":0,"starts":"2026-04-01T00:00:00Z"}'),
    ('acme', 40, X'7B705A899E23CD5C53A665C03023B4F1BA7E07C3A65636097C4581E259B09032', 'evt_6b3e4e612d69910a8bb7470031', 1777589640000000, 'operator', 'cli', '', 'license.alert', 'globex', '{"ends":"2026-05-31T22:50:00Z","level":"alert","license":"lic_geermdntmzdkwikt","limit":101,"model":"per-scan","percent":50,"period":0,"plan":"scans","revision":1,"starts":"2026-04-30T22:50:00Z","used":75}'),
    ('acme', 41, X'20BC14BF11B7B53D356631EB27184BB5B0EDA8727D3F46B06609FCA8EEDB4C0E', 'evt_ozrgbfoldeoy2i4h', 1777589700000000, 'operator', 'cli', '', 'assets.added', 'globex', '{"assets":3,"count":10,"first":["www.example.com","192.0.2.0/29","https://api.example.com/v1"],"total":10}'),
    ('acme', 42, X'1A49136F4E4957473F9A693120D427FFCEE29436528B52F17D21F164DF047A9D', 'evt_4mz2ydusp4bharmj', 1777589760000000, 'operator', 'cli', '', 'assets.archived', 'globex', '{"assets":1,"count":1,"first":["www.example.com"],"total":9}');
INSERT INTO grants (vendor, customer, grant_id, name, product, versions, starts, expires, created, seq) VALUES
    ('ACME', 'globex', 'grt_27ug5ssnwztzxw72', 'app', 'app', '["*"]', -62135596800000000, 1810522800000000, 1772511480000000, 1),
    ('ACME', 'globex', 'grt_elosz4lnenuwjgcz', 'app 2', 'app', '["*"]', -62135596800000000, -62135596800000000, 1772511540000000, 2),
    ('acme', 'globex', 'grt_5wpwcbf46sgllkg2', 'app 2', 'app', '["*"]', -62135596800000000, -62135596800000000, 1767323880000000, 2),
    ('acme', 'globex', 'grt_olyx4ir4hcd5kf3q', 'app', 'app', '["*"]', -62135596800000000, 1810522800000000, 1767323820000000, 1);
INSERT INTO installations (vendor, customer, installation, name, credential, created, starter, seq) VALUES
    ('ACME', 'globex', 'ins_jjphrjnod7fgajgn', 'plant', 'crd_uwu5h7cj6jah2mbb', 1772512080000000, 'operator', 1),
    ('acme', 'globex', 'ins_nqalbejrzazzdqn6', 'plant', 'crd_vdindihrdse2wnk6', 1767324420000000, 'operator', 1);
INSERT INTO letter_templates (vendor, name, subject, text, html) VALUES
    ('ACME', 'member_joined', 'Somebody came', '{{.Email}} came.
', ''),
    ('acme', 'member_joined', 'Somebody came', '{{.Email}} came.
', '');
INSERT INTO letters (vendor, letter, event, customer, recipient, template, member, data, state, attempts, next, sent, message_id, subject, error, created, holder, until) VALUES
    ('ACME', 'ltr_1', 'evt_1', 'globex', 'ann@globex.example', 'new_release', '', '{"Product":"app"}', 'sent', 1, -62135596800000000, 1777697820000000, '<ltr_1@acme.example>', 'A new release', '', 1777697640000000, '', -62135596800000000),
    ('ACME', 'ltr_2', '', 'globex', 'bob@globex.example', 'invitation', 'mbr_1', '{}', 'waiting', 0, 1777697640000000, -62135596800000000, '<ltr_2@acme.example>', '', '', 1777697640000000, '', -62135596800000000),
    ('acme', 'ltr_1', 'evt_1', 'globex', 'ann@globex.example', 'new_release', '', '{"Product":"app"}', 'sent', 1, -62135596800000000, 1772510160000000, '<ltr_1@acme.example>', 'A new release', '', 1772509980000000, '', -62135596800000000),
    ('acme', 'ltr_2', '', 'globex', 'bob@globex.example', 'invitation', 'mbr_1', '{}', 'waiting', 0, 1772509980000000, -62135596800000000, '<ltr_2@acme.example>', '', '', 1772509980000000, '', -62135596800000000);
INSERT INTO logins (vendor, customer, grant_id, username, password) VALUES
    ('ACME', 'globex', 'grt_elosz4lnenuwjgcz', 'robot', X'015CB1C9804E2EDAF48FD9F2C9961A3D85E2F77D23F0505D5CE92C4FA7A5AD38D74E2453A9B0141C8680C461936E19071F2D8A3D863A3B474CF3AA8FE4490F0F77BEE4193CC5FBB1B275351A1BE47C7BFDA09FD1C5218BF5E09F883EC8C78C8921741B59FB831ADBDBA49750D855'),
    ('acme', 'globex', 'grt_5wpwcbf46sgllkg2', 'robot', X'015CB1C9804E2EDAF493E28908BA4621AE4377A04DC0958E82F86AD677048CEA666F9E6FAAA113323004655EEC6AF297D1C9E6823EE8570CFF8B7CCD24A59C2FA19A1B580CE6DA4DF590963270C24CBD6419BE13AB26EEAAD986D296396D15A53338AA93735CCFF2E6DF84C4A16C');
INSERT INTO lots (vendor, lot, model, quantity, remaining, list, discount, cost, purchased, expires) VALUES
    ('ACME', 'lot_kacvqurj24vi2g36', 'per-scan', 60, 0, '0.02 EUR', 2500, '0.015 EUR', 1777588560000000, -62135596800000000),
    ('acme', 'lot_fx4msdp4vf4qmg3a', 'per-scan', 60, 0, '0.02 EUR', 2500, '0.015 EUR', 1777589340000000, -62135596800000000);
INSERT INTO mail_settings (vendor, sender, name, reply_to, domain, selector, public, private) VALUES
    ('ACME', 'letters@acme.example', 'Acme', '', 'acme.example', 's1', X'30820122300D06092A864886F70D01010105000382010F003082010A0282010100A956795E6415CDB95C4E4896715F8E7D6AE218A7BCA1558BD4A7C992E33A2D98A465448FE73140C9D93F39D7EE3E722A832C7AA76C4C7536C53096B526AEAB60538EB7F3F78B40F618D4BEC02B0024D825F4F6D99468FB58EB9231A60D53780DEB03745165171640D2FBFECE0834AF6031F7D27BCB5769494CB7914F86EEDB5E5644725A4B20580D459BCD75A73865F8D488CA3FBC682E6843F8F1C392B74C07872EB6AE68188BDF74D3D934E35EEFF37DA6EEC09C331F881631BC3FCAD2BF89612D89121FBBCABCDB7CC0544DB3B07818629D7BB109F21F70EEE1C7579E85AC026A3ABFF405B35E9A267DF3264CFCEE39DE2ABE6722825D0ACD5166ED9BA42F0203010001', X'015CB1C9804E2EDAF44CF746EE4A1262527C079ACD339049C735B9BF9036F32EBD58FBB4AB8B578D5106D6DDBED1ABBD73BA3159292DD245056D83E74F51E680BA8C76DD332581E78B8F0620971EA6B68A9A8D6A3F834B03427E5016E20CA3B6986911AE10731D1D06E227691830E3FE7B2F3C6B7F24834863A3A7BC8CB003E6694952AFF1C4AE267F0438F0B0C245C1EBF720FAA7C24D488E3D552FB49EC6001D07A77314B9760B604D7C3157ABDEE0E52943639E2297D8ED760BA15EC70C21D7249FC0D2F15EFBD9DE2DA35888EA8614BFE4128904F07C3A0FCF9AAECCC92EA096E00E92FFB6A7FA20131863D7589D9DD3F2FA4C5CE824573BC617D4F9AF99D0D12CAB3AFEABE08FE26F7FE7E56F531D238EDE5AD0246A614ADBB12A79B6576BC2B75FE9E5B444281428FBA4362F676DD85CFD9EEC8DF9C989EAE1FA035ED12C6A2307D5DE540D092A40545B858A2684E86D8E8E681561D174636569DD18521638946B835B83126E16B5A27CD0524C576680C4EA0B28798A669C61690B6E5E2FDD016318579FDFB4E5751707DB1F75F1694B7BE95D74C1D5AE3E187C859CB3030F920AE50B0B1FD00AA20B8665E29513BCD2B1F912DA50E4EC36BCDEB2095D51BD0D3B02C6EB3E9EA80222D360D742B702FF73CA199B57716A2EBAA9B309386F8333BBCC80C1D04D457BFE2AA9BD4533DB8F8B637AEBF6AECB0D5FE398D5B807D80F46836DE2574C8D3F4CADD816CF8C7211D578F683F48F19E4CA56B46CDE1BC74E684DB64C10BDA45B85389DEDFE3F6268EA6D5AC68A477C9423F76C086D5CB955FA98DA2B378BDCBF8C12D2DBFF17BAAA64CA5F30D672B84813B149C201D3E9AF20A25FADA90C91BE2662C8987B45B98F162CFF3C9E8FF2DE0B87B3AC0B2ED62EEDCD9F7A81BD0ED99770FC0600F5D888E99B394E85A19272B2305385195161338E7D2CD2F4F4237F4A0E9A8B61629267256B72F0EE6BB608CCF6502F70E2B9AA73F922D513A1A8A1B40A691D1159532D62CC3ED6D1E375CF023F314ECA89328A40AA6EF051AAE08BF2176049DA660FE772EE3FE33930CF082FE6E2D8B0EB5B5482B22BCA5E79B971B040FF81E24D54A69334BEB17A4008ACA360B1DF5E9DE000E0E05BA3C4E99A2A57AEC2DF467D8E8876308ED67C322DF9379DB14CD2770CE790BC6F7B1C9C68CC8BF98DB42919005A51889CA4B779320E20E65B8F2F6E3F3386F0A38F429FC5F04F224D1358C564BC5AF75A2DA610E217C58E29825D173621AB30F32FE0D6371F5273E617052BDD8610FE1E8FF6889DFAFEA8FF154BE83A9841D9D64A53560F1011400F9E16840DE01D70E3B1B55D99374B84C46A2921B11F085A4D543239F5EE3BB16AEFFD54885FC194E19BFE0C3EA55DBA8C7BDC7F44868ADA6BF73231962820D9C595E0AC3D84465BE15BD61D19E8F2E6B6424E8C5B9D67F2B068EF62FA48D67B0C5C632C7F9BD00ECA055CB5DDAF7B8F57939AF6473BBFA601AFF0023ACECB276BD10597EBF29E2399A0911AFDB8C02898B1E388F5C3EFE234766570EAC55CC583033860D571466662E12808A408B931817677E3266ED3AA44FAE54A9475256114BF1A76560B1BABEA637D32F26D011703E7CCD3F2007AB749B164811548DDF1BCDD166E3E1A92139771A87BE539A99539A5907D62C894AA4291CE73AD44B1C10F21CE46CE4CC3B422FF198A54E0C260A1EDA25D1010A67DB05BC2F7C6FFE7C5D81A4C52085854629986688EECED4B9BC2D95F35FD6A4A8FE40C6E5517055D6600FEE653489C96F90FA364B9372B5051D3B8B150A8F9A59327546F7886C350B0BBD325300DDA9FC023411E6D8776C9F90286669077'),
    ('acme', 'letters@acme.example', 'Acme', '', 'acme.example', 's1', X'30820122300D06092A864886F70D01010105000382010F003082010A0282010100A3D4C2A7408485B84326AAE2C589DDF93C7371C0291C7728EFFDBE91208F11D7F3D748EEA308B1AF8EF4508016544EC1DF951BE2B78D0F0EEDAB7CD7875104170526C61F94983126EBE04034824727F605D35F0023FDF05D674E89EF8C5E67B8662BCD9E1F7A14DDC1D30B0BEAE1E0AB22C6FDCCE945716DEEA37507A24306D0DFCC3D6DEE93BFA4A2149506F58C70205638A4455601AEE924EB1185CCECCBBB6A15EA8FF5ACF4AE5E004180156A42A2C492AA01C6A08F2EB5C06EDDFB685F85A0DC23E60740017DC4A658EED3B3EC6BD1630B01B1A3BFF1788EB1F07BEBD42FEAEC1FB3CB9E1B56B3CAB36035FF8DAB0B1890CA44E27F0D461C092E57013F8D0203010001', X'015CB1C9804E2EDAF4A4E7E061C9DCF96B7D8115B9D2FDE6914584ADEBCA772265211274E3E428FFAB691327340D828D9C1FC77DA3AF01B7C441E8FD0C171E75B78DFD96342304282225010F09DA4A1380DBA9E5A206F5B54831C71D229E9ED30AC4A32388C0DE0D2765BE2ECF4C1FA102FAC0FA1467BDB7B928C420C761AC488FBBED44EC2F138A335805D821B2333A95DE9FA11D03EF13EB70A055FABB5B269D75A1FEAF84B320A8FA588AA85CB7DA1127B04CE333E669EA23687B33883C8DBA9C10BD09467C7EACE990B8CBFC869AE24BBDDAAB62B4779D7B4853BC58D825DACB15542B76EB57751052D22E8AD8FAB0D667CAD2982660F2D8FB50D181F579CD88F3C75DB5E9F150DD0C8DD89667F1499E822036987D067987E187E3F04069F19455271EB5A2E4AFB2B33A52F3927681C5BDA62FDF3289950CBEAE4168F07E8381CF1FA8EE41D25A76A6C80AA3421D515F0875586B8C7515B04B87DA390622FEEC6E73AF9236812BADFB61AAB341FD7158C9158D7F451E94D834BF6146965E1C90011F98325C45A2AD09BF86C8A481577ED21DDF0BC4D12C898915C87D401BF1CCAD29A738730A84D07DBFE0A26995A493F8F9D8967378907490F714F4DF524BC545C076ABDCD665B7C62B7C1E8BF58FE0443B48294987B65147E039C772432E238557A71E816505546FF27523B19A1255817E16E69ED866891EA9CE20EAA569D5A583F36897045201ED310B839E75A8333AD01D84CF94C70E9833FC7B31A28B6300EA4635B4758AFA32253ED016183807FB7CE1E34A982A1B16A548698E5351C12796739658B26070DDD4A09114A99070FC05352AF5E68C7CF87F0CE9F9A426FD4FE7EC42C254C9ADDE5FB3AD9921187F6B5A3A46AB72718E29ABE11EF997F575CA62A1CE7BD1095D4A1944EE05962BBF35742E0907BE082515C0055CF411C57BE1A8134A0159357711135FB1C541BCA8758935869F8991F3653014A81E768874F40E55E2E0F6A7F976EF5686B95F1E7991378E53B0F12B694322990CC7D1266CFAFEBD13EA9491A4E87488DF708E9301F590AD01A7AC6A6018BE9F586D0A9F6590A5A3FFE204F394150662628512A1B1BAA2A655C7B90EE7FCC95F2C7D2B297B825F7077FD3E1EAD20DCC8AE50B9EAA9E51CC3D96DB69B718A689A08A39757FFB3B060A23CEDC44F4F2A50431114B4355F8559D9F13973E86CED8DE33CC547432C186531CC24CA5A1ABD0433E3E1A22198C9334D18725AE4E596614260CB8351670A42C215309255C6C42D6458855F8F1BDA2093D79CEA7201045E0F8DEB0DB258704420389FB55820AC29DA40163D70AAE80D2552309CF4B41858D64E0809785CB9DA4B71FEFC57F3907946FB7B681A87BC04D46551D777A35AF294837E23C829B34B61853CC094031E97956A0BBD6257E32AF29E235A152ACED56E0A5A83EB1F495C33F150EE575B83E465862612D9F4DDC9E825E89E9F366172613F819C3DEF074A075ED6BDF86C4A1E827A06F331018EDFB7C1F6BF14AA20347606C6BC287F80F2A74818E2DCA7451C6B4961D495987BC46A9F4DFF6C6223CA2E7C3C71B48D3D4BDEE32697473988F4401B25664DE6D75128297887328367FAE620A98F7D0D0089707A74BDBA9FC78EFE3777937BB0EA2B07E5B7DF824A17B273504A95A116A926AA6BC035E9C5DF80187C6288DAE6B07747D5BA56AD5CA71C56CD80D20DD543F98ABC876E031BB151F65C9A5C289BC7992BF4E2DF2BEE03D0ACE45D9511164BC0C5F8FB84E5E487928CE71613267695D9BB9E009E3191F5418DC0C64E554E45F646200A810D118E1BAAA19489CC4985699DAEDD69DC6F8E69438EFD41753578');
INSERT INTO members (vendor, customer, member, email, name, role, super, created, joined, via, hash, sent, expires, inviter, seq) VALUES
    ('ACME', 'globex', 'mem_5raz57nvbameoyjj', 'ann@globex.example', 'Ann', 'administrator', 0, 1772511240000000, 1772511360000000, 'invitation', X'447A2606C159CCC84D144ABA6D8EF270E4C927550E4F0A072BD516A74133C72C', 1772511240000000, 1773116040000000, 'operator', 1),
    ('ACME', 'globex', 'mem_nvcj5kxou3e2reai', 'bob@globex.example', '', 'user', 0, 1772511420000000, -62135596800000000, '', X'41FB679750CB4A8025E88E2B6FD8CB595B78E9FAF26F586557EBA7F27DFE8F5A', 1772511420000000, 1773116220000000, 'operator', 2),
    ('acme', 'globex', 'mem_ajfz27vo7kvweh5i', 'bob@globex.example', '', 'user', 0, 1767323760000000, -62135596800000000, '', X'913348D609C5B5E67E1CAD6B19FB8D6ADB46162373A2FFAD6B8BD9A67F723AE2', 1767323760000000, 1767928560000000, 'operator', 2),
    ('acme', 'globex', 'mem_ft3nztq4vuecdfw3', 'ann@globex.example', 'Ann', 'administrator', 0, 1767323580000000, 1767323700000000, 'invitation', X'88171B0B8E80AE8CC7EA0DAFFEEA198C28EAFD24C520A4A27D6BF4B93274A4A8', 1767323580000000, 1767928380000000, 'operator', 1);
INSERT INTO meters (vendor, customer, contract, period, used, peak, revision, alerted) VALUES
    ('ACME', 'globex', '', 0, 9, 10, 0, 'null'),
    ('ACME', 'globex', 'lic_oredwmqexkrexmsv', 0, 75, 75, 1, '[{"percent":50,"limit":100}]'),
    ('ACME', 'globex', 'lic_t6g5tflxmzf4qdvg', 0, 9, 10, 1, 'null'),
    ('acme', 'globex', '', 0, 9, 10, 0, 'null'),
    ('acme', 'globex', 'lic_geermdntmzdkwikt', 0, 75, 75, 1, '[{"percent":50,"limit":101}]'),
    ('acme', 'globex', 'lic_rb2siug6wvi5hhja', 0, 9, 10, 1, 'null');
INSERT INTO plans (vendor, plan, model, quantity, every, alerts, overage, assets, unit, cost) VALUES
    ('ACME', 'assets', 'per-asset', 20, 'annual', 'null', 'block', '{"Version":0,"KeyByScheme":false,"FoldWWW":false,"FoldPort":false}', '12.00 EUR', '7.50 EUR'),
    ('ACME', 'scans', 'per-scan', 100, 'monthly', '[50,80]', '', '{"Version":0,"KeyByScheme":false,"FoldWWW":false,"FoldPort":false}', '0.05 EUR', '0.02 EUR'),
    ('acme', 'assets', 'per-asset', 20, 'annual', 'null', 'block', '{"Version":0,"KeyByScheme":false,"FoldWWW":false,"FoldPort":false}', '12.00 EUR', '7.50 EUR'),
    ('acme', 'scans', 'per-scan', 100, 'monthly', '[50,80]', '', '{"Version":0,"KeyByScheme":false,"FoldWWW":false,"FoldPort":false}', '0.05 EUR', '0.02 EUR');
INSERT INTO posts (vendor, courier, seq, holder, until, failures, next, error) VALUES
    ('ACME', 'list', 24, '', -62135596800000000, 0, -62135596800000000, ''),
    ('ACME', 'webhook/end_5jitd6lou2isn5sw', 30, '', -62135596800000000, 0, -62135596800000000, ''),
    ('acme', 'list', 24, '', -62135596800000000, 0, -62135596800000000, ''),
    ('acme', 'webhook/end_6tmqznt4uqsc4kdi', 30, '', -62135596800000000, 0, -62135596800000000, '');
INSERT INTO price_lists (vendor, model, currency, costs) VALUES
    ('ACME', 'per-scan', 'EUR', '{"Tiers":[{"From":1,"To":0,"Price":"0.02 EUR"}],"Graduated":false}'),
    ('acme', 'per-scan', 'EUR', '{"Tiers":[{"From":1,"To":0,"Price":"0.02 EUR"}],"Graduated":false}');
INSERT INTO products (vendor, product, kind, exact, created, changed, seq) VALUES
    ('ACME', 'app', 'application', 0, 1772510580000000, 0, 1),
    ('acme', 'app', 'application', 0, 1767322920000000, 0, 1);
INSERT INTO repositories (vendor, repository, product, n) VALUES
    ('ACME', 'acme/app', 'app', 0),
    ('acme', 'acme/app', 'app', 0);
INSERT INTO sales (vendor, customer, contract, unit, cost, sold, period, next) VALUES
    ('ACME', 'globex', 'lic_oredwmqexkrexmsv', '0.05 EUR', '0.02 EUR', 1777588620000000, 1, 1780267020000000),
    ('ACME', 'globex', 'lic_t6g5tflxmzf4qdvg', '12.00 EUR', '7.50 EUR', 1777588680000000, 1, 1806537600000000),
    ('acme', 'globex', 'lic_geermdntmzdkwikt', '0.05 EUR', '0.02 EUR', 1777589400000000, 1, 1780267800000000),
    ('acme', 'globex', 'lic_rb2siug6wvi5hhja', '12.00 EUR', '7.50 EUR', 1777589460000000, 1, 1806537600000000);
INSERT INTO search_rooms (vendor, room) VALUES
    ('ACME', 2),
    ('acme', 1);
INSERT INTO search_texts (vendor, n, customer, text) VALUES
    ('ACME', 1, 'globex', 'globex
ops@globex.example
globex'),
    ('ACME', 2, 'initech', 'ärzte of acme

initech'),
    ('ACME', 3, 'umbrella', 'umbrella

umbrella'),
    ('ACME', 4, 'hooli', 'hooli

hooli'),
    ('acme', 1, 'globex', 'globex
ops@globex.example
globex'),
    ('acme', 2, 'initech', 'ärzte of acme

initech'),
    ('acme', 3, 'umbrella', 'umbrella

umbrella'),
    ('acme', 4, 'hooli', 'hooli

hooli');
INSERT INTO secret_keys (vendor, number, wrapper, wrapped, created) VALUES
    ('ACME', 1, '5cb1c9804e2edaf4', X'015CB1C9804E2EDAF4F717EB978EB8B35A08F6B44DC49A30EB3937B1ED3DF60FCFE978124E04EE5505CD6DC567C5C16674D6E160F47E544B653912C458A0FB923DA5B55C7FE22194125A126D44B779C1F25F2A15861F5493C27023072FE71E31F47F18E5D974681A1AE66378ABDCF52F59B8D2944D7A6EB239F6AB41E3BC8D191E', 1777696680000000),
    ('acme', 1, '5cb1c9804e2edaf4', X'015CB1C9804E2EDAF4D9DCF46C592D0B8FE98A717DB6C799EF39B54BC3CF162B548B899A5837D5EE45086F0E47DD5EE3EA551BCF0F086FB7D29545E7C55C2A173834D316AA2A659B3A6F1FADDD540FB7857F7B384A459E06F944B3981BC149F38E205A0C689118C8A171DF00D34540684F3AA8F3ADDFDD52A497EB2A180D1764D0', 1772509020000000);
INSERT INTO secret_uses (vendor, customer, installation, key, own, at) VALUES
    ('ACME', 'globex', 'ins_jjphrjnod7fgajgn', 'LICENSE', 1, 1777697460000000),
    ('ACME', 'globex', 'ins_jjphrjnod7fgajgn', 'MIRROR', 0, 1777697460000000),
    ('acme', 'globex', 'ins_nqalbejrzazzdqn6', 'LICENSE', 1, 1772509800000000),
    ('acme', 'globex', 'ins_nqalbejrzazzdqn6', 'MIRROR', 0, 1772509800000000);
INSERT INTO secrets (vendor, key, version, sealed, changed, changer) VALUES
    ('ACME', 'LICENSE', 1, X'0262DADD2B745DC19F76C2CA9188CC75143B5A2B45DB2376D48CE0351671E7DE89362E41', 1777696860000000, 'operator'),
    ('ACME', 'MIRROR', 1, X'0275089AD884BE2C992BB8562163C51CDED1A3D15C0FEC4F1DEE8EF48889F57CEF1511B5B09CDEFB21970A72', 1777696740000000, 'operator'),
    ('acme', 'LICENSE', 1, X'02DD82E39052CF89F5D5CC7B7396CE49A7A5F6272A505DC4A3D651F371243CAC8274FCBB', 1772509200000000, 'operator'),
    ('acme', 'MIRROR', 1, X'02A5543A8BD1231AFEDBFECB114392EF1F184426C58B66A2E671D70A9F6FEBDC79C6B9F7E85AE5E7E562C90B', 1772509080000000, 'operator');
INSERT INTO settings (vendor, portal_mode, portal_for_all, auto_invite, default_access, stop_pulls, app, classic_address, new_address, domain, features) VALUES
    ('ACME', '', 1, 0, '', 0, 'acme', '', '', '', 'null'),
    ('acme', '', 1, 0, '', 0, 'acme', '', '', '', 'null');
INSERT INTO signing_keys (vendor, kid, private, created, signs, retires, seq) VALUES
    ('ACME', '60c2c596d4053d58', X'015CB1C9804E2EDAF4C3578F74C969CF10B6C231DE3C860A8F57DD49285086B7CB95B5522BFEC422BF54EF3055DAE2204BF157828E262CB93FF57C823AAB6AF9B35F359781F6F7F75615EA8FA0C7BE7ADB7AE1A69CB45EA291B611D2319D0CA278A826F57F4E577D65E805CD3E21624800EE654596A17D542176468D80E6369B0670C3B7E15006DF9E6D7D7EAB245917C5292B5057821CCF345C5289BBB200782BBFC2D398DF2EC4CEAC64D907F0DA0CF5F4619D9E0C0A3879F9CB479BDF2E288A1441AC8DC47BE1958F1A0A907D16CFC36DBA45FE8A1C66E72E64E05E7DEE49A7FDF2696100D4647D427D', 1772510640000000, -62135596800000000, -62135596800000000, 2),
    ('ACME', '9b3d9b4aa380d9e4', X'015CB1C9804E2EDAF45964B9F160FE8E9BEFBB1571306CD81FCC0B61EF824021372197C5BBD34EC733889E3B88E5D71F60AE4A70938E06C79D937637AF564EE9AF7D5817E74EB821C573C158643FAE942FBD874812F3020955AC236F6C936913FD012A279C09B0EE4ABA4AC8C5EE93A9798894C56B30E579DC823C0C0450A1316228C69FE3CD41B0C320A57D432D8153076E89BDB2D3C1DF0423E24A73718690E69677003F26842ED5168587F41139C77CA2BA7AE6F7789A0A20D4E2725C6031C5051667D1EA5C849FFD98C8F0879E26D38A70127CF9C089A51B2D3E3B328ACE615386272BC4FB7FAE8171', 1772510640000000, 1772510640000000, -62135596800000000, 1),
    ('acme', '3684df5e0e3f4376', X'015CB1C9804E2EDAF4DE593C99F1A5F1BCDBFB44865D3EC852164B56522FFBAC813F8ACBB177399FFDB8E4A52F341BDB9DB55C03E5131A2EDD19F384823BB68ECE6E0D6245A37C36FDF6C4673F67AB304C884550E3998243DA6EA4A9D6D853F9308C572B2BFA208E9F111AA2AFF4A9F03560A3433A7BEAE0BAFA63E25DE179F467B4C0D038C57B63B9E22F04E0E9F7E728FBFDFCB6F752CA17CCE5457FF2ACE2E9AD646B9C81375544EA1ABD8CE6E083B2A42B4715D83379FAB49E5FC40EC6C87BA784A9006BF667B6DC0CB64FEB995ED74D90B9DC68013125B4F690CADFB5A69218ACEDF0C0FB3F89693F', 1767322980000000, 1767322980000000, -62135596800000000, 1),
    ('acme', '578c609db5e49639', X'015CB1C9804E2EDAF4CECF6CD05344070DF590605B29606DAA88CF26BEC0280BADEEDB9E53C1E3907ECCF4CA5A15A1BC42672E3834C01F4D0AFD204537BC05BEF3F56831D9720ECBC913D8374C8FE0C83FB39B85A93F34B46D8FAFFFCF895C54FFB599FA4E00B0CFBD64CD5846E4B61AB82674DA674696A2DF650E8705D5723AE04026D7034E8EF8DDC69232FD5B0152A160D804A73CA78C8AA882ACDBF5A0BDAB5EE7B0A71B17AD5D45D7E219F10178A87C92ED778E97AA73C5D88093EFF5BA85A36E3739B611082BB42F03FC6575DAB68D0A6339F130C0E5F554D24358CFEA2E292E37E551158E200079', 1767322980000000, -62135596800000000, -62135596800000000, 2);
INSERT INTO staff_credentials (vendor, credential, name, hash, created, rotated, used, revoked, seq) VALUES
    ('ACME', 'crd_bjrrkk2yigj3i5cx', 'build', X'E08F863718227B007B03D9E8CEE00E7B26E56DEAE440610637F3AA68C46764DD', 1772511960000000, -62135596800000000, -62135596800000000, -62135596800000000, 1),
    ('acme', 'crd_aofg2wz4gw3qylp7', 'build', X'DD6E4DC894FF42CCA8DA134220C56191AA284F4BD6AA0FB1BF52D6714E403A19', 1767324300000000, -62135596800000000, -62135596800000000, -62135596800000000, 1);
INSERT INTO staff_members (vendor, member, email, name, role, super, created, joined, via, hash, sent, expires, inviter, seq) VALUES
    ('ACME', 'mem_bllf5ct76g7yokbj', 'vic@acme.example', '', 'viewer', 0, 1772510940000000, -62135596800000000, '', X'494229E378240A5B88CC9F03CED7B11F0785A978E9C88AB51AF68337D553EEEB', 1772510940000000, 1773115740000000, 'operator', 2),
    ('ACME', 'mem_c3uzczhym6la3sna', 'boss@acme.example', '', 'administrator', 1, 1772510820000000, 1772510820000000, 'operator', X'0000000000000000000000000000000000000000000000000000000000000000', -62135596800000000, -62135596800000000, 'operator', 1),
    ('acme', 'mem_riacmfjmynirevgu', 'vic@acme.example', '', 'viewer', 0, 1767323280000000, -62135596800000000, '', X'7055614B3A525AF324619B0E08371F3459985F39AEE3056D0BA42808B65D8593', 1767323280000000, 1767928080000000, 'operator', 2),
    ('acme', 'mem_xvbzzrr4tcmuqk2r', 'boss@acme.example', '', 'administrator', 1, 1767323160000000, 1767323160000000, 'operator', X'0000000000000000000000000000000000000000000000000000000000000000', -62135596800000000, -62135596800000000, 'operator', 1);
INSERT INTO uses (vendor, customer, key, model, quantity, at, told, contract, period, late) VALUES
    ('ACME', 'globex', 'scan-0', 'per-scan', 25, 1777588740000000, 1777588740000000, 'lic_oredwmqexkrexmsv', 0, 0),
    ('ACME', 'globex', 'scan-1', 'per-scan', 25, 1777588800000000, 1777588800000000, 'lic_oredwmqexkrexmsv', 0, 0),
    ('ACME', 'globex', 'scan-2', 'per-scan', 25, 1777588860000000, 1777588860000000, 'lic_oredwmqexkrexmsv', 0, 0),
    ('acme', 'globex', 'scan-0', 'per-scan', 25, 1777589520000000, 1777589520000000, 'lic_geermdntmzdkwikt', 0, 0),
    ('acme', 'globex', 'scan-1', 'per-scan', 25, 1777589580000000, 1777589580000000, 'lic_geermdntmzdkwikt', 0, 0),
    ('acme', 'globex', 'scan-2', 'per-scan', 25, 1777589640000000, 1777589640000000, 'lic_geermdntmzdkwikt', 0, 0);
INSERT INTO vendors (vendor, version, changed) VALUES
    ('ACME', 39, 29),
    ('acme', 39, 29);
INSERT INTO search_grams (rowid, text)
    SELECT r.room * 1099511627776 + t.n, t.text FROM search_texts t JOIN search_rooms r ON r.vendor = t.vendor;
COMMIT;
