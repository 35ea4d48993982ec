package attacks_test

import (
	"bytes"
	"io"
	"testing"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/stretchr/testify/require"
)

// An item is one thing that an image or an index consists of.
type item struct {
	digest   v1.Hash
	manifest bool
	body     []byte
}

// held is all that one version of what lies in a repository consists of.
func held(t testing.TB, repository, version string) []item {
	t.Helper()
	built, err := images()
	require.NoError(t, err)
	switch repository {
	case app:
		return append(indexItems(t, built.apps[version]), imageItems(t, built.signatures[version])...)
	case chart:
		return imageItems(t, built.charts[version])
	default:
		return indexItems(t, built.apps[next])
	}
}

func indexItems(t testing.TB, of v1.ImageIndex) []item {
	t.Helper()
	raw, err := of.RawManifest()
	require.NoError(t, err)
	all := []item{newItem(t, true, raw)}
	list, err := of.IndexManifest()
	require.NoError(t, err)
	for _, d := range list.Manifests {
		child, err := of.Image(d.Digest)
		require.NoError(t, err)
		all = append(all, imageItems(t, child)...)
	}
	return all
}

func imageItems(t testing.TB, of v1.Image) []item {
	t.Helper()
	raw, err := of.RawManifest()
	require.NoError(t, err)
	config, err := of.RawConfigFile()
	require.NoError(t, err)
	all := []item{newItem(t, true, raw), newItem(t, false, config)}
	layers, err := of.Layers()
	require.NoError(t, err)
	for _, l := range layers {
		content, err := l.Compressed()
		require.NoError(t, err)
		body, err := io.ReadAll(content)
		require.NoError(t, err)
		all = append(all, newItem(t, false, body))
	}
	return all
}

func newItem(t testing.TB, manifest bool, body []byte) item {
	t.Helper()
	d, _, err := v1.SHA256(bytes.NewReader(body))
	require.NoError(t, err)
	return item{d, manifest, body}
}
