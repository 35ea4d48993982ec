package distr_test

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
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
	require.Equal(t, distr.Pruned{Through: all[3].Link(), Count: 4}, done)
	l.load(t, t.Context())
	require.Equal(t, all[4:], l.events[:6])
	pruned := l.events[6]
	require.Equal(t, distr.EventsPruned, pruned.Kind)
	require.JSONEq(t, fmt.Sprintf(`{"through": 4, "hash": "%s", "count": 4, "before": %q}`,
		hex.EncodeToString(all[3].Hash[:]), all[4].Time.Format(time.RFC3339Nano)), string(pruned.Data))

	verified, err := v.VerifyEvents(t.Context(), l.head())
	require.NoError(t, err)
	require.Equal(t, distr.Verified{From: all[3].Link(), Head: l.head(), Count: 7}, verified)
	_, err = v.VerifyEvents(t.Context(), all[3].Link())
	require.NoError(t, err, "the last that went is known still")
	_, err = v.VerifyEvents(t.Context(), all[2].Link())
	require.ErrorIs(t, err, tenant.ErrInvalid)
	require.ErrorContains(t, err, "event 3 was pruned, with all up to event 4; verify against a later one")

	again, err := v.PruneEvents(t.Context(), all[4].Time)
	require.NoError(t, err)
	require.Zero(t, again, "there is nothing more")
	done, err = v.PruneEvents(t.Context(), all[9].Time.Add(time.Microsecond))
	require.NoError(t, err)
	require.Equal(t, distr.Pruned{Through: all[9].Link(), Count: 6}, done)
	verified, err = v.VerifyEvents(t.Context(), distr.Link{})
	require.NoError(t, err)
	require.EqualValues(t, 2, verified.Count)
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
		_, err := l.verify(t.Context(), events, distr.Link{})
		requireBroken(t, err, l.events[i].Seq)
	}
	_, err = l.verify(t.Context(), l.events[:3], distr.Link{})
	requireBroken(t, err, 3)
	require.ErrorContains(t, err, "events up to it were removed, and none that is left says so")

	kept := l.checkpoint
	l.checkpoint.Hash[0]++
	_, err = l.verify(t.Context(), l.events, distr.Link{})
	requireBroken(t, err, 4)
	l.checkpoint = distr.Checkpoint{Link: l.events[0].Link(), At: kept.At} // one more was taken
	_, err = l.verify(t.Context(), l.events[1:], distr.Link{})
	requireBroken(t, err, 4)
	l.checkpoint = distr.Checkpoint{}
	_, err = l.verify(t.Context(), l.events, distr.Link{})
	requireBroken(t, err, 1)
}

func TestPruneRefuses(t *testing.T) {
	l := newLedger(t, t.Context(), "acme", 6)
	v := l.later(60 * 24 * time.Hour)
	_, err := v.PruneEvents(t.Context(), l.events[0].Time.Add(30*24*time.Hour).Add(time.Microsecond))
	require.ErrorIs(t, err, tenant.ErrInvalid)
	require.ErrorContains(t, err, "events stay for 30 days")
	_, err = v.As(distr.Staff("eve@acme.example")).PruneEvents(t.Context(), l.events[3].Time)
	require.ErrorIs(t, err, tenant.ErrForbidden)

	// What a courier has not delivered stays, until it has or is removed.
	require.NoError(t, l.store.Update(t.Context(), "acme", func(tx distr.VendorTx) error {
		if err := tx.PutPost(distr.Post{Courier: "mail", Seq: 6}); err != nil {
			return err
		}
		return tx.PutPost(distr.Post{Courier: "webhook/1", Seq: 2})
	}))
	_, err = v.PruneEvents(t.Context(), l.events[3].Time)
	require.ErrorIs(t, err, tenant.ErrConflict)
	require.ErrorContains(t, err, "courier webhook/1 has delivered events up to 2 only, and those up to 3 would go")
	done, err := v.PruneEvents(t.Context(), l.events[2].Time)
	require.NoError(t, err)
	require.EqualValues(t, 2, done.Count)
	require.NoError(t, v.RemoveCourier(t.Context(), "webhook/1"))
	done, err = v.PruneEvents(t.Context(), l.events[3].Time)
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
	_, err := v.PruneEvents(t.Context(), l.events[3].Time)
	requireBroken(t, err, 2)
	require.ErrorContains(t, err, "nothing was pruned")
}
