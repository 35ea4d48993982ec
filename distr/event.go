package distr

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// An EventID names one event. It says the event's number, evt_42_g3xqk2v7n5bd4ayt; or it
// is made of what the event is about, so that this is written down once; or an earlier
// program has made it, of chance.
type EventID string

// Seq is the number that the ID says: 42 of evt_42_g3xqk2v7n5bd4ayt. A store that finds
// events by number needs no index of such IDs.
func (id EventID) Seq() (seq int64, says bool) {
	text, named := strings.CutPrefix(string(id), "evt_")
	text, _, says = strings.Cut(text, "_")
	if !named || !says {
		return 0, false
	}
	seq, err := strconv.ParseInt(text, 10, 64)
	if err != nil || seq < 1 || strconv.FormatInt(seq, 10) != text {
		return 0, false
	}
	return seq, true
}

// A Kind is what sort of thing happened.
type Kind string

// The kinds of event, and what their data says.
const (
	CustomerAdded     Kind = "customer.added"      // {name, email, access, features, invite: what became of that}, and plan, portal, domains if set
	FeatureChanged    Kind = "feature.changed"     // {before, after}: features
	ProductAdded      Kind = "product.added"       // {product, kind, repositories, exact}
	ReleasePublished  Kind = "release.published"   // {product, version, roots, follows, notify}: whether those who hold it are told by letter
	ReleaseMoved      Kind = "release.moved"       // {product, version, before, after}: roots
	ReferrerAttached  Kind = "referrer.attached"   // {product, repository, subject, digest, artifactType, tag}
	GrantAdded        Kind = "grant.added"         // the grant
	GrantAmended      Kind = "grant.amended"       // {before, after}: grants
	GrantLoginChanged Kind = "grant.login.changed" // {grant, before, after}: user names; the same twice: another password, an empty one: none
	UpstreamChanged   Kind = "upstream.changed"    // {repository, before, after, newLogin}: {registry, path, username, tokenHosts, redirectHosts}; no repository: of all
	UpstreamRemoved   Kind = "upstream.removed"    // {repository, before}: the same
	KeysChanged       Kind = "keys.changed"        // {before, after}: the states by key
	SecretsResealed   Kind = "secrets.resealed"    // {key, upstreams, grantLogins, signingKeys, webhooks}, or {key, secrets} of one room: the key's ID, and how many
	TokenAdded        Kind = "token.added"         // {token, name}; for staff there is no customer
	TokenRevoked      Kind = "token.revoked"       // {token, name}
	CourierForgotten  Kind = "courier.forgotten"   // {courier, seq}: the last that it had delivered
	EventsPruned      Kind = "events.pruned"       // {through, hash, count, before}: the last that went, how many, and how old all of them were
	EventsRefiled     Kind = "events.refiled"      // {blocks, mended, stray}: as in Refiled
)

// An Event is something that happened, written in the transaction in which it
// did. It lies in the vendor's room, so it does say for which customer it is.
//
// Events are a chain: each is numbered, and its hash covers the hash of the one
// before, so that none can be changed, taken out or put elsewhere without all that
// follow giving it away. See [Vendor.VerifyEvents].
type Event struct {
	ID       EventID
	Time     time.Time
	Actor    Actor
	Kind     Kind
	Customer tenant.CustomerID // empty if it concerns no customer
	Data     json.RawMessage   // an object; never a secret

	Seq  int64    // its place in the vendor's room: 1, 2, 3 and so on, in the order of commits
	Hash [32]byte // zero: it is older than the chain
}

// Link is the event's place in the chain.
func (e Event) Link() Link { return Link{Seq: e.Seq, Hash: e.Hash} }

// Head is the event's place in the chain, to be written down elsewhere.
func (e Event) Head() Head { return Head{e.Link(), e.Time} }

// happened is an event that still lacks what the write path knows: ID, time, actor
// and place in the chain.
func happened(kind Kind, customer tenant.CustomerID, data any) (Event, error) {
	text, err := json.Marshal(data)
	if err != nil {
		return Event{}, fmt.Errorf("writing down %s: %w", kind, err)
	}
	return Event{Kind: kind, Customer: customer, Data: text}, nil
}
