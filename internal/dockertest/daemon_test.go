package dockertest

import (
	"io"
	"log"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/registry"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/random"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/stretchr/testify/require"
)

// push puts an image of Linux into a registry on 127.0.0.1, and returns its
// reference and the ID that docker will know it by.
func push(t *testing.T) (reference string, id v1.Hash) {
	t.Helper()
	server := httptest.NewServer(registry.New(registry.Logger(log.New(io.Discard, "", 0))))
	t.Cleanup(server.Close)
	image, err := random.Image(1024, 2)
	require.NoError(t, err)
	config, err := image.ConfigFile()
	require.NoError(t, err)
	config.OS, config.Architecture = "linux", "amd64"
	image, err = mutate.ConfigFile(image, config)
	require.NoError(t, err)

	ref, err := name.ParseReference(strings.TrimPrefix(server.URL, "http://") + "/acme/app:1.4.2")
	require.NoError(t, err)
	require.NoError(t, remote.Write(ref, image, remote.WithContext(t.Context())))
	id, err = image.ConfigName()
	require.NoError(t, err)
	return ref.String(), id
}

func TestPull(t *testing.T) {
	before := machine(t)
	var d *Daemon
	t.Run("daemon", func(t *testing.T) {
		d = Start(t)
		output, code := d.Docker(t, "version", "--format", "{{.Server.Os}}")
		require.Equal(t, 0, code, output)
		require.Equal(t, "linux", output)

		reference, id := push(t)
		output, code = d.Docker(t, "pull", "--quiet", reference)
		require.Equal(t, 0, code, output)
		require.Equal(t, reference, output)
		output, code = d.Docker(t, "image", "inspect", "--format", "{{.Id}}", reference)
		require.Equal(t, 0, code, output)
		require.Equal(t, id.String(), output)

		output, code = d.Docker(t, "pull", strings.Replace(reference, "1.4.2", "1.4.3", 1))
		require.Equal(t, 1, code, output)
		require.Contains(t, output, "manifest unknown")
	})
	requireGone(t, d, before)
}

func TestKilledDaemon(t *testing.T) {
	before := machine(t)
	var d *Daemon
	t.Run("daemon", func(t *testing.T) {
		d = Start(t)
		require.NotEmpty(t, d.mounts(t), "or there is nothing to unmount")
		require.NoError(t, d.process.Kill())
	})
	requireGone(t, d, before)
}

func TestTwoDaemons(t *testing.T) {
	one, other := Start(t), Start(t)
	reference, _ := push(t)
	_, code := one.Docker(t, "pull", reference)
	require.Equal(t, 0, code)
	output, code := other.Docker(t, "image", "inspect", reference)
	require.Equal(t, 1, code, output)
	require.Contains(t, output, "No such image")
}

// machine returns where something is mounted on this machine, temporary folders
// aside: other packages' daemons come and go there meanwhile.
func machine(t *testing.T) (points []string) {
	t.Helper()
	table, err := os.ReadFile("/proc/self/mountinfo")
	if os.IsNotExist(err) {
		return nil // not Linux
	}
	require.NoError(t, err)
	for line := range strings.Lines(string(table)) {
		if point := strings.Fields(line)[4]; !strings.HasPrefix(point, os.TempDir()+"/") {
			points = append(points, point)
		}
	}
	return points
}

func requireGone(t *testing.T, d *Daemon, before []string) {
	t.Helper()
	if d == nil {
		t.Skip("there was no daemon")
	}
	<-d.ended
	require.Empty(t, d.strays(t))
	require.NoDirExists(t, d.dir)
	require.Empty(t, d.mounts(t))
	require.Equal(t, before, machine(t), "what else is mounted")
}
