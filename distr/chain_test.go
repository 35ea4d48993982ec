package distr_test

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"net/netip"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/memory"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A forged store shows other events than were written.
type forged struct {
	distr.Store
	events     []distr.Event
	checkpoint distr.Checkpoint
}

func (s *forged) View(ctx context.Context, v tenant.VendorID, fn func(distr.VendorView) error) error {
	return s.Store.View(ctx, v, func(view distr.VendorView) error { return fn(forgedView{view, s}) })
}

type forgedView struct {
	distr.VendorView
	s *forged
}

func (v forgedView) Checkpoint() (distr.Checkpoint, error) { return v.s.checkpoint, nil }

func (v forgedView) Events(q distr.EventQuery) (list []distr.Event, err error) {
	for _, e := range v.s.events {
		if q.Selects(e) && (q.Limit == 0 || len(list) < q.Limit) {
			list = append(list, e)
		}
	}
	return list, nil
}

// A ledger is a log of so many events, of an own vendor.
type ledger struct {
	vendor     tenant.VendorID
	store      distr.Store
	events     []distr.Event
	checkpoint distr.Checkpoint
}

func newLedger(t require.TestingT, ctx context.Context, vendor tenant.VendorID, events int) *ledger {
	l := &ledger{vendor: vendor, store: memory.New()}
	at := time.Date(2026, 1, 2, 3, 4, 5, 6000, time.UTC)
	hub := distr.New(l.store, distr.Config{Now: func() time.Time { return at }})
	for i := range events {
		at = at.Add(time.Hour)
		actor := distr.Program(fmt.Sprint("program ", i)).From("api", netip.MustParseAddr(fmt.Sprint("192.0.2.", i%200)))
		_, err := hub.Vendor(vendor).As(actor).CreateCustomer(ctx, distr.NewCustomer{Name: fmt.Sprint("Globex ", i)})
		require.NoError(t, err)
	}
	l.load(t, ctx)
	return l
}

func (l *ledger) load(t require.TestingT, ctx context.Context) {
	require.NoError(t, l.store.View(ctx, l.vendor, func(view distr.VendorView) (err error) {
		if l.checkpoint, err = view.Checkpoint(); err == nil {
			l.events, err = view.Events(distr.EventQuery{})
		}
		return err
	}))
}

func (l *ledger) head() distr.Head { return l.events[len(l.events)-1].Head() }

// verify verifies events as if they were kept.
func (l *ledger) verify(ctx context.Context, events []distr.Event, against distr.Head) (distr.Verified, error) {
	s := &forged{l.store, events, l.checkpoint}
	return distr.New(s, distr.Config{}).Vendor(l.vendor).As(distr.Operator()).VerifyEvents(ctx, against)
}

func TestVerify(t *testing.T) {
	for _, n := range []int{0, 1, 2, 1000, 1001} {
		l := newLedger(t, t.Context(), "acme", n)
		head := distr.Head{}
		if n > 0 {
			head = l.head()
		}
		for _, against := range []distr.Head{{}, head} {
			done, err := l.verify(t.Context(), l.events, against)
			require.NoError(t, err)
			require.Equal(t, distr.Verified{Head: head, Count: int64(n)}, done)
		}
	}
}

// TestEveryField changes one field of an event at a time. A field that is new fails
// here until the hash covers it.
func TestEveryField(t *testing.T) {
	l := newLedger(t, t.Context(), "acme", 5)
	for _, tt := range []struct {
		name   string
		change func(e *distr.Event)
	}{
		{"ID", func(e *distr.Event) { e.ID += "x" }},
		{"time", func(e *distr.Event) { e.Time = e.Time.Add(time.Microsecond) }},
		{"actor", func(e *distr.Event) { e.Actor.Name = "somebody else" }},
		{"way", func(e *distr.Event) { e.Actor.Via = "portal" }},
		{"address", func(e *distr.Event) { e.Actor.Address = netip.MustParseAddr("192.0.2.99") }},
		{"no address", func(e *distr.Event) { e.Actor.Address = netip.Addr{} }},
		{"kind", func(e *distr.Event) { e.Kind = distr.GrantAdded }},
		{"customer", func(e *distr.Event) { e.Customer = "globex" }},
		{"data", func(e *distr.Event) { e.Data = append(slices.Clone(e.Data), ' ') }},
		{"hash", func(e *distr.Event) { e.Hash[31]++ }},
		{"no hash", func(e *distr.Event) { e.Hash = [32]byte{} }},
		{"a letter that moves from one field to the next", func(e *distr.Event) {
			e.Actor.Name, e.Actor.Via = e.Actor.Name+e.Actor.Via[:1], e.Actor.Via[1:]
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for i := range l.events {
				events := slices.Clone(l.events)
				tt.change(&events[i])
				_, err := l.verify(t.Context(), events, distr.Head{})
				if i == 0 && tt.name == "no hash" { // as if it were older than the chain
					i++
				}
				requireBroken(t, err, int64(i+1))
			}
		})
	}
}

func requireBroken(t require.TestingT, err error, seq int64) {
	var broken *distr.BrokenChain
	require.ErrorAs(t, err, &broken)
	require.Equal(t, seq, broken.Seq, err.Error())
	require.ErrorContains(t, err, fmt.Sprintf("the chain of events is broken at event %d: ", seq))
}

// TestAnyForgery does something to a log, and has the first place named at which
// that shows.
func TestAnyForgery(t *testing.T) {
	ctx := t.Context()
	l, other := newLedger(t, ctx, "acme", 40), newLedger(t, ctx, "ACME", 40)
	rapid.Check(t, func(t *rapid.T) {
		events := slices.Clone(l.events)
		i := rapid.IntRange(0, len(events)-1).Draw(t, "place")
		j := rapid.IntRange(0, len(events)-1).Draw(t, "other place")
		broken := int64(i + 1)
		switch rapid.IntRange(0, 7).Draw(t, "what") {
		case 0: // taken out, and perhaps the last of all
			events = slices.Delete(events, i, i+1)
		case 1: // and the others move up
			events = slices.Delete(events, i, i+1)
			for k := i; k < len(events); k++ {
				events[k].Seq--
			}
		case 2: // put twice
			events = slices.Insert(events, i, events[j])
			events[i].Seq = int64(i + 1)
			for k := i + 1; k < len(events); k++ {
				events[k].Seq++
			}
			if i == j {
				broken++ // the first of the two is right
			}
		case 3: // in each other's place
			if i == j {
				t.Skip("it is the same")
			}
			events[i], events[j] = events[j], events[i]
			events[i].Seq, events[j].Seq = events[j].Seq, events[i].Seq
			broken = int64(min(i, j) + 1)
		case 4: // another vendor's in its place
			events[i] = other.events[i]
		case 5: // another vendor's log from there on
			copy(events[i:], other.events[i:])
		case 6: // from there on without a hash
			for k := i; k < len(events); k++ {
				events[k].Hash = [32]byte{}
			}
			if i == 0 {
				broken = int64(len(events)) // only against what was written down
			}
		case 7: // cut off
			events = events[:i]
		}
		_, err := l.verify(ctx, events, l.head())
		requireBroken(t, err, broken)
	})
}

// TestAgainst holds the log against places that were written down.
func TestAgainst(t *testing.T) {
	l := newLedger(t, t.Context(), "acme", 5)
	for _, e := range l.events {
		for _, head := range []distr.Head{e.Head(), {Link: e.Link()}} {
			_, err := l.verify(t.Context(), l.events, head)
			require.NoError(t, err)
			same, err := distr.ParseHead(head.String())
			require.NoError(t, err)
			require.Equal(t, head, same)
			head.Hash[0]++
			_, err = l.verify(t.Context(), l.events, head)
			requireBroken(t, err, e.Seq)
		}
		wrong := e.Head()
		wrong.Time = wrong.Time.Add(time.Microsecond)
		_, err := l.verify(t.Context(), l.events, wrong)
		requireBroken(t, err, e.Seq)
		require.ErrorContains(t, err, "was written down")
	}
	short := slices.Clone(l.events[:3])
	done, err := l.verify(t.Context(), short, distr.Head{})
	require.NoError(t, err, "nothing shows what was cut off")
	require.EqualValues(t, 3, done.Count)
	_, err = l.verify(t.Context(), short, l.head())
	requireBroken(t, err, 4)
	require.ErrorContains(t, err, "there were events up to 5 at least")

	link := l.head().Link.String()
	require.Equal(t, link+":2026-01-02T08:04:05.000006Z", l.head().String())
	for _, text := range []string{"", "5", "5:", "5:abc", ":" + link[2:], "-1" + link[1:], link + "00", "x" + link, link + ":", link + ":today"} {
		_, err := distr.ParseHead(text)
		require.ErrorIs(t, err, tenant.ErrInvalid, text)
	}
}

// TestOlderThanTheChain begins the chain behind events that have no hash.
func TestOlderThanTheChain(t *testing.T) {
	l := &ledger{vendor: "acme", store: memory.New()}
	require.NoError(t, l.store.Update(t.Context(), "acme", func(tx distr.VendorTx) error {
		for seq := int64(1); seq <= 3; seq++ {
			e := distr.Event{ID: distr.EventID(fmt.Sprint("evt_", seq)), Kind: "old", Seq: seq, Data: json.RawMessage("{}")}
			if err := tx.Append(e); err != nil {
				return err
			}
		}
		return nil
	}))
	v := distr.New(l.store, distr.Config{}).Vendor("acme").As(distr.Operator())
	for range 2 {
		_, err := v.CreateCustomer(t.Context(), distr.NewCustomer{Name: "Globex"})
		require.NoError(t, err)
	}
	l.load(t, t.Context())
	done, err := l.verify(t.Context(), l.events, l.head())
	require.NoError(t, err)
	require.Equal(t, distr.Verified{Head: l.head(), Count: 5, Unchained: 3}, done)

	_, err = l.verify(t.Context(), slices.Delete(slices.Clone(l.events), 1, 2), distr.Head{})
	requireBroken(t, err, 2)
	without := slices.Clone(l.events)
	without[3].Hash = [32]byte{}
	_, err = l.verify(t.Context(), without, distr.Head{})
	requireBroken(t, err, 5)
}

// TestChainIsWhatItIs makes the hash in the way that is written beside it: others
// have to be able to, and it must be the same for ever.
func TestChainIsWhatItIs(t *testing.T) {
	l := newLedger(t, t.Context(), "acme", 0)
	at := time.Date(2026, 11, 22, 1, 2, 3, 4000, time.UTC)
	v := distr.New(l.store, distr.Config{Now: func() time.Time { return at }}).Vendor("acme").
		As(distr.Program("crm").From(distr.ViaAPI, netip.MustParseAddr("::ffff:192.0.2.7")))
	_, err := v.CreateCustomer(t.Context(), distr.NewCustomer{ID: "globex", Name: "Globex"})
	require.NoError(t, err)
	l.load(t, t.Context())
	require.Equal(t, distr.Actor{Name: "crm", Via: "api", Address: netip.MustParseAddr("192.0.2.7")}, l.events[0].Actor)
	for i, e := range l.events {
		before := [32]byte{}
		if i > 0 {
			before = l.events[i-1].Hash
		}
		text := "distr event 1\x00" + string(before[:])
		for _, field := range []string{
			"acme", "\x00\x00\x00\x00\x00\x00\x00" + string(rune(i+1)), string(e.ID), "\x00\x06\x60\xd3\x06\x75\x98\xc4",
			"crm", "api", "192.0.2.7", "customer.added", "globex", string(e.Data),
		} {
			text += "\x00\x00\x00\x00\x00\x00\x00" + string([]byte{byte(len(field))}) + field
		}
		require.Equal(t, sha256.Sum256([]byte(text)), e.Hash)
	}
	require.NotEmpty(t, l.events)
}
