package embedded

import (
	"bytes"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/random"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/google/go-containerregistry/pkg/v1/types"
	"github.com/google/go-containerregistry/pkg/v1/validate"
	"github.com/stretchr/testify/require"
)

func TestPushAndPull(t *testing.T) {
	t.Parallel()
	reg := open(t, t.TempDir())
	pushed := push(t, reg, "acme/app:1.4.2", 3)
	ref, via := refer(t, reg, "acme/app:1.4.2")

	pulled, err := remote.Image(ref, via)
	require.NoError(t, err)
	require.NoError(t, validate.Image(pulled), "every layer, read and hashed")
	require.Equal(t, digest(t, pushed), digest(t, pulled))
	head, err := remote.Head(ref, via)
	require.NoError(t, err)
	require.Equal(t, digest(t, pushed), head.Digest)
	tags, err := remote.List(ref.Context(), via)
	require.NoError(t, err)
	require.Equal(t, []string{"1.4.2"}, tags)
	repositories, err := remote.Catalog(t.Context(), ref.Context().Registry, via)
	require.NoError(t, err)
	require.Equal(t, []string{"acme/app"}, repositories)
}

func TestIndexOfTwoPlatforms(t *testing.T) {
	t.Parallel()
	reg := open(t, t.TempDir())
	index, platforms := v1.ImageIndex(empty.Index), []v1.Platform{{OS: "linux", Architecture: "amd64"}, {OS: "linux", Architecture: "arm64"}}
	var images []v1.Image
	for _, p := range platforms {
		img, err := random.Image(1<<10, 2)
		require.NoError(t, err)
		img, err = mutate.ConfigFile(img, &v1.ConfigFile{OS: p.OS, Architecture: p.Architecture, RootFS: rootFS(t, img)})
		require.NoError(t, err)
		images = append(images, img)
		index = mutate.AppendManifests(index, mutate.IndexAddendum{Add: img, Descriptor: v1.Descriptor{Platform: &p}})
	}
	ref, via := refer(t, reg, "acme/app:1.4.2")
	require.NoError(t, remote.WriteIndex(ref, index, via))

	pulled, err := remote.Index(ref, via)
	require.NoError(t, err)
	require.NoError(t, validate.Index(pulled))
	for i, p := range platforms {
		img, err := remote.Image(ref, via, remote.WithPlatform(p))
		require.NoError(t, err)
		require.Equal(t, digest(t, images[i]), digest(t, img))
	}
}

// TestForeignLayer pushes what a Windows image is: a base layer that is named
// with its address elsewhere and not uploaded.
func TestForeignLayer(t *testing.T) {
	t.Parallel()
	reg := open(t, t.TempDir())
	layer, err := random.Layer(1<<10, types.DockerForeignLayer)
	require.NoError(t, err)
	img, err := mutate.Append(empty.Image, mutate.Addendum{Layer: layer, URLs: []string{"https://elsewhere.example/base"}})
	require.NoError(t, err)
	ref, via := refer(t, reg, "acme/app:windows")
	require.NoError(t, remote.Write(ref, img, via))
	head, err := remote.Head(ref, via)
	require.NoError(t, err)
	require.Equal(t, digest(t, img), head.Digest)
}

func TestDelete(t *testing.T) {
	t.Parallel()
	reg := open(t, t.TempDir())
	d := digest(t, push(t, reg, "acme/app:1.4.2", 1))
	tag, via := refer(t, reg, "acme/app:1.4.2")
	byDigest := tag.Context().Digest(d.String())

	require.NoError(t, remote.Delete(tag, via))
	_, err := remote.Head(tag, via)
	require.ErrorContains(t, err, "404")
	_, err = remote.Head(byDigest, via)
	require.NoError(t, err, "a tag is a name, the manifest stays")

	require.NoError(t, remote.Delete(byDigest, via))
	_, err = remote.Get(byDigest, via)
	require.ErrorContains(t, err, "MANIFEST_UNKNOWN")
}

func TestReopen(t *testing.T) {
	t.Parallel()
	root := filepath.Join(t.TempDir(), "new", "registry")
	reg := open(t, root)
	pushed := push(t, reg, "acme/app:1.4.2", 1)
	client := &http.Client{Transport: reg.Transport()}
	begun := begin(t, client, "acme/app")
	require.NoError(t, reg.Close())
	if runtime.GOOS != "windows" {
		info, err := os.Stat(root)
		require.NoError(t, err)
		require.Equal(t, os.FileMode(0o700), info.Mode().Perm())
	}

	reg = open(t, root)
	ref, via := refer(t, reg, "acme/app:1.4.2")
	pulled, err := remote.Image(ref, via)
	require.NoError(t, err)
	require.NoError(t, validate.Image(pulled))
	require.Equal(t, digest(t, pushed), digest(t, pulled))
	data := []byte("half an upload")
	client.Transport = reg.Transport()
	require.GreaterOrEqual(t, finish(t, client, begun, digestOf(data), bytes.NewReader(data)), 400, "an upload ends with its process")
}

// TestTwoAtOnce is the CLI that looks into the storage of a running server.
func TestTwoAtOnce(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	server, cli := open(t, root), open(t, root)
	pushed := push(t, server, "acme/app:1.4.2", 1)
	ref, viaCLI := refer(t, cli, "acme/app:1.4.2")
	_, viaServer := refer(t, server, "acme/app:1.4.2")
	for _, via := range []remote.Option{viaCLI, viaServer} {
		pulled, err := remote.Image(ref, via)
		require.NoError(t, err)
		require.NoError(t, validate.Image(pulled))
		require.Equal(t, digest(t, pushed), digest(t, pulled))
	}

	require.NoError(t, remote.Delete(ref, viaServer))
	_, err := remote.Head(ref, viaCLI)
	require.ErrorContains(t, err, "404", "nothing is remembered that another process may change")
	require.NoError(t, cli.Close())
	push(t, server, "acme/app:1.4.3", 1)
}

func TestOpenRefuses(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	for _, root := range []string{"", file, filepath.Join(file, "below")} {
		_, err := Open(Config{Root: root})
		require.Error(t, err, "root %q", root)
	}
}

func open(tb testing.TB, root string) *Registry {
	tb.Helper()
	reg, err := Open(Config{Root: root})
	require.NoError(tb, err)
	tb.Cleanup(func() { require.NoError(tb, reg.Close()) })
	return reg
}

func refer(tb testing.TB, reg *Registry, ref string) (name.Reference, remote.Option) {
	tb.Helper()
	r, err := name.ParseReference(Host+"/"+ref, name.Insecure)
	require.NoError(tb, err)
	return r, remote.WithTransport(reg.Transport())
}

func push(tb testing.TB, reg *Registry, to string, layers int64) v1.Image {
	tb.Helper()
	img, err := random.Image(1<<16, layers)
	require.NoError(tb, err)
	ref, via := refer(tb, reg, to)
	require.NoError(tb, remote.Write(ref, img, via))
	return img
}

func rootFS(tb testing.TB, img v1.Image) v1.RootFS {
	tb.Helper()
	c, err := img.ConfigFile()
	require.NoError(tb, err)
	return c.RootFS
}

func digest(tb testing.TB, img v1.Image) v1.Hash {
	tb.Helper()
	d, err := img.Digest()
	require.NoError(tb, err)
	return d
}

func digestOf(data []byte) v1.Hash {
	d, _, _ := v1.SHA256(bytes.NewReader(data)) // a reader of bytes does not fail
	return d
}

// begin starts an upload and returns where it goes on.
func begin(tb testing.TB, client *http.Client, repository string) string {
	tb.Helper()
	resp, err := client.Post("http://"+Host+"/v2/"+repository+"/blobs/uploads/", "", nil)
	require.NoError(tb, err)
	require.NoError(tb, resp.Body.Close())
	require.Equal(tb, http.StatusAccepted, resp.StatusCode)
	to, err := resp.Location()
	require.NoError(tb, err)
	return to.String()
}

// finish sends the whole of an upload and returns the status.
func finish(tb testing.TB, client *http.Client, to string, d v1.Hash, body io.Reader) int {
	tb.Helper()
	req, err := http.NewRequestWithContext(tb.Context(), http.MethodPut, to+"&digest="+d.String(), body)
	require.NoError(tb, err)
	resp, err := client.Do(req)
	require.NoError(tb, err)
	require.NoError(tb, resp.Body.Close())
	return resp.StatusCode
}

// upload pushes a blob and returns its path and the status.
func upload(tb testing.TB, client *http.Client, repository string, d v1.Hash, body io.Reader) (string, int) {
	tb.Helper()
	return "/v2/" + repository + "/blobs/" + d.String(), finish(tb, client, begin(tb, client, repository), d, body)
}
