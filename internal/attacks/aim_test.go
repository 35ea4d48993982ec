package attacks_test

import "strings"

// An aim is a request target as it goes over the wire. HELD and OTHER are tags of
// the app, one that globex holds and one that it does not; HOST is the server.
type aim struct {
	name, target string
	status       int    // as the answer to globex
	code         string // of the error document; empty: another kind of answer
	any          bool   // staff may have it too: it says nothing about the path
	repository   string // that it means; default: the app
}

// anotherPath are targets that some server takes for another path than they are:
// zot, olareg and distribution clean them or send a redirect, distribution and
// go-containerregistry decode them.
func anotherPath() []aim {
	const name, digest, none = "NAME_INVALID", "DIGEST_INVALID", "UNSUPPORTED"
	long := strings.Repeat("a/", 127) + "app"
	return []aim{
		{name: "two slashes", target: "/v2//acme/app/manifests/HELD", status: 400, code: name},
		{name: "two slashes in front", target: "//v2/acme/app/manifests/HELD", status: 404},
		{name: "two slashes in the name", target: "/v2/acme//app/manifests/HELD", status: 400, code: name},
		{name: "two slashes before the tag", target: "/v2/acme/app/manifests//HELD", status: 404, code: none},
		{name: "up", target: "/v2/x/../acme/app/manifests/HELD", status: 400, code: name},
		{name: "up and down", target: "/v2/acme/app/blobs/../manifests/HELD", status: 400, code: name},
		{name: "up from v2", target: "/v2/../v2/acme/app/manifests/HELD", status: 400, code: name},
		{name: "up into v2", target: "/x/../v2/acme/app/manifests/HELD", status: 404},
		{name: "here", target: "/v2/./acme/app/manifests/HELD", status: 400, code: name},
		{name: "here behind", target: "/v2/acme/app/manifests/HELD/.", status: 404, code: none},
		{name: "up, escaped", target: "/v2/x/%2e%2e/acme/app/manifests/HELD", status: 400, code: name},
		{name: "up, half escaped", target: "/v2/x/.%2E/acme/app/manifests/HELD", status: 400, code: name},
		{name: "up, escaped slash", target: "/v2/acme/app/blobs/..%2Fmanifests/HELD", status: 400, code: name},
		{name: "up, escaped twice", target: "/v2/x/%252e%252e/acme/app/manifests/HELD", status: 400, code: name},
		{name: "up, in overlong UTF-8", target: "/v2/x/%c0%ae%c0%ae/acme/app/manifests/HELD", status: 400, code: name},
		{name: "up, in full-width dots", target: "/v2/x/%EF%BC%8E%EF%BC%8E/acme/app/manifests/HELD", status: 400, code: name},
		{name: "escaped slash in the name", target: "/v2/acme%2Fapp/manifests/HELD", status: 400, code: name},
		{name: "escaped slash in lower case", target: "/v2/acme%2fapp/manifests/HELD", status: 400, code: name},
		{name: "escaped letter", target: "/v2/acme/%61pp/manifests/HELD", status: 400, code: name},
		{name: "escaped tag", target: "/v2/acme/app/manifests/%76HELD", status: 400, code: name},
		{name: "escaped endpoint", target: "/v2/acme/app/%6danifests/HELD", status: 400, code: name},
		{name: "escaped v2", target: "/%76%32/acme/app/manifests/HELD", status: 404},
		{name: "escaped colon", target: "/v2/acme/app/manifests/sha256%3A" + zeros(64), status: 400, code: name},
		{name: "zero byte", target: "/v2/acme/app/manifests/HELD%00", status: 400, code: name},
		{name: "zero byte in the name", target: "/v2/acme/app%00x/manifests/HELD", status: 400, code: name},
		{name: "line end", target: "/v2/acme/app/manifests/HELD%0d%0aX-Injected:%201", status: 400, code: name},
		{name: "half an escape", target: "/v2/acme/app/manifests/HELD%2", status: 400},
		{name: "an escape of nothing", target: "/v2/acme/app/manifests/HELD%zz", status: 400},
		{name: "capital V2", target: "/V2/acme/app/manifests/HELD", status: 404},
		{name: "capital name", target: "/v2/ACME/app/manifests/HELD", status: 400, code: name},
		{name: "capital endpoint", target: "/v2/acme/app/Manifests/HELD", status: 404, code: none},
		{name: "backslash", target: `/v2/acme\app/manifests/HELD`, status: 400, code: name},
		{name: "up by backslash", target: `/v2/x\..\acme/app/manifests/HELD`, status: 400, code: name},
		{name: "escaped backslash", target: "/v2/acme%5Capp/manifests/HELD", status: 400, code: name},
		{name: "a parameter of the name", target: "/v2/acme/app;x=1/manifests/HELD", status: 400, code: name},
		{name: "a parameter of the tag", target: "/v2/acme/app/manifests/HELD;x=1", status: 400, code: name},
		{name: "a parameter of v2", target: "/v2;/acme/app/manifests/HELD", status: 404},
		{name: "a fragment", target: "/v2/acme/app/manifests/HELD#x", status: 400, code: name},
		{name: "an escaped question mark", target: "/v2/acme/app/manifests/HELD%3Fx", status: 400, code: name},
		{name: "a plus", target: "/v2/acme/app/manifests/HELD+1", status: 400, code: name},
		{name: "a letter that is not ASCII", target: "/v2/acme/\xc3\xa4pp/manifests/HELD", status: 400, code: name},
		{name: "bytes that are no UTF-8", target: "/v2/acme/\xff\xfe/manifests/HELD", status: 400, code: name},
		{name: "a quote", target: `/v2/acme/app"/manifests/HELD`, status: 400, code: name},
		{name: "a control character", target: "/v2/acme/app\x01/manifests/HELD", status: 400},
		{name: "slash behind", target: "/v2/acme/app/manifests/HELD/", status: 404, code: none},
		{name: "no v2", target: "/acme/app/manifests/HELD", status: 404},
		{name: "no slash behind v2", target: "/v2", status: 404},
		{name: "v1", target: "/v1/acme/app/manifests/HELD", status: 404},
		{name: "no tag", target: "/v2/acme/app/manifests/", status: 400, code: name},
		{name: "no name", target: "/v2/manifests/HELD", status: 400, code: name},
		{name: "a list with something behind", target: "/v2/acme/app/tags/list/", status: 404, code: none},
		{name: "the catalog with a slash", target: "/v2/_catalog/", status: 404, code: none},
		{name: "the catalog escaped", target: "/v2/%5fcatalog", status: 400, code: name},
		{name: "up from the catalog", target: "/v2/_catalog/../acme/app/manifests/HELD", status: 400, code: name},
		{name: "a name that is too long", target: "/v2/" + long + "/manifests/HELD", status: 400, code: name},
		{name: "a tag that is too long", target: "/v2/acme/app/manifests/" + strings.Repeat("1", 129), status: 400, code: name},
		{name: "a tag that begins with a dot", target: "/v2/acme/app/manifests/.HELD", status: 400, code: name},
		{name: "a digest in capitals", target: "/v2/acme/app/manifests/sha256:" + strings.Repeat("A", 64), status: 400, code: digest},
		{name: "a short digest", target: "/v2/acme/app/blobs/sha256:" + zeros(63), status: 400, code: digest},
		{name: "a digest of another kind", target: "/v2/acme/app/blobs/md5:" + zeros(32), status: 400, code: digest},
		{name: "a digest with a path behind", target: "/v2/acme/app/blobs/sha256:" + zeros(64) + "/../../manifests/HELD", status: 400, code: name},
		{name: "a tag for a blob", target: "/v2/acme/app/blobs/HELD", status: 400, code: digest},
		{name: "a tag for a subject", target: "/v2/acme/app/referrers/HELD", status: 400, code: digest},
	}
}

// sameThing are targets that mean what they say, with something about them that
// might make a server look at something else.
func sameThing() []aim {
	const unknown = "NAME_UNKNOWN"
	return []aim{
		{name: "as it should be", target: "/v2/acme/app/manifests/HELD", status: 200, any: true},
		{name: "as it should not be", target: "/v2/acme/app/manifests/OTHER", status: 403, code: "DENIED", any: true},
		{name: "a name with manifests in it", repository: "acme/manifests", target: "/v2/acme/manifests/manifests/HELD", status: 404, code: unknown},
		{name: "a name of manifests", repository: "manifests", target: "/v2/manifests/manifests/manifests", status: 404, code: unknown},
		{name: "a name with blobs in it", repository: "acme/app/blobs", target: "/v2/acme/app/blobs/manifests/HELD", status: 404, code: unknown},
		{name: "a name with tags in it", repository: "acme/app/tags/list", target: "/v2/acme/app/tags/list/manifests/HELD", status: 404, code: unknown},
		{name: "a name that goes on", repository: "acme/app/manifests/HELD", target: "/v2/acme/app/manifests/HELD/manifests/HELD", status: 404, code: unknown},
		{name: "a name that begins like it", repository: "acme/app2", target: "/v2/acme/app2/manifests/HELD", status: 404, code: unknown},
		{name: "a part of the name", repository: "acme", target: "/v2/acme/manifests/HELD", status: 404, code: unknown},
		{name: "absolute form", target: "http://HOST/v2/acme/app/manifests/OTHER", status: 403, code: "DENIED", any: true},
		{name: "absolute form, another host", target: "http://evil.example/v2/acme/app/manifests/OTHER", status: 403, code: "DENIED", any: true},
		{name: "absolute form, another scheme", target: "file:///v2/acme/app/manifests/OTHER", status: 403, code: "DENIED", any: true},
		{name: "absolute form, with a login", target: "http://a:b@HOST/v2/acme/app/manifests/OTHER", status: 403, code: "DENIED", any: true},
		{name: "absolute form, no host", target: "http:/v2/acme/app/manifests/OTHER", status: 403, code: "DENIED", any: true},
		{name: "a scheme and no path", target: "http:v2/acme/app/manifests/HELD", status: 404},
		{name: "no path", target: "x", status: 400},
		{name: "another tag in the query", target: "/v2/acme/app/manifests/OTHER?tag=HELD&reference=HELD", status: 403, code: "DENIED", any: true},
		{name: "from (distribution)", target: "/v2/acme/app/manifests/OTHER?from=acme/tool", status: 403, code: "DENIED", any: true},
		{name: "mount", target: "/v2/acme/app/manifests/OTHER?mount=sha256:" + zeros(64) + "&from=acme/tool", status: 403, code: "DENIED", any: true},
		{name: "namespace (containerd mirrors)", target: "/v2/acme/app/manifests/OTHER?ns=acme/tool", status: 403, code: "DENIED", any: true},
		{name: "digests in the query", target: "/v2/acme/app/blobs/sha256:" + zeros(64) + "?digest=a&digest=b", status: 404, code: "BLOB_UNKNOWN", any: true},
		{name: "a query that cannot be read", target: "/v2/acme/app/manifests/OTHER?%zz;&&=", status: 403, code: "DENIED", any: true},
		{name: "a second question mark", target: "/v2/acme/app/manifests/OTHER?/../HELD?", status: 403, code: "DENIED", any: true},
	}
}

func zeros(n int) string { return strings.Repeat("0", n) }
