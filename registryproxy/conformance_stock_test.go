package registryproxy

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// A piece is something that was pushed.
type piece struct {
	path      string
	bytes     string
	mediaType string // empty for a blob
}

// A stock is what lies in a registry before anybody asks: the customer globex
// holds acme/app 1.4.0, 1.4.2, a1 and B2, and not 2.0.0; it held acme/ended, and
// never anything of acme/other. The vendor has all of it, and may push to
// acme/push and below.
type stock struct {
	*stand
	manifests []piece
	blobs     []piece
	about     abouts
}

const (
	appPath = "/v2/acme/app/"
	absent  = "sha256:0000000000000000000000000000000000000000000000000000000000000000"
)

func newStock(t *testing.T, upstream Upstream) *stock {
	t.Helper()
	s := &stock{stand: newStandOver(t, upstream)}
	closure := s.publish(t, app, "1.4.0")
	for _, tag := range []string{"a1", "B2"} {
		s.pushBehind(t, app, tag, s.index)
		s.gate.publish(app, entitlement.Pinned{Version: tag, Tag: tag, Closures: []entitlement.Closure{closure}})
	}
	s.gate.grant("globex", "app", entitlement.Only("a1", "B2"), time.Time{})
	s.gate.product("ended", "acme/ended")
	s.pushBehind(t, "acme/ended", "1.0.0", imageWith(t))
	s.publish(t, "acme/ended", "1.0.0")
	s.gate.grant("globex", "ended", entitlement.All(), time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))
	s.gate.product("push", "acme/push", "acme/push/other", "acme/untagged")

	behind := s.asker(t, direct)
	behind.room = "acme/untagged"
	untagged := behind.image("untagged")
	resp, body := behind.put(entitlement.SHA256([]byte(untagged)).String(), ociManifest, untagged)
	require.Equal(t, http.StatusCreated, resp.StatusCode, body)
	behind.room = app
	s.about = behind.attach(t, closure)
	s.takePieces(t)
	return s
}

// takePieces remembers what 1.4.2 consists of.
func (s *stock) takePieces(t *testing.T) {
	t.Helper()
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
	s.manifests = []piece{
		{appPath + "manifests/1.4.2", string(index), string(listed.MediaType)},
		{appPath + "manifests/" + digestOf(t, s.index), string(index), string(listed.MediaType)},
		{appPath + "manifests/" + of.Digest.String(), string(child), string(of.MediaType)},
	}
	s.blobs = []piece{
		{appPath + "blobs/" + configOf(t, image), string(config), ""},
		{appPath + "blobs/" + digestOf(t, s.shared), string(content), ""},
	}
}

// own is content that nobody else has pushed.
func (a *asker) own(name string) string {
	return fmt.Sprintf("%s of %s for %s", name, a.column, a.t.Name())
}

// blob pushes one, and returns its digest.
func (a *asker) blob(content string) string {
	a.t.Helper()
	digest := entitlement.SHA256([]byte(content)).String()
	begun, body := a.ask(http.MethodPost, a.path("blobs/uploads/"), "")
	require.Equal(a.t, http.StatusAccepted, begun.StatusCode, body)
	done, body := a.ask(http.MethodPut, a.location(begun, "digest="+digest), content, "Content-Type", octets)
	require.Equal(a.t, http.StatusCreated, done.StatusCode, body)
	return digest
}

// image pushes a config and a layer, and returns the manifest of both, with more
// fields if there are any.
func (a *asker) image(name string, fields ...string) string {
	a.t.Helper()
	config, layer := "{}", a.own(name)
	a.blob(config)
	a.blob(layer)
	return fmt.Sprintf(`{"schemaVersion":2,"mediaType":%q,%s"config":%s,"layers":[%s]}`, ociManifest, strings.Join(append(fields, ""), ","),
		described("application/vnd.acme.config+json", []byte(config)), described(ociLayer, []byte(layer)))
}

// put pushes a manifest.
func (a *asker) put(reference, mediaType, manifest string) (*reply, string) {
	a.t.Helper()
	return a.ask(http.MethodPut, a.path("manifests/%s", reference), manifest, "Content-Type", mediaType)
}
