package tenant_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/tenant"
)

func TestCheckName(t *testing.T) {
	tests := []struct {
		name, text string
		why        string // empty: it is fine
	}{
		{name: "a company", text: "Globex Corp."},
		{name: "any script", text: "日本電気 – Ålesund"},
		{name: "a combined letter", text: "Cafe\u0301"},
		{name: "200 characters of three bytes", text: strings.Repeat("語", 200)},
		{name: "empty", text: "", why: "it is empty"},
		{name: "201 characters", text: strings.Repeat("語", 201), why: "201 characters, at most 200 are allowed"},
		{name: "a space before", text: " Globex", why: "begins or ends with a space"},
		{name: "a line end behind", text: "Globex\n", why: "begins or ends with a space"},
		{name: "spaces only", text: "   ", why: "begins or ends with a space"},
		{name: "a no-break space behind", text: "Globex\u00a0", why: "begins or ends with a space"},
		{name: "a line end within", text: "Glo\nbex", why: "U+000A"},
		{name: "an escape sequence", text: "\x1b[31mGlobex", why: "U+001B"},
		{name: "reading direction turned round", text: "Glo\u202exeb", why: "U+202E"},
		{name: "a space without width", text: "Glo\u200bbex", why: "U+200B"},
		{name: "a line separator", text: "Glo\u2028bex", why: "U+2028"},
		{name: "not UTF-8", text: "Glo\xffbex", why: "not valid UTF-8"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := tenant.CheckName("customer", tt.text)
			if tt.why == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, tenant.ErrInvalid)
			require.ErrorContains(t, err, "customer name")
			require.ErrorContains(t, err, tt.why)
		})
	}
}

func FuzzCheckName(f *testing.F) {
	for _, s := range []string{"Globex", "", " x", "Glo\u202exeb", "\xff", strings.Repeat("語", 201)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if err := tenant.CheckName("customer", s); err != nil {
			require.ErrorIs(t, err, tenant.ErrInvalid)
			require.Less(t, len(err.Error()), 4*4*200+200, "an error does not repeat a book")
			return
		}
		n := utf8.RuneCountInString(s)
		require.True(t, utf8.ValidString(s) && 1 <= n && n <= 200 && strings.TrimSpace(s) == s)
		require.False(t, strings.ContainsFunc(s, unicode.IsControl))
	})
}
