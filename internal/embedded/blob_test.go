package embedded

import (
	"bytes"
	"crypto/sha512"
	"encoding/hex"
	"io"
	"io/fs"
	"net/http"
	"testing"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/registryproxy"
)

var _ registryproxy.BlobOpener = (*Registry)(nil)

// TestOpenBlob is that a blob can be opened where HTTP says that it is, and only
// there.
func TestOpenBlob(t *testing.T) {
	t.Parallel()
	reg := open(t, t.TempDir())
	client := &http.Client{Transport: reg.Transport()}
	data := noise(1 << 20)
	path, status := upload(t, client, "acme/app", digestOf(data), bytes.NewReader(data))
	require.Equal(t, http.StatusCreated, status)
	small := []byte("in both")
	for _, repository := range []string{"acme/app", "acme/deep/er"} {
		_, status = upload(t, client, repository, digestOf(small), bytes.NewReader(small))
		require.Equal(t, http.StatusCreated, status)
	}
	sum := sha512.Sum512(data)
	long := v1.Hash{Algorithm: "sha512", Hex: hex.EncodeToString(sum[:])}
	_, status = upload(t, client, "acme/long", long, bytes.NewReader(data))
	require.Equal(t, http.StatusCreated, status)
	push(t, reg, "acme/image:1.4.2", 1)
	resp, err := client.Head("http://" + Host + "/v2/acme/image/manifests/1.4.2")
	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
	manifest := resp.Header.Get("Docker-Content-Digest")

	for _, tt := range []struct {
		name, repository, digest string
		want                     []byte
	}{
		{"here", "acme/app", digestOf(data).String(), data},
		{"here too", "acme/app", digestOf(small).String(), small},
		{"in a repository within one", "acme/deep/er", digestOf(small).String(), small},
		{"by its sha512", "acme/long", long.String(), data},
		{"in another repository", "acme/deep/er", digestOf(data).String(), nil},
		{"in one that is not there", "acme/nowhere", digestOf(data).String(), nil},
		{"nowhere", "acme/app", digestOf([]byte("other")).String(), nil},
		{"a manifest", "acme/image", manifest, nil},
		{"no digest", "acme/app", "", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var d entitlement.Digest
			require.NoError(t, d.UnmarshalText([]byte(tt.digest)))
			file, err := reg.OpenBlob(t.Context(), entitlement.RepositoryPath(tt.repository), d)
			if tt.want == nil {
				require.ErrorIs(t, err, fs.ErrNotExist)
				return
			}
			require.NoError(t, err)
			got, err := io.ReadAll(file)
			require.NoError(t, err)
			require.NoError(t, file.Close())
			require.True(t, bytes.Equal(tt.want, got))
		})
	}
	for _, name := range []entitlement.RepositoryPath{"", "..", "../app", "acme/../app", "Acme/app", "acme//app", `acme\app`, "/acme/app"} {
		_, err := reg.OpenBlob(t.Context(), name, entitlement.SHA256(data))
		require.ErrorIs(t, err, entitlement.ErrInvalid, name)
	}

	resp, err = client.Do(request(t, http.MethodDelete, "http://"+Host+path, nil))
	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
	require.Equal(t, http.StatusAccepted, resp.StatusCode)
	_, err = reg.OpenBlob(t.Context(), "acme/app", entitlement.SHA256(data))
	require.ErrorIs(t, err, fs.ErrNotExist, "it was deleted")
}
