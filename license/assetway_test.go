package license

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/net/publicsuffix"
	"pgregory.net/rapid"
)

// The short way for plain names ends where the long one does.
func TestPlainNamesAreAsIDNAHasThem(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.StringMatching(`[a-zA-Z0-9._-]{1,70}(\.[a-z0-9_-]{1,64}){0,5}`).Draw(t, "name")
		if strings.Contains(strings.ToLower(name), "xn--") {
			t.Skip("has an ASCII form")
		}
		short, why := canonicalName(name)
		long, wrong := internationalName(withoutDot(name))
		if wrong == "" {
			wrong = wrongName(long)
		}
		require.Equal(t, wrong == "", why == "", "%s %s", why, wrong)
		if why == "" {
			require.Equal(t, long, short)
		}
	})
}

// A list of public suffixes says what a name is called, and which names are
// refused, but never what one counts.
func TestSuffixListNeverChangesACount(t *testing.T) {
	lists := map[string]suffixList{
		"none":    func(name string) (string, bool) { return name[strings.LastIndexByte(name, '.')+1:], false },
		"all":     func(name string) (string, bool) { return name, false },
		"icann":   func(name string) (string, bool) { return name[strings.LastIndexByte(name, '.')+1:], true },
		"longest": func(name string) (string, bool) { return name[strings.IndexByte(name, '.')+1:], true },
	}
	rapid.Check(t, func(t *rapid.T) {
		text := anyAssetText().Draw(t, "text")
		a, err := parseAsset(text, Auto, publicsuffix.PublicSuffix)
		for name, list := range lists {
			b, wrong := parseAsset(text, Auto, list)
			if err != nil || wrong != nil {
				continue
			}
			require.Equal(t, a.Key(), b.Key(), name)
			require.Equal(t, a.Canonical, b.Canonical, name)
			require.Equal(t, a.Counts(), b.Counts(), name)
		}
	})
}

// anyAssetText draws what people type, right and wrong.
func anyAssetText() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.StringMatching(`(www\.)?[a-zA-Zäß_-]{1,3}\.(example\.)?(com|co\.uk|github\.io|de)\.?`),
		rapid.StringMatching(`192\.0\.2\.[0-9]{1,3}(/(2[0-9]|3[0-2]))?`),
		rapid.StringMatching(`(::ffff:)?10\.0\.(0|16)\.[0-9]{1,2}`),
		rapid.StringMatching(`2001:[dD][bB]8::[0-9a-f]{1,4}(/1[12][0-9])?`),
		rapid.StringMatching(`(https?|HTTP|ftp)://(www\.)?(a\.de|192\.0\.2\.1|\[2001:db8::1\])(:80|:443|:8080|:0)?(/[aA.%2fe]{0,3}){0,3}(\?x)?`),
		rapid.String(),
	)
}
