package distr

import (
	"encoding/base64"
	"fmt"
	"io"
	"strings"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// A WebhookSecret signs what an endpoint is told. Its text is "whsec_" and the key
// in base64, as Standard Webhooks 1.0 has it; Reveal shows it. It prints hidden, in
// every format.
type WebhookSecret struct {
	key *string // behind a pointer, since fmt calls no method on a secret in somebody's unexported field
}

const (
	webhookSecretPrefix = "whsec_"
	webhookSecretHidden = webhookSecretPrefix + "***"
	webhookKeySize      = 32
	leastWebhookKey     = 24 // Standard Webhooks 1.0, "Signature scheme"
	mostWebhookKey      = 64
)

// newWebhookSecret makes one of chance.
func newWebhookSecret(rand io.Reader) (WebhookSecret, error) {
	key := make([]byte, webhookKeySize)
	if _, err := io.ReadFull(rand, key); err != nil {
		return WebhookSecret{}, fmt.Errorf("making the secret of a webhook: %w", err)
	}
	return webhookSecretOf(key), nil
}

func webhookSecretOf(key []byte) WebhookSecret {
	text := string(key)
	return WebhookSecret{&text}
}

// ParseWebhookSecret reads a secret's text: "whsec_" and 24 to 64 bytes in base64.
// The error is a tenant.ErrInvalid, says what is wrong and never repeats the text.
func ParseWebhookSecret(text string) (WebhookSecret, error) {
	encoded, ours := strings.CutPrefix(text, webhookSecretPrefix)
	if !ours {
		return WebhookSecret{}, fmt.Errorf("%w: the secret of a webhook begins with %q", tenant.ErrInvalid, webhookSecretPrefix)
	}
	key, err := base64.StdEncoding.Strict().DecodeString(encoded)
	if err != nil || strings.ContainsAny(encoded, "\r\n") {
		return WebhookSecret{}, fmt.Errorf("%w: the secret of a webhook is base64 behind %q; copy it again", tenant.ErrInvalid, webhookSecretPrefix)
	}
	if len(key) < leastWebhookKey || len(key) > mostWebhookKey {
		return WebhookSecret{}, fmt.Errorf("%w: the secret of a webhook has %d to %d bytes, and this one %d", tenant.ErrInvalid, leastWebhookKey, mostWebhookKey, len(key))
	}
	return webhookSecretOf(key), nil
}

// Key is what signs.
func (s WebhookSecret) Key() []byte {
	if s.key == nil {
		return nil
	}
	return []byte(*s.key)
}

// Reveal is the secret's text, for the receiver's settings; everything else prints
// it hidden.
func (s WebhookSecret) Reveal() string {
	if s.key == nil {
		return ""
	}
	return webhookSecretPrefix + base64.StdEncoding.EncodeToString(s.Key())
}

// String hides the secret.
func (s WebhookSecret) String() string { return webhookSecretHidden }

// Format hides the secret whatever verb and flags are asked for.
func (s WebhookSecret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, webhookSecretHidden) }

// MarshalText hides the secret in JSON, in structured logs, and wherever else text
// is made of it.
func (s WebhookSecret) MarshalText() ([]byte, error) { return []byte(webhookSecretHidden), nil }
