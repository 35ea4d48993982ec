package registryproxy

import (
	"fmt"
	"io"
	"log"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-containerregistry/pkg/registry"
	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// A requirement is a row of conformance.md.
type requirement struct {
	row, section, level, asked string
	outcome                    map[Refusals]string // yes, or "no: " and what is answered instead
}

// requirements reads the table in conformance.md.
func requirements(t *testing.T) (rows []requirement) {
	t.Helper()
	text, err := os.ReadFile("conformance.md")
	require.NoError(t, err)
	for line := range strings.Lines(string(text)) {
		line, isRow := strings.CutPrefix(strings.TrimSpace(line), "| ")
		if !isRow || strings.HasPrefix(line, "row |") {
			continue
		}
		cells := strings.Split(strings.TrimSuffix(line, " |"), " | ")
		require.Len(t, cells, 6, line)
		require.Contains(t, []string{"MUST", "MUST NOT", "SHOULD", "SHOULD NOT"}, cells[2], line)
		rows = append(rows, requirement{cells[0], cells[1], cells[2], cells[3], map[Refusals]string{Conceal: cells[4], Explain: cells[5]}})
	}
	return rows
}

// TestConformance is every row of conformance.md, asked of a real proxy.
func TestConformance(t *testing.T) {
	t.Parallel()
	rows, probes := requirements(t), probes()
	named := map[string]bool{}
	for _, row := range rows {
		require.Contains(t, probes, row.row, "a row that nothing is asked for")
		require.False(t, named[row.row], "%s stands there twice", row.row)
		named[row.row] = true
	}
	for row := range probes {
		require.True(t, named[row], "conformance.md has no row %s", row)
	}
	for name, upstream := range map[string]func(testing.TB) Upstream{"distribution": embeddedUpstream, "go-containerregistry": plainUpstream} {
		for _, mode := range []Refusals{Conceal, Explain} {
			t.Run(fmt.Sprintf("%s/%s", name, mode), func(t *testing.T) {
				t.Parallel()
				a := newAsker(t, upstream(t), mode)
				for _, row := range rows {
					t.Run(row.row, func(t *testing.T) {
						outcome := "yes"
						if instead := probes[row.row](a.in(t)); instead != "" {
							outcome = "no: " + instead
						}
						require.Equal(t, row.outcome[mode], outcome, "%s: %s %s", row.section, row.level, row.asked)
					})
				}
			})
		}
	}
}

// plainUpstream is the registry of go-containerregistry, which does little more
// than it has to.
func plainUpstream(tb testing.TB) Upstream {
	tb.Helper()
	server := httptest.NewServer(registry.New(registry.Logger(log.New(io.Discard, "", 0))))
	tb.Cleanup(server.Close)
	return Upstream{Registry: server.URL, Transport: server.Client().Transport}
}

// A piece is something that was pushed.
type piece struct {
	path      string
	bytes     string
	mediaType string // empty for a blob
}

// An asker is the customer globex, who holds acme/app 1.4.0, 1.4.2, a1 and B2, and
// not 2.0.0; who held acme/ended, and never anything of acme/other.
type asker struct {
	*stand
	t         *testing.T
	access    string // the token
	manifests []piece
	blobs     []piece
}

const (
	appPath = "/v2/acme/app/"
	absent  = "sha256:0000000000000000000000000000000000000000000000000000000000000000"
)

func newAsker(t *testing.T, upstream Upstream, mode Refusals) *asker {
	t.Helper()
	s := newStandOver(t, upstream, func(c *Config) { c.Refusals = mode })
	closure := s.publish(t, app, "1.4.0")
	for _, tag := range []string{"a1", "B2"} {
		s.gate.publish(app, entitlement.Pinned{Version: tag, Tag: tag, Closures: []entitlement.Closure{closure}})
	}
	s.gate.grant("globex", "app", entitlement.Only("a1", "B2"), time.Time{})
	s.gate.product("ended", "acme/ended")
	s.pushBehind(t, "acme/ended", "1.0.0", imageWith(t))
	s.publish(t, "acme/ended", "1.0.0")
	s.gate.grant("globex", "ended", entitlement.All(), time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))
	a := &asker{stand: s, access: s.bearer(t, s.gate.token(t, "globex"), pull(app), pull(other), pull("acme/ended"), pull("acme/nowhere"))}

	index, err := s.index.RawManifest()
	require.NoError(t, err)
	listed, err := s.index.IndexManifest()
	require.NoError(t, err)
	of := listed.Manifests[0]
	image, err := s.index.Image(of.Digest)
	require.NoError(t, err)
	child, err := image.RawManifest()
	require.NoError(t, err)
	config, err := image.RawConfigFile()
	require.NoError(t, err)
	layer, err := s.shared.Compressed()
	require.NoError(t, err)
	content, err := io.ReadAll(layer)
	require.NoError(t, err)
	a.manifests = []piece{
		{appPath + "manifests/1.4.2", string(index), string(listed.MediaType)},
		{appPath + "manifests/" + digestOf(t, s.index), string(index), string(listed.MediaType)},
		{appPath + "manifests/" + of.Digest.String(), string(child), string(of.MediaType)},
	}
	a.blobs = []piece{
		{appPath + "blobs/" + configOf(t, image), string(config), ""},
		{appPath + "blobs/" + digestOf(t, s.shared), string(content), ""},
	}
	return a
}

// in asks on behalf of a test.
func (a asker) in(t *testing.T) *asker {
	a.t = t
	return &a
}
