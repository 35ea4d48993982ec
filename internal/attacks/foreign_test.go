package attacks_test

import (
	"crypto/sha512"
	"fmt"
	"io"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
)

// visitor asks over one connection after the other, as fast as it gets answers.
type visitor struct {
	*shop
	authorization string
}

func (v visitor) ask(t *testing.T, method, repository, endpoint, reference string) reply {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, "http://"+v.host+"/v2/"+repository+"/"+endpoint+"/"+reference, nil)
	require.NoError(t, err)
	req.Header.Set("Authorization", v.authorization)
	resp, err := http.DefaultTransport.RoundTrip(req)
	require.NoError(t, err)
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	return reply{resp.StatusCode, resp.Header, string(body), resp.Close}
}

// TestForeignDigests asks for every digest that exists anywhere through every
// repository, by both endpoints: what comes is what is held of that repository,
// and nothing else (CVE-2024-39897; the blob cache of CVE-2026-35172).
//
// A registry that knows blobs by their digest only, as Umbra's does, would give
// out each of them. It is not even asked.
func TestForeignDigests(t *testing.T) {
	t.Parallel()
	s := newSite(t, "", true)
	var everything []item
	known := map[string]bool{}
	for _, repository := range []string{app, chart, tool} {
		for _, v := range []string{old, next} {
			for _, i := range held(t, repository, v) {
				if !known[i.digest.String()] {
					known[i.digest.String()] = true
					everything = append(everything, i)
				}
			}
		}
	}
	require.Greater(t, len(everything), 20)
	holdings := func(granted string) map[string]map[string]string { // who → repository → version
		return map[string]map[string]string{
			globex: {app: granted, chart: granted}, stark: {tool: version}, initech: {}, hooli: {}, wayne: {},
		}
	}
	var fetched []string // what Umbra's registry may be asked for
	s.loose.heard()
	for _, tt := range []struct {
		name string
		shop *shop
		has  map[string]map[string]string
	}{
		{"over a registry that minds repositories", s.acme, holdings(old)},
		{"over a registry that gives out anything", s.umbra, holdings(next)},
	} {
		for who, has := range tt.has {
			t.Run(tt.name+"/"+who, func(t *testing.T) {
				v := visitor{tt.shop, "Bearer " + tt.shop.access(t, who)}
				for _, repository := range []string{app, chart, tool} {
					mine := map[string]bool{}
					if has[repository] != "" {
						for _, i := range held(t, repository, has[repository]) {
							mine[i.digest.String()] = true
							fetched = append(fetched, "GET /v2/"+repository+"/blobs/"+i.digest.String())
						}
					}
					for _, i := range everything {
						v.tries(t, repository, i, mine[i.digest.String()])
					}
				}
			})
		}
	}
	for _, asked := range s.loose.heard() {
		if asked != "GET /v2/" {
			require.Contains(t, fetched, asked)
		}
	}
}

// tries asks for one thing in every way. A manifest lies at both endpoints, as
// in the registries behind us, and is held at both or at none.
func (v visitor) tries(t *testing.T, repository string, i item, mine bool) {
	t.Helper()
	alias := fmt.Sprintf("sha512:%x", sha512.Sum512(i.body))
	for _, endpoint := range []string{"manifests", "blobs"} {
		got, head := v.ask(t, http.MethodGet, repository, endpoint, i.digest.String()), v.ask(t, http.MethodHead, repository, endpoint, i.digest.String())
		require.Equal(t, got.status, head.status)
		if mine && (i.manifest || endpoint == "blobs") {
			require.Equal(t, http.StatusOK, got.status, "%s/%s/%s: %s", repository, endpoint, i.digest, got.body)
			require.Equal(t, string(i.body), got.body)
			continue
		}
		require.Contains(t, []int{http.StatusNotFound, http.StatusForbidden}, got.status, "%s/%s/%s", repository, endpoint, i.digest)
		require.NotEmpty(t, got.code(), got.body)
		require.Empty(t, got.header.Get("Docker-Content-Digest"))
		require.Empty(t, head.body)
		// The same bytes under another algorithm's name, which distribution
		// would find.
		require.Equal(t, got.status, v.ask(t, http.MethodGet, repository, endpoint, alias).status)
	}
	if mine {
		require.Equal(t, http.StatusNotFound, v.ask(t, http.MethodGet, repository, "blobs", alias).status)
	}
}
