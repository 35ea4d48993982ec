package wares

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"io"
	"path"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/tarball"
	"github.com/google/go-containerregistry/pkg/v1/types"
)

// A file is one file of a layer.
type file struct {
	name    string
	content []byte
}

// layer packs files into a gzipped tar with their folders before them, as
// container runtimes expect it.
func layer(media types.MediaType, files ...file) (v1.Layer, error) {
	var packed bytes.Buffer
	zip := gzip.NewWriter(&packed)
	archive := tar.NewWriter(zip)
	made := map[string]bool{".": true}
	for _, f := range files {
		if err := folders(archive, made, path.Dir(f.name)); err != nil {
			return nil, err
		}
		if err := archive.WriteHeader(&tar.Header{Name: f.name, Mode: 0o755, Size: int64(len(f.content)), ModTime: built, Typeflag: tar.TypeReg}); err != nil {
			return nil, err
		}
		if _, err := archive.Write(f.content); err != nil {
			return nil, err
		}
	}
	if err := archive.Close(); err != nil {
		return nil, err
	}
	if err := zip.Close(); err != nil {
		return nil, err
	}
	open := func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(packed.Bytes())), nil }
	return tarball.LayerFromOpener(open, tarball.WithMediaType(media))
}

func folders(archive *tar.Writer, made map[string]bool, dir string) error {
	if made[dir] {
		return nil
	}
	made[dir] = true
	if err := folders(archive, made, path.Dir(dir)); err != nil {
		return err
	}
	return archive.WriteHeader(&tar.Header{Name: dir + "/", Mode: 0o755, ModTime: built, Typeflag: tar.TypeDir})
}
