package distr

import (
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// An EndpointID names an endpoint.
type EndpointID string

// An Endpoint is an address that is told what happens, as it is kept. Package
// webhook tells it.
type Endpoint struct {
	ID       EndpointID
	URL      string            // may be a secret itself: whoever knows it can post there
	Kinds    []Kind            // it is told of these, see [Kind.In]; none: of all
	Customer tenant.CustomerID // it is told of what concerns this customer, and as the customer is; empty: of all
	Owner    tenant.Email      // who is written to when it is switched off; empty: nobody
	Secret   []byte            // what signs, sealed
	Old      []byte            // what signs too, until OldUntil, sealed; nil: nothing does
	OldUntil time.Time
	Created  time.Time
	Failing  time.Time // since when it has refused all that it was told; zero: it has not
	Disabled time.Time // when it was switched off; zero: it is on
	Why      string    // and why
	Place    int64     // while it is off: it was told of the events up to this one
}

// Courier is the name of the courier who tells it.
func (e Endpoint) Courier() string { return "webhook/" + string(e.ID) }

// A DeliveryID names one delivery. One is greater in byte order than those of
// before.
type DeliveryID string

// A Delivery is one attempt to tell an endpoint of an event.
type Delivery struct {
	ID       DeliveryID
	Endpoint EndpointID
	Event    EventID
	Seq      int64 // the event's
	Kind     Kind
	At       time.Time     // when it was tried
	Attempt  int           // counts from 1; 0: by hand, a test or one that is sent again
	Status   int           // of the answer; 0: there was none
	Took     time.Duration // to the microsecond
	Done     bool          // the endpoint has taken it
	Error    string        // why not; may hold what the endpoint's server answered
}

// A DeliveryQuery selects deliveries.
type DeliveryQuery struct {
	Endpoint EndpointID // only those to this one; empty: to all
	Event    EventID    // only those of this event; empty: of all
	Failed   bool       // only those that are not Done
	After    DeliveryID // only those whose ID is greater; empty: all
	Limit    int        // only the newest so many, still oldest first; 0 is no limit
	Oldest   bool       // the limit leaves the oldest instead: a page, and the next is After its last
}

// Selects says whether the query lists the delivery, but for its Limit.
func (q DeliveryQuery) Selects(d Delivery) bool {
	return (q.After == "" || d.ID > q.After) &&
		(q.Endpoint == "" || d.Endpoint == q.Endpoint) &&
		(q.Event == "" || d.Event == q.Event) &&
		(!q.Failed || !d.Done)
}
