package tenant_test

import (
	"bytes"
	"encoding/base32"
	"fmt"
	"hash/crc32"
	"io"
	"math/big"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed361c4c3e/distr-go/tenant"
)

var (
	noon    = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	cluster = tenant.Principal{Side: tenant.CustomerSide, Vendor: "acme", Customer: "globex"}
)

// same is chance that is always the same.
func same(b byte) io.Reader { return bytes.NewReader(bytes.Repeat([]byte{b}, 42)) }

func newToken(t require.TestingT, p tenant.Principal, rand io.Reader) (tenant.Credential, tenant.Token) {
	c, token, err := tenant.NewCredential(p, "cluster", noon, rand)
	require.NoError(t, err)
	return c, token
}

// seal appends the checksum to all that stands before it in a token's text.
func seal(body string) string {
	sum := new(big.Int).SetUint64(uint64(crc32.ChecksumIEEE([]byte(body)))).Text(62)
	return body + strings.Repeat("0", 6-len(sum)) + sum
}

func claimText(claim string) string {
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString([]byte(claim)))
}

func TestTokenText(t *testing.T) {
	_, token := newToken(t, cluster, same(0))
	claim := claimText("customer/acme/globex/crd_aaaaaaaaaaaaaaaa")
	require.Equal(t, seal("dst_"+claim+"_"+strings.Repeat("0", 43)), token.Reveal(), "small numbers keep their leading zeros")

	_, token = newToken(t, cluster, same(0xff))
	most := new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), 256), big.NewInt(1)).Text(62)
	require.Len(t, most, 43)
	require.Contains(t, token.Reveal(), "_"+most)

	_, one := newToken(t, cluster, io.MultiReader(bytes.NewReader(make([]byte, 41)), bytes.NewReader([]byte{1})))
	require.Contains(t, one.Reveal(), "_"+strings.Repeat("0", 42)+"1")
}

func TestTokensOfManyPrincipals(t *testing.T) {
	id := rapid.StringMatching(`[A-Za-z0-9][A-Za-z0-9._-]{0,63}`)
	rapid.Check(t, func(t *rapid.T) {
		p := tenant.Principal{Side: tenant.VendorSide, Vendor: tenant.VendorID(id.Draw(t, "vendor"))}
		if rapid.Bool().Draw(t, "of a customer") {
			p.Side, p.Customer = tenant.CustomerSide, tenant.CustomerID(id.Draw(t, "customer"))
		}
		rand := rapid.SliceOfN(rapid.Byte(), 42, 42).Draw(t, "rand")
		c, token := newToken(t, p, bytes.NewReader(rand))
		text := token.Reveal()

		read, err := tenant.ParseToken(text)
		require.NoError(t, err)
		p.Credential = c.ID
		require.Equal(t, p, read.Claim())
		require.Equal(t, text, read.Reveal())
		require.True(t, c.Matches(read, noon))

		i := rapid.IntRange(0, len(text)-1).Draw(t, "at")
		other := rapid.SampledFrom([]byte("aZ0_/ \n\x00\xff")).Draw(t, "byte")
		for name, changed := range map[string]string{
			"one byte changed":  text[:i] + string([]byte{other}) + text[i+1:],
			"one byte missing":  text[:i] + text[i+1:],
			"one byte more":     text[:i] + string([]byte{other}) + text[i:],
			"cut":               text[:i],
			"something behind":  text + string([]byte{other}),
			"in capitals":       strings.ToUpper(text),
			"twice":             text + text,
			"in quotes":         `"` + text + `"`,
			"after its scheme":  "Bearer " + text,
			"with a space":      text + " ",
			"prefix left away":  strings.TrimPrefix(text, "dst_"),
			"claim left away":   "dst_" + text[strings.LastIndexByte(text, '_'):],
			"checksum in zeros": text[:len(text)-6] + "000000",
		} {
			if changed == text {
				continue
			}
			_, err := tenant.ParseToken(changed)
			requireRefusedToken(t, err, changed, name)
		}
	})
}

// requireRefusedToken checks how a text was refused: without repeating it.
func requireRefusedToken(t require.TestingT, err error, text, name string) {
	require.ErrorIs(t, err, tenant.ErrUnauthenticated, name)
	for len(text) > 12 {
		require.NotContains(t, err.Error(), text[:12], name)
		text = text[12:]
	}
}

func TestParseTokenRefuses(t *testing.T) {
	secret := strings.Repeat("s", 43)
	claim := claimText("customer/acme/globex/crd_1")
	require.NotZero(t, len("customer/acme/globex/crd_1")%5, "the last letter has bits to spare")
	_, err := tenant.ParseToken(seal("dst_" + claim + "_" + secret))
	require.NoError(t, err, "this is how a good one is made")

	spare := claim[:len(claim)-1] + string(claim[len(claim)-1]+1)
	tests := []struct{ name, text, why string }{
		{"empty", "", "begins with dst_"},
		{"somebody else's", "ghp_" + secret, "begins with dst_"},
		{"a password", "hunter2hunter2hunter2", "begins with dst_"},
		{"the prefix alone", "dst_", "cut short"},
		{"no secret", seal("dst_" + claim), "cut short"},
		{"a short secret", seal("dst_" + claim + "_" + secret[1:]), "cut short"},
		{"a long secret", seal("dst_" + claim + "_" + secret + "s"), "something added"},
		{"longer than any", seal("dst_" + strings.Repeat("a", 512) + "_" + secret), "something added"},
		{"a wrong checksum", "dst_" + claim + "_" + secret + "000000", "checksum"},
		{"a secret with a sign", seal("dst_" + claim + "_" + secret[1:] + "-"), "checksum"},
		{"a secret with a line end", seal("dst_" + claim + "_" + secret[1:] + "\n"), "checksum"},
		{"spare bits that are not zero", seal("dst_" + spare + "_" + secret), "claim"},
		{"a claim in capitals", seal("dst_" + strings.ToUpper(claim) + "_" + secret), "claim"},
		{"a claim with padding", seal("dst_" + claim + "======_" + secret), "claim"},
		{"a claim with a line end", seal("dst_" + claim[:8] + "\n" + claim[8:] + "_" + secret), "claim"},
		{"a letter that is an S in capitals", seal("dst_" + strings.Replace(claim, "s", "ſ", 1) + "_" + secret), "claim"},
		{"a claim of an impossible length", seal("dst_" + claim + "a_" + secret), "claim"},
		{"three parts", seal("dst_" + claimText("customer/acme/globex") + "_" + secret), "claim"},
		{"five parts", seal("dst_" + claimText("customer/acme/globex/crd_1/x") + "_" + secret), "claim"},
		{"no side", seal("dst_" + claimText("/acme/globex/crd_1") + "_" + secret), "claim"},
		{"an unknown side", seal("dst_" + claimText("super/acme/globex/crd_1") + "_" + secret), "claim"},
		{"a vendor's with a customer", seal("dst_" + claimText("vendor/acme/globex/crd_1") + "_" + secret), "claim"},
		{"a customer's without one", seal("dst_" + claimText("customer/acme//crd_1") + "_" + secret), "claim"},
		{"no vendor", seal("dst_" + claimText("customer//globex/crd_1") + "_" + secret), "claim"},
		{"a vendor that is none", seal("dst_" + claimText("customer/../globex/crd_1") + "_" + secret), "claim"},
		{"no credential", seal("dst_" + claimText("customer/acme/globex/") + "_" + secret), "claim"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			token, err := tenant.ParseToken(tt.text)
			requireRefusedToken(t, err, tt.text, tt.name)
			require.ErrorContains(t, err, tt.why)
			require.Zero(t, token)
		})
	}
}

func FuzzParseToken(f *testing.F) {
	_, token := newToken(f, cluster, same(7))
	for _, s := range []string{token.Reveal(), token.Reveal() + "x", "dst_", "dst__", "", seal("dst_" + claimText("a/b/c/d") + "_" + strings.Repeat("s", 43))} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		token, err := tenant.ParseToken(s)
		if err != nil {
			requireRefusedToken(t, err, s, "fuzzed")
			return
		}
		require.Equal(t, s, token.Reveal())
		claim := token.Claim()
		text := fmt.Sprintf("%s/%s/%s/%s", claim.Side, claim.Vendor, claim.Customer, claim.Credential)
		require.Equal(t, seal("dst_"+claimText(text)+"_"+s[len(s)-49:len(s)-6]), s, "there is one text for each claim and secret")
	})
}

func TestNewCredentialRefuses(t *testing.T) {
	tests := []struct {
		name, token string
		who         tenant.Principal
		why         string
	}{
		{"no name", "", cluster, "token name: it is empty"},
		{"no vendor", "ci", tenant.Principal{Side: tenant.VendorSide}, "vendor ID: it is empty"},
		{"no side", "ci", tenant.Principal{Vendor: "acme"}, `side "": it is customer or vendor`},
		{"no customer", "ci", tenant.Principal{Side: tenant.CustomerSide, Vendor: "acme"}, "customer ID: it is empty"},
		{
			"a vendor's with a customer", "ci", tenant.Principal{Side: tenant.VendorSide, Vendor: "acme", Customer: "globex"},
			`the vendor's side has no customer, this one has "globex"`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, token, err := tenant.NewCredential(tt.who, tt.token, noon, same(1))
			require.ErrorIs(t, err, tenant.ErrInvalid)
			require.ErrorContains(t, err, tt.why)
			require.Zero(t, c)
			require.Zero(t, token)
		})
	}
	for _, n := range []int64{0, 9, 10, 41} {
		_, token, err := tenant.NewCredential(cluster, "ci", noon, io.LimitReader(same(1), n))
		require.Error(t, err, "%d bytes of chance", n)
		require.Zero(t, token)
	}
	_, _, err := tenant.NewCredential(cluster, "ci", noon, iotest.ErrReader(io.ErrClosedPipe))
	require.ErrorIs(t, err, io.ErrClosedPipe)
}
