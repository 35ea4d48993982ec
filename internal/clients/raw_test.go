package clients_test

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"
)

// raw is plain HTTP: what the specifications say, with nothing of a client's.
type raw struct{ user, password string }

func (r *raw) login(t *testing.T, host, user, password string) {
	t.Helper()
	r.user, r.password = user, password
	answer := r.get(t, "http://"+host+"/v2/", "")
	require.Equal(t, http.StatusUnauthorized, answer.status)
	require.Equal(t, `Bearer realm="http://`+host+`/token",service="`+service(t, answer)+`"`, answer.challenge)
}

func (r *raw) tag(t *testing.T, host, tag string) (string, bool) {
	return r.pull(t, host, "manifests/"+latest(tag))
}

func (r *raw) digest(t *testing.T, host, digest string) (string, bool) {
	return r.pull(t, host, "manifests/"+digest)
}

func (r *raw) blob(t *testing.T, host, digest string) (string, bool) {
	return r.pull(t, host, "blobs/"+digest)
}

func (*raw) can(asks kind) bool { return asks != aRange }
func (*raw) repository() string { return image }

// pull fetches a token and then the thing, and asks the same with HEAD: both
// must come out alike.
func (r *raw) pull(t *testing.T, host, what string) (string, bool) {
	t.Helper()
	bearer, refused := r.token(t, host)
	if bearer == "" {
		return refused, false
	}
	at := "http://" + host + "/v2/" + image + "/" + what
	answer := r.get(t, at, bearer)
	head, err := http.NewRequestWithContext(t.Context(), http.MethodHead, at, nil)
	require.NoError(t, err)
	head.Header.Set("Authorization", "Bearer "+bearer)
	res, err := http.DefaultClient.Do(head)
	require.NoError(t, err)
	require.NoError(t, res.Body.Close())
	require.Equal(t, answer.status, res.StatusCode, "HEAD %s", at)
	said := fmt.Sprintf("%d %s\nsha256:%x", answer.status, answer.body, sha256.Sum256([]byte(answer.body)))
	return said, answer.status == http.StatusOK
}

func (r *raw) token(t *testing.T, host string) (bearer, said string) {
	t.Helper()
	q := url.Values{"service": {"registry"}, "scope": {"repository:" + image + ":pull"}}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+host+"/token?"+q.Encode(), nil)
	require.NoError(t, err)
	req.SetBasicAuth(r.user, r.password)
	res, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	if res.StatusCode != http.StatusOK {
		return "", fmt.Sprintf("%d %s", res.StatusCode, body)
	}
	var answer struct{ Token string }
	require.NoError(t, json.Unmarshal(body, &answer))
	return answer.Token, ""
}

type answer struct {
	status          int
	challenge, body string
}

func (*raw) get(t *testing.T, at, bearer string) answer {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, at, nil)
	require.NoError(t, err)
	if bearer != "" {
		req.Header.Set("Authorization", "Bearer "+bearer)
	}
	res, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	return answer{res.StatusCode, res.Header.Get("WWW-Authenticate"), string(body)}
}

func service(t *testing.T, a answer) string {
	t.Helper()
	var name string
	_, err := fmt.Sscanf(a.challenge[len(a.challenge)-len(`service="registry"`):], "service=%q", &name)
	require.NoError(t, err, a.challenge)
	return name
}
