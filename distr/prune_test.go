package distr_test

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/memory"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// later is the ledger's vendor, so long after its first event.
func (l *ledger) later(d time.Duration) *distr.Vendor {
	at := l.events[0].Time.Add(d)
	return distr.New(l.store, distr.Config{Now: func() time.Time { return at }}).Vendor(l.vendor).As(distr.Operator())
}

func TestPrune(t *testing.T) {
	l := newLedger(t, t.Context(), "acme", 10)
	all := slices.Clone(l.events)
	v := l.later(60 * 24 * time.Hour)
	done, err := v.PruneEvents(t.Context(), all[4].Time)
	require.NoError(t, err)
	require.Equal(t, distr.Pruned{Through: all[2].Link(), Count: 3}, done, "the last that is older stays")
	l.load(t, t.Context())
	require.Equal(t, all[3:], l.events[:7])
	pruned := l.events[7]
	require.Equal(t, distr.EventsPruned, pruned.Kind)
	require.JSONEq(t, fmt.Sprintf(`{"through": 3, "hash": "%s", "count": 3, "before": %q}`,
		hex.EncodeToString(all[2].Hash[:]), all[4].Time.Format(time.RFC3339Nano)), string(pruned.Data))

	verified, err := v.VerifyEvents(t.Context(), l.head())
	require.NoError(t, err)
	require.Equal(t, distr.Verified{From: all[2].Link(), Head: l.head(), Count: 8, Prunings: []distr.Pruning{
		{Seq: 11, Time: pruned.Time, Actor: pruned.Actor, Through: 3, Count: 3, Before: all[4].Time},
	}}, verified)
	require.Equal(t, "cli", pruned.Actor.Via)
	_, err = v.VerifyEvents(t.Context(), all[2].Head())
	require.NoError(t, err, "the last that went is known still")
	_, err = v.VerifyEvents(t.Context(), all[1].Head())
	require.ErrorIs(t, err, tenant.ErrInvalid)
	require.ErrorContains(t, err, "event 2 was pruned, with all up to event 3; verify against a later one")

	again, err := v.PruneEvents(t.Context(), all[4].Time)
	require.NoError(t, err)
	require.Zero(t, again, "there is nothing more")
	done, err = v.PruneEvents(t.Context(), all[9].Time.Add(time.Microsecond))
	require.NoError(t, err)
	require.Equal(t, distr.Pruned{Through: all[8].Link(), Count: 6}, done)
	verified, err = v.VerifyEvents(t.Context(), distr.Head{})
	require.NoError(t, err)
	require.EqualValues(t, 3, verified.Count)
	require.Len(t, verified.Prunings, 2)
}

// TestPruneEverything leaves the last event, and the one that says what went.
func TestPruneEverything(t *testing.T) {
	for n := range 4 {
		l := newLedger(t, t.Context(), "acme", max(n, 1))
		v := l.later(60 * 24 * time.Hour)
		if n == 0 { // nothing at all has happened
			v = distr.New(memory.New(), distr.Config{}).Vendor("acme").As(distr.Operator())
		}
		done, err := v.PruneEvents(t.Context(), l.head().Time.Add(time.Hour))
		require.NoError(t, err)
		require.EqualValues(t, max(n-1, 0), done.Count)
		_, err = v.VerifyEvents(t.Context(), distr.Head{})
		require.NoError(t, err)
	}
}

// TestPrunedTooEarly removes young events by writing to the database, as one who knows
// the format would: with an event behind them that says what PruneEvents would have said.
func TestPrunedTooEarly(t *testing.T) {
	l := newLedger(t, t.Context(), "acme", 10)
	all := slices.Clone(l.events)
	at := all[9].Time.Add(24 * time.Hour)
	forge := func(t *testing.T, through int, before time.Time) {
		l.events, l.checkpoint = slices.Clone(all[through:]), distr.Checkpoint{Link: all[through-1].Link(), At: at}
		e := distr.Event{ID: "evt_forged", Time: at, Actor: distr.Actor{Name: "operator", Via: distr.ViaCLI}, Kind: distr.EventsPruned, Seq: 11}
		e.Data = json.RawMessage(fmt.Sprintf(`{"through":%d,"hash":"%x","count":%d,"before":%q}`, through, all[through-1].Hash, through, before.Format(time.RFC3339Nano)))
		l.events = append(l.events, chained("acme", all[9], e))
	}
	verify := func(head distr.Head, now time.Time) error {
		s := &forged{l.store, l.events, l.checkpoint}
		_, err := distr.New(s, distr.Config{Now: func() time.Time { return now }}).Vendor("acme").As(distr.Operator()).VerifyEvents(t.Context(), head)
		return err
	}
	forge(t, 4, at.Add(-distr.EventsStay))
	requireBroken(t, verify(distr.Head{}, at), 5)
	forge(t, 4, all[9].Time)
	requireBroken(t, verify(distr.Head{}, at), 11)
	require.ErrorContains(t, verify(distr.Head{}, at), "events stay for 30 days")

	// One who writes all that is left anew, with times that fit, is found out by what
	// was written down.
	forge(t, 4, at.Add(-distr.EventsStay))
	first := l.events[0]
	first.Time = at.Add(-2 * distr.EventsStay)
	l.events[0] = chained("acme", all[3], first)
	for i := 1; i < len(l.events); i++ {
		l.events[i] = chained("acme", l.events[i-1], l.events[i])
	}
	require.NoError(t, verify(distr.Head{}, at))
	requireBroken(t, verify(all[6].Head(), at), 7)
	requireBroken(t, verify(all[2].Head(), at), 3)
	require.ErrorContains(t, verify(all[2].Head(), at), "was removed before events may be")
	requireBroken(t, verify(all[3].Head(), at), 4)
	requireBroken(t, verify(all[2].Head(), at.Add(2*distr.EventsStay)), 3)
	require.ErrorIs(t, verify(distr.Head{Link: all[2].Link()}, at), tenant.ErrInvalid, "when that was is not known")
}

// chained is an event behind another one, with the hash that it has there.
func chained(v tenant.VendorID, before, e distr.Event) distr.Event {
	var text []byte
	address := ""
	if e.Actor.Address.IsValid() {
		address = e.Actor.Address.String()
	}
	number := func(n int64) []byte { return binary.BigEndian.AppendUint64(nil, uint64(n)) }
	text = append(append(text, "distr event 1\x00"...), before.Hash[:]...)
	for _, field := range []string{
		string(v), string(number(e.Seq)), string(e.ID), string(number(e.Time.UnixMicro())), e.Actor.Name, e.Actor.Via, address,
		string(e.Kind), string(e.Customer), string(e.Data),
	} {
		text = append(append(text, number(int64(len(field)))...), field...)
	}
	e.Hash = sha256.Sum256(text)
	return e
}

// TestPrunedAndForged changes what is left after events were removed.
func TestPrunedAndForged(t *testing.T) {
	l := newLedger(t, t.Context(), "acme", 6)
	_, err := l.later(60*24*time.Hour).PruneEvents(t.Context(), l.events[3].Time)
	require.NoError(t, err)
	l.load(t, t.Context())
	for i := range l.events {
		events := slices.Clone(l.events)
		events[i].Data = json.RawMessage(`{}`)
		_, err := l.verify(t.Context(), events, distr.Head{})
		requireBroken(t, err, l.events[i].Seq)
	}
	_, err = l.verify(t.Context(), l.events[:3], distr.Head{})
	requireBroken(t, err, 2)
	require.ErrorContains(t, err, "events up to it were removed, and none that is left says so")

	kept := l.checkpoint
	l.checkpoint.Hash[0]++
	_, err = l.verify(t.Context(), l.events, distr.Head{})
	requireBroken(t, err, 3)
	l.checkpoint = distr.Checkpoint{Link: l.events[0].Link(), At: kept.At} // one more was taken
	_, err = l.verify(t.Context(), l.events[1:], distr.Head{})
	requireBroken(t, err, 3)
	l.checkpoint = distr.Checkpoint{}
	_, err = l.verify(t.Context(), l.events, distr.Head{})
	requireBroken(t, err, 1)
}

func TestPruneRefuses(t *testing.T) {
	l := newLedger(t, t.Context(), "acme", 6)
	v := l.later(60 * 24 * time.Hour)
	_, err := v.PruneEvents(t.Context(), l.events[0].Time.Add(30*24*time.Hour).Add(time.Microsecond))
	require.ErrorIs(t, err, tenant.ErrInvalid)
	require.ErrorContains(t, err, "events stay for 30 days")
	_, err = v.As(distr.Staff("eve@acme.example")).PruneEvents(t.Context(), l.events[4].Time)
	require.ErrorIs(t, err, tenant.ErrForbidden)

	// What a courier has not delivered stays, until it has or is removed.
	require.NoError(t, l.store.Update(t.Context(), "acme", func(tx distr.VendorTx) error {
		if err := tx.PutPost(distr.Post{Courier: "mail", Seq: 6}); err != nil {
			return err
		}
		return tx.PutPost(distr.Post{Courier: "webhook/1", Seq: 2})
	}))
	_, err = v.PruneEvents(t.Context(), l.events[4].Time)
	require.ErrorIs(t, err, tenant.ErrConflict)
	require.ErrorContains(t, err, "courier webhook/1 has delivered events up to 2 only, and those up to 3 would go")
	done, err := v.PruneEvents(t.Context(), l.events[3].Time)
	require.NoError(t, err)
	require.EqualValues(t, 2, done.Count)
	require.NoError(t, v.RemoveCourier(t.Context(), "webhook/1"))
	told, err := v.Events(t.Context(), distr.EventQuery{Kinds: []distr.Kind{distr.CourierForgotten}})
	require.NoError(t, err)
	require.Len(t, told, 1)
	require.JSONEq(t, `{"courier": "webhook/1", "seq": 2}`, string(told[0].Data))
	done, err = v.PruneEvents(t.Context(), l.events[4].Time)
	require.NoError(t, err)
	require.EqualValues(t, 1, done.Count)
}

// TestPruneOfABrokenChain leaves alone what could show what happened.
func TestPruneOfABrokenChain(t *testing.T) {
	l := newLedger(t, t.Context(), "acme", 6)
	events := slices.Clone(l.events)
	events[1].Data = json.RawMessage(`{}`)
	at := l.events[0].Time.Add(60 * 24 * time.Hour)
	v := distr.New(&forged{l.store, events, l.checkpoint}, distr.Config{Now: func() time.Time { return at }}).Vendor("acme").As(distr.Operator())
	_, err := v.PruneEvents(t.Context(), l.events[4].Time)
	requireBroken(t, err, 2)
	require.ErrorContains(t, err, "nothing was pruned")
}
