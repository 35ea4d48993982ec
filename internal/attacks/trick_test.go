package attacks_test

import (
	"io"
	"net/http"
)

// A trick is what a registry that was taken over does instead of its work.
type trick func(w http.ResponseWriter, r *http.Request, honest http.Handler)

// answer is a status and headers, with a text that is for the vendor only.
func answer(status int, header ...string) trick {
	return func(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
		for i := 0; i < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, `{"errors":[{"code":"UNAUTHORIZED","message":"secret of the upstream"}]}`)
	}
}

// sends is a body and headers.
func sends(body string, header ...string) trick {
	return func(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
		for i := 0; i < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		_, _ = io.WriteString(w, body)
	}
}
