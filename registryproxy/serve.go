package registryproxy

import (
	"net/http"
	"strconv"
	"strings"
)

// stamp says what is true of every answer below /v2/. Nothing of it may be kept
// by a cache that more than one customer asks.
func stamp(h http.Header) {
	h["Docker-Distribution-Api-Version"] = []string{"registry/2.0"}
	h["Cache-Control"] = []string{"private, no-cache"}
	h["Vary"] = []string{"Authorization"}
}

// serveManifest sends the very bytes that were published, as the type that they
// were published as, whatever the client accepts: their digest is what it asked
// for.
func serveManifest(w http.ResponseWriter, r *http.Request, f found) {
	seen(w).from(FromMemory)
	if describe(w, r, f, f.entry.MediaType(), int64(len(f.entry.Manifest()))) && r.Method == http.MethodGet {
		_, _ = w.Write(f.entry.Manifest()) // to a client that has gone there is nothing to say
	}
}

// describe writes the headers of some content. It returns false when the client
// has that content already and is told so; only somebody who may have the
// content gets to ask, or 304 would tell what a tag means.
func describe(w http.ResponseWriter, r *http.Request, f found, mediaType string, size int64) bool {
	h := w.Header()
	digest := f.digest.String()
	tag := `"` + digest + `"`
	h["Docker-Content-Digest"] = []string{digest}
	h["Etag"] = []string{tag}
	if none := r.Header["If-None-Match"]; none != nil && hasTag(none, tag) {
		w.WriteHeader(http.StatusNotModified)
		return false
	}
	h["Content-Type"] = []string{mediaType}
	h["Content-Length"] = []string{strconv.FormatInt(size, 10)}
	return true
}

// hasTag says whether one of the entity tags of an If-None-Match is tag, or is
// any (RFC 9110 §13.1.2). A digest has no comma in it.
func hasTag(values []string, tag string) bool {
	for _, value := range values {
		for one := range strings.SplitSeq(value, ",") {
			one = strings.TrimPrefix(strings.TrimSpace(one), "W/")
			if one == tag || one == "*" {
				return true
			}
		}
	}
	return false
}
