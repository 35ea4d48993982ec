package webhook_test

import (
	"bytes"
	"encoding/base64"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/webhook"
)

// FuzzVerify gives a receiver headers and a body of all sorts. It takes those that
// were signed, and nothing that differs from them in anything that is signed.
func FuzzVerify(f *testing.F) {
	now := time.Unix(1_800_000_000, 0)
	secret, err := distr.ParseWebhookSecret("whsec_" + base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{7}, 32)))
	require.NoError(f, err)
	f.Add("evt_1", "1800000000", "v1,abc v2,def", []byte(`{"type":"a"}`), secret.Reveal())
	f.Add("evt.1", "+1800000000", "v1,", []byte{}, "whsec_AAAA")
	f.Add("", "01800000000", " ", []byte("\x00"), "")
	f.Fuzz(func(t *testing.T, id, timestamp, signatures string, body []byte, other string) {
		verify := func(with, id, timestamp, signatures string, body []byte) error {
			return webhook.Verify(with, http.Header{"Webhook-Id": {id}, "Webhook-Timestamp": {timestamp}, "Webhook-Signature": {signatures}}, body, now)
		}
		require.Error(t, verify(secret.Reveal(), id, timestamp, signatures, body), "nobody can guess a signature")
		_ = verify(other, id, timestamp, signatures, body)

		good := webhook.Sign(secret, id, now, body)
		err := verify(secret.Reveal(), id, "1800000000", good, body)
		require.Equal(t, id == "", err != nil, "what was signed is taken, if it has an ID")
		if id == "" {
			return
		}
		require.NoError(t, verify(secret.Reveal(), id, "1800000000", "v1,none "+good, body), "another one beside it does no harm")
		if timestamp != "1800000000" {
			require.Error(t, verify(secret.Reveal(), id, timestamp, good, body))
		}
		require.Error(t, verify(secret.Reveal(), id+"x", "1800000000", good, body))
		require.Error(t, verify(secret.Reveal(), id, "1800000000", good, append(body[:len(body):len(body)], 'x')))
		require.Error(t, verify(secret.Reveal(), id, "1800000000", strings.Replace(good, "v1,", "v2,", 1), body))
		// HMAC fills a key up with zeros, so one with more of them is the same one.
		key := func(s distr.WebhookSecret) string { return strings.TrimRight(string(s.Key()), "\x00") }
		if theirs, err := distr.ParseWebhookSecret(other); err != nil || key(theirs) != key(secret) {
			require.Error(t, verify(other, id, "1800000000", good, body))
		}
	})
}
