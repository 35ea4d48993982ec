package webhook

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"strconv"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
)

// The headers of a request, as Standard Webhooks 1.0 names them.
const (
	HeaderID        = "webhook-id"
	HeaderTimestamp = "webhook-timestamp"
	HeaderSignature = "webhook-signature"
)

// signatureVersion is that of HMAC-SHA256.
const signatureVersion = "v1,"

// Sign is one signature as it stands in webhook-signature: "v1," and the HMAC-SHA256
// of ID, seconds since 1970 and body, with dots between them, in base64.
func Sign(secret distr.WebhookSecret, id string, at time.Time, body []byte) string {
	return signatureVersion + base64.StdEncoding.EncodeToString(mac(secret, id, strconv.FormatInt(at.Unix(), 10), body))
}

func mac(secret distr.WebhookSecret, id, timestamp string, body []byte) []byte {
	h := hmac.New(sha256.New, secret.Key())
	h.Write([]byte(id + "." + timestamp + "."))
	h.Write(body)
	return h.Sum(nil)
}
