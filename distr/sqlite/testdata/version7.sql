-- What a program wrote that knew the schema up to version 7: the same as for version 6,
-- and two months later a chain of events that was delivered.
BEGIN;
PRAGMA defer_foreign_keys = ON;
INSERT INTO vendors (vendor, version, changed) VALUES
    ('ACME', 23, 20),
    ('acme', 23, 20);
INSERT INTO repositories (vendor, repository, product, n) VALUES
    ('ACME', 'acme/app', 'app', 0),
    ('acme', 'acme/app', 'app', 0);
INSERT INTO grants (vendor, customer, grant_id, name, product, versions, starts, expires, created, seq) VALUES
    ('ACME', 'globex', 'grt_mjdfptpds6zw3yjb', 'app 2', 'app', '["*"]', -62135596800000000, -62135596800000000, 1772510040000000, 2),
    ('ACME', 'globex', 'grt_u2372b2tyitd4dhp', 'app', 'app', '["*"]', -62135596800000000, 1810522800000000, 1772509980000000, 1),
    ('acme', 'globex', 'grt_p5mlsat3tunfjksu', 'app', 'app', '["*"]', -62135596800000000, 1810522800000000, 1767323820000000, 1),
    ('acme', 'globex', 'grt_zez2f6nmqyala7j3', 'app 2', 'app', '["*"]', -62135596800000000, -62135596800000000, 1767323880000000, 2);
INSERT INTO products (vendor, product, kind, exact, created, changed, seq) VALUES
    ('ACME', 'app', 'application', 0, 1772509080000000, 0, 1),
    ('acme', 'app', 'application', 0, 1767322920000000, 0, 1);
INSERT INTO signing_keys (vendor, kid, private, created, signs, retires, seq) VALUES
    ('ACME', '10553aa84cfba35b', X'015CB1C9804E2EDAF4CBBA6EC70CFB80D2D56044DE3019BCC2469D39378A2CEBB816D33155ADE81EBA3853DE237841164E4B39FA1B0D916D8B16D7EA490FDFC40A704BF4A7E6246BFA147D0D3F4430029FE343AD0797A4E2C5A0E6E3B4DD5AA60DAA535847518774E7AC045F467299D259E5BDC964236C9F9E76CD62E16A10B3B8F94FCE708D5570DDF5C886FB72D6352D7FF5183852C94ACB760C8267851DE1C1BF50B7BD8D85B1D5F20C9CAE256041C59E48D161D7D88EE33F9E9CDCE27A58F863AF2092668F7F6E01DB48F7E21F63F5077F8D9EB84B419E7F539DD2590523EF3049A71BDEBB21DB9A78', 1772509140000000, -62135596800000000, -62135596800000000, 2),
    ('ACME', '903377df3d3d648e', X'015CB1C9804E2EDAF4C43B5E47EDE80B5DF75C8A1A902203F4215F7044FEE1CA7D95E272A20BDEC88B90A1E51728A746582DE6475212AB7EF971C33D5EFC985A7F1EAC741C98B2F28E3C9C1ED15527F301016EC42800B63653AD25CED70CEEF6EA7BF6FC619D483C2D85B2A71B59078B7FA3C7FDB0F91ED3161294F8F7A5884BB4AE4504478AC4233FD57A360E3126174D7C0684A4110FAAB2F243689B332A9E21F25B5FF2EE970D3E76C2416F9C7B92F17E68373F3A6A43B881EB7ACE4940AC47F7B04360319D4C6500984EBDDC7648D1F86FAA4A5CD082F403B064AB4C0026BFBA2D488A17CDE9451814', 1772509140000000, 1772509140000000, -62135596800000000, 1),
    ('acme', '104da69b98b3be0b', X'015CB1C9804E2EDAF408DB51F6BBB19B3E289AF62F0D41B1649C496529CFA655895C06C4D587D9B6B7B8E7075D221A9A53D89020DA73AC95F26468D24B4FB0D8CFCF5206B73A513D52A3235C9471DEDDF8D984E22B0AEF190D2397E754853621BE5684D898CB853FCEB77D751CE8186F23B9A4044128B562CCE7F4AEA097D54F40F05CD4007985E9BD5A35DFA33CDF8244F175A3F116DF2612094CDEE9A1366F88452E2081A83A745E617192E4694010DFD2EF44C62E4F458203DF89FF003642686137A5233CDC0047A4D0C359A35C0DCEB849B286D2DFD7F856331253BBF38465073DE09F2F2C74A0A6A1', 1767322980000000, 1767322980000000, -62135596800000000, 1),
    ('acme', '2df5437e6b4ee664', X'015CB1C9804E2EDAF475343AC1D84FDE683CD52044871727C5457FB4FBFED5BC8960E89B4D3186A1D5AEA6A872DA93542397E62359B25B93F9167A6F4745222ACD54BD912D20FBA1C6BB3C990AAD949B20C92574C3DD415D70CAECEE48C58C97FFFA53D3DDBDAED20FC1E143B177A05072A0C10E4CCFAEFE5AEE1FCC537C57554B90462FB825613C2C22E374E1F87D59147419DBF7C2F936918C985DE76B3C2F4BB93C937795BA1A222481347ACB272E906740653B25FF811D7C77EB2A54CE4ACAF9BE9838ADEDDA396DBDEFC1C611874CFCE7D67E8AD4C077D7028C863E7CF36E25FD20349D7BF07DFDE5', 1767322980000000, -62135596800000000, -62135596800000000, 2);
INSERT INTO logins (vendor, customer, grant_id, username, password) VALUES
    ('ACME', 'globex', 'grt_mjdfptpds6zw3yjb', 'robot', X'015CB1C9804E2EDAF46F93BAB8E7F7C143F9FB2547D3622F2F179308ED1F2BB3926E06CC9AC068AEC52177968B3096E6BCC0AE05C995D7B105136EB39A390668E20C6F41839179C59F54C17E14583177C60A870DF61DB8B7D5CB980A0A494626D878998ACC785664B56A01B64FFB'),
    ('acme', 'globex', 'grt_zez2f6nmqyala7j3', 'robot', X'015CB1C9804E2EDAF454839CFFDDD1F46463FE793D18BDF8F72BD3583724C2B67B279AC507B454A8DAACB72FD84BFE347FC23B584B5A75EDA198AA7499FC6DAF8A112678319DBC00407F7047B325FBA760CA3E22BEE40EB091CF6F935E1D2C70C2210D3642E37816BACBF19EB4DE');
INSERT INTO credentials (vendor, customer, credential, name, hash, created, rotated, used, revoked, seq) VALUES
    ('ACME', 'globex', 'crd_2vq5jgzai26jkswv', 'laptop', X'D971E124DA175D119CD7C222A057353269A77F9ECAE0F8A6FA19BD0D45A655A0', 1772510160000000, -62135596800000000, -62135596800000000, -62135596800000000, 1),
    ('ACME', 'globex', 'crd_2xdiwg4a7w7qmo42', 'old laptop', X'6E228E737F41DE12E26C8EE601DE926001A9D284BEAF9E197AF6FE46723F4D48', 1772510280000000, -62135596800000000, -62135596800000000, 1772510400000000, 2),
    ('ACME', 'globex', 'crd_vemcbv74qoyga7in', 'plant', X'C04A3C5EAF591B8637DD3754F00A714CE49D269E22AC139404B1AED542FE4499', 1772510580000000, -62135596800000000, -62135596800000000, -62135596800000000, 3),
    ('acme', 'globex', 'crd_c3ok6i5o7fknid6a', 'old laptop', X'F0EBFB3496B0851A9EA0165AC76BD8BECD15C11FEBED784D2BE68FA7629C5357', 1767324120000000, -62135596800000000, -62135596800000000, 1767324240000000, 2),
    ('acme', 'globex', 'crd_ofnl3fo5umjkbtqk', 'laptop', X'6718E933D07FFD172633726E360540BCBF9623C7A12EFF7925817DA41CE6313A', 1767324000000000, -62135596800000000, -62135596800000000, -62135596800000000, 1),
    ('acme', 'globex', 'crd_t6dyaviybtxjvdwn', 'plant', X'5E658F099F548DC29869F30574FAF422AD012C26999FE17BDBAFD7B699D498EA', 1767324420000000, -62135596800000000, -62135596800000000, -62135596800000000, 3);
INSERT INTO staff_credentials (vendor, credential, name, hash, created, rotated, used, revoked, seq) VALUES
    ('ACME', 'crd_zql2evxl4ejenoj6', 'build', X'B252A4B2B386EBB8FFD4A0E43F2CB75DFBAD9FB92133ECF5D2DE413E399A9965', 1772510460000000, -62135596800000000, -62135596800000000, -62135596800000000, 1),
    ('acme', 'crd_r6u67pwavlpsa4ja', 'build', X'68F2348D6E010FA927EDB40409E2BE02895387F9D97B26F5ECA590C444164701', 1767324300000000, -62135596800000000, -62135596800000000, -62135596800000000, 1);
INSERT INTO settings (vendor, portal_mode, portal_for_all, auto_invite, default_access, stop_pulls, app, classic_address, new_address, domain, features) VALUES
    ('ACME', '', 1, 0, '', 0, 'acme', '', '', '', 'null'),
    ('acme', '', 1, 0, '', 0, 'acme', '', '', '', 'null');
INSERT INTO staff_members (vendor, member, email, name, role, super, created, joined, via, hash, sent, expires, inviter, seq) VALUES
    ('ACME', 'mem_abccgxbqzorbjp52', 'boss@acme.example', '', 'administrator', 1, 1772509320000000, 1772509320000000, 'operator', X'0000000000000000000000000000000000000000000000000000000000000000', -62135596800000000, -62135596800000000, 'operator', 1),
    ('ACME', 'mem_setvouwbtdmebokm', 'vic@acme.example', '', 'viewer', 0, 1772509440000000, -62135596800000000, '', X'B19DF858D3438A0A5CF2C879322243BAEF3D6385752A28418CC40E70C2AE603E', 1772509440000000, 1773114240000000, 'operator', 2),
    ('acme', 'mem_cokczkfluc4n7ery', 'boss@acme.example', '', 'administrator', 1, 1767323160000000, 1767323160000000, 'operator', X'0000000000000000000000000000000000000000000000000000000000000000', -62135596800000000, -62135596800000000, 'operator', 1),
    ('acme', 'mem_i22mcmrfotl6x67o', 'vic@acme.example', '', 'viewer', 0, 1767323280000000, -62135596800000000, '', X'B8CF9DF5D063F0A571B2A733ABB1C018946EE27F67E83E4A91534E769388A9F8', 1767323280000000, 1767928080000000, 'operator', 2);
INSERT INTO assignments (vendor, customer, member) VALUES
    ('ACME', 'globex', 'mem_setvouwbtdmebokm'),
    ('ACME', 'initech', 'mem_setvouwbtdmebokm'),
    ('acme', 'globex', 'mem_i22mcmrfotl6x67o'),
    ('acme', 'initech', 'mem_i22mcmrfotl6x67o');
INSERT INTO members (vendor, customer, member, email, name, role, super, created, joined, via, hash, sent, expires, inviter, seq) VALUES
    ('ACME', 'globex', 'mem_g5oifgjbdccl6lnd', 'bob@globex.example', '', 'user', 0, 1772509920000000, -62135596800000000, '', X'0DB9B1092334933E96F53B969752234B5A8DC26B395C847C1E01BF29A948B0E8', 1772509920000000, 1773114720000000, 'operator', 2),
    ('ACME', 'globex', 'mem_h6ch6zdutfvg276p', 'ann@globex.example', 'Ann', 'administrator', 0, 1772509740000000, 1772509860000000, 'invitation', X'8E43767DB1A44C9284B462601CA30362EE6CF9DA330FBA5F9BFC883909416255', 1772509740000000, 1773114540000000, 'operator', 1),
    ('acme', 'globex', 'mem_nwsia23zl7xhq3d3', 'bob@globex.example', '', 'user', 0, 1767323760000000, -62135596800000000, '', X'109CB315161AE953322A135E19C71BADB0BE149255779806212CFF7605A170EB', 1767323760000000, 1767928560000000, 'operator', 2),
    ('acme', 'globex', 'mem_uwilaxibzdkiacf7', 'ann@globex.example', 'Ann', 'administrator', 0, 1767323580000000, 1767323700000000, 'invitation', X'8A6F531B7B340114A8DE4F24CBDDA9EA6D4D98987681512971DDD78ADD51D190', 1767323580000000, 1767928380000000, 'operator', 1);
INSERT INTO installations (vendor, customer, installation, name, credential, created, starter, seq) VALUES
    ('ACME', 'globex', 'ins_mf725vebbz576uvf', 'plant', 'crd_vemcbv74qoyga7in', 1772510580000000, 'operator', 1),
    ('acme', 'globex', 'ins_sdcqwre5h4eqcq4l', 'plant', 'crd_t6dyaviybtxjvdwn', 1767324420000000, 'operator', 1);
INSERT INTO customers (vendor, customer, n, created, name, folded, email, plan, access, features, portal, portal_version, domains_only, domains, archived, gone, expires, pulled, scanned, changed) VALUES
    ('ACME', 'globex', 1, 1772509500000000, 'Globex', 'globex', 'ops@globex.example', 'gold', 'full', '["artifacts","deployments"]', 0, '', 1, '["globex.example"]', -62135596800000000, 0, 9223372036854775807, -62135596800000000, -62135596800000000, 21),
    ('ACME', 'hooli', 4, 1777694880000000, 'Hooli', 'hooli', '', '', 'disabled', '["artifacts","deployments"]', 0, '', 0, 'null', -62135596800000000, 0, 9223372036854775807, -62135596800000000, -62135596800000000, 23),
    ('ACME', 'initech', 2, 1772509560000000, 'ÄRZTE of ACME', 'ärzte of acme', '', '', 'disabled', '["artifacts","deployments"]', 0, '', 0, 'null', -62135596800000000, 0, 9223372036854775807, -62135596800000000, -62135596800000000, 8),
    ('ACME', 'umbrella', 3, 1772509620000000, 'Umbrella', 'umbrella', '', '', 'disabled', '["artifacts","deployments"]', 0, '', 0, 'null', 1772510700000000, 1, 9223372036854775807, -62135596800000000, -62135596800000000, 22),
    ('acme', 'globex', 1, 1767323340000000, 'Globex', 'globex', 'ops@globex.example', 'gold', 'full', '["artifacts","deployments"]', 0, '', 1, '["globex.example"]', -62135596800000000, 0, 9223372036854775807, -62135596800000000, -62135596800000000, 21),
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
    ('ACME', 1, X'91BA2E2058DD544ED21525DF34FABDF1A5626E26E2E3FC09FFD8FA78CB4D7125', 'evt_joc3t4pjj765ukd2', 1772509020000000, 'operator', 'cli', '', 'settings.changed', '', '{"after":{"app":"acme","portalForAll":true},"before":{"app":"","portalForAll":false}}'),
    ('ACME', 2, X'0EBF0823A877647A9E675AD91209D122C030BE860078EDC8E59A5F4EB5D36076', 'evt_uf2lfgyqg4drfrhe', 1772509080000000, 'operator', 'cli', '', 'product.added', '', '{"exact":false,"kind":"application","product":"app","repositories":["acme/app"]}'),
    ('ACME', 3, X'57916ADAF94AA27B233B69A5D2AD2B2EB94365659A24AA8EE07969473AFCDFDA', 'evt_grxl55i76japomyx', 1772509140000000, 'operator', 'cli', '', 'keys.changed', '', '{"after":{"10553aa84cfba35b":"next","903377df3d3d648e":"active"},"before":{}}'),
    ('ACME', 4, X'F2C93235CB62F223C3E5FEEFC79EB726FB44B6E3CB6DE8B214B9C2BEC44A3B88', 'evt_wiyh2cocumyh7c4j', 1772509320000000, 'operator', 'cli', '', 'staff.joined', '', '{"email":"boss@acme.example","member":"mem_abccgxbqzorbjp52","name":"","role":"administrator","via":"operator"}'),
    ('ACME', 5, X'15E3DA83AAFCA6C68524F6DADFD6447F5F72F0F07393243A467B5C8ABA6A2393', 'evt_6qs66dielanzyou3', 1772509380000000, 'operator', 'cli', '', 'staff.super.changed', '', '{"after":true,"before":false,"email":"boss@acme.example","member":"mem_abccgxbqzorbjp52"}'),
    ('ACME', 6, X'2AF875DCE15B60F7E058B4D6124292E8B49736DF5714CAEF4CBD3AD47FEAF1E9', 'evt_4buwcn4su7syfejw', 1772509440000000, 'operator', 'cli', '', 'staff.invited', '', '{"email":"vic@acme.example","expires":"2026-03-10T03:44:00Z","member":"mem_setvouwbtdmebokm","resent":false,"role":"viewer","roleForced":false}'),
    ('ACME', 7, X'19A78302DC04C4183042EFF8AC9A2EAECE0161C68658D680C944DB664E253AA0', 'evt_hhw66uqkiyobdwfb', 1772509500000000, 'operator', 'cli', '', 'customer.added', 'globex', '{"access":"full","domains":{"domains":["globex.example"],"restricted":true},"email":"ops@globex.example","features":["artifacts","deployments"],"invite":"skipped:auto_invite_off","name":"Globex","plan":"gold"}'),
    ('ACME', 8, X'C4C7094DD1494EE7FD3AAEF3FEEF8EFF9BDC373903A5062C75993539C68215ED', 'evt_3qckalqffrt3d6ax', 1772509560000000, 'operator', 'cli', '', 'customer.added', 'initech', '{"access":"disabled","email":"","features":["artifacts","deployments"],"invite":"skipped:no_email","name":"ÄRZTE of ACME"}'),
    ('ACME', 9, X'5331C543B796FE554A530F15F86EE11913D5EFCD0CF9BFD79946A8CDFD55810D', 'evt_jpfn224nj57pjn6a', 1772509620000000, 'operator', 'cli', '', 'customer.added', 'umbrella', '{"access":"disabled","email":"","features":["artifacts","deployments"],"invite":"skipped:no_email","name":"Umbrella"}'),
    ('ACME', 10, X'59362B866DED6842586B3EF48F1FD610CACD5F1237EDE98011BAFF4E1BFBD5F4', 'evt_qf74ztm4ll732ihw', 1772509680000000, 'operator', 'cli', '', 'staff.assigned', 'globex', '{"email":"vic@acme.example","member":"mem_setvouwbtdmebokm"}'),
    ('ACME', 11, X'A649A37ACFBEA0DE832369C02E6306D1DF4C884497EC21D6E5DB150F82E01D2E', 'evt_hzckfte5hnpqlgb5', 1772509680000000, 'operator', 'cli', '', 'staff.assigned', 'initech', '{"email":"vic@acme.example","member":"mem_setvouwbtdmebokm"}'),
    ('ACME', 12, X'142092F2CA943CFCF1390B4DC408C8CD2DC9449150957E531A72F12C2FF6B23B', 'evt_3qfi5zjv5wfx7fuo', 1772509740000000, 'operator', 'cli', '', 'member.invited', 'globex', '{"email":"ann@globex.example","expires":"2026-03-10T03:49:00Z","member":"mem_h6ch6zdutfvg276p","resent":false,"role":"administrator","roleForced":true}'),
    ('ACME', 13, X'259687003D03D85C458884906CDF6AE4D8B172B98B6A1BCD7CC7B4233C0EDBFB', 'evt_bbhcm3t6bvir6yhw', 1772509860000000, 'ann@globex.example', 'cli', '', 'member.joined', 'globex', '{"email":"ann@globex.example","member":"mem_h6ch6zdutfvg276p","name":"Ann","role":"administrator","via":"invitation"}'),
    ('ACME', 14, X'90BEB2E7A40503232F7C681F31FE4E5D78E39AB00473F0489062DD305E9F0EA8', 'evt_5ygjrbhg2ozbqft3', 1772509920000000, 'operator', 'cli', '', 'member.invited', 'globex', '{"email":"bob@globex.example","expires":"2026-03-10T03:52:00Z","member":"mem_g5oifgjbdccl6lnd","resent":false,"role":"user","roleForced":false}'),
    ('ACME', 15, X'AD0C8B2361C57B462343C131AB5968E0A6D2C22064E6A22863A46593D354C3F5', 'evt_wtj3cemvsdu3xrri', 1772509980000000, 'operator', 'cli', '', 'grant.added', 'globex', '{"expires":"2027-05-17T03:00:00Z","grant":"grt_u2372b2tyitd4dhp","name":"app","product":"app","versions":["*"]}'),
    ('ACME', 16, X'F790E327519BC209105371B1A3AA1CF9DADB5A2771898D41E8D61605EF43E302', 'evt_jjfvu2kdahacmoep', 1772510040000000, 'operator', 'cli', '', 'grant.added', 'globex', '{"grant":"grt_mjdfptpds6zw3yjb","name":"app 2","product":"app","versions":["*"]}'),
    ('ACME', 17, X'6BDA393908E140E78DD5239CE6DB86505F21116D1463F0402085A2BF579B8DC2', 'evt_rz4ubectvj37g63f', 1772510100000000, 'operator', 'cli', '', 'grant.login.changed', 'globex', '{"after":"robot","before":"","grant":"grt_mjdfptpds6zw3yjb"}'),
    ('ACME', 18, X'F6EABA5A2AB0A6C208E3B0A8F20D74A5A668D6B9258BAF615B02E1C8BBB42A97', 'evt_2esqafnx3l4lfaz5', 1772510220000000, 'operator', 'cli', '', 'token.added', 'globex', '{"name":"laptop","token":"crd_2vq5jgzai26jkswv"}'),
    ('ACME', 19, X'7C6C3263FCFBD88E4F13FF2DF55C5C48BEEB2F7BA6407A27768707C40702A7BC', 'evt_6znlt42ppcbtkcav', 1772510340000000, 'operator', 'cli', '', 'token.added', 'globex', '{"name":"old laptop","token":"crd_2xdiwg4a7w7qmo42"}'),
    ('ACME', 20, X'1BD419AC5EE6D40778F08AB9FBB0B6B8FBC4726CB416BBAB470EF8BE912D2D57', 'evt_4vpwquhs4rfx7rve', 1772510400000000, 'operator', 'cli', '', 'token.revoked', 'globex', '{"name":"old laptop","token":"crd_2xdiwg4a7w7qmo42"}'),
    ('ACME', 21, X'E233065B6616A04994CBEB53585881F273F795853DC1D6C24577A45389534CD4', 'evt_zdkcbjkanm4pyza2', 1772510520000000, 'operator', 'cli', '', 'token.added', '', '{"name":"build","token":"crd_zql2evxl4ejenoj6"}'),
    ('ACME', 22, X'712C4219A1C9172CFA7D49374B650925071F27F8548EDFA6E4C950B08D115555', 'evt_nxdn5jupybt77xjw', 1772510640000000, 'operator', 'cli', '', 'installation.started', 'globex', '{"installation":"ins_mf725vebbz576uvf","name":"plant","token":"crd_vemcbv74qoyga7in"}'),
    ('ACME', 23, X'BDF537DA2A9E5E4C29D62A5298557F99019F51FF1040A48CAC50C36227D09F42', 'evt_cet5uajhfminepdy', 1772510700000000, 'operator', 'cli', '', 'customer.archived', 'umbrella', '{"name":"Umbrella"}'),
    ('ACME', 24, X'044C1F33C0D3FCA6E45FF37DF621280FDC48555D012C4A53122ED0F361B40F34', 'evt_amqr5kqdft45y2ah', 1777694880000000, 'operator', 'cli', '', 'customer.added', 'hooli', '{"access":"disabled","email":"","features":["artifacts","deployments"],"invite":"skipped:no_email","name":"Hooli"}'),
    ('acme', 1, X'D0DE5A8257890820CEA3B66222C2F10A3C046557E6116958E85D99F755E3FD6D', 'evt_gdcd35x2zvv4k5sq', 1767322860000000, 'operator', 'cli', '', 'settings.changed', '', '{"after":{"app":"acme","portalForAll":true},"before":{"app":"","portalForAll":false}}'),
    ('acme', 2, X'E6F4F7402AFF268A7839EEEF0609ABE6610C140D1112C03FC9A80C825A5CE9B9', 'evt_lhvhn5ovk5fzofnj', 1767322920000000, 'operator', 'cli', '', 'product.added', '', '{"exact":false,"kind":"application","product":"app","repositories":["acme/app"]}'),
    ('acme', 3, X'5DB718CC194C2ACB86C4118EB05FD3D3BA05D00DEC9D8DFF97B972A65FDDF628', 'evt_55sbhtbfdt5jxvia', 1767322980000000, 'operator', 'cli', '', 'keys.changed', '', '{"after":{"104da69b98b3be0b":"active","2df5437e6b4ee664":"next"},"before":{}}'),
    ('acme', 4, X'F9C270ADE6326227B529A97220B6B9991F0C1F4F2DB155AFC04EE3675DF44028', 'evt_nk32xab7bfxbwgv5', 1767323160000000, 'operator', 'cli', '', 'staff.joined', '', '{"email":"boss@acme.example","member":"mem_cokczkfluc4n7ery","name":"","role":"administrator","via":"operator"}'),
    ('acme', 5, X'EEAAE412246A2B1139D264F102110F998765E396A7E670FAFD4B3556160D60DB', 'evt_mawfuimou6e56mdi', 1767323220000000, 'operator', 'cli', '', 'staff.super.changed', '', '{"after":true,"before":false,"email":"boss@acme.example","member":"mem_cokczkfluc4n7ery"}'),
    ('acme', 6, X'78C9EF1BB925C2E2661A63D1970DEF44CDB9D7E7F72EB0F58C98D0CB49C8C177', 'evt_234etkukutakos3u', 1767323280000000, 'operator', 'cli', '', 'staff.invited', '', '{"email":"vic@acme.example","expires":"2026-01-09T03:08:00Z","member":"mem_i22mcmrfotl6x67o","resent":false,"role":"viewer","roleForced":false}'),
    ('acme', 7, X'5111A936ABCF2F7F7CC62D8111D9B52F4734B19E05E41C20638BF3D20A598078', 'evt_m6k6xgj6t2vpciri', 1767323340000000, 'operator', 'cli', '', 'customer.added', 'globex', '{"access":"full","domains":{"domains":["globex.example"],"restricted":true},"email":"ops@globex.example","features":["artifacts","deployments"],"invite":"skipped:auto_invite_off","name":"Globex","plan":"gold"}'),
    ('acme', 8, X'8102AE0CFC03BAD4588F8301F6E2906287BDA4E39600D2A6B7649CEF0B10586F', 'evt_c2ly4ixpdhv65ql7', 1767323400000000, 'operator', 'cli', '', 'customer.added', 'initech', '{"access":"disabled","email":"","features":["artifacts","deployments"],"invite":"skipped:no_email","name":"ÄRZTE of acme"}'),
    ('acme', 9, X'7AF708B212060B5F33E817E31EDB492A20C97B3072E112833438FA7FC38A822A', 'evt_kdazyxhahq5adndz', 1767323460000000, 'operator', 'cli', '', 'customer.added', 'umbrella', '{"access":"disabled","email":"","features":["artifacts","deployments"],"invite":"skipped:no_email","name":"Umbrella"}'),
    ('acme', 10, X'F79CFFA470A539B361CFE6D6BC2756781E5D5F6F0BB1A3EE0774CC9171687029', 'evt_xekqhflt2o5hvhgd', 1767323520000000, 'operator', 'cli', '', 'staff.assigned', 'globex', '{"email":"vic@acme.example","member":"mem_i22mcmrfotl6x67o"}'),
    ('acme', 11, X'8C85E6838E95D94F01F0DEB607EAB5940CBE207DE9E772827887FC140535748B', 'evt_xei3cjn5wxu3be2k', 1767323520000000, 'operator', 'cli', '', 'staff.assigned', 'initech', '{"email":"vic@acme.example","member":"mem_i22mcmrfotl6x67o"}'),
    ('acme', 12, X'C469E12C0F565B57E0004769C6A5FFD6D3D5AA36740F65A5656180CB07B55E95', 'evt_jqjn6txpy6zhbp6r', 1767323580000000, 'operator', 'cli', '', 'member.invited', 'globex', '{"email":"ann@globex.example","expires":"2026-01-09T03:13:00Z","member":"mem_uwilaxibzdkiacf7","resent":false,"role":"administrator","roleForced":true}'),
    ('acme', 13, X'208A4FB1E975EF038A99A92D2E3AEC07930AC5D2F4BA563E12A7CEF52599A98E', 'evt_4pqkeeymfu6do7x7', 1767323700000000, 'ann@globex.example', 'cli', '', 'member.joined', 'globex', '{"email":"ann@globex.example","member":"mem_uwilaxibzdkiacf7","name":"Ann","role":"administrator","via":"invitation"}'),
    ('acme', 14, X'C502D1A724470D07A83D9FEE577968AFC26D63F34488F6B10AD46F48572AF011', 'evt_i5s2syadocskldrf', 1767323760000000, 'operator', 'cli', '', 'member.invited', 'globex', '{"email":"bob@globex.example","expires":"2026-01-09T03:16:00Z","member":"mem_nwsia23zl7xhq3d3","resent":false,"role":"user","roleForced":false}'),
    ('acme', 15, X'D4429CA1473A7A3578232E90476944A7B1448BD6B31A9A2EB0969F9559BC2E7D', 'evt_kv7vixuuqinjrowp', 1767323820000000, 'operator', 'cli', '', 'grant.added', 'globex', '{"expires":"2027-05-17T03:00:00Z","grant":"grt_p5mlsat3tunfjksu","name":"app","product":"app","versions":["*"]}'),
    ('acme', 16, X'119A28C1CB239F0551CCCDB88818D48D7D928393ACD873FCF92C96451FCE37CB', 'evt_qlqyfozeinowv7aq', 1767323880000000, 'operator', 'cli', '', 'grant.added', 'globex', '{"grant":"grt_zez2f6nmqyala7j3","name":"app 2","product":"app","versions":["*"]}'),
    ('acme', 17, X'A428088610876BB51D66ED6584F806C184AD226181C65047BE7A875BA389F5DE', 'evt_g453q6ewijxmdhht', 1767323940000000, 'operator', 'cli', '', 'grant.login.changed', 'globex', '{"after":"robot","before":"","grant":"grt_zez2f6nmqyala7j3"}'),
    ('acme', 18, X'E9E4CF9E4FCC1F70FC24ABAAD610312C6CECF94657C5DFF564E3E7BCA97E9308', 'evt_ewbi4mbhogh3sk75', 1767324060000000, 'operator', 'cli', '', 'token.added', 'globex', '{"name":"laptop","token":"crd_ofnl3fo5umjkbtqk"}'),
    ('acme', 19, X'44E3C154C7EA1C3F7DDE286A2F1C0183C53375AFB6A633916D2F6D389B10C0DD', 'evt_kzngc5nccrs7xwrq', 1767324180000000, 'operator', 'cli', '', 'token.added', 'globex', '{"name":"old laptop","token":"crd_c3ok6i5o7fknid6a"}'),
    ('acme', 20, X'795119EC5CCA2D70466CEDD2225E2F45E796764B492E9542A373B64B350CCD0F', 'evt_hdfl44e27go7axcr', 1767324240000000, 'operator', 'cli', '', 'token.revoked', 'globex', '{"name":"old laptop","token":"crd_c3ok6i5o7fknid6a"}'),
    ('acme', 21, X'F0722674074E3DB4FCE38242028B0961FC16CE8302A15E10157AE8DBD6F131EE', 'evt_ao4tpkef6j3yrk66', 1767324360000000, 'operator', 'cli', '', 'token.added', '', '{"name":"build","token":"crd_r6u67pwavlpsa4ja"}'),
    ('acme', 22, X'0D79AEC01DC4E7615C9A4AB4C26C0B4ED2EE063BBFB0F1D24067821EAC416F71', 'evt_zvjsekez5x2gyeta', 1767324480000000, 'operator', 'cli', '', 'installation.started', 'globex', '{"installation":"ins_sdcqwre5h4eqcq4l","name":"plant","token":"crd_t6dyaviybtxjvdwn"}'),
    ('acme', 23, X'C410D411D69E659CD957D7E688598C2FB0D4877B77DF02BCC0885D1DE80874F9', 'evt_k36fpxe52da7le3k', 1767324540000000, 'operator', 'cli', '', 'customer.archived', 'umbrella', '{"name":"Umbrella"}'),
    ('acme', 24, X'4C2D6C5B6A5FD8F63CB19A4CCDC8BA374535A62616A75F198CF9A7E5076B0E7D', 'evt_jpq4pvqh5sykg3ka', 1772508720000000, 'operator', 'cli', '', 'customer.added', 'hooli', '{"access":"disabled","email":"","features":["artifacts","deployments"],"invite":"skipped:no_email","name":"Hooli"}');
INSERT INTO posts (vendor, courier, seq, holder, until, failures, next, error) VALUES
    ('ACME', 'list', 24, '', -62135596800000000, 0, -62135596800000000, ''),
    ('acme', 'list', 24, '', -62135596800000000, 0, -62135596800000000, '');
INSERT INTO search_grams (rowid, text)
    SELECT r.room * 1099511627776 + t.n, t.text FROM search_texts t JOIN search_rooms r ON r.vendor = t.vendor;
COMMIT;
