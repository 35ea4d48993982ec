package wares

import (
	"bytes"
	"encoding/json"
	"fmt"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/partial"
	"github.com/google/go-containerregistry/pkg/v1/types"
)

// Media types of a Helm chart in a registry, as Helm's documentation names them
// ("Use OCI-based registries").
const (
	chartConfig types.MediaType = "application/vnd.cncf.helm.config.v1+json"
	chartLayer  types.MediaType = "application/vnd.cncf.helm.chart.content.v1.tar+gzip"
)

// Chart builds one version of a Helm chart of that name, as Helm itself would
// push it. Helm wants the name to be the last part of the repository's path.
func Chart(name, version string) (v1.Image, error) {
	about := fmt.Sprintf("apiVersion: v2\nname: %s\nversion: %s\nappVersion: %s\ndescription: Runs the app.\ntype: application\n", name, version, version)
	content, err := layer(chartLayer,
		file{name + "/Chart.yaml", []byte(about)},
		file{name + "/values.yaml", []byte("replicas: 1\n")},
		file{name + "/templates/configmap.yaml", []byte("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}\n")})
	if err != nil {
		return nil, fmt.Errorf("building chart %s %s: %w", name, version, err)
	}
	config := fmt.Sprintf(`{"name":%q,"version":%q,"apiVersion":"v2","appVersion":%q,"description":"Runs the app.","type":"application"}`, name, version, version)
	return newChart([]byte(config), content)
}

// A chart is a manifest around Helm's own kind of config.
type chart struct {
	config, manifest []byte
	content          v1.Layer
}

func newChart(config []byte, content v1.Layer) (v1.Image, error) {
	described, err := partial.Descriptor(content)
	if err != nil {
		return nil, err
	}
	hash, size, err := v1.SHA256(bytes.NewReader(config))
	if err != nil {
		return nil, err
	}
	manifest, err := json.Marshal(v1.Manifest{
		SchemaVersion: 2,
		MediaType:     types.OCIManifestSchema1,
		Config:        v1.Descriptor{MediaType: chartConfig, Digest: hash, Size: size},
		Layers:        []v1.Descriptor{*described},
	})
	if err != nil {
		return nil, err
	}
	return partial.CompressedToImage(chart{config, manifest, content})
}

// MediaType is that of the manifest.
func (c chart) MediaType() (types.MediaType, error) { return types.OCIManifestSchema1, nil }

// RawConfigFile is Helm's config: the chart's metadata.
func (c chart) RawConfigFile() ([]byte, error) { return c.config, nil }

// RawManifest is the manifest as it is pushed.
func (c chart) RawManifest() ([]byte, error) { return c.manifest, nil }

// LayerByDigest is the packed chart, the only layer.
func (c chart) LayerByDigest(v1.Hash) (partial.CompressedLayer, error) { return c.content, nil }
