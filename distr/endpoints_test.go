package distr_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// TestEndpointAddresses is what is refused before anybody is asked what it means, in
// whatever way it is spelled.
func TestEndpointAddresses(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, address := range []string{
		"https://hooks.example.com", "https://hooks.example.com/a/b?c=d%20e", "https://hooks.example.com:8443/", "https://8.8.8.8/", "https://[2606:4700::1111]/",
		"https://xn--bcher-kva.example/", "HTTPS://Hooks.Example.COM./x", "https://hooks.example.com/?to=http://127.0.0.1/",
	} {
		e, _, err := w.acme.AddEndpoint(t.Context(), distr.NewEndpoint{URL: address})
		require.NoError(t, err, address)
		require.NoError(t, w.acme.RemoveEndpoint(t.Context(), e.ID))
	}
	for _, host := range []string{
		"127.0.0.1", "127.1", "127.0.0.1.", "2130706433", "0x7f000001", "0x7f.0.0.1", "0177.0.0.1", "017700000001", "127.0.0.0x1", "0", "0.0.0.0", "1.2.3.4.5",
		"localhost", "LOCALHOST", "localhost.", "a.localhost", "intranet", "printer.local", "metadata.google.internal", "10.0.0.1", "172.16.0.1", "172.31.255.255",
		"192.168.0.1", "100.64.0.1", "100.100.100.200", "169.254.169.254", "168.63.129.16", "192.0.0.192", "198.18.0.1", "203.0.113.1", "224.0.0.1", "255.255.255.255",
		"[::]", "[::1]", "[::ffff:8.8.8.8]", "[::ffff:127.0.0.1]", "[::127.0.0.1]", "[0:0:0:0:0:ffff:7f00:1]", "[64:ff9b::7f00:1]", "[64:ff9b:1::1]", "[2002:7f00:1::]",
		"[2001::1]", "[2001:db8::1]", "[fc00::1]", "[fd00:ec2::254]", "[fe80::1]", "[fe80::1%25eth0]", "[fec0::1]", "[ff02::1]", "[::1", "::1",
		"ⓔⓧⓐⓜⓟⓛⓔ.com", "127。0。0。1", "①②⑦.0.0.1", "hooks.example.com%00", "hooks.example.com%2f@127.0.0.1", "a b.example", "", ".", "..", "a..", ":443",
	} {
		_, _, err := w.acme.AddEndpoint(t.Context(), distr.NewEndpoint{URL: "https://" + host + "/hook"})
		require.ErrorIs(t, err, tenant.ErrInvalid, host)
	}
	for _, address := range []string{
		"", "hooks.example.com", "//hooks.example.com/", "http://hooks.example.com/", "ftp://hooks.example.com/", "file:///etc/passwd", "gopher://hooks.example.com/",
		"javascript:alert(1)", "https:hooks.example.com", "https:///hook", "https://user@hooks.example.com/", "https://user:s3cret@hooks.example.com/", "https://@hooks.example.com/",
		"https://hooks.example.com/#fragment", "https://hooks.example.com/#", "https://hooks.example.com:/", "https://hooks.example.com:0/", "https://hooks.example.com:65536/",
		"https://hooks.example.com:x/", "https://hooks.example.com\\@127.0.0.1/", "https://hooks.example.com/\r\nHost: evil", "https://hooks.example.com/\x00", " https://hooks.example.com/",
		"https://hooks.example.com/%zz", "https://hooks.example.com/" + strings.Repeat("a", 2048), "https://exa\tmple.com/", "https://hooks.example.com/\u202e",
	} {
		_, _, err := w.acme.AddEndpoint(t.Context(), distr.NewEndpoint{URL: address})
		require.ErrorIs(t, err, tenant.ErrInvalid, "%q", address)
		require.NotContains(t, err.Error(), "s3cret")
	}
	all, err := w.acme.Endpoints(t.Context())
	require.NoError(t, err)
	require.Empty(t, all)
}

// TestEndpointHosts is what nobody could look up, be it public or private: the error
// names the host and says what to write.
func TestEndpointHosts(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	label, part := strings.Repeat("a", 63), strings.Repeat("b", 49)+"."
	for _, tt := range []struct {
		name, host string
		private    bool   // may it be one inside?
		why        string // empty: it may be one outside
	}{
		{"as long as can be", label + "." + strings.Repeat(part, 3) + strings.Repeat("c", 31) + ".example", true, ""},
		{"absolute, as long as can be", strings.Repeat(part, 4) + strings.Repeat("c", 45) + ".example.", true, ""},
		{"two hyphens in third place", "r3---sn-a.example.com", true, ""},
		{"an underscore", "my_service.example", true, ""},
		{"one part", "hooks", true, `"hooks" is no public address, nor the full name of a host`},
		{"an empty part", "a..b", false, `the host "a..b" has a dot with nothing before or behind it; leave that dot out`},
		{"an empty part of a good name", "hooks..example.com", false, "leave that dot out"},
		{"a dot before it", ".example.com", false, "leave that dot out"},
		{"two dots behind it", "hooks.example.com..", false, "leave that dot out"},
		{"a dot", ".", false, "leave that dot out"},
		{"a long part", label + "a.example", false, "has a part of 64 bytes, and between two dots stand at most 63"},
		{"a long name", strings.Repeat(part, 5) + "com1.com", false, "has 258 bytes, and the name of a host has at most 253"},
		{"a hyphen first", "-a.example.com", false, "begins or ends with a hyphen"},
		{"a hyphen last", "a-.example.com", false, "begins or ends with a hyphen"},
		{"three numbers", "10.0.1", false, `the host "10.0.1" ends in a number and is no IPv4 address`},
		{"five numbers", "1.2.3.4.5", false, "ends in a number"},
		{"a number too high", "1.2.3.256", false, "ends in a number"},
		{"an absolute IPv4 address", "8.8.8.8.", false, "ends in a number"},
		{"a name that ends in a number", "hooks.example.1", false, "ends in a number"},
		{"a hexadecimal number", "hooks.0X7F", false, "ends in a number"},
		{"one number", "2130706433", false, "ends in a number"},
		{"Punycode of nothing", "xn--.example", false, "begins or ends with a hyphen"},
		{"Punycode that cannot be read", "xn--99999999.example", false, "cannot be looked up"},
		{"an asterisk", "*.example.com", false, "cannot be looked up"},
		{"a comma", "a,b.example.com", false, "cannot be looked up"},
	} {
		for _, private := range []bool{false, true} {
			_, _, err := w.acme.AddEndpoint(t.Context(), distr.NewEndpoint{URL: "https://" + tt.host + "/hook", Private: private})
			if tt.why == "" || private && tt.private {
				require.NoError(t, err, tt.name)
				continue
			}
			require.ErrorIs(t, err, tenant.ErrInvalid, tt.name)
			require.ErrorContains(t, err, tt.why, tt.name)
		}
	}
}

func TestEndpointsThatCannotBe(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const good = "https://hooks.example.com/"
	for _, tt := range []struct {
		name string
		n    distr.NewEndpoint
		want error
	}{
		{"a kind that is none", distr.NewEndpoint{URL: good, Kinds: []distr.Kind{"Member Joined"}}, tenant.ErrInvalid},
		{"a kind that no event has", distr.NewEndpoint{URL: good, Kinds: []distr.Kind{"member.", "member.join"}}, tenant.ErrInvalid},
		{"a beginning that no kind has", distr.NewEndpoint{URL: good, Kinds: []distr.Kind{"member.j."}}, tenant.ErrInvalid},
		{"an empty kind", distr.NewEndpoint{URL: good, Kinds: []distr.Kind{""}}, tenant.ErrInvalid},
		{"a dot", distr.NewEndpoint{URL: good, Kinds: []distr.Kind{"."}}, tenant.ErrInvalid},
		{"a long kind", distr.NewEndpoint{URL: good, Kinds: []distr.Kind{distr.Kind(strings.Repeat("a", 65))}}, tenant.ErrInvalid},
		{"many kinds", distr.NewEndpoint{URL: good, Kinds: make([]distr.Kind, 101)}, tenant.ErrInvalid},
		{"an owner who is none", distr.NewEndpoint{URL: good, Owner: "ops"}, tenant.ErrInvalid},
		{"a customer who is not there", distr.NewEndpoint{URL: good, Customer: "nobody"}, tenant.ErrNotFound},
	} {
		_, _, err := w.acme.AddEndpoint(t.Context(), tt.n)
		require.ErrorIs(t, err, tt.want, tt.name)
	}
	_, err := w.acme.InviteStaff(t.Context(), distr.NewMember{Email: "ann@acme.example"})
	require.NoError(t, err)
	ann := w.acme.As(distr.Staff("ann@acme.example"))
	_, _, err = ann.AddEndpoint(t.Context(), distr.NewEndpoint{URL: "http://127.0.0.1/", Private: true})
	require.ErrorIs(t, err, tenant.ErrForbidden)
	e, _, err := ann.AddEndpoint(t.Context(), distr.NewEndpoint{URL: good, Owner: " OPS@Acme.Example"})
	require.NoError(t, err)
	require.EqualValues(t, "ops@acme.example", e.Owner, "as addresses are kept everywhere")
	err = ann.RemoveCourier(t.Context(), e.Courier())
	require.ErrorIs(t, err, tenant.ErrConflict, "it would be told nothing ever again")
	require.ErrorContains(t, err, "switch that off, or remove it")
	for range distr.MaxEndpoints - 1 {
		_, _, err := w.acme.AddEndpoint(t.Context(), distr.NewEndpoint{URL: good})
		require.NoError(t, err)
	}
	_, _, err = w.acme.AddEndpoint(t.Context(), distr.NewEndpoint{URL: good})
	require.ErrorIs(t, err, tenant.ErrConflict)
}

// TestWebhookSecretsAreNowhere is that a secret is shown once, and the whole address
// in the list only.
func TestWebhookSecretsAreNowhere(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	e, first, err := w.acme.AddEndpoint(t.Context(), distr.NewEndpoint{URL: "https://hooks.example.com/as-good-as-a-password", Owner: "ops@acme.example"})
	require.NoError(t, err)
	second, err := w.acme.RotateEndpointSecret(t.Context(), e.ID, time.Hour)
	require.NoError(t, err)
	require.NotEqual(t, first.Reveal(), second.Reveal())
	_, err = w.acme.TestEndpoint(t.Context(), e.ID)
	require.NoError(t, err)
	require.NoError(t, w.acme.DisableEndpoint(t.Context(), e.ID, "by hand"))
	require.NoError(t, w.acme.DisableEndpoint(t.Context(), e.ID, "once more"))
	require.NoError(t, w.acme.EnableEndpoint(t.Context(), e.ID, true))
	require.NoError(t, w.acme.EnableEndpoint(t.Context(), e.ID, true))
	out, err := w.acme.Outgoing(t.Context(), e.ID)
	require.NoError(t, err)
	require.Equal(t, []string{second.Reveal(), first.Reveal()}, []string{out.Secrets[0].Reveal(), out.Secrets[1].Reveal()})
	listed, err := w.acme.Endpoints(t.Context())
	require.NoError(t, err)
	require.NoError(t, w.acme.RemoveEndpoint(t.Context(), e.ID))
	events, err := w.acme.Events(t.Context(), distr.EventQuery{Kinds: []distr.Kind{"webhook."}})
	require.NoError(t, err)
	var kinds []distr.Kind
	for _, happened := range events {
		kinds = append(kinds, happened.Kind)
		require.NotContains(t, string(happened.Data), "as-good-as-a-password")
	}
	require.Equal(t, []distr.Kind{distr.WebhookAdded, distr.WebhookRotated, distr.WebhookTest, distr.WebhookDisabled, distr.WebhookEnabled, distr.WebhookRemoved}, kinds)
	for _, v := range []any{e, first, &first, struct{ s distr.WebhookSecret }{first}, out, listed, events} {
		text, err := json.Marshal(v)
		require.NoError(t, err)
		printed := fmt.Sprintf("%s %v %+v %#v %s %x %d", text, v, v, v, v, v, v)
		for _, secret := range []distr.WebhookSecret{first, second} {
			require.NotContains(t, printed, strings.TrimPrefix(secret.Reveal(), "whsec_"))
			require.NotContains(t, printed, fmt.Sprintf("%x", secret.Key()))
		}
	}
}

func TestWebhookSecretText(t *testing.T) {
	t.Parallel()
	for text, good := range map[string]bool{
		"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw": true, "whsec_" + strings.Repeat("AAAA", 21) + "AA==": true, "whsec_" + strings.Repeat("AAAA", 21) + "AA": false,
		"whsec_" + strings.Repeat("AAAA", 7) + "AA==": false, "whsec_" + strings.Repeat("AAAA", 8): true, "whsec_" + strings.Repeat("AAAA", 7): false,
		"whsec_" + strings.Repeat("AAAA", 21): true, "whsec_" + strings.Repeat("AAAA", 22): false, "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw": false, "whsec_": false, "": false,
		"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n": false, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS-": false,
	} {
		s, err := distr.ParseWebhookSecret(text)
		if good {
			require.NoError(t, err, text)
			require.Equal(t, text, s.Reveal())
			continue
		}
		require.ErrorIs(t, err, tenant.ErrInvalid, text)
		if len(text) > 10 {
			require.NotContains(t, err.Error(), text[6:])
		}
	}
	require.Empty(t, distr.WebhookSecret{}.Reveal())
	require.Empty(t, distr.WebhookSecret{}.Key())
}

// TestDeliveryHistory is that the history goes in time, and one endpoint's goes with
// it.
func TestDeliveryHistory(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	e, _, err := w.acme.AddEndpoint(t.Context(), distr.NewEndpoint{URL: "https://hooks.example.com/"})
	require.NoError(t, err)
	at := w.clock.now()
	note := func(at time.Time, list ...distr.Delivery) time.Time {
		t.Helper()
		for i := range list {
			list[i].At = at
		}
		since, err := w.acme.NoteDeliveries(t.Context(), e.ID, list)
		require.NoError(t, err)
		return since.UTC()
	}
	require.Zero(t, note(at.Add(-time.Hour), distr.Delivery{Event: "a", Attempt: 1, Done: true}))
	require.Equal(t, at, note(at, distr.Delivery{Event: "b", Attempt: 1, Done: true}, distr.Delivery{Event: "c", Attempt: 1}))
	require.Equal(t, at, note(at.Add(time.Hour), distr.Delivery{Event: "c", Attempt: 2, Error: strings.Repeat("é", 600)}))
	require.Equal(t, at, note(at.Add(90*time.Minute), distr.Delivery{Event: "d", Done: true}), "by hand")
	require.Zero(t, note(at.Add(2*time.Hour), distr.Delivery{Event: "c", Attempt: 3, Done: true}))
	require.Equal(t, at.Add(3*time.Hour), note(at.Add(3*time.Hour), distr.Delivery{Event: "e", Attempt: 1, Done: true}, distr.Delivery{Event: "f", Attempt: 1}))
	listed := func(q distr.DeliveryQuery) (events []string) {
		for d, err := range w.acme.EachDelivery(t.Context(), q) {
			require.NoError(t, err)
			require.LessOrEqual(t, len([]rune(d.Error)), 500)
			events = append(events, string(d.Event))
		}
		return events
	}
	require.Equal(t, []string{"a", "b", "c", "c", "d", "c", "e", "f"}, listed(distr.DeliveryQuery{}))
	require.Equal(t, []string{"c", "c", "f"}, listed(distr.DeliveryQuery{Failed: true}))
	w.clock.move(distr.DeliveriesStay + 100*time.Minute)
	require.NoError(t, w.acme.ForgetDeliveries(t.Context()))
	require.Equal(t, []string{"c", "e", "f"}, listed(distr.DeliveryQuery{Endpoint: e.ID}))
	_, err = w.acme.NoteDeliveries(t.Context(), "end_gone", []distr.Delivery{{}})
	require.ErrorIs(t, err, tenant.ErrNotFound)
}
