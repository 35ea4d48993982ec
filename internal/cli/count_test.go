package cli

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestCount(t *testing.T) {
	t.Parallel()
	require.Equal(t, "0 manifests", count(0, "manifest", "manifests"))
	require.Equal(t, "1 manifest", count(1, "manifest", "manifests"))
	require.Equal(t, "2 bytes", count(int64(2), "byte", "bytes"))

	one := walkedPin{pin: pin{Repository: "acme/app", Tag: "1.4.2", Digest: "sha256:0"}, Manifests: 1, Blobs: 2, Bytes: 1 << 40}
	require.Equal(t, "acme/app:1.4.2@sha256:0 (1 manifest, 2 blobs, 1099511627776 bytes, 0 referrers)", one.String())
}
