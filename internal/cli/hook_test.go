package cli_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/seed361c4c3e/distr-go/distr/webhook"
)

// A hook is a receiver of webhooks.
type hook struct {
	mu     sync.Mutex
	status int
	taken  chan told
}

// A told is one request that a hook has taken.
type told struct {
	header http.Header
	body   []byte
}

func hookOf(ts *testscript.TestScript) *hook {
	if h := stateOf(ts).hook; h != nil {
		return h
	}
	h := &hook{taken: make(chan told, 1000)}
	server := httptest.NewServer(h)
	ts.Defer(server.Close)
	ts.Setenv("HOOK", server.URL+"/hooks/of/distr")
	stateOf(ts).hook = h
	return h
}

func (h *hook) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h.mu.Lock()
	status := h.status
	h.mu.Unlock()
	body, err := io.ReadAll(r.Body)
	if err == nil && status < 300 {
		h.taken <- told{r.Header.Clone(), body}
	}
	w.WriteHeader(status)
	_, _ = io.WriteString(w, "as you like it")
}

func answers(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: hook STATUS")
	}
	status, err := strconv.Atoi(args[0])
	ts.Check(err)
	h := hookOf(ts)
	h.mu.Lock()
	defer h.mu.Unlock()
	h.status = status
}

// toldOnce waits for the next request, which has to verify.
func toldOnce(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: told SECRET")
	}
	select {
	case t := <-hookOf(ts).taken:
		ts.Check(webhook.Verify(args[0], t.header, t.body, time.Now()))
		_, err := ts.Stdout().Write(append(t.body, '\n'))
		ts.Check(err)
	case <-time.After(time.Minute):
		ts.Fatalf("it is told nothing")
	}
}
