-- What a program wrote that knew the schema up to version 3: two vendors with
-- the very same IDs. Globex has a grant without an end, Initech has none such, and
-- Umbrella has no grant at all; Initech has only been refused what it asked for.
INSERT INTO vendors (vendor, version, changed) VALUES
    ('ACME', 10, 1),
    ('acme', 10, 1);
INSERT INTO staff (vendor, credential, name, hash, created, revoked, seq) VALUES
    ('ACME', 'crd_1', 'build of ACME', X'0100000000000000000000000000000000000000000000000000000000000000', 1795309263000004, 1795309323000004, 1),
    ('acme', 'crd_1', 'build of acme', X'0100000000000000000000000000000000000000000000000000000000000000', 1795309263000004, 1795309323000004, 1);
INSERT INTO products (vendor, product, kind, exact, created, changed, seq) VALUES
    ('ACME', 'app', 'application', 1, 1795309383000004, 1, 1),
    ('acme', 'app', 'application', 1, 1795309383000004, 1, 1);
INSERT INTO repositories (vendor, repository, product, n) VALUES
    ('ACME', 'acme/app', 'app', 0),
    ('acme', 'acme/app', 'app', 0);
INSERT INTO releases (vendor, product, version, at, follows, revision, seq) VALUES
    ('ACME', 'app', '1.4.2', 1795309443000004, 1, 1, 1),
    ('acme', 'app', '1.4.2', 1795309443000004, 1, 1, 1);
INSERT INTO roots (vendor, product, version, repository, tag, digest) VALUES
    ('ACME', 'app', '1.4.2', 'acme/app', 'v1', 'sha256:94be324723a75baedaedf7db0739b5420cd41c90b4c21915d5bc428816a82ba4'),
    ('acme', 'app', '1.4.2', 'acme/app', 'v1', 'sha256:8d4e7909f1bd3cf46917a14f60b9cd32315a99dfc3386f667219d53fd377b356');
INSERT INTO closures (vendor, closure, root, subject, artifact_type, annotations) VALUES
    ('ACME', 1, 'sha256:ba2a546ac4690a6fa8215304cedf11f973e5f628e44331ec7660cb2083182ff6', '', '', 'null'),
    ('ACME', 2, 'sha256:94be324723a75baedaedf7db0739b5420cd41c90b4c21915d5bc428816a82ba4', '', '', 'null'),
    ('ACME', 3, 'sha256:e97df1c9bf9c17dd4565455b866703167a890e987c97d4cc53564031e20ef1a2', 'sha256:94be324723a75baedaedf7db0739b5420cd41c90b4c21915d5bc428816a82ba4', 'application/vnd.example.signature', '{"by":"ACME"}'),
    ('acme', 1, 'sha256:dd5484d226ed3893be1201c298956a97bb20e1302405797c96a7cd51ecc91847', '', '', 'null'),
    ('acme', 2, 'sha256:8d4e7909f1bd3cf46917a14f60b9cd32315a99dfc3386f667219d53fd377b356', '', '', 'null'),
    ('acme', 3, 'sha256:5e9ca37c2e6329f5620f463797fd5ee6bc0673d688ffa91e9d2a48f0ceebaf79', 'sha256:8d4e7909f1bd3cf46917a14f60b9cd32315a99dfc3386f667219d53fd377b356', 'application/vnd.example.signature', '{"by":"acme"}');
INSERT INTO items (vendor, closure, n, digest, role, size, media_type, manifest) VALUES
    ('ACME', 1, 0, 'sha256:ba2a546ac4690a6fa8215304cedf11f973e5f628e44331ec7660cb2083182ff6', 'root', 20, 'application/vnd.oci.image.manifest.v1+json', X'7B226F66223A2241434D4520696D616765227D0A'),
    ('ACME', 2, 0, 'sha256:94be324723a75baedaedf7db0739b5420cd41c90b4c21915d5bc428816a82ba4', 'root', 26, 'application/vnd.oci.image.manifest.v1+json', X'7B226F66223A2241434D45206D6F76656420696D616765227D0A'),
    ('ACME', 3, 0, 'sha256:e97df1c9bf9c17dd4565455b866703167a890e987c97d4cc53564031e20ef1a2', 'root', 24, 'application/vnd.oci.image.manifest.v1+json', X'7B226F66223A2241434D45207369676E6174757265227D0A'),
    ('acme', 1, 0, 'sha256:dd5484d226ed3893be1201c298956a97bb20e1302405797c96a7cd51ecc91847', 'root', 20, 'application/vnd.oci.image.manifest.v1+json', X'7B226F66223A2261636D6520696D616765227D0A'),
    ('acme', 2, 0, 'sha256:8d4e7909f1bd3cf46917a14f60b9cd32315a99dfc3386f667219d53fd377b356', 'root', 26, 'application/vnd.oci.image.manifest.v1+json', X'7B226F66223A2261636D65206D6F76656420696D616765227D0A'),
    ('acme', 3, 0, 'sha256:5e9ca37c2e6329f5620f463797fd5ee6bc0673d688ffa91e9d2a48f0ceebaf79', 'root', 24, 'application/vnd.oci.image.manifest.v1+json', X'7B226F66223A2261636D65207369676E6174757265227D0A');
INSERT INTO pins (vendor, product, version, repository, n, closure) VALUES
    ('ACME', 'app', '1.4.2', 'acme/app', 0, 1),
    ('ACME', 'app', '1.4.2', 'acme/app', 1, 2),
    ('acme', 'app', '1.4.2', 'acme/app', 0, 1),
    ('acme', 'app', '1.4.2', 'acme/app', 1, 2);
INSERT INTO referrers (vendor, product, repository, n, subject, tag, closure) VALUES
    ('ACME', 'app', 'acme/app', 0, 'sha256:94be324723a75baedaedf7db0739b5420cd41c90b4c21915d5bc428816a82ba4', 'sig', 3),
    ('acme', 'app', 'acme/app', 0, 'sha256:8d4e7909f1bd3cf46917a14f60b9cd32315a99dfc3386f667219d53fd377b356', 'sig', 3);
INSERT INTO customers (vendor, customer, created, name, email, access, features, changed) VALUES
    ('ACME', 'globex', 1795309323000004, 'Customer globex', '', 'disabled', '["artifacts","deployments"]', 6),
    ('ACME', 'initech', 1795309323000004, 'Customer initech', '', 'disabled', '["artifacts","deployments"]', 9),
    ('ACME', 'umbrella', 1795309323000004, 'Customer umbrella', '', 'disabled', '["artifacts","deployments"]', 4),
    ('acme', 'globex', 1795309323000004, 'Customer globex', '', 'disabled', '["artifacts","deployments"]', 6),
    ('acme', 'initech', 1795309323000004, 'Customer initech', '', 'disabled', '["artifacts","deployments"]', 9),
    ('acme', 'umbrella', 1795309323000004, 'Customer umbrella', '', 'disabled', '["artifacts","deployments"]', 4);
INSERT INTO credentials (vendor, customer, credential, name, hash, created, revoked, seq) VALUES
    ('ACME', 'globex', 'crd_1', 'cluster of globex', X'0200000000000000000000000000000000000000000000000000000000000000', 1795309623000004, -62135596800000000, 1),
    ('ACME', 'initech', 'crd_1', 'cluster of initech', X'0200000000000000000000000000000000000000000000000000000000000000', 1795309623000004, -62135596800000000, 1),
    ('acme', 'globex', 'crd_1', 'cluster of globex', X'0200000000000000000000000000000000000000000000000000000000000000', 1795309623000004, -62135596800000000, 1),
    ('acme', 'initech', 'crd_1', 'cluster of initech', X'0200000000000000000000000000000000000000000000000000000000000000', 1795309623000004, -62135596800000000, 1);
INSERT INTO grants (vendor, customer, grant_id, name, product, versions, starts, expires, created, seq) VALUES
    ('ACME', 'globex', 'grt_1', 'for globex', 'app', '["*"]', -62135596800000000, 1795311603000004, 1795309683000004, 1),
    ('ACME', 'globex', 'grt_2', 'for globex', 'app', '["*"]', -62135596800000000, -62135596800000000, 1795309683000004, 2),
    ('ACME', 'initech', 'grt_1', 'for initech', 'app', '["*"]', -62135596800000000, 1795311723000004, 1795309683000004, 1),
    ('ACME', 'initech', 'grt_2', 'for initech', 'app', '["*"]', -62135596800000000, 1795311663000004, 1795309683000004, 2),
    ('acme', 'globex', 'grt_1', 'for globex', 'app', '["*"]', -62135596800000000, 1795311603000004, 1795309683000004, 1),
    ('acme', 'globex', 'grt_2', 'for globex', 'app', '["*"]', -62135596800000000, -62135596800000000, 1795309683000004, 2),
    ('acme', 'initech', 'grt_1', 'for initech', 'app', '["*"]', -62135596800000000, 1795311723000004, 1795309683000004, 1),
    ('acme', 'initech', 'grt_2', 'for initech', 'app', '["*"]', -62135596800000000, 1795311663000004, 1795309683000004, 2);
INSERT INTO logins (vendor, customer, grant_id, username, password) VALUES
    ('ACME', 'initech', 'grt_2', 'robot', X'7365616C6564'),
    ('acme', 'initech', 'grt_2', 'robot', X'7365616C6564');
INSERT INTO upstreams (vendor, repository, registry, name, token_hosts, redirect_hosts, username, password) VALUES
    ('ACME', 'acme/app', 'https://registry.example', 'private/app', '["auth.example"]', 'null', 'ACME', X'7365616C65640041434D45'),
    ('acme', 'acme/app', 'https://registry.example', 'private/app', '["auth.example"]', 'null', 'acme', X'7365616C65640061636D65');
INSERT INTO signing_keys (vendor, kid, private, created, signs, retires, seq) VALUES
    ('ACME', 'key_1', X'7365616C656420666F722041434D45', 1795309503000004, 1795309563000004, -62135596800000000, 1),
    ('acme', 'key_1', X'7365616C656420666F722061636D65', 1795309503000004, 1795309563000004, -62135596800000000, 1);
INSERT INTO events (vendor, at, n, event, actor, kind, customer, data) VALUES
    ('ACME', 1795309743000004, 1, 'evt_1', 'ann', 'grant.added', 'globex', '{}'),
    ('acme', 1795309743000004, 1, 'evt_1', 'ann', 'grant.added', 'globex', '{}');
INSERT INTO pulls (vendor, at, pull, customer, token, token_name, count, repository, reference, digest, version, allowed, reason, bytes, cut, client, address) VALUES
    ('ACME', 1795312143000004, 'pul_49', 'globex', 'crd_1', 'cluster', 2, 'acme/app', 'v1', '', '1.4.2', 1, '', 0, 0, 'crane', ''),
    ('ACME', 1795312203000004, 'pul_50', 'globex', 'crd_1', 'cluster', 2, 'acme/app', 'v1', '', '1.4.2', 1, '', 0, 0, 'crane', ''),
    ('ACME', 1795312263000004, 'pul_51', 'globex', 'crd_1', 'cluster', 2, 'acme/app', 'v1', '', '1.4.2', 0, '', 0, 0, 'crane', ''),
    ('ACME', 1795312323000004, 'pul_52', 'initech', 'crd_1', 'cluster', 2, 'acme/app', 'v1', '', '1.4.2', 0, '', 0, 0, 'crane', ''),
    ('acme', 1795312143000004, 'pul_49', 'globex', 'crd_1', 'cluster', 2, 'acme/app', 'v1', '', '1.4.2', 1, '', 0, 0, 'crane', ''),
    ('acme', 1795312203000004, 'pul_50', 'globex', 'crd_1', 'cluster', 2, 'acme/app', 'v1', '', '1.4.2', 1, '', 0, 0, 'crane', ''),
    ('acme', 1795312263000004, 'pul_51', 'globex', 'crd_1', 'cluster', 2, 'acme/app', 'v1', '', '1.4.2', 0, '', 0, 0, 'crane', ''),
    ('acme', 1795312323000004, 'pul_52', 'initech', 'crd_1', 'cluster', 2, 'acme/app', 'v1', '', '1.4.2', 0, '', 0, 0, 'crane', '');
