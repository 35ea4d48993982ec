package registryproxy

import (
	"context"
	"fmt"
	"io"
	"net/http"
)

// An answered is an error about what the upstream answered. Its body is closed.
type answered struct {
	error
	resp *http.Response
}

// whole asks the upstream for all of a blob.
func whole(ctx context.Context, on route, from source, size int64) (io.ReadCloser, error) {
	resp, err := from.do(ctx, errand{method: http.MethodGet, on: on, header: http.Header{"Accept": {"*/*"}}})
	if err != nil {
		return nil, err
	}
	if err = blobAnswer(resp, "", size); err != nil {
		_ = resp.Body.Close() // it is not read
		return nil, answered{err, resp}
	}
	return resp.Body, nil
}

// rest asks the upstream for a blob from some byte on.
func rest(ctx context.Context, on route, from source, first, size int64) (*http.Response, error) {
	wanted := fmt.Sprintf("bytes=%d-%d", first, size-1)
	header := http.Header{"Accept": {"*/*"}, "Range": {wanted}}
	resp, err := from.do(ctx, errand{method: http.MethodGet, on: on, header: header})
	if err != nil {
		return nil, err
	}
	switch err = blobAnswer(resp, wanted, size); {
	case err != nil:
	case resp.StatusCode == http.StatusPartialContent:
		return resp, nil
	case resp.StatusCode == http.StatusOK: // it knows no ranges
		if _, err = io.CopyN(io.Discard, resp.Body, first); err == nil {
			return resp, nil
		}
	default:
		err = fmt.Errorf("the upstream answers %s, %q to who asks for %s", resp.Status, resp.Header.Get("Content-Range"), wanted)
	}
	_ = resp.Body.Close() // it is not read
	return nil, err
}
