package license_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

func TestAssetRefuses(t *testing.T) {
	long := strings.Repeat("a", 1<<20)
	for _, tt := range []struct {
		name, text string
		err        error
	}{
		{name: "nothing", text: " \t ", err: license.ErrAssetText},
		{name: "a megabyte", text: long, err: license.ErrAssetText},
		{name: "a megabyte of parts", text: strings.Repeat("a.", 1<<19) + "com", err: license.ErrAssetText},
		{name: "a name of 254 bytes", text: strings.Repeat("a.", 125) + "test", err: license.ErrHost},
		{name: "a part of 64 bytes", text: long[:64] + ".com", err: license.ErrHost},
		{name: "a part of 64 bytes in ASCII form", text: strings.Repeat("ü", 60) + ".com", err: license.ErrHost},
		{name: "a NUL", text: "exam\x00ple.com", err: license.ErrAssetText},
		{name: "a delete", text: "exam\x7fple.com", err: license.ErrAssetText},
		{name: "a line end inside", text: "example.com\nexample.org", err: license.ErrAssetText},
		{name: "a space that does not break", text: "exam\u00a0ple.com", err: license.ErrAssetText},
		{name: "a control character of Latin-1", text: "exam\u0085ple.com", err: license.ErrAssetText},
		{name: "not UTF-8", text: "exam\xffple.com", err: license.ErrAssetText},
		{name: "letters that turn the direction", text: "exam\u202eple.com", err: license.ErrHost},
		{name: "both directions in a part", text: "aא.com", err: license.ErrHost},
		{name: "a joiner where none belongs", text: "exam\u200dple.com", err: license.ErrHost},
		{name: "an emoji that is no letter", text: "\ufffd.com", err: license.ErrHost},
		{name: "what maps to a slash", text: "example.com℀", err: license.ErrHost},
		{name: "a full-width slash", text: "example.com／path", err: license.ErrHost},
		{name: "ASCII form of ASCII", text: "xn--example-.com", err: license.ErrHost},
		{name: "ASCII form of capitals", text: "xn--mNchen-3Ya0.de", err: license.ErrHost},
		{name: "two dots at the end", text: "example.com..", err: license.ErrHost},
		{name: "a dot first", text: ".example.com", err: license.ErrHost},
		{name: "only a dot", text: ".", err: license.ErrHost},
		{name: "a hyphen last", text: "example-.com", err: license.ErrHost},
		{name: "a comma", text: "example.com,example.org", err: license.ErrHost},
		{name: "a percent sign", text: "ex%61mple.com", err: license.ErrHost},
		{name: "a star inside", text: "a.*.example.com", err: license.ErrHost},
		{name: "a star alone", text: "*", err: license.ErrWildcard},
		{name: "a star in a URL", text: "https://*.example.com/", err: license.ErrWildcard},
		{name: "a suffix in capitals", text: "CO.UK.", err: license.ErrPublicSuffix},
		{name: "a suffix in other letters", text: "公司.cn", err: license.ErrPublicSuffix},
		{name: "octal", text: "0300.0.2.1", err: license.ErrAddress},
		{name: "too few numbers", text: "192.0.513", err: license.ErrAddress},
		{name: "too many numbers", text: "192.0.2.1.5", err: license.ErrAddress},
		{name: "hexadecimal at the end", text: "example.0x7F", err: license.ErrAddress},
		{name: "nothing hexadecimal", text: "example.0x", err: license.ErrAddress},
		{name: "full-width digits", text: "１９２.0.2.1", err: license.ErrAddress},
		{name: "an address with a dot", text: "192.0.2.1.", err: license.ErrAddress},
		{name: "IPv4 in brackets", text: "[192.0.2.1]", err: license.ErrAddress},
		{name: "a bracket too few", text: "[2001:db8::1", err: license.ErrAddress},
		{name: "a bracket too many", text: "2001:db8::1]", err: license.ErrAddress},
		{name: "IPv6 that is too long", text: "1:2:3:4:5:6:7:8:9", err: license.ErrAddress},
		{name: "octal in IPv6", text: "::ffff:192.0.2.01", err: license.ErrAddress},
		{name: "a range with a zero in front", text: "192.0.2.0/029", err: license.ErrAddress},
		{name: "a range too long", text: "192.0.2.0/33", err: license.ErrAddress},
		{name: "a range without a number", text: "192.0.2.0/", err: license.ErrAddress},
		{name: "a range from to", text: "192.0.2.1-192.0.2.9", err: license.ErrAddress},
		{name: "a range in brackets", text: "[2001:db8::]/120", err: license.ErrAddress},
		{name: "a range just too large", text: "10.0.0.0/19", err: license.ErrRangeTooLarge},
		{name: "an IPv6 range just too large", text: "2001:db8::/115", err: license.ErrRangeTooLarge},
		{name: "all of IPv4 in IPv6", text: "::ffff:0:0/96", err: license.ErrRangeTooLarge},
		{name: "more than all of IPv4 in IPv6", text: "::ffff:0:0/90", err: license.ErrRangeTooLarge},
		{name: "everything", text: "::/0", err: license.ErrRangeTooLarge},
		{name: "a zone and a range", text: "fe80::1%eth0/64", err: license.ErrZone},
		{name: "a zone in brackets", text: "[fe80::1%25eth0]", err: license.ErrZone},
		{name: "a zone in a URL", text: "https://[fe80::1%25eth0]/", err: license.ErrZone},
		{name: "IPv6 and a port", text: "[2001:db8::1]:443", err: license.ErrNeedsURL},
		{name: "an address and a path", text: "192.0.2.1/app", err: license.ErrNeedsURL},
		{name: "a port and a path", text: "example.com:8443/app", err: license.ErrNeedsURL},
		{name: "a scheme with one slash", text: "https:/example.com", err: license.ErrNeedsURL},
		{name: "no scheme", text: "://example.com", err: license.ErrURL},
		{name: "a scheme in other letters", text: "httpſ://example.com", err: license.ErrURL},
		{name: "a long scheme", text: "javascript://example.com/%0aalert(1)", err: license.ErrURL},
		{name: "no host but a port", text: "https://:443/", err: license.ErrURL},
		{name: "a port that is a word", text: "https://example.com:https/", err: license.ErrURL},
		{name: "a port with a sign", text: "https://example.com:+443/", err: license.ErrURL},
		{name: "a port with a zero in front", text: "https://example.com:0443/", err: license.ErrURL},
		{name: "a port of six digits", text: "https://example.com:100443/", err: license.ErrURL},
		{name: "two ports", text: "https://example.com:80:443/", err: license.ErrAddress},
		{name: "IPv6 without brackets", text: "https://2001:db8::1/", err: license.ErrAddress},
		{name: "text behind the brackets", text: "https://[2001:db8::1]a/", err: license.ErrAddress},
		{name: "IPv4 in brackets of a URL", text: "https://[192.0.2.1]/", err: license.ErrAddress},
		{name: "octal in a URL", text: "https://0177.0.0.1/", err: license.ErrAddress},
		{name: "one number in a URL", text: "https://2130706433/", err: license.ErrAddress},
		{name: "an encoded host", text: "https://ex%61mple.com/", err: license.ErrHost},
		{name: "a login of nothing", text: "https://@example.com/", err: license.ErrUserinfo},
		{name: "a login after a backslash", text: `https://example.com\@example.org/`, err: license.ErrURL},
		{name: "a backslash in a path", text: `https://example.com/a\..\b`, err: license.ErrURL},
		{name: "half an encoding", text: "https://example.com/a%2", err: license.ErrURL},
		{name: "an encoding of no number", text: "https://example.com/%zz", err: license.ErrURL},
		{name: "a path that grows too long", text: "https://example.com/" + strings.Repeat("ü", 600), err: license.ErrAssetText},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := license.ParseAsset(tt.text, license.Auto)
			require.ErrorIs(t, err, tt.err)
			require.ErrorIs(t, err, tenant.ErrInvalid)
			require.Zero(t, got)
			require.Less(t, len(err.Error()), 600)
			require.Contains(t, err.Error(), "; ", "it says what to write instead")
			for _, r := range err.Error() {
				require.GreaterOrEqual(t, r, ' ', "nothing that plays with the terminal")
				require.NotEqual(t, '\u202e', r)
			}
		})
	}
}

// What stands in front of an @ may be a password, and errors end up in logs.
func TestAssetErrorsHideLogins(t *testing.T) {
	for _, text := range []string{
		"https://user:hunter2@example.com/", "user:hunter2@example.com", "ftp://hunter2@example.com/", "https://a:hunter2@b@example.com",
		"https://user:hunter2 @example.com/", `https://a\hunter2@example.com`,
		"https://user:hunter2/x@example.com:0/", "https://user:hunter2/%zz@example.com/", "https://user:hunter2?@example.com/",
	} {
		_, err := license.ParseAsset(text, license.Auto)
		require.Error(t, err, "%s", text)
		require.NotContains(t, err.Error(), "hunter2", "%s", text)
		require.Contains(t, err.Error(), "example.com")
	}
}

// The cause of a refusal is one, so that a caller may tell them apart.
func TestAssetErrorsAreOne(t *testing.T) {
	kinds := []error{license.ErrNeedsURL, license.ErrZone, license.ErrUserinfo, license.ErrRangeTooLarge, license.ErrWildcard, license.ErrPublicSuffix, license.ErrHost, license.ErrAddress, license.ErrURL, license.ErrAssetText, license.ErrKind}
	for _, text := range []string{"a:1", "::1%1", "a@b", "::/0", "*", "com", "a..b", "1", "x://y", ""} {
		_, err := license.ParseAsset(text, license.Auto)
		matches := 0
		for _, kind := range kinds {
			if errors.Is(err, kind) {
				matches++
			}
		}
		require.Equal(t, 1, matches, "%q: %v", text, err)
	}
}
