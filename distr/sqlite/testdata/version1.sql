-- What a program wrote that knew the schema up to version 1: two vendors with
-- the very same IDs, products, customers and numbers of closures.
INSERT INTO vendors (vendor, version, changed) VALUES
    ('ACME', 2, 1),
    ('acme', 2, 1);
INSERT INTO staff (vendor, credential, name, hash, created, revoked, seq) VALUES
    ('ACME', 'crd_1', 'build of ACME', X'0100000000000000000000000000000000000000000000000000000000000000', 1795309503000004, -62135596800000000, 1),
    ('acme', 'crd_1', 'build of acme', X'0100000000000000000000000000000000000000000000000000000000000000', 1795309503000004, -62135596800000000, 1);
INSERT INTO products (vendor, product, kind, created, changed, seq) VALUES
    ('ACME', 'app', 'application', 1795309203000004, 1, 1),
    ('ACME', 'tool', 'artifact', 1795309263000004, 1, 2),
    ('acme', 'app', 'application', 1795309203000004, 1, 1),
    ('acme', 'tool', 'artifact', 1795309263000004, 1, 2);
INSERT INTO repositories (vendor, repository, product, n) VALUES
    ('ACME', 'acme/app', 'app', 0),
    ('ACME', 'acme/charts/app', 'app', 1),
    ('ACME', 'acme/tool', 'tool', 0),
    ('acme', 'acme/app', 'app', 0),
    ('acme', 'acme/charts/app', 'app', 1),
    ('acme', 'acme/tool', 'tool', 0);
INSERT INTO releases (vendor, product, version, at, seq) VALUES
    ('ACME', 'app', '1.4.2', 1795309323000004, 1),
    ('ACME', 'app', '1.4.3', 1795309383000004, 2),
    ('ACME', 'tool', '1.4.2', 1795309443000004, 1),
    ('acme', 'app', '1.4.2', 1795309323000004, 1),
    ('acme', 'app', '1.4.3', 1795309383000004, 2),
    ('acme', 'tool', '1.4.2', 1795309443000004, 1);
INSERT INTO roots (vendor, product, version, repository, tag, digest) VALUES
    ('ACME', 'app', '1.4.2', 'acme/app', 'v1.4.2', 'sha256:e646700cc613eb21240dd5d25a1ee59a3170442411eb95d7d407f8f27a4a3c59'),
    ('ACME', 'app', '1.4.2', 'acme/charts/app', '1.4.2', 'sha256:edf920e1a84ec01ecebd45e5684f6e0db6cd542632946b82e81b9dd1df9ec03a'),
    ('ACME', 'app', '1.4.3', 'acme/app', 'v1.4.3', 'sha256:644a64a34fdab03f4c9f5c98fec0ba95f3e3e5f0a6d5daf88c854af2743645f8'),
    ('ACME', 'app', '1.4.3', 'acme/charts/app', '1.4.3', 'sha256:9e4abaaa8e0a157bacf47f01dd876bb40bf95900ad4900b7c2ea75b21a75023f'),
    ('acme', 'app', '1.4.2', 'acme/app', 'v1.4.2', 'sha256:08ad862269cb5bbff340a7caf7b80f0029a466a0682b0144cc6b6bb8de7476d1'),
    ('acme', 'app', '1.4.2', 'acme/charts/app', '1.4.2', 'sha256:cd8c9abbb2ed7570150e85964ba9ada6855df6ae6cedabec2a6ee237f1fc766d'),
    ('acme', 'app', '1.4.3', 'acme/app', 'v1.4.3', 'sha256:00d85e2b42b73bab942771a24246923c41536422a94e9d318d245a1c0111caf3'),
    ('acme', 'app', '1.4.3', 'acme/charts/app', '1.4.3', 'sha256:d6e6052bd513bfd4bb9d8b6c25cd4bde01e545ae1dc4608c76e710beb18be233');
INSERT INTO closures (vendor, product, version, repository, root, closure) VALUES
    ('ACME', 'app', '1.4.2', 'acme/app', 'sha256:e646700cc613eb21240dd5d25a1ee59a3170442411eb95d7d407f8f27a4a3c59', 1),
    ('ACME', 'app', '1.4.2', 'acme/charts/app', 'sha256:edf920e1a84ec01ecebd45e5684f6e0db6cd542632946b82e81b9dd1df9ec03a', 2),
    ('ACME', 'app', '1.4.3', 'acme/app', 'sha256:644a64a34fdab03f4c9f5c98fec0ba95f3e3e5f0a6d5daf88c854af2743645f8', 3),
    ('ACME', 'app', '1.4.3', 'acme/charts/app', 'sha256:9e4abaaa8e0a157bacf47f01dd876bb40bf95900ad4900b7c2ea75b21a75023f', 4),
    ('acme', 'app', '1.4.2', 'acme/app', 'sha256:08ad862269cb5bbff340a7caf7b80f0029a466a0682b0144cc6b6bb8de7476d1', 1),
    ('acme', 'app', '1.4.2', 'acme/charts/app', 'sha256:cd8c9abbb2ed7570150e85964ba9ada6855df6ae6cedabec2a6ee237f1fc766d', 2),
    ('acme', 'app', '1.4.3', 'acme/app', 'sha256:00d85e2b42b73bab942771a24246923c41536422a94e9d318d245a1c0111caf3', 3),
    ('acme', 'app', '1.4.3', 'acme/charts/app', 'sha256:d6e6052bd513bfd4bb9d8b6c25cd4bde01e545ae1dc4608c76e710beb18be233', 4);
INSERT INTO items (vendor, closure, n, digest, role, size, media_type, manifest) VALUES
    ('ACME', 1, 0, 'sha256:e646700cc613eb21240dd5d25a1ee59a3170442411eb95d7d407f8f27a4a3c59', 'root', 26, 'application/vnd.oci.image.manifest.v1+json', X'7B226F66223A2241434D4520696D61676520312E342E32227D0A'),
    ('ACME', 1, 1, 'sha256:f191e625176e7514249870c60bc24622131b04927a418001d1969c9cecd260f1', 'layer', 1, 'application/octet-stream', NULL),
    ('ACME', 1, 2, 'sha256:a4c3797fcfabe107ddf93634f16d42fe104c488685954f0d3017d85c5be4efae', 'layer', 1, 'application/octet-stream', NULL),
    ('ACME', 2, 0, 'sha256:edf920e1a84ec01ecebd45e5684f6e0db6cd542632946b82e81b9dd1df9ec03a', 'root', 26, 'application/vnd.oci.image.manifest.v1+json', X'7B226F66223A2241434D4520636861727420312E342E32227D0A'),
    ('ACME', 3, 0, 'sha256:644a64a34fdab03f4c9f5c98fec0ba95f3e3e5f0a6d5daf88c854af2743645f8', 'root', 26, 'application/vnd.oci.image.manifest.v1+json', X'7B226F66223A2241434D4520696D61676520312E342E33227D0A'),
    ('ACME', 3, 1, 'sha256:f191e625176e7514249870c60bc24622131b04927a418001d1969c9cecd260f1', 'layer', 1, 'application/octet-stream', NULL),
    ('ACME', 3, 2, 'sha256:8b30d6c212e1dffba36da07d32469438008bd85a0c6bf57651a8839cf43e1b25', 'layer', 1, 'application/octet-stream', NULL),
    ('ACME', 4, 0, 'sha256:9e4abaaa8e0a157bacf47f01dd876bb40bf95900ad4900b7c2ea75b21a75023f', 'root', 26, 'application/vnd.oci.image.manifest.v1+json', X'7B226F66223A2241434D4520636861727420312E342E33227D0A'),
    ('acme', 1, 0, 'sha256:08ad862269cb5bbff340a7caf7b80f0029a466a0682b0144cc6b6bb8de7476d1', 'root', 26, 'application/vnd.oci.image.manifest.v1+json', X'7B226F66223A2261636D6520696D61676520312E342E32227D0A'),
    ('acme', 1, 1, 'sha256:f191e625176e7514249870c60bc24622131b04927a418001d1969c9cecd260f1', 'layer', 1, 'application/octet-stream', NULL),
    ('acme', 1, 2, 'sha256:a4c3797fcfabe107ddf93634f16d42fe104c488685954f0d3017d85c5be4efae', 'layer', 1, 'application/octet-stream', NULL),
    ('acme', 2, 0, 'sha256:cd8c9abbb2ed7570150e85964ba9ada6855df6ae6cedabec2a6ee237f1fc766d', 'root', 26, 'application/vnd.oci.image.manifest.v1+json', X'7B226F66223A2261636D6520636861727420312E342E32227D0A'),
    ('acme', 3, 0, 'sha256:00d85e2b42b73bab942771a24246923c41536422a94e9d318d245a1c0111caf3', 'root', 26, 'application/vnd.oci.image.manifest.v1+json', X'7B226F66223A2261636D6520696D61676520312E342E33227D0A'),
    ('acme', 3, 1, 'sha256:f191e625176e7514249870c60bc24622131b04927a418001d1969c9cecd260f1', 'layer', 1, 'application/octet-stream', NULL),
    ('acme', 3, 2, 'sha256:8b30d6c212e1dffba36da07d32469438008bd85a0c6bf57651a8839cf43e1b25', 'layer', 1, 'application/octet-stream', NULL),
    ('acme', 4, 0, 'sha256:d6e6052bd513bfd4bb9d8b6c25cd4bde01e545ae1dc4608c76e710beb18be233', 'root', 26, 'application/vnd.oci.image.manifest.v1+json', X'7B226F66223A2261636D6520636861727420312E342E33227D0A');
INSERT INTO customers (vendor, customer, created, name, email, access, features, changed) VALUES
    ('ACME', 'globex', 1795309323000004, 'Customer globex', '', 'disabled', '["artifacts","deployments"]', 1),
    ('ACME', 'initech', 1795309323000004, 'Customer initech', '', 'disabled', '["artifacts","deployments"]', 1),
    ('ACME', 'umbrella', 1795309323000004, 'Customer umbrella', '', 'disabled', '["artifacts","deployments"]', 2),
    ('acme', 'globex', 1795309323000004, 'Customer globex', '', 'disabled', '["artifacts","deployments"]', 1),
    ('acme', 'initech', 1795309323000004, 'Customer initech', '', 'disabled', '["artifacts","deployments"]', 1),
    ('acme', 'umbrella', 1795309323000004, 'Customer umbrella', '', 'disabled', '["artifacts","deployments"]', 2);
INSERT INTO credentials (vendor, customer, credential, name, hash, created, revoked, seq) VALUES
    ('ACME', 'globex', 'crd_1', 'cluster of globex', X'0200000000000000000000000000000000000000000000000000000000000000', 1795309563000004, 1795309623000004, 1),
    ('ACME', 'initech', 'crd_1', 'cluster of initech', X'0200000000000000000000000000000000000000000000000000000000000000', 1795309563000004, 1795309623000004, 1),
    ('acme', 'globex', 'crd_1', 'cluster of globex', X'0200000000000000000000000000000000000000000000000000000000000000', 1795309563000004, 1795309623000004, 1),
    ('acme', 'initech', 'crd_1', 'cluster of initech', X'0200000000000000000000000000000000000000000000000000000000000000', 1795309563000004, 1795309623000004, 1);
INSERT INTO grants (vendor, customer, grant_id, name, product, versions, starts, expires, created, seq) VALUES
    ('ACME', 'globex', 'grt_1', 'for globex', 'app', '["1.4.2","match:^2"]', -62135596800000000, -62135596800000000, 1795309683000004, 1),
    ('ACME', 'initech', 'grt_1', 'for initech', 'app', '["1.4.2","match:^2"]', -62135596800000000, -62135596800000000, 1795309683000004, 1),
    ('acme', 'globex', 'grt_1', 'for globex', 'app', '["1.4.2","match:^2"]', -62135596800000000, -62135596800000000, 1795309683000004, 1),
    ('acme', 'initech', 'grt_1', 'for initech', 'app', '["1.4.2","match:^2"]', -62135596800000000, -62135596800000000, 1795309683000004, 1);
INSERT INTO events (vendor, at, n, event, actor, kind, customer, data) VALUES
    ('ACME', 1795309743000004, 1, 'evt_1', 'ann', 'grant.added', 'globex', '{}'),
    ('acme', 1795309743000004, 1, 'evt_1', 'ann', 'grant.added', 'globex', '{}');
INSERT INTO pulls (vendor, at, n, customer, token, token_name, repository, reference, digest, version, allowed, reason, client) VALUES
    ('ACME', 1795309803000004, 1, 'globex', 'crd_1', 'cluster', 'acme/app', 'v1.4.2', '', '1.4.2', 1, 'granted', 'crane'),
    ('acme', 1795309803000004, 1, 'globex', 'crd_1', 'cluster', 'acme/app', 'v1.4.2', '', '1.4.2', 1, 'granted', 'crane');
