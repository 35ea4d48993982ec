-- What lies in the tables of version 8 when a program has written it that knew the
-- schema up to version 10, at a time when these two came last: the same as for version
-- 7, and secrets.
BEGIN;
PRAGMA defer_foreign_keys = ON;
INSERT INTO vendors (vendor, version, changed) VALUES
    ('ACME', 29, 29),
    ('acme', 29, 29);
INSERT INTO repositories (vendor, repository, product, n) VALUES
    ('ACME', 'acme/app', 'app', 0),
    ('acme', 'acme/app', 'app', 0);
INSERT INTO grants (vendor, customer, grant_id, name, product, versions, starts, expires, created, seq) VALUES
    ('ACME', 'globex', 'grt_27ug5ssnwztzxw72', 'app', 'app', '["*"]', -62135596800000000, 1810522800000000, 1772511480000000, 1),
    ('ACME', 'globex', 'grt_elosz4lnenuwjgcz', 'app 2', 'app', '["*"]', -62135596800000000, -62135596800000000, 1772511540000000, 2),
    ('acme', 'globex', 'grt_5wpwcbf46sgllkg2', 'app 2', 'app', '["*"]', -62135596800000000, -62135596800000000, 1767323880000000, 2),
    ('acme', 'globex', 'grt_olyx4ir4hcd5kf3q', 'app', 'app', '["*"]', -62135596800000000, 1810522800000000, 1767323820000000, 1);
INSERT INTO products (vendor, product, kind, exact, created, changed, seq) VALUES
    ('ACME', 'app', 'application', 0, 1772510580000000, 0, 1),
    ('acme', 'app', 'application', 0, 1767322920000000, 0, 1);
INSERT INTO signing_keys (vendor, kid, private, created, signs, retires, seq) VALUES
    ('ACME', '60c2c596d4053d58', X'015CB1C9804E2EDAF4C3578F74C969CF10B6C231DE3C860A8F57DD49285086B7CB95B5522BFEC422BF54EF3055DAE2204BF157828E262CB93FF57C823AAB6AF9B35F359781F6F7F75615EA8FA0C7BE7ADB7AE1A69CB45EA291B611D2319D0CA278A826F57F4E577D65E805CD3E21624800EE654596A17D542176468D80E6369B0670C3B7E15006DF9E6D7D7EAB245917C5292B5057821CCF345C5289BBB200782BBFC2D398DF2EC4CEAC64D907F0DA0CF5F4619D9E0C0A3879F9CB479BDF2E288A1441AC8DC47BE1958F1A0A907D16CFC36DBA45FE8A1C66E72E64E05E7DEE49A7FDF2696100D4647D427D', 1772510640000000, -62135596800000000, -62135596800000000, 2),
    ('ACME', '9b3d9b4aa380d9e4', X'015CB1C9804E2EDAF45964B9F160FE8E9BEFBB1571306CD81FCC0B61EF824021372197C5BBD34EC733889E3B88E5D71F60AE4A70938E06C79D937637AF564EE9AF7D5817E74EB821C573C158643FAE942FBD874812F3020955AC236F6C936913FD012A279C09B0EE4ABA4AC8C5EE93A9798894C56B30E579DC823C0C0450A1316228C69FE3CD41B0C320A57D432D8153076E89BDB2D3C1DF0423E24A73718690E69677003F26842ED5168587F41139C77CA2BA7AE6F7789A0A20D4E2725C6031C5051667D1EA5C849FFD98C8F0879E26D38A70127CF9C089A51B2D3E3B328ACE615386272BC4FB7FAE8171', 1772510640000000, 1772510640000000, -62135596800000000, 1),
    ('acme', '3684df5e0e3f4376', X'015CB1C9804E2EDAF4DE593C99F1A5F1BCDBFB44865D3EC852164B56522FFBAC813F8ACBB177399FFDB8E4A52F341BDB9DB55C03E5131A2EDD19F384823BB68ECE6E0D6245A37C36FDF6C4673F67AB304C884550E3998243DA6EA4A9D6D853F9308C572B2BFA208E9F111AA2AFF4A9F03560A3433A7BEAE0BAFA63E25DE179F467B4C0D038C57B63B9E22F04E0E9F7E728FBFDFCB6F752CA17CCE5457FF2ACE2E9AD646B9C81375544EA1ABD8CE6E083B2A42B4715D83379FAB49E5FC40EC6C87BA784A9006BF667B6DC0CB64FEB995ED74D90B9DC68013125B4F690CADFB5A69218ACEDF0C0FB3F89693F', 1767322980000000, 1767322980000000, -62135596800000000, 1),
    ('acme', '578c609db5e49639', X'015CB1C9804E2EDAF4CECF6CD05344070DF590605B29606DAA88CF26BEC0280BADEEDB9E53C1E3907ECCF4CA5A15A1BC42672E3834C01F4D0AFD204537BC05BEF3F56831D9720ECBC913D8374C8FE0C83FB39B85A93F34B46D8FAFFFCF895C54FFB599FA4E00B0CFBD64CD5846E4B61AB82674DA674696A2DF650E8705D5723AE04026D7034E8EF8DDC69232FD5B0152A160D804A73CA78C8AA882ACDBF5A0BDAB5EE7B0A71B17AD5D45D7E219F10178A87C92ED778E97AA73C5D88093EFF5BA85A36E3739B611082BB42F03FC6575DAB68D0A6339F130C0E5F554D24358CFEA2E292E37E551158E200079', 1767322980000000, -62135596800000000, -62135596800000000, 2);
INSERT INTO logins (vendor, customer, grant_id, username, password) VALUES
    ('ACME', 'globex', 'grt_elosz4lnenuwjgcz', 'robot', X'015CB1C9804E2EDAF48FD9F2C9961A3D85E2F77D23F0505D5CE92C4FA7A5AD38D74E2453A9B0141C8680C461936E19071F2D8A3D863A3B474CF3AA8FE4490F0F77BEE4193CC5FBB1B275351A1BE47C7BFDA09FD1C5218BF5E09F883EC8C78C8921741B59FB831ADBDBA49750D855'),
    ('acme', 'globex', 'grt_5wpwcbf46sgllkg2', 'robot', X'015CB1C9804E2EDAF493E28908BA4621AE4377A04DC0958E82F86AD677048CEA666F9E6FAAA113323004655EEC6AF297D1C9E6823EE8570CFF8B7CCD24A59C2FA19A1B580CE6DA4DF590963270C24CBD6419BE13AB26EEAAD986D296396D15A53338AA93735CCFF2E6DF84C4A16C');
INSERT INTO credentials (vendor, customer, credential, name, hash, created, rotated, used, revoked, seq) VALUES
    ('ACME', 'globex', 'crd_druajatwthhvel33', 'old laptop', X'7451A6D50169158EAB9E84118672EEB244938B1351598C5E3CDF9D8495EEFC42', 1772511780000000, -62135596800000000, -62135596800000000, 1772511900000000, 2),
    ('ACME', 'globex', 'crd_fcyo3o5t5pyhkdso', 'laptop', X'FC9D52B3BC713BAD5AED98B9A4E0104620A5BEF0734A8BD01C1DD520B7DDF4C7', 1772511660000000, -62135596800000000, -62135596800000000, -62135596800000000, 1),
    ('ACME', 'globex', 'crd_uwu5h7cj6jah2mbb', 'plant', X'5511A67440483A652873B44090117D9266653B797DAB052D33C0B0D55633DA35', 1772512080000000, -62135596800000000, -62135596800000000, -62135596800000000, 3),
    ('acme', 'globex', 'crd_anvlw3rg4h266dq5', 'laptop', X'D94EA54B6C499F6D6A69072B564E0FD2301B5DAC88FDAA3C59FC6880A3A0AA83', 1767324000000000, -62135596800000000, -62135596800000000, -62135596800000000, 1),
    ('acme', 'globex', 'crd_ddhoxifox7cndsln', 'old laptop', X'DD7FA8D5375E801FAD82424AB8E4CE97C5D10D762B986A07F282127A98C56357', 1767324120000000, -62135596800000000, -62135596800000000, 1767324240000000, 2),
    ('acme', 'globex', 'crd_vdindihrdse2wnk6', 'plant', X'6AE7EA25C497970B0070FEBD837F3B842FA20C1FFDFDE472FDB5B4D3DBDCD63E', 1767324420000000, -62135596800000000, -62135596800000000, -62135596800000000, 3);
INSERT INTO staff_credentials (vendor, credential, name, hash, created, rotated, used, revoked, seq) VALUES
    ('ACME', 'crd_bjrrkk2yigj3i5cx', 'build', X'E08F863718227B007B03D9E8CEE00E7B26E56DEAE440610637F3AA68C46764DD', 1772511960000000, -62135596800000000, -62135596800000000, -62135596800000000, 1),
    ('acme', 'crd_aofg2wz4gw3qylp7', 'build', X'DD6E4DC894FF42CCA8DA134220C56191AA284F4BD6AA0FB1BF52D6714E403A19', 1767324300000000, -62135596800000000, -62135596800000000, -62135596800000000, 1);
INSERT INTO settings (vendor, portal_mode, portal_for_all, auto_invite, default_access, stop_pulls, app, classic_address, new_address, domain, features) VALUES
    ('ACME', '', 1, 0, '', 0, 'acme', '', '', '', 'null'),
    ('acme', '', 1, 0, '', 0, 'acme', '', '', '', 'null');
INSERT INTO staff_members (vendor, member, email, name, role, super, created, joined, via, hash, sent, expires, inviter, seq) VALUES
    ('ACME', 'mem_bllf5ct76g7yokbj', 'vic@acme.example', '', 'viewer', 0, 1772510940000000, -62135596800000000, '', X'494229E378240A5B88CC9F03CED7B11F0785A978E9C88AB51AF68337D553EEEB', 1772510940000000, 1773115740000000, 'operator', 2),
    ('ACME', 'mem_c3uzczhym6la3sna', 'boss@acme.example', '', 'administrator', 1, 1772510820000000, 1772510820000000, 'operator', X'0000000000000000000000000000000000000000000000000000000000000000', -62135596800000000, -62135596800000000, 'operator', 1),
    ('acme', 'mem_riacmfjmynirevgu', 'vic@acme.example', '', 'viewer', 0, 1767323280000000, -62135596800000000, '', X'7055614B3A525AF324619B0E08371F3459985F39AEE3056D0BA42808B65D8593', 1767323280000000, 1767928080000000, 'operator', 2),
    ('acme', 'mem_xvbzzrr4tcmuqk2r', 'boss@acme.example', '', 'administrator', 1, 1767323160000000, 1767323160000000, 'operator', X'0000000000000000000000000000000000000000000000000000000000000000', -62135596800000000, -62135596800000000, 'operator', 1);
INSERT INTO assignments (vendor, customer, member) VALUES
    ('ACME', 'globex', 'mem_bllf5ct76g7yokbj'),
    ('ACME', 'initech', 'mem_bllf5ct76g7yokbj'),
    ('acme', 'globex', 'mem_riacmfjmynirevgu'),
    ('acme', 'initech', 'mem_riacmfjmynirevgu');
INSERT INTO members (vendor, customer, member, email, name, role, super, created, joined, via, hash, sent, expires, inviter, seq) VALUES
    ('ACME', 'globex', 'mem_5raz57nvbameoyjj', 'ann@globex.example', 'Ann', 'administrator', 0, 1772511240000000, 1772511360000000, 'invitation', X'447A2606C159CCC84D144ABA6D8EF270E4C927550E4F0A072BD516A74133C72C', 1772511240000000, 1773116040000000, 'operator', 1),
    ('ACME', 'globex', 'mem_nvcj5kxou3e2reai', 'bob@globex.example', '', 'user', 0, 1772511420000000, -62135596800000000, '', X'41FB679750CB4A8025E88E2B6FD8CB595B78E9FAF26F586557EBA7F27DFE8F5A', 1772511420000000, 1773116220000000, 'operator', 2),
    ('acme', 'globex', 'mem_ajfz27vo7kvweh5i', 'bob@globex.example', '', 'user', 0, 1767323760000000, -62135596800000000, '', X'913348D609C5B5E67E1CAD6B19FB8D6ADB46162373A2FFAD6B8BD9A67F723AE2', 1767323760000000, 1767928560000000, 'operator', 2),
    ('acme', 'globex', 'mem_ft3nztq4vuecdfw3', 'ann@globex.example', 'Ann', 'administrator', 0, 1767323580000000, 1767323700000000, 'invitation', X'88171B0B8E80AE8CC7EA0DAFFEEA198C28EAFD24C520A4A27D6BF4B93274A4A8', 1767323580000000, 1767928380000000, 'operator', 1);
INSERT INTO installations (vendor, customer, installation, name, credential, created, starter, seq) VALUES
    ('ACME', 'globex', 'ins_jjphrjnod7fgajgn', 'plant', 'crd_uwu5h7cj6jah2mbb', 1772512080000000, 'operator', 1),
    ('acme', 'globex', 'ins_nqalbejrzazzdqn6', 'plant', 'crd_vdindihrdse2wnk6', 1767324420000000, 'operator', 1);
INSERT INTO customers (vendor, customer, n, created, name, folded, email, plan, access, features, portal, portal_version, domains_only, domains, archived, gone, expires, pulled, scanned, changed) VALUES
    ('ACME', 'globex', 1, 1772511000000000, 'Globex', 'globex', 'ops@globex.example', 'gold', 'full', '["artifacts","deployments"]', 0, '', 1, '["globex.example"]', -62135596800000000, 0, 9223372036854775807, -62135596800000000, -62135596800000000, 26),
    ('ACME', 'hooli', 4, 1777696380000000, 'Hooli', 'hooli', '', '', 'disabled', '["artifacts","deployments"]', 0, '', 0, 'null', -62135596800000000, 0, 9223372036854775807, -62135596800000000, -62135596800000000, 23),
    ('ACME', 'initech', 2, 1772511060000000, 'ÄRZTE of ACME', 'ärzte of acme', '', '', 'disabled', '["artifacts","deployments"]', 0, '', 0, 'null', -62135596800000000, 0, 9223372036854775807, -62135596800000000, -62135596800000000, 8),
    ('ACME', 'umbrella', 3, 1772511120000000, 'Umbrella', 'umbrella', '', '', 'disabled', '["artifacts","deployments"]', 0, '', 0, 'null', 1772512200000000, 1, 9223372036854775807, -62135596800000000, -62135596800000000, 22),
    ('acme', 'globex', 1, 1767323340000000, 'Globex', 'globex', 'ops@globex.example', 'gold', 'full', '["artifacts","deployments"]', 0, '', 1, '["globex.example"]', -62135596800000000, 0, 9223372036854775807, -62135596800000000, -62135596800000000, 26),
    ('acme', 'hooli', 4, 1772508720000000, 'Hooli', 'hooli', '', '', 'disabled', '["artifacts","deployments"]', 0, '', 0, 'null', -62135596800000000, 0, 9223372036854775807, -62135596800000000, -62135596800000000, 23),
    ('acme', 'initech', 2, 1767323400000000, 'ÄRZTE of acme', 'ärzte of acme', '', '', 'disabled', '["artifacts","deployments"]', 0, '', 0, 'null', -62135596800000000, 0, 9223372036854775807, -62135596800000000, -62135596800000000, 8),
    ('acme', 'umbrella', 3, 1767323460000000, 'Umbrella', 'umbrella', '', '', 'disabled', '["artifacts","deployments"]', 0, '', 0, 'null', 1767324540000000, 1, 9223372036854775807, -62135596800000000, -62135596800000000, 22);
INSERT INTO search_texts (vendor, n, customer, text) VALUES
    ('ACME', 1, 'globex', replace('globex\nops@globex.example\nglobex', '\n', char(10))),
    ('ACME', 2, 'initech', replace('ärzte of acme\n\ninitech', '\n', char(10))),
    ('ACME', 3, 'umbrella', replace('umbrella\n\numbrella', '\n', char(10))),
    ('ACME', 4, 'hooli', replace('hooli\n\nhooli', '\n', char(10))),
    ('acme', 1, 'globex', replace('globex\nops@globex.example\nglobex', '\n', char(10))),
    ('acme', 2, 'initech', replace('ärzte of acme\n\ninitech', '\n', char(10))),
    ('acme', 3, 'umbrella', replace('umbrella\n\numbrella', '\n', char(10))),
    ('acme', 4, 'hooli', replace('hooli\n\nhooli', '\n', char(10)));
INSERT INTO search_rooms (vendor, room) VALUES
    ('ACME', 2),
    ('acme', 1);
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
    ('acme', 30, X'AC6C3517ADD2B789D77CAA7096DEDC1E87869EE53AF6969C1B955E2856A5DE20', 'evt_wlt6vxaxkvokuv63', 1772510340000000, 'operator', 'cli', '', 'mail.changed', '', '{"after":{"domain":"acme.example","key":"a1fe60bc81cbd2cb7b56f407b739e437ed88659b9c0f9d104b07502374d224e5","selector":"s1"},"before":{"domain":"","key":"","selector":""}}');
INSERT INTO posts (vendor, courier, seq, holder, until, failures, next, error) VALUES
    ('ACME', 'list', 24, '', -62135596800000000, 0, -62135596800000000, ''),
    ('acme', 'list', 24, '', -62135596800000000, 0, -62135596800000000, '');
INSERT INTO secret_keys (vendor, number, wrapper, wrapped, created) VALUES
    ('ACME', 1, '5cb1c9804e2edaf4', X'015CB1C9804E2EDAF4F717EB978EB8B35A08F6B44DC49A30EB3937B1ED3DF60FCFE978124E04EE5505CD6DC567C5C16674D6E160F47E544B653912C458A0FB923DA5B55C7FE22194125A126D44B779C1F25F2A15861F5493C27023072FE71E31F47F18E5D974681A1AE66378ABDCF52F59B8D2944D7A6EB239F6AB41E3BC8D191E', 1777696680000000),
    ('acme', 1, '5cb1c9804e2edaf4', X'015CB1C9804E2EDAF4D9DCF46C592D0B8FE98A717DB6C799EF39B54BC3CF162B548B899A5837D5EE45086F0E47DD5EE3EA551BCF0F086FB7D29545E7C55C2A173834D316AA2A659B3A6F1FADDD540FB7857F7B384A459E06F944B3981BC149F38E205A0C689118C8A171DF00D34540684F3AA8F3ADDFDD52A497EB2A180D1764D0', 1772509020000000);
INSERT INTO secrets (vendor, key, version, sealed, changed, changer) VALUES
    ('ACME', 'LICENSE', 1, X'0262DADD2B745DC19F76C2CA9188CC75143B5A2B45DB2376D48CE0351671E7DE89362E41', 1777696860000000, 'operator'),
    ('ACME', 'MIRROR', 1, X'0275089AD884BE2C992BB8562163C51CDED1A3D15C0FEC4F1DEE8EF48889F57CEF1511B5B09CDEFB21970A72', 1777696740000000, 'operator'),
    ('acme', 'LICENSE', 1, X'02DD82E39052CF89F5D5CC7B7396CE49A7A5F6272A505DC4A3D651F371243CAC8274FCBB', 1772509200000000, 'operator'),
    ('acme', 'MIRROR', 1, X'02A5543A8BD1231AFEDBFECB114392EF1F184426C58B66A2E671D70A9F6FEBDC79C6B9F7E85AE5E7E562C90B', 1772509080000000, 'operator');
INSERT INTO customer_secret_keys (vendor, customer, number, wrapper, wrapped, created) VALUES
    ('ACME', 'globex', 1, '5cb1c9804e2edaf4', X'015CB1C9804E2EDAF4E9047AC98A4CD79E45443A02CBD2F0B1CB3B0A72B2112CD2BE0572AD0703301D82D9C4F85B71DCD3ADF6113773156B9A7ACE2584BDC496D158C3AF159E1956F1A46ACF19350C32625C4E676594450E6E1D49D0CBD2F067A58BBFDDC74A8BAA1621DCA5BD0B86C4C925A3A6568226A9F0636F9677372E2BFA', 1777696980000000),
    ('acme', 'globex', 1, '5cb1c9804e2edaf4', X'015CB1C9804E2EDAF4B54173040F94C797BD224ED81D068BD5B4D5EB4FC3CE581366BD952DBF9429109974F5562EC58BF2371714C2678DFBA49DA25D9846177C6C91EFE8E1876F79D18E56EBC03F3C940AEAF188AA7F7DE153C1ECAAECBD0AC3A82801D08AAF4A32F1FC2908BDC898E6E2E5BE90E399602EA53A89C9E3D7FC6003', 1772509320000000);
INSERT INTO customer_secrets (vendor, customer, key, version, sealed, changed, changer) VALUES
    ('ACME', 'globex', 'LICENSE', 1, X'025747EC69590E2FCD18D53BDF3AEC6AC10BE36C57AE30C88DABB41BD34DA3B191B35AA4925BDBD978979E4DF9911D', 1777697040000000, 'operator'),
    ('acme', 'globex', 'LICENSE', 1, X'028FE147B127E09D95855C21FB4A37E3A3457FB3B440D10F046E2272EA3AB8AA0C55DA93202C2D986A6A254D5D526F', 1772509380000000, 'operator');
INSERT INTO secret_uses (vendor, customer, installation, key, own, at) VALUES
    ('ACME', 'globex', 'ins_jjphrjnod7fgajgn', 'LICENSE', 1, 1777697460000000),
    ('ACME', 'globex', 'ins_jjphrjnod7fgajgn', 'MIRROR', 0, 1777697460000000),
    ('acme', 'globex', 'ins_nqalbejrzazzdqn6', 'LICENSE', 1, 1772509800000000),
    ('acme', 'globex', 'ins_nqalbejrzazzdqn6', 'MIRROR', 0, 1772509800000000);
INSERT INTO search_grams (rowid, text)
    SELECT r.room * 1099511627776 + t.n, t.text FROM search_texts t JOIN search_rooms r ON r.vendor = t.vendor;
COMMIT;
