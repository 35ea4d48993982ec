package webhook_test

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	standard "github.com/standard-webhooks/standard-webhooks/libraries/go"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/webhook"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// What the libraries of Standard Webhooks are tested with.
const (
	vectorSecret    = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
	vectorID        = "msg_p5jXN8AQM9LWM0D4loKWxJek"
	vectorSeconds   = 1614265330
	vectorBody      = `{"test": 2432232314}`
	vectorSignature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
)

func secret(tb testing.TB, text string) distr.WebhookSecret {
	tb.Helper()
	s, err := distr.ParseWebhookSecret(text)
	require.NoError(tb, err)
	return s
}

func headers(id, timestamp, signature string) http.Header {
	h := http.Header{}
	h.Set("webhook-id", id)
	h.Set("webhook-timestamp", timestamp)
	h.Set("webhook-signature", signature)
	return h
}

func TestVector(t *testing.T) {
	t.Parallel()
	at := time.Unix(vectorSeconds, 0)
	require.Equal(t, vectorSignature, webhook.Sign(secret(t, vectorSecret), vectorID, at, []byte(vectorBody)))
	require.NoError(t, webhook.Verify(vectorSecret, headers(vectorID, fmt.Sprint(vectorSeconds), vectorSignature), []byte(vectorBody), at))
}

func TestVerify(t *testing.T) {
	t.Parallel()
	const other = "v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc="
	seconds := fmt.Sprint(vectorSeconds)
	at := time.Unix(vectorSeconds, 0)
	tests := []struct {
		name string
		h    http.Header
		body string
		now  time.Time
		says string // empty: it is good
	}{
		{"good", headers(vectorID, seconds, vectorSignature), vectorBody, at, ""},
		{"one of several", headers(vectorID, seconds, other+" v2,"+other[3:]+"  "+vectorSignature+" "+other), vectorBody, at, ""},
		{"just in time", headers(vectorID, seconds, vectorSignature), vectorBody, at.Add(5 * time.Minute), ""},
		{"a clock that is behind", headers(vectorID, seconds, vectorSignature), vectorBody, at.Add(-5 * time.Minute), ""},
		{"too late", headers(vectorID, seconds, vectorSignature), vectorBody, at.Add(5*time.Minute + time.Second), "more than 5m0s"},
		{"of the future", headers(vectorID, seconds, vectorSignature), vectorBody, at.Add(-5*time.Minute - time.Second), "more than 5m0s"},
		{"another body", headers(vectorID, seconds, vectorSignature), vectorBody + " ", at, "no signature"},
		{"another ID", headers("msg_other", seconds, vectorSignature), vectorBody, at, "no signature"},
		{"another time", headers(vectorID, fmt.Sprint(vectorSeconds+1), vectorSignature), vectorBody, at, "no signature"},
		{"the same time, spelled otherwise", headers(vectorID, "+"+seconds, vectorSignature), vectorBody, at, "no signature"},
		{"another signature", headers(vectorID, seconds, other), vectorBody, at, "no signature"},
		{"an empty signature", headers(vectorID, seconds, "v1,"), vectorBody, at, "no signature"},
		{"half of it", headers(vectorID, seconds, vectorSignature[:20]), vectorBody, at, "no signature"},
		{"another version", headers(vectorID, seconds, "v1a"+vectorSignature[2:]), vectorBody, at, "no signature"},
		{"without a version", headers(vectorID, seconds, vectorSignature[3:]), vectorBody, at, "no signature"},
		{"behind too many", headers(vectorID, seconds, strings.Repeat(other+" ", 16)+vectorSignature), vectorBody, at, "no signature"},
		{"no ID", headers("", seconds, vectorSignature), vectorBody, at, "has the headers"},
		{"no time", headers(vectorID, "", vectorSignature), vectorBody, at, "has the headers"},
		{"no signature", headers(vectorID, seconds, ""), vectorBody, at, "has the headers"},
		{"no number", headers(vectorID, "yesterday", vectorSignature), vectorBody, at, "is a number of seconds"},
		{"a number that is too great", headers(vectorID, strings.Repeat("9", 30), vectorSignature), vectorBody, at, "is a number of seconds"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			err := webhook.Verify(vectorSecret, tt.h, []byte(tt.body), tt.now)
			if tt.says == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, tenant.ErrUnauthenticated)
			require.ErrorContains(t, err, tt.says)
			require.NotContains(t, err.Error(), vectorSignature[3:], "what would have been right")
		})
	}
	require.ErrorIs(t, webhook.Verify("secret", headers(vectorID, seconds, vectorSignature), []byte(vectorBody), at), tenant.ErrInvalid)
}

// TestOtherLibrary lets the library of Standard Webhooks verify what we sign, and
// verifies what it signs.
func TestOtherLibrary(t *testing.T) {
	t.Parallel()
	now := time.Now()
	rapid.Check(t, func(t *rapid.T) {
		key := rapid.SliceOfN(rapid.Byte(), 24, 64).Draw(t, "key")
		id := rapid.StringMatching(`[a-z]{3}_[a-z0-9]{1,20}`).Draw(t, "id")
		body := rapid.SliceOf(rapid.Byte()).Draw(t, "body")
		text := "whsec_" + base64.StdEncoding.EncodeToString(key)
		ours, err := distr.ParseWebhookSecret(text)
		require.NoError(t, err)
		require.Equal(t, text, ours.Reveal())
		theirs, err := standard.NewWebhook(text)
		require.NoError(t, err)

		require.NoError(t, theirs.Verify(body, headers(id, fmt.Sprint(now.Unix()), webhook.Sign(ours, id, now, body))))
		signature, err := theirs.Sign(id, now, body)
		require.NoError(t, err)
		require.NoError(t, webhook.Verify(text, headers(id, fmt.Sprint(now.Unix()), signature), body, now))
	})
}
