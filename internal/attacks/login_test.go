package attacks_test

import (
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// bearer logs in and returns the header that goes with a request: of a token for
// every repository that there is, or for those named.
func (s *shop) bearer(t testing.TB, who string, repositories ...string) string {
	t.Helper()
	return "Authorization: Bearer " + s.access(t, who, repositories...)
}

func (s *shop) access(t testing.TB, who string, repositories ...string) string {
	t.Helper()
	if repositories == nil {
		repositories = []string{app, chart, tool, "acme/nothing"}
	}
	asked := url.Values{"service": {"registry"}}
	for _, r := range repositories {
		asked.Add("scope", "repository:"+r+":pull,push")
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+s.host+"/token?"+asked.Encode(), nil)
	require.NoError(t, err)
	req.SetBasicAuth("somebody", s.tokens[who].Reveal())
	resp, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, resp.StatusCode, "%s", body)
	var answer struct{ Token string }
	require.NoError(t, json.Unmarshal(body, &answer))
	return answer.Token
}

// basic is what stands behind Basic in a header.
func basic(t tenant.Token) string { return b64("somebody:" + t.Reveal()) }

func b64(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }
