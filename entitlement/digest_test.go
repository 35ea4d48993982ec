package entitlement_test

import (
	"crypto/sha512"
	"encoding/hex"
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

const emptySHA256 = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

func sha512Digest(t require.TestingT, content []byte) entitlement.Digest {
	sum := sha512.Sum512(content)
	d, err := entitlement.ParseDigest("sha512:" + hex.EncodeToString(sum[:]))
	require.NoError(t, err)
	return d
}

func TestDigest(t *testing.T) {
	d, err := entitlement.ParseDigest(emptySHA256)
	require.NoError(t, err)
	require.Equal(t, entitlement.SHA256(nil), d)
	require.Equal(t, emptySHA256, d.String())
	require.Equal(t, "sha256", d.Algorithm())
	require.True(t, d.Verify(nil))
	require.False(t, d.Verify([]byte("x")))

	long := sha512Digest(t, []byte("x"))
	require.Equal(t, "sha512", long.Algorithm())
	require.True(t, long.Verify([]byte("x")))
	require.False(t, long.Verify(nil))

	cut := entitlement.SHA256([]byte("x"))
	require.NotEqual(t, cut, long, "the algorithm is part of the digest")

	var none entitlement.Digest
	require.True(t, none.IsZero())
	require.Empty(t, none.String())
	require.Empty(t, none.Algorithm())
	require.False(t, none.Verify(nil), "what names nothing verifies nothing")
	require.False(t, d.IsZero())
}

func TestParseDigestRefuses(t *testing.T) {
	hash := strings.TrimPrefix(emptySHA256, "sha256:")
	tests := []struct{ name, text, why string }{
		{"empty", "", "begins with sha256: or sha512:"},
		{"the hash alone", hash, "begins with sha256: or sha512:"},
		{"another algorithm", "md5:d41d8cd98f00b204e9800998ecf8427e", "begins with sha256: or sha512:"},
		{"the algorithm in capitals", "SHA256:" + hash, "begins with sha256: or sha512:"},
		{"no hash", "sha256:", "64 hexadecimal digits"},
		{"a short hash", "sha256:" + hash[1:], "64 hexadecimal digits"},
		{"a long hash", "sha256:" + hash + "00", "64 hexadecimal digits"},
		{"a sha256 that says sha512", "sha512:" + hash, "128 hexadecimal digits"},
		{"a sha512 that says sha256", "sha256:" + hash + hash, "64 hexadecimal digits"},
		{"capitals", "sha256:" + strings.ToUpper(hash), "lower case"},
		{"not hexadecimal", "sha256:" + hash[1:] + "g", "hexadecimal"},
		{"a space before", " " + emptySHA256, "begins with"},
		{"a line end behind", emptySHA256 + "\n", "64 hexadecimal digits"},
		{"a path", "sha256:../../../../etc/passwd", "64 hexadecimal digits"},
		{"a book", "sha256:" + strings.Repeat("a", 1_000_000), "64 hexadecimal digits"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d, err := entitlement.ParseDigest(tt.text)
			require.ErrorIs(t, err, entitlement.ErrInvalid)
			require.ErrorContains(t, err, tt.why)
			require.Less(t, len(err.Error()), 300)
			require.True(t, d.IsZero())
		})
	}
}

func TestDigestInJSON(t *testing.T) {
	type record struct{ Short, Long, None entitlement.Digest }
	in := record{Short: entitlement.SHA256(nil), Long: sha512Digest(t, nil)}
	text, err := json.Marshal(in)
	require.NoError(t, err)
	require.Contains(t, string(text), `"Short":"`+emptySHA256+`"`)
	require.Contains(t, string(text), `"None":""`)

	out := record{None: entitlement.SHA256(nil)}
	require.NoError(t, json.Unmarshal(text, &out))
	require.Equal(t, in, out)

	kept := out
	require.ErrorIs(t, json.Unmarshal([]byte(`{"Short":"sha256:0"}`), &out), entitlement.ErrInvalid)
	require.Equal(t, kept, out, "what cannot be read changes nothing")
}

func FuzzParseDigest(f *testing.F) {
	for _, s := range []string{emptySHA256, "sha512:" + strings.Repeat("0f", 64), "sha256:", ":", "sha256:" + strings.Repeat("F", 64)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := entitlement.ParseDigest(s)
		if err != nil {
			require.ErrorIs(t, err, entitlement.ErrInvalid)
			require.True(t, d.IsZero())
			return
		}
		require.Equal(t, s, d.String(), "there is one text for each digest")
	})
}
