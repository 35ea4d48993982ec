package registryproxy

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// read sends a GET or a HEAD.
func read(ctx context.Context, by http.RoundTripper, method string, to *url.URL, header http.Header) (*http.Response, error) {
	send := func(method string, header http.Header) (*http.Response, error) {
		req, err := http.NewRequestWithContext(ctx, method, to.String(), nil)
		if err != nil {
			return nil, errors.New("it is no address") // whose text would have all of it
		}
		req.Header = header
		return by.RoundTrip(req)
	}
	resp, err := send(method, header)
	if err != nil || method != http.MethodHead || resp.StatusCode != http.StatusForbidden && resp.StatusCode != http.StatusMethodNotAllowed {
		return resp, err
	}
	// An address is signed for one method, mostly for GET. The first byte
	// says how many there are.
	_ = resp.Body.Close() // there is none
	if resp, err = send(http.MethodGet, http.Header{"Accept": {"*/*"}, "Range": {"bytes=0-0"}}); err != nil {
		return nil, err
	}
	_ = resp.Body.Close() // nobody wants it
	return measured(resp), nil
}

// measured makes of an answer about the first byte one to a HEAD.
func measured(resp *http.Response) *http.Response {
	size := resp.ContentLength
	switch resp.StatusCode {
	case http.StatusPartialContent, http.StatusRequestedRangeNotSatisfiable:
		resp.StatusCode, resp.Status = http.StatusOK, http.StatusText(http.StatusOK)
		size = totalOf(resp.Header.Get("Content-Range"))
	}
	resp.Header.Del("Content-Range")
	resp.Header.Del("Content-Length")
	if size >= 0 {
		resp.Header.Set("Content-Length", strconv.FormatInt(size, 10))
	}
	resp.ContentLength, resp.Body = size, http.NoBody
	return resp
}

// totalOf is the size of all in a Content-Range, -1 if it does not say.
func totalOf(contentRange string) int64 {
	_, total, _ := strings.Cut(contentRange, "/")
	if size, err := strconv.ParseInt(total, 10, 64); err == nil && size >= 0 {
		return size
	}
	return -1
}

// believed is what of a storage's headers is taken over: how many bytes come, and
// which. What the blob is was published or is the registry's to say, and the rest
// tells of the storage.
func believed(h http.Header, on route) http.Header {
	kept := http.Header{"Content-Type": {octets}, "Docker-Content-Digest": {on.digest.String()}}
	for _, name := range []string{"Accept-Ranges", "Content-Length", "Content-Range"} {
		if values := h[name]; len(values) == 1 {
			kept[name] = values
		}
	}
	if kind := h.Get("Content-Type"); strings.HasPrefix(kind, severalParts) {
		kept.Set("Content-Type", kind)
	}
	return kept
}
