package entitlement_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

func TestCheckVersionAndTag(t *testing.T) {
	hex64 := strings.Repeat("0a", 32)
	tests := []struct {
		name, text   string
		version, tag bool // it can be one
	}{
		{name: "semantic", text: "1.4.2", version: true, tag: true},
		{name: "a prerelease", text: "v2.0.0-rc.1", version: true, tag: true},
		{name: "build metadata, which a tag cannot hold", text: "1.4.2+build.7", version: true},
		{name: "a word", text: "latest", version: true, tag: true},
		{name: "a date", text: "2026-11-22", version: true, tag: true},
		{name: "an underscore first", text: "_1", version: true, tag: true},
		{name: "128 bytes", text: strings.Repeat("9", 128), version: true, tag: true},
		{name: "129 bytes", text: strings.Repeat("9", 129)},
		{name: "empty", text: ""},
		{name: "a dot first", text: ".1"},
		{name: "a dash first, as an option has", text: "--all"},
		{name: "a plus first", text: "+1"},
		{name: "the sign for all", text: "*"},
		{name: "a range", text: ">=1"},
		{name: "a range as text", text: "match:^1"},
		{name: "a space", text: "1 2"},
		{name: "a line end", text: "1.4.2\n"},
		{name: "a slash", text: "1/2"},
		{name: "not ASCII", text: "１.4"},
		{name: "where signatures lie", text: "sha256-" + hex64, version: true},
		{name: "where cosign keeps one", text: "sha256-" + hex64 + ".sig", version: true},
		{name: "where an SBOM lies", text: "sha256-" + hex64 + ".sbom", version: true},
		{name: "of a sha512, cut to fit", text: "sha512-" + hex64, version: true},
		{name: "too short for one", text: "sha256-" + hex64[1:], version: true, tag: true},
		{name: "of another algorithm", text: "md5-" + hex64, version: true, tag: true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, check := range []struct {
				err error
				ok  bool
			}{{entitlement.CheckVersion(tt.text), tt.version}, {entitlement.CheckTag(tt.text), tt.tag}} {
				if check.ok {
					require.NoError(t, check.err)
				} else {
					require.ErrorIs(t, check.err, entitlement.ErrInvalid)
				}
			}
		})
	}
	require.ErrorContains(t, entitlement.CheckTag("sha256-"+hex64+".sig"), "belong to the signatures of a digest")
	require.Less(t, len(entitlement.CheckVersion(strings.Repeat("9", 1_000_000)).Error()), 300)
	require.Less(t, len(entitlement.CheckTag(strings.Repeat("9", 1_000_000)).Error()), 300)
	require.Equal(t, "1.4.2_build.7", entitlement.TagFor("1.4.2+build.7"))
}

func FuzzCheckTag(f *testing.F) {
	for _, s := range []string{"1.4.2", "1.4.2+b", "sha256-" + strings.Repeat("0", 64) + ".att", "", "-", "a\n", strings.Repeat("x", 129)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		version, tag := entitlement.CheckVersion(s), entitlement.CheckTag(s)
		if version == nil {
			derived := entitlement.DerivedTag(entitlement.TagFor(s))
			require.Equal(t, derived, entitlement.CheckTag(entitlement.TagFor(s)) != nil, "a version has a tag")
		} else {
			require.ErrorIs(t, version, entitlement.ErrInvalid)
		}
		if tag == nil {
			require.NoError(t, version, "a tag can name a version")
			require.False(t, entitlement.DerivedTag(s))
			require.Equal(t, s, entitlement.TagFor(s))
		} else {
			require.ErrorIs(t, tag, entitlement.ErrInvalid)
		}
	})
}

func FuzzDerivedTag(f *testing.F) {
	f.Add([]byte("x"), "")
	f.Add([]byte{}, "sig")
	f.Fuzz(func(t *testing.T, content []byte, suffix string) {
		for _, d := range []entitlement.Digest{entitlement.SHA256(content), sha512Digest(t, content)} {
			name := strings.Replace(d.String(), ":", "-", 1)
			require.True(t, entitlement.DerivedTag(name))
			if suffix != "" && !strings.ContainsAny(suffix, "\n") {
				require.True(t, entitlement.DerivedTag(name+"."+suffix))
			}
			require.Error(t, entitlement.CheckTag(name))
			require.False(t, entitlement.DerivedTag("v"+name))
		}
	})
}

// TestFallbackTag is the first 64 digits, of whatever algorithm.
func TestFallbackTag(t *testing.T) {
	short := entitlement.SHA256([]byte("x"))
	require.Equal(t, "sha256-"+short.String()[len("sha256:"):], entitlement.FallbackTag(short))
	digits := strings.Repeat("0123456789abcdef", 8)
	long, err := entitlement.ParseDigest("sha512:" + digits)
	require.NoError(t, err)
	require.Equal(t, "sha512-"+digits[:64], entitlement.FallbackTag(long))
	require.True(t, entitlement.DerivedTag(entitlement.FallbackTag(long)))
	require.Equal(t, short, entitlement.DerivedFrom(entitlement.FallbackTag(short)+".sig"))
	require.True(t, entitlement.DerivedFrom(entitlement.FallbackTag(long)).IsZero(), "half of it is missing")
}
