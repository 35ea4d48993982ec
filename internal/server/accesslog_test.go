package server

import (
	"encoding/base64"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
)

// TestAccessLog is that each request has a line, with all that is known of it and
// nothing that is nobody's business.
func TestAccessLog(t *testing.T) {
	t.Parallel()
	log := &journal{}
	hub := newHub(t, nil)
	acme := hub.Vendor("acme").As(distr.Operator())
	c, err := acme.CreateCustomer(t.Context(), distr.NewCustomer{Name: "Globex", Email: "it@globex.example"})
	require.NoError(t, err)
	_, token, err := acme.Account(c.ID).NewToken(t.Context(), "ci")
	require.NoError(t, err)
	url := start(t, Config{Hub: hub, Log: slog.New(slog.NewTextHandler(log, nil)), AccessLog: true})
	line := func(with string) string {
		t.Helper()
		require.Eventually(t, func() bool { return len(log.lines(with)) == 1 }, time.Minute, time.Millisecond)
		return log.lines(with)[0]
	}

	basic := "Basic " + base64.StdEncoding.EncodeToString([]byte("it@globex.example:"+token.Reveal()))
	resp, body := get(t, url+"/token?account=it@globex.example&scope=repository:acme/app:pull", "Authorization", basic)
	require.Equal(t, http.StatusOK, resp.StatusCode)
	_, rest, _ := strings.Cut(body, `"token":"`)
	bearer, _, _ := strings.Cut(rest, `"`)
	require.Regexp(t, `level=INFO msg=request method=GET kind=token status=200 bytes=\d+ took=\S+ credential=`+string(token.Claim().Credential)+` request=[A-Z2-7]{26}$`, line("kind=token"))

	get(t, url+"/v2/acme/app/manifests/1?digest=secret", "Authorization", "Bearer "+bearer)
	require.Regexp(t, `method=GET kind=manifest status=404 bytes=\d+ took=\S+ repository=acme/app credential=\S+ reason=unknown request=\S+$`, line("kind=manifest"))
	get(t, url+"/v2/it@globex.example/manifests/1", "Authorization", "Bearer "+bearer)
	require.Contains(t, line("status=400"), "kind=none")
	get(t, url+"/healthz")
	resp, _ = get(t, url+"/v2/_catalog")
	require.Contains(t, line("kind=catalog"), "status=401")
	require.Len(t, log.lines("msg=request"), 4, "who asks for our health is not a client")
	all := strings.Join(log.lines(""), "\n")
	for _, secret := range []string{token.Reveal(), bearer, basic, "it@globex.example", "digest=", "account="} {
		require.NotContains(t, all, secret)
	}
	require.Equal(t, resp.Header.Get("X-Request-Id"), line("kind=catalog")[len(line("kind=catalog"))-26:])
}

// TestNoAccessLog is that there is none unless it is asked for.
func TestNoAccessLog(t *testing.T) {
	t.Parallel()
	log := &journal{}
	url := start(t, Config{Log: slog.New(slog.NewTextHandler(log, nil))})
	get(t, url+"/v2/")
	require.Empty(t, log.lines("msg=request"))
}

// TestTraces is that the traces arrive, at the latest when the server ends.
func TestTraces(t *testing.T) {
	t.Parallel()
	var sent atomic.Int64
	collector := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/v1/traces" && r.ContentLength > 0 {
			sent.Add(1)
		}
		w.Header().Set("Content-Type", "application/x-protobuf")
	}))
	defer collector.Close()
	t.Run("a server", func(t *testing.T) {
		url := start(t, Config{TracesTo: collector.URL})
		get(t, url+"/v2/")
	})
	require.Positive(t, sent.Load())
}
