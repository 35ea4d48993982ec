package dockertest

import (
	"context"
	"net"
	"net/http"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

const (
	startWithin = time.Minute      // half a second on an idle machine
	stopWithin  = 30 * time.Second // two seconds
)

// start starts cmd as the daemon's process, to end with ours however that ends.
// The kernel takes the thread that started it for the parent, so that thread
// waits for as long as the process lives.
func (d *Daemon) start(cmd *exec.Cmd) error {
	endWithParent(cmd)
	started := make(chan error)
	go func() {
		runtime.LockOSThread()
		err := cmd.Start()
		d.process = cmd.Process
		started <- err
		if err == nil {
			_ = cmd.Wait() // why it ended is in its log
			close(d.ended)
		}
	}()
	return <-started
}

// await returns when the daemon answers.
func (d *Daemon) await(t testing.TB) {
	t.Helper()
	api := &http.Client{Timeout: time.Second, Transport: &http.Transport{
		DisableKeepAlives: true,
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, "unix", d.path("docker.sock"))
		},
	}}
	ping, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://docker/_ping", nil)
	require.NoError(t, err)
	for deadline := time.Now().Add(startWithin); ; {
		response, err := api.Do(ping)
		if err == nil {
			response.Body.Close()
			if response.StatusCode == http.StatusOK {
				return
			}
		}
		select {
		case <-d.ended:
			t.Fatal("dockerd ended while it was starting")
		case <-time.After(50 * time.Millisecond):
			require.Truef(t, time.Now().Before(deadline), "dockerd didn't answer within %v: %v", startWithin, err)
		}
	}
}

// stop ends the process, and shows its log if the test failed.
func (d *Daemon) stop(t testing.TB) {
	t.Helper()
	_ = d.process.Signal(syscall.SIGTERM) // an error means that it has ended
	select {
	case <-d.ended:
	case <-time.After(stopWithin):
		t.Errorf("dockerd didn't stop within %v and was killed", stopWithin)
		_ = d.process.Kill()
		<-d.ended
	}
	if t.Failed() {
		log, err := os.ReadFile(d.path("log"))
		require.NoError(t, err)
		text := string(log)
		if _, afterStart, ok := strings.Cut(text, "Daemon has completed initialization"); ok {
			text = afterStart
		}
		t.Logf("the log of dockerd:\n%s", text)
	}
}
