package distr_test

import (
	"encoding/json"
	"net/netip"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// FuzzForgedEvent puts events of all sorts in the place of one that was written. None
// but that very one is taken for it, however the texts are cut.
func FuzzForgedEvent(f *testing.F) {
	l := newLedger(f, f.Context(), "acme", 3)
	e := l.events[1]
	address, _ := e.Actor.Address.MarshalBinary()
	f.Add(string(e.ID), e.Time.UnixMicro(), e.Actor.Name, e.Actor.Via, address, string(e.Kind), string(e.Customer), []byte(e.Data), e.Hash[:], e.Seq)
	f.Add(string(e.ID), e.Time.UnixMicro(), e.Actor.Name+e.Actor.Via, "", address, string(e.Kind), string(e.Customer), []byte(e.Data), e.Hash[:], e.Seq)
	f.Add("", int64(0), "", "", []byte{}, "events.pruned", "", []byte(`{"through":2}`), make([]byte, 32), int64(2))
	f.Fuzz(func(t *testing.T, id string, at int64, name, via string, address []byte, kind, customer string, data, hash []byte, seq int64) {
		forgery := distr.Event{ID: distr.EventID(id), Time: time.UnixMicro(at).UTC(), Kind: distr.Kind(kind), Customer: tenant.CustomerID(customer), Data: json.RawMessage(data), Seq: seq}
		from, _ := netip.AddrFromSlice(address)
		forgery.Actor = distr.Actor{Name: name}.From(via, from)
		copy(forgery.Hash[:], hash)
		events := slices.Clone(l.events)
		events[1] = forgery
		_, err := l.verify(t.Context(), events, distr.Head{})
		same := forgery.ID == e.ID && forgery.Time.Equal(e.Time) && name == e.Actor.Name && forgery.Actor.Via == e.Actor.Via && forgery.Actor.Address == e.Actor.Address &&
			forgery.Kind == e.Kind && forgery.Customer == e.Customer && string(data) == string(e.Data) && forgery.Hash == e.Hash && seq == e.Seq
		if same {
			require.NoError(t, err)
			return
		}
		var broken *distr.BrokenChain
		require.ErrorAs(t, err, &broken)
	})
}

// FuzzSecret keeps secrets of all sorts. What is taken comes back byte for byte, and what
// is not is the fault of who set it.
func FuzzSecret(f *testing.F) {
	f.Add("DB_PASSWORD", []byte("correct horse"))
	f.Add("key", []byte{})
	f.Add("A.B/C", []byte("\x00\xff"))
	f.Add("ſ", []byte("a"))
	f.Fuzz(func(t *testing.T, key string, value []byte) {
		o := newOffice(t)
		_, plant := o.install(t, o.globex, "plant")
		_, err := o.globex.SetSecret(t.Context(), key, value)
		if err != nil {
			require.ErrorIs(t, err, tenant.ErrInvalid)
			return
		}
		require.Equal(t, map[string]string{key: string(value)}, resolved(t, o.acme, plant))
		require.Equal(t, map[string]string{key: string(value)}, resolved(t, o.acme, plant, key))
		states, err := o.globex.Secrets(t.Context())
		require.NoError(t, err)
		require.Len(t, states, 1)
		require.Equal(t, key, states[0].Key)
	})
}
