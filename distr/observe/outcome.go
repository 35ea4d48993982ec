package observe

import (
	"net/http"

	"github.com/seed361c4c3e/distr-go/registryproxy"
)

// tokenOutcome is what came of a request for an access token, and empty for any
// other request.
func tokenOutcome(r registryproxy.Request) string {
	switch {
	case r.Kind != registryproxy.KindToken:
		return ""
	case r.Status == http.StatusOK:
		return "issued"
	case r.Status == http.StatusUnauthorized:
		return "refused"
	case r.Status >= http.StatusInternalServerError:
		return "trouble"
	default:
		return "malformed"
	}
}

// blobSource is where a blob was taken from that was sent, or a part of it, and
// empty for any other request.
func blobSource(r registryproxy.Request) string {
	if r.Kind != registryproxy.KindBlob || r.Method != http.MethodGet || r.Status != http.StatusOK && r.Status != http.StatusPartialContent {
		return ""
	}
	return string(r.Source)
}

// asked says whether the registry was asked at all, so that the time means
// something.
func asked(e registryproxy.Errand) bool {
	return e.Outcome != registryproxy.Spared
}
