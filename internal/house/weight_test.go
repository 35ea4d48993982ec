package house_test

import (
	"os"
	"os/exec"
	"path/filepath"
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
	proxy := slices.Concat(hall, []string{
		"github.com/docker/cli", "github.com/docker/docker-credential-helpers", "github.com/golang-jwt/jwt/v5", "github.com/google/go-containerregistry",
		"github.com/hashicorp/go-cleanhttp", "github.com/hashicorp/go-retryablehttp", "github.com/hashicorp/golang-lru/v2",
		"github.com/opencontainers/go-digest", "github.com/opencontainers/image-spec", "github.com/sirupsen/logrus", "golang.org/x/sys",
	})
	return map[string][]string{
		"tenant":          idna,
		"entitlement":     semver,
		"license":         idna,
		"distr":           hall,
		"distr/agekeys":   {"filippo.io/age", "filippo.io/hpke", "golang.org/x/crypto", "golang.org/x/sys"},
		"distr/memory":    hall,
		"distr/storetest": slices.Concat(hall, []string{"github.com/stretchr/testify", "go.yaml.in/yaml/v3"}),
		"distr/sqlite": slices.Concat(hall, []string{
			"github.com/dustin/go-humanize", "github.com/google/uuid", "github.com/mfridman/interpolate", "github.com/pressly/goose/v3",
			"github.com/remyoudompheng/bigfft", "github.com/sethvargo/go-retry", "go.uber.org/multierr", "golang.org/x/sync", "golang.org/x/sys",
			"modernc.org/libc", "modernc.org/mathutil", "modernc.org/memory", "modernc.org/sqlite",
		}),
		"distr/webhook": hall,
		"distr/scan":    hall,
		"distr/mail": slices.Concat(hall, []string{
			"github.com/emersion/go-msgauth", "github.com/wneessen/go-mail", "golang.org/x/crypto",
		}),
		"registryproxy": proxy,
		"distr/observe": slices.Concat(proxy, []string{
			"github.com/beorn7/perks", "github.com/cespare/xxhash/v2", "github.com/munnerz/goautoneg", "github.com/prometheus/client_golang",
			"github.com/prometheus/client_model", "github.com/prometheus/common", "github.com/prometheus/procfs", "go.opentelemetry.io/otel",
			"go.opentelemetry.io/otel/metric", "go.opentelemetry.io/otel/trace", "go.yaml.in/yaml/v2", "google.golang.org/protobuf",
		}),
	}
}

// everyLibraryIsWeighed: a package that others may import says what comes along.
func everyLibraryIsWeighed(rooms map[string]room) (wrong []string) {
	for p, r := range rooms {
		if _, weighed := weights()[p]; !weighed && r.name != "main" && !strings.HasPrefix(p, "internal/") {
			wrong = append(wrong, p+" has no list of what it weighs")
		}
	}
	return wrong
}

func TestEveryLibraryIsWeighed(t *testing.T) {
	hold(t, everyLibraryIsWeighed, draft(t, "attic", "a.go", `package attic`, "attic has no list"))
}

// modules are those that a package links besides our own and Go's, on Linux,
// where the lists were made: some modules are for one system only.
func modules(t *testing.T, pkg string) []string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", "list", "-deps", "-f", "{{with .Module}}{{.Path}}{{end}}", pkg)
	cmd.Env = append(cmd.Environ(), "GOOS=linux", "GOARCH=amd64")
	out, err := cmd.Output()
	require.NoError(t, err)
	linked := slices.Sorted(slices.Values(strings.Fields(string(out))))
	return slices.DeleteFunc(slices.Compact(linked), func(m string) bool { return m == module })
}

func TestWeight(t *testing.T) {
	for p, want := range weights() {
		t.Run(p, func(t *testing.T) {
			require.Equal(t, slices.Sorted(slices.Values(want)), modules(t, module+"/"+p))
		})
	}
	require.Contains(t, modules(t, module+"/internal/embedded"), "github.com/distribution/distribution/v3", "what is linked by way of others is found")
}

// What the clients in our tests are made of is pinned where the client is built,
// and weighs on nobody who takes this module in.
func TestToolsWeighOnThemselves(t *testing.T) {
	sums := func(dir string) string {
		text, err := os.ReadFile(filepath.Join("..", "..", dir, "go.sum"))
		require.NoError(t, err)
		return "\n" + string(text)
	}
	for tool, made := range map[string]string{
		"containerd-pull": "github.com/containerd/containerd/",
		"cosign":          "github.com/sigstore/cosign/",
		"golangci-lint":   "github.com/golangci/golangci-lint/",
		"helm":            "helm.sh/helm/",
		"oras-pull":       "oras.land/oras-go/",
	} {
		t.Run(tool, func(t *testing.T) {
			require.Contains(t, sums(filepath.Join("internal", "tools", tool)), "\n"+made)
			require.NotContains(t, sums(""), "\n"+made)
		})
	}
}
