package cli

import (
	"encoding/hex"
	"encoding/json"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

type eventRecord struct {
	ID       distr.EventID     `json:"id"`
	Time     *time.Time        `json:"time"`
	Actor    string            `json:"actor"`
	Kind     distr.Kind        `json:"kind"`
	Customer tenant.CustomerID `json:"customer"` // empty if it concerns no customer
	Data     json.RawMessage   `json:"data"`
	Via      string            `json:"via"`     // empty: not said
	Address  string            `json:"address"` // empty: not known
	Seq      int64             `json:"seq"`
	Hash     string            `json:"hash"` // empty: it is older than the chain
}

func newEventRecord(e distr.Event) eventRecord {
	r := eventRecord{ID: e.ID, Time: moment(e.Time), Actor: e.Actor.Name, Kind: e.Kind, Customer: e.Customer, Data: e.Data, Via: e.Actor.Via, Seq: e.Seq}
	if e.Actor.Address.IsValid() {
		r.Address = e.Actor.Address.String()
	}
	if e.Hash != [32]byte{} {
		r.Hash = hex.EncodeToString(e.Hash[:])
	}
	return r
}

func (r eventRecord) fields() []field {
	return []field{
		{"time", clock(r.Time, "")},
		{"actor", r.Actor},
		{"kind", string(r.Kind)},
		{"customer", string(r.Customer)},
		{"data", string(r.Data)},
	}
}
