package requires

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// Tool returns the absolute path of the program called name: the project's own
// build of it in bin/, else the first one in PATH. Without one the test ends,
// skipped or failed as the package comment says.
func Tool(t testing.TB, name string) string {
	t.Helper()
	_ = os.Getenv("DISTR_TEST_TOOLS") // what the tools are is part of the remembered result
	if path, ok := built(name); ok {
		return path
	}
	path, err := exec.LookPath(name)
	if err == nil {
		path, err = filepath.Abs(path)
	}
	if err != nil {
		missing(t, name+" is not installed", install(name))
	}
	return path
}

// Root ends the test, skipped or failed, unless it runs as root.
func Root(t testing.TB) {
	t.Helper()
	if os.Geteuid() != 0 {
		missing(t, "this needs the rights of root", "run the tests as root")
	}
}

// built looks for bin/name beside the go.mod of this project. Tests run in the
// folder of their package, also those of a nested module, so the way is up.
func built(name string) (path string, ok bool) {
	dir, err := os.Getwd()
	for err == nil && dir != filepath.Dir(dir) {
		path = filepath.Join(dir, "bin", name)
		_, errModule := os.Stat(filepath.Join(dir, "go.mod"))
		if found, errTool := exec.LookPath(path); errModule == nil && errTool == nil {
			return found, true
		}
		dir = filepath.Dir(dir)
	}
	return "", false
}

// install says how to get a tool that our tests use.
func install(name string) string {
	switch name {
	case "crane", "helm", "cosign", "containerd-pull", "oras-pull", "golangci-lint":
		return "build it with: make tools"
	case "dockerd", "docker":
		return "install it with: apt-get install docker.io (or make tools, as root on Debian)"
	case "skopeo", "podman":
		return "install it with: apt-get install " + name + " (or make tools, as root on Debian)"
	case "docker-registry":
		return "unpack it with: make tools (on Debian)"
	default:
		return "install it and put it on PATH"
	}
}

func missing(t testing.TB, what, remedy string) {
	t.Helper()
	if os.Getenv("DISTR_TEST_REQUIRE") == "all" {
		t.Fatalf("%s: %s", what, remedy)
	}
	t.Skipf("%s: %s", what, remedy)
}
