-- What a program wrote that knew the schema up to version 6: two vendors with the
-- same customers, people, grants and installations. What it told of them is in
-- version6.json.
BEGIN;
PRAGMA defer_foreign_keys = ON;
INSERT INTO vendors (vendor, version, changed) VALUES
    ('ACME', 22, 20),
    ('acme', 22, 20);
INSERT INTO repositories (vendor, repository, product, n) VALUES
    ('ACME', 'acme/app', 'app', 0),
    ('acme', 'acme/app', 'app', 0);
INSERT INTO grants (vendor, customer, grant_id, name, product, versions, starts, expires, created, seq) VALUES
    ('ACME', 'globex', 'grt_mewswh3e4zhjpeoe', 'app 2', 'app', '["*"]', -62135596800000000, -62135596800000000, 1767325620000000, 2),
    ('ACME', 'globex', 'grt_qyd3ovcb7v35fdxn', 'app', 'app', '["*"]', -62135596800000000, 1810522800000000, 1767325560000000, 1),
    ('acme', 'globex', 'grt_binuq6lxn3eq2gop', 'app 2', 'app', '["*"]', -62135596800000000, -62135596800000000, 1767323880000000, 2),
    ('acme', 'globex', 'grt_iyojaxqh64zsnhmj', 'app', 'app', '["*"]', -62135596800000000, 1810522800000000, 1767323820000000, 1);
INSERT INTO events (vendor, at, n, event, actor, kind, customer, data) VALUES
    ('ACME', 1767324600000000, 1, 'evt_kn5cmdfrlpv3i3da', 'operator', 'settings.changed', '', '{"after":{"app":"acme","portalForAll":true},"before":{"app":"","portalForAll":false}}'),
    ('ACME', 1767324660000000, 1, 'evt_x74uuqnzpx5kpdig', 'operator', 'product.added', '', '{"exact":false,"kind":"application","product":"app","repositories":["acme/app"]}'),
    ('ACME', 1767324720000000, 1, 'evt_gxvmnupcc3udwu53', 'operator', 'keys.changed', '', '{"after":{"1e79ff8c75afee48":"next","524529b17a078a0b":"active"},"before":{}}'),
    ('ACME', 1767324900000000, 1, 'evt_vpu5guaxq6hdafe5', 'operator', 'staff.joined', '', '{"email":"boss@acme.example","member":"mem_juxpeyw6yctl2xuq","name":"","role":"administrator","via":"operator"}'),
    ('ACME', 1767324960000000, 1, 'evt_7vnaw4lchd57xija', 'operator', 'staff.super.changed', '', '{"email":"boss@acme.example","member":"mem_juxpeyw6yctl2xuq","super":true}'),
    ('ACME', 1767325020000000, 1, 'evt_hnb2e2w55dqb2e5b', 'operator', 'staff.invited', '', '{"email":"vic@acme.example","expires":"2026-01-09T03:37:00Z","member":"mem_scs6nwiijckyuugk","resent":false,"role":"viewer","roleForced":false}'),
    ('ACME', 1767325080000000, 1, 'evt_zhaomr6j5flplj4p', 'operator', 'customer.added', 'globex', '{"access":"full","domains":{"domains":["globex.example"],"restricted":true},"email":"ops@globex.example","features":["artifacts","deployments"],"invite":"skipped:auto_invite_off","name":"Globex","plan":"gold"}'),
    ('ACME', 1767325140000000, 1, 'evt_a6wccqyixpgcbmz2', 'operator', 'customer.added', 'initech', '{"access":"disabled","email":"","features":["artifacts","deployments"],"invite":"skipped:no_email","name":"ÄRZTE of ACME"}'),
    ('ACME', 1767325200000000, 1, 'evt_vvzbky6fbkfnxrpl', 'operator', 'customer.added', 'umbrella', '{"access":"disabled","email":"","features":["artifacts","deployments"],"invite":"skipped:no_email","name":"Umbrella"}'),
    ('ACME', 1767325260000000, 1, 'evt_qwlbbm5bj7hbqxs3', 'operator', 'staff.assigned', 'globex', '{"email":"vic@acme.example","member":"mem_scs6nwiijckyuugk"}'),
    ('ACME', 1767325260000000, 2, 'evt_g32o6mmomgov3fbz', 'operator', 'staff.assigned', 'initech', '{"email":"vic@acme.example","member":"mem_scs6nwiijckyuugk"}'),
    ('ACME', 1767325320000000, 1, 'evt_6pesvh7asdb7ixp7', 'operator', 'member.invited', 'globex', '{"email":"ann@globex.example","expires":"2026-01-09T03:42:00Z","member":"mem_ikhgmihrehbwa7d3","resent":false,"role":"administrator","roleForced":true}'),
    ('ACME', 1767325440000000, 1, 'evt_5e3mdt4xtuzeetco', 'ann@globex.example', 'member.joined', 'globex', '{"email":"ann@globex.example","member":"mem_ikhgmihrehbwa7d3","name":"Ann","role":"administrator","via":"invitation"}'),
    ('ACME', 1767325500000000, 1, 'evt_qrhegbcl4ea3bmhy', 'operator', 'member.invited', 'globex', '{"email":"bob@globex.example","expires":"2026-01-09T03:45:00Z","member":"mem_jikwewd754znzqun","resent":false,"role":"user","roleForced":false}'),
    ('ACME', 1767325560000000, 1, 'evt_bkgat3co35oiqckr', 'operator', 'grant.added', 'globex', '{"expires":"2027-05-17T03:00:00Z","grant":"grt_qyd3ovcb7v35fdxn","name":"app","product":"app","versions":["*"]}'),
    ('ACME', 1767325620000000, 1, 'evt_fkrhwlvnmuphbfho', 'operator', 'grant.added', 'globex', '{"grant":"grt_mewswh3e4zhjpeoe","name":"app 2","product":"app","versions":["*"]}'),
    ('ACME', 1767325680000000, 1, 'evt_pyexrqclsn5i4rcn', 'operator', 'grant.login.changed', 'globex', '{"grant":"grt_mewswh3e4zhjpeoe","username":"robot"}'),
    ('ACME', 1767325800000000, 1, 'evt_j6eyebcr3233scep', 'operator', 'token.added', 'globex', '{"name":"laptop","token":"crd_mqwlo2mvjd3fokkb"}'),
    ('ACME', 1767325920000000, 1, 'evt_x43kokpgkhnsnc6g', 'operator', 'token.added', 'globex', '{"name":"old laptop","token":"crd_xq6iuhou7p4whoyk"}'),
    ('ACME', 1767325980000000, 1, 'evt_z43ntbs53w4gmcuh', 'operator', 'token.revoked', 'globex', '{"name":"old laptop","token":"crd_xq6iuhou7p4whoyk"}'),
    ('ACME', 1767326100000000, 1, 'evt_ooxalslvyiowl4dk', 'operator', 'token.added', '', '{"name":"build","token":"crd_yojd4w4q76kfb6ku"}'),
    ('ACME', 1767326220000000, 1, 'evt_hlz62qvhp23cpngf', 'operator', 'installation.started', 'globex', '{"installation":"ins_2a4h3bax2trjcjnz","name":"plant","token":"crd_suorvft7wpas77k2"}'),
    ('ACME', 1767326280000000, 1, 'evt_d7fqwr4j7rl6423j', 'operator', 'customer.archived', 'umbrella', '{"name":"Umbrella"}'),
    ('acme', 1767322860000000, 1, 'evt_63ui4f4nigzj2ntl', 'operator', 'settings.changed', '', '{"after":{"app":"acme","portalForAll":true},"before":{"app":"","portalForAll":false}}'),
    ('acme', 1767322920000000, 1, 'evt_iskc6x3s3qo5fe4z', 'operator', 'product.added', '', '{"exact":false,"kind":"application","product":"app","repositories":["acme/app"]}'),
    ('acme', 1767322980000000, 1, 'evt_2bbtafq3tmoja3yf', 'operator', 'keys.changed', '', '{"after":{"0cf5d0e3f2e13d30":"active","16d28a56c6f822aa":"next"},"before":{}}'),
    ('acme', 1767323160000000, 1, 'evt_2beimioeqapkd75k', 'operator', 'staff.joined', '', '{"email":"boss@acme.example","member":"mem_trysbx6gtn5akfop","name":"","role":"administrator","via":"operator"}'),
    ('acme', 1767323220000000, 1, 'evt_zoe373t2jvh3n5yv', 'operator', 'staff.super.changed', '', '{"email":"boss@acme.example","member":"mem_trysbx6gtn5akfop","super":true}'),
    ('acme', 1767323280000000, 1, 'evt_qktovqvrl5i5zwki', 'operator', 'staff.invited', '', '{"email":"vic@acme.example","expires":"2026-01-09T03:08:00Z","member":"mem_j36zofyuoqhzesmg","resent":false,"role":"viewer","roleForced":false}'),
    ('acme', 1767323340000000, 1, 'evt_euh5lntt5d4y5fpu', 'operator', 'customer.added', 'globex', '{"access":"full","domains":{"domains":["globex.example"],"restricted":true},"email":"ops@globex.example","features":["artifacts","deployments"],"invite":"skipped:auto_invite_off","name":"Globex","plan":"gold"}'),
    ('acme', 1767323400000000, 1, 'evt_34puo3ttyn75gcsq', 'operator', 'customer.added', 'initech', '{"access":"disabled","email":"","features":["artifacts","deployments"],"invite":"skipped:no_email","name":"ÄRZTE of acme"}'),
    ('acme', 1767323460000000, 1, 'evt_jq2bvytmx6adfhdc', 'operator', 'customer.added', 'umbrella', '{"access":"disabled","email":"","features":["artifacts","deployments"],"invite":"skipped:no_email","name":"Umbrella"}'),
    ('acme', 1767323520000000, 1, 'evt_bmpgkqgibst3nse7', 'operator', 'staff.assigned', 'globex', '{"email":"vic@acme.example","member":"mem_j36zofyuoqhzesmg"}'),
    ('acme', 1767323520000000, 2, 'evt_73u2jorse6np62dq', 'operator', 'staff.assigned', 'initech', '{"email":"vic@acme.example","member":"mem_j36zofyuoqhzesmg"}'),
    ('acme', 1767323580000000, 1, 'evt_4y5klxjk5nxeorxm', 'operator', 'member.invited', 'globex', '{"email":"ann@globex.example","expires":"2026-01-09T03:13:00Z","member":"mem_b65zr3p4ksmmxdqf","resent":false,"role":"administrator","roleForced":true}'),
    ('acme', 1767323700000000, 1, 'evt_3i7qnygtiqyyjewv', 'ann@globex.example', 'member.joined', 'globex', '{"email":"ann@globex.example","member":"mem_b65zr3p4ksmmxdqf","name":"Ann","role":"administrator","via":"invitation"}'),
    ('acme', 1767323760000000, 1, 'evt_tfz2ra3rxvcngqwc', 'operator', 'member.invited', 'globex', '{"email":"bob@globex.example","expires":"2026-01-09T03:16:00Z","member":"mem_h4ewf5pu6wh6jece","resent":false,"role":"user","roleForced":false}'),
    ('acme', 1767323820000000, 1, 'evt_677detdhwgiswrbo', 'operator', 'grant.added', 'globex', '{"expires":"2027-05-17T03:00:00Z","grant":"grt_iyojaxqh64zsnhmj","name":"app","product":"app","versions":["*"]}'),
    ('acme', 1767323880000000, 1, 'evt_loxzhmfzlgeq6dg3', 'operator', 'grant.added', 'globex', '{"grant":"grt_binuq6lxn3eq2gop","name":"app 2","product":"app","versions":["*"]}'),
    ('acme', 1767323940000000, 1, 'evt_w4oy7wtygsfoqwpv', 'operator', 'grant.login.changed', 'globex', '{"grant":"grt_binuq6lxn3eq2gop","username":"robot"}'),
    ('acme', 1767324060000000, 1, 'evt_lunosywsybl7ensq', 'operator', 'token.added', 'globex', '{"name":"laptop","token":"crd_ltmnz2jta5ukq6sa"}'),
    ('acme', 1767324180000000, 1, 'evt_wr5peg475hqnvf7u', 'operator', 'token.added', 'globex', '{"name":"old laptop","token":"crd_uvqndb7hngtygh3w"}'),
    ('acme', 1767324240000000, 1, 'evt_mzelhalv3e2457bb', 'operator', 'token.revoked', 'globex', '{"name":"old laptop","token":"crd_uvqndb7hngtygh3w"}'),
    ('acme', 1767324360000000, 1, 'evt_zp2yehu6t6zyquww', 'operator', 'token.added', '', '{"name":"build","token":"crd_gvudqmu22b43lpks"}'),
    ('acme', 1767324480000000, 1, 'evt_em2cwxuqiaieunka', 'operator', 'installation.started', 'globex', '{"installation":"ins_l42j2gdicble6n7v","name":"plant","token":"crd_hdyiqi3amlgapbkg"}'),
    ('acme', 1767324540000000, 1, 'evt_6dch3l2rjccuqves', 'operator', 'customer.archived', 'umbrella', '{"name":"Umbrella"}');
INSERT INTO products (vendor, product, kind, exact, created, changed, seq) VALUES
    ('ACME', 'app', 'application', 0, 1767324660000000, 0, 1),
    ('acme', 'app', 'application', 0, 1767322920000000, 0, 1);
INSERT INTO signing_keys (vendor, kid, private, created, signs, retires, seq) VALUES
    ('ACME', '1e79ff8c75afee48', X'015CB1C9804E2EDAF414BD1E6536DA76AD6F0C853F8E247A6E2CB5D58901C5AFD84C1A6757BCA2296A63B39AAEEB45942B2305265F5582CA177039C0B80EFB809C4B8EA677937DF7BA15032785C1D47795F778DE034EDA8866810FD96C2AE310484ABE317754E306E6023D21A4FDA7E25613388DA647B5EA0A7387B3BE53A716FF49CAB0F9CDDC9BDA62A82D19B16C51F87699BDED8BBABA5C28F225F9938E6C78751AD545EC484F4228820FA6C7654E5D948460AADEADB5EBC9220810373683ED534F13081648AC3AC37001497873449098F1B9DD28FDD39921C6555BE7B255B493E4A8DFB9F3A5B3C3FA', 1767324720000000, -62135596800000000, -62135596800000000, 2),
    ('ACME', '524529b17a078a0b', X'015CB1C9804E2EDAF423F588EB9ABE3832EEAE177C3D9F46377C2BC60233A56E8E4450551886CA18FF7580A0B92586C369F8CA7D867E3C195667C5B2836DDA3EBB0E516014EBA93BCF4AA93EC317C8F2076772F9EB6E505051FA582403034B1FEAE39C9099DD05A804765F405BA07100B2A3B4C2DE8FE59D3B865E7AFCFE9B7362AC8E703BF8F07DEB604324246F94B45AD65026BD202589C119D9A694DF5AA543F89A27B1D2EDDA76DC34BA4C5CED67D7E6AE85AC33EF24BE476E863110E4866690B9E605EA67FC63EB40A185F7C81BDD491ABA860F20727DFE5D0EFC5300F892539091441FBF0CEB5AFE', 1767324720000000, 1767324720000000, -62135596800000000, 1),
    ('acme', '0cf5d0e3f2e13d30', X'015CB1C9804E2EDAF4E6D9135E2B5721C54DF84D5618191AA47AA2E1856FDF38A538CC63DAAE689A961E1BE9A23740D5AFAC159C2890666F78DF0FF2988BDB9DC404EDAE5C2BD53A82CFB9A49D9D94CFC0C0BBDE0FE817D2616BAC2634C34E6DDA5C264252A035600264AB6BE6EB7CF2EE8EFEE9B3424154C123E7B8272FDA771691CB43C3F90FAE089608F9B48111D78C6A595269B440A9BDCBEAD418BC982F808C68E32BE29D7025352AA396E550BE2DC769E3D9345DBF9583FFF3DE8436DABD7D0A6DC33D4B528CC3482D9BA0BB6D50606845AFFAE115DD6A49D40523EBE37351703FB88B7A4D5E3178', 1767322980000000, 1767322980000000, -62135596800000000, 1),
    ('acme', '16d28a56c6f822aa', X'015CB1C9804E2EDAF4CDB45874B3AE588ED421EC96824F955E59A8C3CE0F746C7FAD2272E8395301845EA13DD0D4B6974A8FF71198031AB2B447E7591B1425751C1D18B412FCD74C1F9EC2BFB6731EA00ED5C6A413364907874809304CC84005B442D08DDD750805B198DE9B3719515032810D3CE330A195A7CC0B63CCE9974C66CA36A81CDBB2D1F49DD360B8F4981BA01EA512E075545C4678482868CB96B8E8B556539001A597BA475653BDAC01925085E0A0E69E9FE046EB59C9637EA194F5B2559648453609D9538C9B8ADDE589FD67AADE4CCEA7905205EDEC3A7189CC371700363755D4B230CF83', 1767322980000000, -62135596800000000, -62135596800000000, 2);
INSERT INTO logins (vendor, customer, grant_id, username, password) VALUES
    ('ACME', 'globex', 'grt_mewswh3e4zhjpeoe', 'robot', X'015CB1C9804E2EDAF4A0307E8F239DFF88838B088E33C4D1ACF48A724D79152BE17C80DD2C3C1B4A429BA398C83CCC34B7CD23726D9CD2991F53ADA8F05B2414F6D87DDB504B3610F016042D93A6440B472F538675F97D434D86EF95A8351EAD2A355A83A07459A79BCC1428DB22'),
    ('acme', 'globex', 'grt_binuq6lxn3eq2gop', 'robot', X'015CB1C9804E2EDAF49569CD119A8E6C14ECDF8B7D5B41BF2EF9F9112E38B2D94169C597C09E97716A60D85F7BE9A5A4C99D17F49CA4ED91A928F58E65A7841707DE4B78433F54C0E01D6E2384648934B7A73F9BA3E16151C61CE0D5F589AD715A129E4DAE62014B84857F5704F3');
INSERT INTO credentials (vendor, customer, credential, name, hash, created, rotated, used, revoked, seq) VALUES
    ('ACME', 'globex', 'crd_mqwlo2mvjd3fokkb', 'laptop', X'E3629365D32FEDE40CC03F5D1CD5EB1D236BCE4BCC96D2596380D330383E6F36', 1767325740000000, -62135596800000000, -62135596800000000, -62135596800000000, 1),
    ('ACME', 'globex', 'crd_suorvft7wpas77k2', 'plant', X'F1E7102802754CBF2D5090CADFAC8CB270F7D4C92D13C1436DFC25EDA3190ABF', 1767326160000000, -62135596800000000, -62135596800000000, -62135596800000000, 3),
    ('ACME', 'globex', 'crd_xq6iuhou7p4whoyk', 'old laptop', X'D87164588858BF7F26DCC6B4C02EC80834273DAF7A67171F60B01E49A44F64C9', 1767325860000000, -62135596800000000, -62135596800000000, 1767325980000000, 2),
    ('acme', 'globex', 'crd_hdyiqi3amlgapbkg', 'plant', X'BAA33BB4BB3E4F5874CEF88A8A9AAC07865456DF42DDE7DCDEDBC9185D082C28', 1767324420000000, -62135596800000000, -62135596800000000, -62135596800000000, 3),
    ('acme', 'globex', 'crd_ltmnz2jta5ukq6sa', 'laptop', X'173C842BBF256DCDA823ABFE8B1A7268F5CA40D554676EF8FCBB45AA76B36817', 1767324000000000, -62135596800000000, -62135596800000000, -62135596800000000, 1),
    ('acme', 'globex', 'crd_uvqndb7hngtygh3w', 'old laptop', X'963C60B37E0F50F410BE967A1917EECA52822270AE7D5F1755006EC06E81F28D', 1767324120000000, -62135596800000000, -62135596800000000, 1767324240000000, 2);
INSERT INTO staff_credentials (vendor, credential, name, hash, created, rotated, used, revoked, seq) VALUES
    ('ACME', 'crd_yojd4w4q76kfb6ku', 'build', X'57404C06FFFCE5FA5CFF9DB7BAC513B5F4119E1C8BBA48C76CFB090241AF2A1B', 1767326040000000, -62135596800000000, -62135596800000000, -62135596800000000, 1),
    ('acme', 'crd_gvudqmu22b43lpks', 'build', X'FF34AA6961E42D6C62236F7D2FEB7E6433CB14206B7E61D005913DED98F8DAC1', 1767324300000000, -62135596800000000, -62135596800000000, -62135596800000000, 1);
INSERT INTO settings (vendor, portal_mode, portal_for_all, auto_invite, default_access, stop_pulls, app, classic_address, new_address, domain, features) VALUES
    ('ACME', '', 1, 0, '', 0, 'acme', '', '', '', 'null'),
    ('acme', '', 1, 0, '', 0, 'acme', '', '', '', 'null');
INSERT INTO staff_members (vendor, member, email, name, role, super, created, joined, via, hash, sent, expires, inviter, seq) VALUES
    ('ACME', 'mem_juxpeyw6yctl2xuq', 'boss@acme.example', '', 'administrator', 1, 1767324900000000, 1767324900000000, 'operator', X'0000000000000000000000000000000000000000000000000000000000000000', -62135596800000000, -62135596800000000, 'operator', 1),
    ('ACME', 'mem_scs6nwiijckyuugk', 'vic@acme.example', '', 'viewer', 0, 1767325020000000, -62135596800000000, '', X'2ABB8742A921A8EC3D7697F64AEF89CD03215A6E5449E451F17793E5A8C5814C', 1767325020000000, 1767929820000000, 'operator', 2),
    ('acme', 'mem_j36zofyuoqhzesmg', 'vic@acme.example', '', 'viewer', 0, 1767323280000000, -62135596800000000, '', X'11BBA62C86C995835F85695F6175B561610871808D2D92C53EA8E420C97922EE', 1767323280000000, 1767928080000000, 'operator', 2),
    ('acme', 'mem_trysbx6gtn5akfop', 'boss@acme.example', '', 'administrator', 1, 1767323160000000, 1767323160000000, 'operator', X'0000000000000000000000000000000000000000000000000000000000000000', -62135596800000000, -62135596800000000, 'operator', 1);
INSERT INTO assignments (vendor, customer, member) VALUES
    ('ACME', 'globex', 'mem_scs6nwiijckyuugk'),
    ('ACME', 'initech', 'mem_scs6nwiijckyuugk'),
    ('acme', 'globex', 'mem_j36zofyuoqhzesmg'),
    ('acme', 'initech', 'mem_j36zofyuoqhzesmg');
INSERT INTO members (vendor, customer, member, email, name, role, super, created, joined, via, hash, sent, expires, inviter, seq) VALUES
    ('ACME', 'globex', 'mem_ikhgmihrehbwa7d3', 'ann@globex.example', 'Ann', 'administrator', 0, 1767325320000000, 1767325440000000, 'invitation', X'7973C596804794A0D18A53556FB5C1F2480639B70D2DD9536ADAA4945EDF2D92', 1767325320000000, 1767930120000000, 'operator', 1),
    ('ACME', 'globex', 'mem_jikwewd754znzqun', 'bob@globex.example', '', 'user', 0, 1767325500000000, -62135596800000000, '', X'DDB02F9533C49FD2426758570E5F5B7EC663213D55D87CE9F6DD0A9946BF12EA', 1767325500000000, 1767930300000000, 'operator', 2),
    ('acme', 'globex', 'mem_b65zr3p4ksmmxdqf', 'ann@globex.example', 'Ann', 'administrator', 0, 1767323580000000, 1767323700000000, 'invitation', X'0108E5C97BE26F1362B144CE22EB9A3DA3665CF893401EE5779BDF6313DDDA69', 1767323580000000, 1767928380000000, 'operator', 1),
    ('acme', 'globex', 'mem_h4ewf5pu6wh6jece', 'bob@globex.example', '', 'user', 0, 1767323760000000, -62135596800000000, '', X'2B74C0DF689E78AA1F0E6705E96D54BB6037622945D69F9C20172E2E25F8C67C', 1767323760000000, 1767928560000000, 'operator', 2);
INSERT INTO installations (vendor, customer, installation, name, credential, created, starter, seq) VALUES
    ('ACME', 'globex', 'ins_2a4h3bax2trjcjnz', 'plant', 'crd_suorvft7wpas77k2', 1767326160000000, 'operator', 1),
    ('acme', 'globex', 'ins_l42j2gdicble6n7v', 'plant', 'crd_hdyiqi3amlgapbkg', 1767324420000000, 'operator', 1);
INSERT INTO customers (vendor, customer, n, created, name, folded, email, plan, access, features, portal, portal_version, domains_only, domains, archived, gone, expires, pulled, scanned, changed) VALUES
    ('ACME', 'globex', 1, 1767325080000000, 'Globex', 'globex', 'ops@globex.example', 'gold', 'full', '["artifacts","deployments"]', 0, '', 1, '["globex.example"]', -62135596800000000, 0, 9223372036854775807, -62135596800000000, -62135596800000000, 21),
    ('ACME', 'initech', 2, 1767325140000000, 'ÄRZTE of ACME', 'ärzte of acme', '', '', 'disabled', '["artifacts","deployments"]', 0, '', 0, 'null', -62135596800000000, 0, 9223372036854775807, -62135596800000000, -62135596800000000, 8),
    ('ACME', 'umbrella', 3, 1767325200000000, 'Umbrella', 'umbrella', '', '', 'disabled', '["artifacts","deployments"]', 0, '', 0, 'null', 1767326280000000, 1, 9223372036854775807, -62135596800000000, -62135596800000000, 22),
    ('acme', 'globex', 1, 1767323340000000, 'Globex', 'globex', 'ops@globex.example', 'gold', 'full', '["artifacts","deployments"]', 0, '', 1, '["globex.example"]', -62135596800000000, 0, 9223372036854775807, -62135596800000000, -62135596800000000, 21),
    ('acme', 'initech', 2, 1767323400000000, 'ÄRZTE of acme', 'ärzte of acme', '', '', 'disabled', '["artifacts","deployments"]', 0, '', 0, 'null', -62135596800000000, 0, 9223372036854775807, -62135596800000000, -62135596800000000, 8),
    ('acme', 'umbrella', 3, 1767323460000000, 'Umbrella', 'umbrella', '', '', 'disabled', '["artifacts","deployments"]', 0, '', 0, 'null', 1767324540000000, 1, 9223372036854775807, -62135596800000000, -62135596800000000, 22);
INSERT INTO search_texts (vendor, n, customer, text) VALUES
    ('ACME', 1, 'globex', replace('globex\nops@globex.example\nglobex', '\n', char(10))),
    ('ACME', 2, 'initech', replace('ärzte of acme\n\ninitech', '\n', char(10))),
    ('ACME', 3, 'umbrella', replace('umbrella\n\numbrella', '\n', char(10))),
    ('acme', 1, 'globex', replace('globex\nops@globex.example\nglobex', '\n', char(10))),
    ('acme', 2, 'initech', replace('ärzte of acme\n\ninitech', '\n', char(10))),
    ('acme', 3, 'umbrella', replace('umbrella\n\numbrella', '\n', char(10)));
INSERT INTO search_rooms (vendor, room) VALUES
    ('ACME', 2),
    ('acme', 1);
INSERT INTO search_grams (rowid, text)
    SELECT r.room * 1099511627776 + t.n, t.text FROM search_texts t JOIN search_rooms r ON r.vendor = t.vendor;
COMMIT;
