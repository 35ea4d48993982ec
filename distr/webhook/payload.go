package webhook

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A payload is the body of a request.
type payload struct {
	Type      distr.Kind `json:"type"`
	Timestamp time.Time  `json:"timestamp"` // when it happened
	Data      data       `json:"data"`
}

type data struct {
	ID       distr.EventID     `json:"id"`
	Seq      int64             `json:"seq"` // grows by one with each event of the vendor; an endpoint may not be told of all
	Customer tenant.CustomerID `json:"customer,omitempty"`
	Actor    string            `json:"actor,omitempty"`
	Via      string            `json:"via,omitempty"`
	Details  json.RawMessage   `json:"details,omitempty"`
}

// body is what an endpoint is told, of an event as it is told of it.
func body(e distr.Event) ([]byte, error) {
	p := payload{Type: e.Kind, Timestamp: e.Time.UTC(), Data: data{
		ID: e.ID, Seq: e.Seq, Customer: e.Customer, Actor: e.Actor.Name, Via: e.Actor.Via, Details: e.Data,
	}}
	text, err := json.Marshal(p)
	if err != nil {
		return nil, fmt.Errorf("telling of event %s: %w", e.ID, err)
	}
	return text, nil
}
