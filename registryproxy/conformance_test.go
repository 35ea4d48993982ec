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
	outcome                    map[string]string // by column: yes, or "no: " and what is answered instead
}

// requirements reads the tables in conformance.md: what is asked as a customer, and
// what is asked as the vendor.
func requirements(t *testing.T) (tables [2][]requirement) {
	t.Helper()
	text, err := os.ReadFile("conformance.md")
	require.NoError(t, err)
	table := -1
	var columns []string
	named := map[string]bool{}
	for line := range strings.Lines(string(text)) {
		line, isRow := strings.CutPrefix(strings.TrimSpace(line), "| ")
		if !isRow {
			continue
		}
		cells := strings.Split(strings.TrimSuffix(line, " |"), " | ")
		require.Len(t, cells, 6, line)
		if cells[0] == "row" {
			table, columns = table+1, []string{strings.Trim(cells[4], "`"), strings.Trim(cells[5], "`")}
			continue
		}
		require.False(t, named[cells[0]], "%s stands there twice", cells[0])
		named[cells[0]] = true
		require.Contains(t, []string{"MUST", "MUST NOT", "SHOULD", "SHOULD NOT"}, cells[2], line)
		tables[table] = append(tables[table], requirement{cells[0], cells[1], cells[2], cells[3], map[string]string{columns[0]: cells[4], columns[1]: cells[5]}})
	}
	return tables
}

// check compares what came of a row with what conformance.md says.
func (r requirement) check(t *testing.T, column, instead string) {
	t.Helper()
	outcome := "yes"
	if instead != "" {
		outcome = "no: " + instead
	}
	require.Equal(t, r.outcome[column], outcome, "%s: %s %s", r.section, r.level, r.asked)
}

// everyRow says whether the rows and what is asked for them are the same.
func everyRow[P any](t *testing.T, rows []requirement, probes map[string]P) {
	t.Helper()
	for _, row := range rows {
		require.Contains(t, probes, row.row, "a row that nothing is asked for")
	}
	require.Len(t, rows, len(probes), "something is asked for that has no row")
}

// registries are the registries that are asked behind a proxy.
func registries() map[string]func(testing.TB) Upstream {
	return map[string]func(testing.TB) Upstream{"distribution": embeddedUpstream, "go-containerregistry": plainUpstream}
}

// TestVendorConformance is every row about pushes, asked of a real proxy as
// somebody of the vendor's.
func TestVendorConformance(t *testing.T) {
	t.Parallel()
	rows, probes := requirements(t)[1], vendorProbes()
	everyRow(t, rows, probes)
	for name, upstream := range registries() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPusher(t, upstream(t))
			for _, row := range rows {
				t.Run(row.row, func(t *testing.T) { row.check(t, name, probes[row.row](p.in(t))) })
			}
		})
	}
}

// TestConformance is every row of conformance.md, asked of a real proxy.
func TestConformance(t *testing.T) {
	t.Parallel()
	rows, probes := requirements(t)[0], probes()
	everyRow(t, rows, probes)
	for name, upstream := range registries() {
		for _, mode := range []Refusals{Conceal, Explain} {
			t.Run(fmt.Sprintf("%s/%s", name, mode), func(t *testing.T) {
				t.Parallel()
				a := newAsker(t, upstream(t), mode)
				for _, row := range rows {
					t.Run(row.row, func(t *testing.T) { row.check(t, string(mode), probes[row.row](a.in(t))) })
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
	s.attach(t, digestOf(t, s.index), signatureOf(t, s.index, "application/vnd.acme.signature", map[string]string{"by": "acme"}), "")
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
