package wares

import (
	"fmt"
	"math/rand/v2"
	"time"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/types"
)

// Platforms are those that an App is built for.
var Platforms = [...]v1.Platform{{OS: "linux", Architecture: "amd64"}, {OS: "linux", Architecture: "arm64"}}

// built is the date in every image: what the date is does not matter, but it has
// to be the same one each time.
var built = time.Date(2026, time.January, 2, 3, 4, 5, 0, time.UTC)

// App builds one version of the application: an index with an image for each of
// the Platforms.
func App(version string) (v1.ImageIndex, error) {
	index := mutate.IndexMediaType(empty.Index, types.OCIImageIndex)
	for _, p := range Platforms {
		image, err := Image(version, p)
		if err != nil {
			return nil, fmt.Errorf("building app %s for %s: %w", version, p, err)
		}
		index = mutate.AppendManifests(index, mutate.IndexAddendum{
			Add: image, Descriptor: v1.Descriptor{Platform: p.DeepCopy()},
		})
	}
	return index, nil
}

// Image builds one version of the application for one platform: the base layer,
// which is the same in every version, and a layer of the version's own.
func Image(version string, p v1.Platform) (v1.Image, error) {
	base, err := layer(types.OCILayer,
		file{"etc/os-release", []byte("NAME=\"Acme Linux\"\nID=acme\n")},
		file{"lib/base-" + p.Architecture, filler("base "+p.Architecture, 256<<10)})
	if err != nil {
		return nil, err
	}
	own, err := layer(types.OCILayer,
		file{"app/VERSION", []byte(version + "\n")},
		file{"app/app", filler("app "+version+" "+p.Architecture, 64<<10)})
	if err != nil {
		return nil, err
	}
	image := mutate.ConfigMediaType(mutate.MediaType(empty.Image, types.OCIManifestSchema1), types.OCIConfigJSON)
	image, err = mutate.Append(image,
		mutate.Addendum{Layer: base, History: v1.History{CreatedBy: "base", Created: v1.Time{Time: built}}},
		mutate.Addendum{Layer: own, History: v1.History{CreatedBy: "app " + version, Created: v1.Time{Time: built}}})
	if err != nil {
		return nil, err
	}
	config, err := image.ConfigFile()
	if err != nil {
		return nil, err
	}
	config = config.DeepCopy()
	config.OS, config.Architecture, config.Created = p.OS, p.Architecture, v1.Time{Time: built}
	config.Config.Entrypoint = []string{"/app/app"}
	config.Config.Labels = map[string]string{"org.opencontainers.image.version": version}
	return mutate.ConfigFile(image, config)
}

// filler is n bytes that do not compress and are the same for the same name, so
// that layers have a size that is worth transferring.
func filler(name string, n int) []byte {
	var seed [32]byte
	copy(seed[:], name)
	b := make([]byte, n)
	_, _ = rand.NewChaCha8(seed).Read(b) // never fails
	return b
}
