package tenant_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/tenant"
)

func TestParseEmail(t *testing.T) {
	tests := []struct {
		name, text string
		want       tenant.Email
	}{
		{name: "as it is", text: "ann@acme.example", want: "ann@acme.example"},
		{name: "capitals", text: "Ann.Lee@ACME.Example", want: "ann.lee@acme.example"},
		{name: "a plus", text: "ann+ci@acme.example", want: "ann+ci@acme.example"},
		{name: "all that an atom may hold", text: "#$&'*+-/?=^_`{|}~@acme.example", want: "#$&'*+-/?=^_`{|}~@acme.example"},
		{name: "a domain in its own letters", text: "ann@bücher.example", want: "ann@xn--bcher-kva.example"},
		{name: "the same in ASCII", text: "ann@XN--BCHER-KVA.example", want: "ann@xn--bcher-kva.example"},
		{name: "spaces around it", text: " ann@acme.example  ", want: "ann@acme.example"},
		{name: "a full stop of full width", text: "ann@acme。example", want: "ann@acme.example"},
		{name: "a letter that looks the same is another domain", text: "ann@\u0430pple.example", want: "ann@xn--pple-43d.example"},
		{name: "64 bytes before the @", text: strings.Repeat("a", 64) + "@acme.example", want: tenant.Email(strings.Repeat("a", 64)) + "@acme.example"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := tenant.ParseEmail(tt.text)
			require.NoError(t, err)
			require.Equal(t, tt.want, got)
		})
	}
}

func TestParseEmailRefuses(t *testing.T) {
	tests := []struct{ name, text, why string }{
		{"empty", "", "name@domain"},
		{"no @", "acme.example", "name@domain"},
		{"no name", "@acme.example", "name@domain"},
		{"no domain", "ann@", "name@domain"},
		{"two @", "ann@globex.example@acme.example", "name@domain"},
		{"a name to show", "Ann <ann@acme.example>", `' '`},
		{"a quoted local part", `"ann"@acme.example`, `'"'`},
		{"a quoted @", `"ann@globex.example"@acme.example`, "name@domain"},
		{"a comment", "ann(sales)@acme.example", `'('`},
		{"a letter outside ASCII before the @", "änn@acme.example", `'ä'`},
		{"a letter of which a byte is one of ours", "\u0161nn@acme.example", `'š'`},
		{"not UTF-8 before the @", "a\xe4nn@acme.example", "'\ufffd'"},
		{"a dot at the end of the name", "ann.@acme.example", "a dot stands between"},
		{"a dot at its beginning", ".ann@acme.example", "a dot stands between"},
		{"two dots", "a..nn@acme.example", "a dot stands between"},
		{"65 bytes before the @", strings.Repeat("a", 65) + "@acme.example", "longer than 64 bytes"},
		{"a dot at the end of the domain", "ann@acme.example.", "1 to 63 bytes"},
		{"two dots in the domain", "ann@acme..example", "1 to 63 bytes"},
		{"a domain of one part", "ann@localhost", "two parts or more"},
		{"an address literal", "ann@[192.0.2.1]", "not one"},
		{"an underscore in the domain", "ann@ac_me.example", "not one"},
		{"a space in the domain", "ann@acme. example", "not one"},
		{"a tab behind it", "ann@acme.example\t", "not one"},
		{"letters of full width", "ann@ＡＣＭＥ.example", `comes out as "acme.example"`},
		{"a hyphen that is not seen", "ann@ac\u00adme.example", `comes out as "acme.example"`},
		{"a line end, and a header", "ann@acme.example\r\nBcc: eve@evil.example", "name@domain"},
		{"a joiner that is not seen", "ann@ac\u200dme.example", "not one"},
		{"Punycode of nothing", "ann@xn--a.example", "not one"},
		{"not UTF-8", "ann@ac\xffme.example", "cannot be read again"},
		{"a part of 64 bytes", "ann@" + strings.Repeat("a", 64) + ".example", "1 to 63 bytes"},
		{"254 bytes of domain", "ann@" + strings.Repeat("a.", 123) + "examples", "at most 253 bytes"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := tenant.ParseEmail(tt.text)
			require.ErrorIs(t, err, tenant.ErrInvalid)
			require.ErrorContains(t, err, tt.why)
			require.Empty(t, got)
		})
	}
}

// Bringing a domain into its ASCII form takes time that grows with the square
// of its length, so a long one is refused before.
func TestParseEmailOfALongDomain(t *testing.T) {
	var long strings.Builder
	for i := range 500_000 {
		long.WriteRune(rune(0x4e00 + i%20_000))
	}
	began := time.Now()
	_, err := tenant.ParseEmail("ann@" + long.String() + ".example")
	require.ErrorContains(t, err, "at most 253 bytes")
	require.Less(t, len(err.Error()), 2000)
	require.Less(t, time.Since(began), 5*time.Second, "without the bound it takes minutes")
}

func FuzzParseEmail(f *testing.F) {
	for _, s := range []string{
		"ann@acme.example", "Ann@ＡＣＭＥ。example", "ann@bücher.example", "ann@faß.example", "ann@xn--bcher-kva.example",
		`"a@b"@c.example`, "ann@acme.example.", "ann@[::1]", "ann@ﬀ.example", "a@\u0130.example", "a@\u1e9e.example", "a@אב.example",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		e, err := tenant.ParseEmail(s)
		if err != nil {
			require.ErrorIs(t, err, tenant.ErrInvalid)
			require.Empty(t, e)
			return
		}
		again, err := tenant.ParseEmail(string(e))
		require.NoError(t, err, "the canonical form of %q is refused", s)
		require.Equal(t, e, again, "of %q", s)

		local, domain, _ := strings.Cut(string(e), "@")
		require.LessOrEqual(t, len(local), 64)
		require.LessOrEqual(t, len(domain), 253)
		for _, r := range string(e) {
			require.True(t, ' ' < r && r < 0x7f && !('A' <= r && r <= 'Z'), "%q in %q", r, e)
		}
	})
}
