package attacks_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/registryproxy"
)

// A pair is two things that must not be told apart: one that is there and is not
// held, and one that is not there.
type pair struct{ name, there, missing string }

func pairs(t testing.TB) []pair {
	t.Helper()
	secret := held(t, app, next)
	absent := strings.Repeat("ab", 32)
	var all []pair
	add := func(name, form, there, missing string) {
		all = append(all, pair{name, strings.ReplaceAll(form, "THING", there), strings.ReplaceAll(form, "THING", missing)})
	}
	add("a tag", "acme/app/manifests/THING", next, "9.9.9")
	add("a chart's tag", "acme/chart/manifests/THING", next, "9.9.9")
	for i, name := range map[int]string{0: "the index", 1: "a manifest", 2: "a config", 4: "a layer", 9: "a signature", 11: "what is signed with"} {
		add(name+" as a manifest", "acme/app/manifests/THING", secret[i].digest.String(), "sha256:"+absent)
		add(name+" as a blob", "acme/app/blobs/THING", secret[i].digest.String(), "sha256:"+absent)
		add("what refers to "+name, "acme/app/referrers/THING", secret[i].digest.String(), "sha256:"+absent)
		for _, suffix := range []string{"", ".sig", ".att", ".sbom"} {
			add("a derived tag of "+name+" "+suffix, "acme/app/manifests/sha256-THING"+suffix, secret[i].digest.Hex, absent)
		}
	}
	add("what lies in another repository that is held", "acme/chart/blobs/THING", held(t, app, old)[3].digest.String(), "sha256:"+absent)
	add("what another customer holds", "acme/app/blobs/THING", held(t, chart, next)[2].digest.String(), "sha256:"+absent)
	add("a repository's tag", "acme/THING/manifests/7.0.0", "tool", "loot")
	add("a repository's digest", "acme/THING/manifests/"+secret[0].digest.String(), "tool", "loot")
	add("a repository's blob", "acme/THING/blobs/"+secret[4].digest.String(), "tool", "loot")
	add("a repository's tags", "acme/THING/tags/list", "tool", "loot")
	add("a repository's referrers", "acme/THING/referrers/"+secret[0].digest.String(), "tool", "loot")
	return all
}

// TestExistence: of two such things every answer is the same, byte by byte, once
// the name that was asked for is taken out of it; to whoever asks, by whatever
// method and with whatever headers.
func TestExistence(t *testing.T) {
	t.Parallel()
	for _, refusals := range []registryproxy.Refusals{registryproxy.Explain, registryproxy.Conceal} {
		s := newSite(t, refusals, false).acme
		secret := held(t, app, next)
		for _, who := range []string{"", globex, initech, hooli, wayne} {
			for _, header := range [][]string{
				nil,
				{`If-None-Match: "` + secret[0].digest.String() + `", "` + secret[4].digest.String() + `"`},
				{"If-None-Match: *"},
				{"If-Match: *"},
				{"Range: bytes=0-0"},
				{"Accept: application/vnd.oci.image.manifest.v1+json"},
			} {
				if who != globex && header != nil {
					continue // the one who is told most is tried in all ways
				}
				t.Run(string(refusals)+"/"+who+"/"+strings.Join(header, ""), func(t *testing.T) {
					if who != "" {
						header = append(header, s.bearer(t, who, app, chart, tool, "acme/loot"))
					}
					l := line{host: s.host}
					defer l.hangUp()
					for _, p := range pairs(t) {
						for _, method := range []string{http.MethodGet, http.MethodHead, http.MethodPut, http.MethodDelete} {
							there, missing := l.ask(t, method, "/v2/"+p.there, header...), l.ask(t, method, "/v2/"+p.missing, header...)
							require.Equal(t, without(missing, p.missing), without(there, p.there), "%s %s", method, p.name)
							require.NotEqual(t, http.StatusNotModified, there.status)
							require.True(t, there.status != http.StatusOK || strings.Contains(p.there, "referrers"), p.name)
						}
					}
				})
			}
		}
	}
}

// without is an answer with nothing in it of what was asked for.
func without(r reply, asked string) reply {
	r.header.Del("Date")
	r.header.Del("X-Request-Id") // made anew for each, of nothing but chance
	for part := range strings.SplitSeq(asked, "/") {
		if part == "tool" || part == "loot" || part == next || part == "9.9.9" {
			r.body = strings.ReplaceAll(r.body, part, "ASKED")
			challenge := r.header.Get("WWW-Authenticate")
			if challenge != "" {
				r.header.Set("WWW-Authenticate", strings.ReplaceAll(challenge, part, "ASKED"))
			}
		}
	}
	if strings.Contains(r.body, "ASKED") {
		r.body = strings.ReplaceAll(r.body, asked, "ASKED")
	}
	return r
}

// TestScopesTellNothing: a token for what is there and not held, and one for what
// is not there, differ in the name only, and so do the answers that they bring.
func TestScopesTellNothing(t *testing.T) {
	t.Parallel()
	s := newSite(t, "", false).acme
	for _, who := range []string{globex, initech, hooli, wayne} {
		there, missing := s.access(t, who, tool), s.access(t, who, "acme/loot")
		require.Len(t, there, len(missing), who)
		m, n := newMint(t, there, s.signing(t)), newMint(t, missing, s.signing(t))
		for _, name := range []string{"access", "asked", "side", "vendor", "customer", "sub", "iss", "aud"} {
			require.Equal(t, n.claims[name] == nil, m.claims[name] == nil, name)
		}
		require.Empty(t, m.claims["access"])
		require.Empty(t, n.claims["access"])
	}
}

// BenchmarkExistence reports how much longer it takes to refuse what is there
// than what is not there: asked in turns, the medians divided. Noise is a tenth.
func BenchmarkExistence(b *testing.B) {
	s := newSite(b, registryproxy.Conceal, false).acme
	customer := s.bearer(b, globex, app, tool, "acme/loot")
	l := line{host: s.host}
	defer l.hangUp()
	for _, p := range pairs(b) {
		b.Run(p.name, func(b *testing.B) {
			var took [2][]time.Duration
			for b.Loop() {
				for i, path := range []string{p.there, p.missing} {
					at := time.Now()
					l.ask(b, http.MethodGet, "/v2/"+path, customer)
					took[i] = append(took[i], time.Since(at))
				}
			}
			for i := range took {
				slices.Sort(took[i])
			}
			n := len(took[0]) / 2
			b.ReportMetric(float64(took[0][n])/float64(took[1][n]), "there/missing")
		})
	}
}
