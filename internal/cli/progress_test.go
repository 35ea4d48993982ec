package cli

import (
	"bytes"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/registryproxy"
)

func TestProgress(t *testing.T) {
	t.Parallel()
	at := registryproxy.Progress{Repository: "acme/app", Manifests: 12, Blobs: 40, BlobsChecked: 7}
	const line = "acme/app: 12 manifests, 7 of 40 blobs looked at"
	tests := []struct {
		name  string
		over  bool
		every time.Duration
		want  string
	}{
		{"in a log", false, 0, line + "\n" + line + "\n"},
		{"on a terminal", true, 0, "\r\x1b[K" + line + "\r\x1b[K" + line + "\r\x1b[K"},
		{"soon done", false, time.Hour, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var out bytes.Buffer
			p := newProgress(&out)
			p.over, p.every = tt.over, tt.every
			p.show(at)
			p.show(at)
			p.wipe()
			require.Equal(t, tt.want, out.String())
		})
	}
}
