package house_test

import (
	"maps"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// weights are the modules that an embedder takes in along with each package. A
// new one is a decision: make it here.
func weights() map[string][]string {
	semver := []string{"github.com/Masterminds/semver/v3"}
	idna := []string{"golang.org/x/net", "golang.org/x/text"}
	hall := slices.Concat(semver, idna)
	return map[string][]string{
		"tenant":          idna,
		"entitlement":     semver,
		"distr":           hall,
		"distr/memory":    hall,
		"distr/storetest": slices.Concat(hall, []string{"github.com/stretchr/testify", "go.yaml.in/yaml/v3"}),
		"distr/sqlite": slices.Concat(hall, []string{
			"github.com/dustin/go-humanize", "github.com/google/uuid", "github.com/mfridman/interpolate", "github.com/pressly/goose/v3",
			"github.com/remyoudompheng/bigfft", "github.com/sethvargo/go-retry", "go.uber.org/multierr", "golang.org/x/sync", "golang.org/x/sys",
			"modernc.org/libc", "modernc.org/mathutil", "modernc.org/memory", "modernc.org/sqlite",
		}),
		"registryproxy": slices.Concat(hall, []string{
			"github.com/docker/cli", "github.com/docker/docker-credential-helpers", "github.com/golang-jwt/jwt/v5", "github.com/google/go-containerregistry",
			"github.com/hashicorp/go-cleanhttp", "github.com/hashicorp/go-retryablehttp", "github.com/hashicorp/golang-lru/v2",
			"github.com/opencontainers/go-digest", "github.com/opencontainers/image-spec", "github.com/sirupsen/logrus", "golang.org/x/sys",
		}),
	}
}

// On Linux, where the list was made: some modules are for one system only.
func TestWeight(t *testing.T) {
	for p, want := range weights() {
		t.Run(p, func(t *testing.T) {
			cmd := exec.CommandContext(t.Context(), "go", "list", "-deps", "-f", "{{with .Module}}{{.Path}}{{end}}", module+"/"+p)
			cmd.Env = append(cmd.Environ(), "GOOS=linux", "GOARCH=amd64")
			out, err := cmd.Output()
			require.NoError(t, err)
			carried := map[string]bool{}
			for line := range strings.Lines(string(out)) {
				carried[strings.TrimSpace(line)] = true
			}
			delete(carried, "")
			delete(carried, module)
			require.Equal(t, slices.Compact(slices.Sorted(slices.Values(want))), slices.Sorted(maps.Keys(carried)))
		})
	}
}
