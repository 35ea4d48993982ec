package tenant_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed361c4c3e/distr-go/tenant"
)

func TestInviteTokenText(t *testing.T) {
	_, token := newInvitation(t, annAtGlobex, same(0))
	claim := claimText("customer/acme/globex/mem_ann")
	require.Equal(t, seal("dsi_"+claim+"_"+strings.Repeat("0", 43)), token.Reveal())

	_, token = newInvitation(t, tenant.Invitee{Side: tenant.VendorSide, Vendor: "acme", Member: "mem_bob"}, same(0))
	require.Equal(t, seal("dsi_"+claimText("vendor/acme//mem_bob")+"_"+strings.Repeat("0", 43)), token.Reveal())
}

func TestInviteTokensOfMany(t *testing.T) {
	id := rapid.StringMatching(`[A-Za-z0-9][A-Za-z0-9._-]{0,63}`)
	rapid.Check(t, func(t *rapid.T) {
		who := tenant.Invitee{Side: tenant.VendorSide, Vendor: tenant.VendorID(id.Draw(t, "vendor")), Member: tenant.MemberID(id.Draw(t, "member"))}
		if rapid.Bool().Draw(t, "of a customer") {
			who.Side, who.Customer = tenant.CustomerSide, tenant.CustomerID(id.Draw(t, "customer"))
		}
		invitation, token := newInvitation(t, who, bytes.NewReader(rapid.SliceOfN(rapid.Byte(), 32, 32).Draw(t, "rand")))
		read, err := tenant.ParseInviteToken(token.Reveal())
		require.NoError(t, err)
		require.Equal(t, who, read.Claim())
		require.Equal(t, token.Reveal(), read.Reveal())
		m := tenant.Member{ID: who.Member, Email: "ann@globex.example", Role: tenant.User, Invitation: invitation}
		_, err = m.Accept(read, noon, "", tenant.ViaInvitation)
		require.NoError(t, err)
	})
}

// The two kinds of secrets are not taken for each other, and neither error repeats
// what it was given.
func TestParseInviteTokenRefuses(t *testing.T) {
	_, invitation := newInvitation(t, annAtGlobex, same(7))
	_, token := newToken(t, cluster, same(7))
	text := invitation.Reveal()
	tests := []struct{ name, text, why string }{
		{"empty", "", "an invitation begins with dsi_"},
		{"a token", token.Reveal(), "begins with dsi_"},
		{"a token in disguise", "dsi_" + strings.TrimPrefix(token.Reveal(), "dst_"), "the invitation's checksum"},
		{"cut short", text[:len(text)-1], "the invitation is cut short"},
		{"a letter changed", text[:len(text)-1] + "-", "the invitation's checksum"},
		{"no member", seal("dsi_" + claimText("customer/acme/globex/") + "_" + strings.Repeat("s", 43)), "the invitation's claim"},
		{"a link", "https://portal.acme.example/invite#" + text, "begins with dsi_"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			token, err := tenant.ParseInviteToken(tt.text)
			requireRefusedToken(t, err, tt.text, tt.name)
			require.ErrorContains(t, err, tt.why)
			require.Zero(t, token)
		})
	}
	_, err := tenant.ParseToken(text)
	requireRefusedToken(t, err, text, "an invitation is no token")
}

func TestInviteTokenHides(t *testing.T) {
	invitation, token := newInvitation(t, annAtGlobex, same(42))
	type holder struct{ token tenant.InviteToken }
	values := []any{token, &token, []tenant.InviteToken{token}, map[tenant.InviteToken]bool{token: true}, holder{token}, &holder{token}, []any{token}}
	var out bytes.Buffer
	for _, v := range values {
		for verb := 'A'; verb <= 'z'; verb++ {
			for _, flags := range []string{"", "+", "#"} {
				fmt.Fprintf(&out, "%"+flags+string(verb), v)
			}
		}
	}
	slog.New(slog.NewJSONHandler(&out, nil)).Info("sent", "token", token, "held", holder{token})
	text, err := json.Marshal(map[string]any{"token": token, "invitation": invitation, "held": holder{token}})
	require.NoError(t, err)
	require.Contains(t, string(text), `"token":"dsi_***"`)
	require.Equal(t, "dsi_***", fmt.Sprint(token))
	require.Equal(t, "dsi_***", fmt.Sprint(tenant.InviteToken{}), "none looks like one")
	for _, leak := range []string{token.Reveal()[:8], token.Reveal()[len(token.Reveal())-12:], fmt.Sprintf("%x", token.Reveal()[4:12])} {
		require.NotContains(t, out.String()+string(text), leak)
	}
}

func FuzzParseInviteToken(f *testing.F) {
	_, token := newInvitation(f, annAtGlobex, same(7))
	for _, s := range []string{token.Reveal(), token.Reveal() + "x", "dsi_", "dsi__", "", "dst_" + token.Reveal()[4:]} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		token, err := tenant.ParseInviteToken(s)
		if err != nil {
			requireRefusedToken(t, err, s, "fuzzed")
			return
		}
		who := token.Claim()
		text := fmt.Sprintf("%s/%s/%s/%s", who.Side, who.Vendor, who.Customer, who.Member)
		require.Equal(t, seal("dsi_"+claimText(text)+"_"+s[len(s)-49:len(s)-6]), s, "there is one text for each claim and secret")
	})
}
