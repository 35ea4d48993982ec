package registryproxy

import (
	"net/http"
	"strings"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// An endpoint is one of the forms of path that the OCI distribution
// specification gives ("Endpoints"), or the catalog, which is distribution's.
type endpoint uint8

const (
	endpointNone      endpoint = iota
	endpointBase               // /v2/
	endpointCatalog            // /v2/_catalog
	endpointManifest           // /v2/<name>/manifests/<reference>
	endpointBlob               // /v2/<name>/blobs/<digest>
	endpointTags               // /v2/<name>/tags/list
	endpointReferrers          // /v2/<name>/referrers/<digest>
	endpointUploads            // /v2/<name>/blobs/uploads/
	endpointUpload             // /v2/<name>/blobs/uploads/<session>
)

// A route is what a path asks for. It is all that is known of a path from here
// on: requests to the upstream are built of it, and the client's path is never
// passed on, because registries disagree about what %2F, // and .. mean in it.
type route struct {
	endpoint   endpoint
	repository entitlement.RepositoryPath
	tag        string             // of a manifest, unless it is asked for by digest
	digest     entitlement.Digest // of a manifest, a blob or a subject
	session    string             // of an upload
}

// reference is the tag or the digest as it was asked for: [parseRoute] takes a
// digest in its one form only.
func (r route) reference() string {
	if r.tag != "" {
		return r.tag
	}
	return r.digest.String()
}

// path is the path that the route was parsed from.
func (r route) path() string {
	head := registryPath + string(r.repository)
	switch r.endpoint {
	case endpointBase:
		return registryPath
	case endpointCatalog:
		return registryPath + catalogName
	case endpointManifest:
		return head + "/manifests/" + r.reference()
	case endpointBlob:
		return head + "/blobs/" + r.reference()
	case endpointTags:
		return head + "/tags/list"
	case endpointReferrers:
		return head + "/referrers/" + r.reference()
	case endpointUploads:
		return head + "/blobs/uploads/"
	case endpointUpload:
		return head + "/blobs/uploads/" + r.session
	default:
		return ""
	}
}

// parseRoute reads an escaped path, from the right to the left: a repository may
// have parts that are called manifests, blobs or tags. Whatever is not exactly
// of one of the forms is refused with what is wrong with it.
func parseRoute(path string) (route, *refusal) {
	rest, below := strings.CutPrefix(path, registryPath)
	switch {
	case !below:
		return route{}, noEndpoint()
	case rest == "":
		return route{endpoint: endpointBase}, nil
	case rest == catalogName:
		return route{endpoint: endpointCatalog}, nil
	case strings.Contains(rest, "%"):
		// Nothing that can be in a name, a tag or a digest needs escaping.
		return route{}, malformed(codeNameInvalid, "a name, tag or digest holds no %%")
	}
	var r route
	head, last := cutLast(rest)
	name, kind := cutLast(head)
	switch {
	case kind == "tags" && last == "list":
		r.endpoint = endpointTags
	case kind == "manifests":
		r.endpoint = endpointManifest
	case kind == "referrers":
		r.endpoint = endpointReferrers
	case kind == "uploads" && strings.HasSuffix("/"+name, "/blobs"):
		name, _ = cutLast(name)
		r.endpoint, r.session = endpointUpload, last
		if last == "" {
			r.endpoint = endpointUploads
		}
	case kind == "blobs":
		r.endpoint = endpointBlob
	default:
		return route{}, noEndpoint()
	}
	repository, err := entitlement.ParseRepositoryPath(name)
	if err != nil {
		return route{}, malformed(codeNameInvalid, "%v", err)
	}
	r.repository = repository
	return r.parseReference(last)
}

// parseReference reads the last part of a path.
func (r route) parseReference(last string) (route, *refusal) {
	switch {
	case r.endpoint == endpointUpload && !sessionForm(last):
		return route{}, malformed(codeUploadUnknown, "there is no such upload")
	case r.endpoint == endpointBlob, r.endpoint == endpointReferrers, r.endpoint == endpointManifest && strings.Contains(last, ":"):
		d, err := entitlement.ParseDigest(last)
		if err != nil {
			return route{}, malformed(codeDigestInvalid, "%v", err)
		}
		r.digest = d
	case r.endpoint == endpointManifest:
		// A derived tag is one that clients ask for, though no release has it.
		if err := entitlement.CheckTag(last); err != nil && !derivedForm(last) {
			return route{}, malformed(codeNameInvalid, "%v", err)
		}
		r.tag = last
	}
	return r, nil
}

// catalogName is no repository's: theirs begin with a letter or a digit.
const catalogName = "_catalog"

// derivedForm says whether s is a derived tag of letters that a tag can have.
// One made of a sha512 digest is longer than other tags may be.
func derivedForm(s string) bool {
	return len(s) <= maxDerivedTag && entitlement.DerivedTag(s) && madeOf(s, "-._")
}

const maxDerivedTag = 256

// sessionForm says whether s can stand in a path as it is and names no folder.
// What it means, only the upstream knows.
func sessionForm(s string) bool {
	return len(s) <= maxSession && madeOf(s, "-._~=") && strings.Trim(s, ".") != ""
}

const maxSession = 512

// madeOf says whether s consists of letters and digits of ASCII and of marks.
func madeOf(s, marks string) bool {
	for i := range len(s) {
		c := s[i]
		if !('a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.IndexByte(marks, c) >= 0) {
			return false
		}
	}
	return true
}

// cutLast cuts a path at its last slash.
func cutLast(s string) (head, last string) {
	i := strings.LastIndexByte(s, '/')
	return s[:max(i, 0)], s[i+1:]
}

func reads(method string) bool { return method == http.MethodGet || method == http.MethodHead }
