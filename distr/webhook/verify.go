package webhook

import (
	"crypto/hmac"
	"encoding/base64"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// Tolerance is how far the time of a request may be from the receiver's.
const Tolerance = 5 * time.Minute

// maxSignatures is how many are looked at: each costs a receiver work.
const maxSignatures = 16

// Verify says whether a request comes from who has the secret, "whsec_…", and was
// made just now; if not, the error is a tenant.ErrUnauthenticated. The body has to be
// as it came: what was decoded and encoded again has another signature. The same
// request may come twice, and is good both times: remember webhook-id.
func Verify(secret string, h http.Header, body []byte, now time.Time) error {
	key, err := distr.ParseWebhookSecret(secret)
	if err != nil {
		return err
	}
	id, timestamp, signatures := h.Get(HeaderID), h.Get(HeaderTimestamp), h.Get(HeaderSignature)
	if id == "" || timestamp == "" || signatures == "" {
		return fmt.Errorf("%w: a webhook has the headers %s, %s and %s", tenant.ErrUnauthenticated, HeaderID, HeaderTimestamp, HeaderSignature)
	}
	seconds, err := strconv.ParseInt(timestamp, 10, 64)
	if err != nil {
		return fmt.Errorf("%w: the header %s is a number of seconds", tenant.ErrUnauthenticated, HeaderTimestamp)
	}
	if age := now.Sub(time.Unix(seconds, 0)); age > Tolerance || age < -Tolerance {
		return fmt.Errorf("%w: the webhook was made more than %s from now; if it was just sent, one of the two clocks is wrong", tenant.ErrUnauthenticated, Tolerance)
	}
	want := mac(key, id, timestamp, body)
	for i, signature := range strings.Fields(signatures) {
		encoded, known := strings.CutPrefix(signature, signatureVersion)
		if !known || i >= maxSignatures {
			continue
		}
		if got, err := base64.StdEncoding.DecodeString(encoded); err == nil && hmac.Equal(got, want) {
			return nil
		}
	}
	return fmt.Errorf("%w: no signature of the webhook is one by this secret, over this body", tenant.ErrUnauthenticated)
}
