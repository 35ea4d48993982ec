package webhook_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/webhook"
)

// A receiver verifies the body as it came, before anything is made of it.
func ExampleVerify() {
	const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
	receive := func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 1<<20))
		if err != nil {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		if err := webhook.Verify(secret, r.Header, body, time.Now()); err != nil {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		// Put it where it lasts, unless webhook-id was there before, and work
		// on it afterwards.
		w.WriteHeader(http.StatusNoContent)
	}

	key, _ := distr.ParseWebhookSecret(secret)
	ask := func(body string, now time.Time) int {
		r := httptest.NewRequest(http.MethodPost, "/hooks", strings.NewReader(body))
		r.Header.Set(webhook.HeaderID, "evt_1")
		r.Header.Set(webhook.HeaderTimestamp, fmt.Sprint(now.Unix()))
		r.Header.Set(webhook.HeaderSignature, webhook.Sign(key, "evt_1", now, []byte(`{"type":"member.joined"}`)))
		w := httptest.NewRecorder()
		receive(w, r)
		return w.Code
	}
	fmt.Println(ask(`{"type":"member.joined"}`, time.Now()))
	fmt.Println(ask(`{"type":"member.removed"}`, time.Now()))
	fmt.Println(ask(`{"type":"member.joined"}`, time.Now().Add(-time.Hour)))
	// Output:
	// 204
	// 401
	// 401
}
