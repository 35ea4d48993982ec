package distr_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// keep runs a keeper of the hub's pull log. stop ends it and returns what it has
// returned, and is called by the end of the test if nobody else does.
func keep(t *testing.T, h *distr.Hub, c distr.PullLog) (stop func() error) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	ready, ended := make(chan struct{}), make(chan error, 1)
	c.Ready = func() { close(ready) }
	go func() { ended <- h.KeepPulls(ctx, c) }()
	select {
	case <-ready:
	case err := <-ended:
		cancel()
		require.NoError(t, err)
	}
	stop = sync.OnceValue(func() error {
		cancel()
		return <-ended
	})
	t.Cleanup(func() { _ = stop() })
	return stop
}

// A puller is a customer's credential, and what it may pull.
type puller struct {
	t *testing.T
	v *distr.Vendor
	p tenant.Principal
}

func (w *world) puller(t *testing.T, v *distr.Vendor, id tenant.CustomerID) puller {
	t.Helper()
	_, token := w.customer(t, id)
	p, err := v.Authenticate(t.Context(), token)
	require.NoError(t, err)
	return puller{t, v, p}
}

func (p puller) log(pull entitlement.Pull) {
	p.t.Helper()
	require.NoError(p.t, p.v.LogPull(p.t.Context(), p.p, pull))
}

func (p puller) sent(s entitlement.Sent) {
	p.t.Helper()
	require.NoError(p.t, p.v.LogSent(p.t.Context(), p.p, s))
}

func allowed(version string) entitlement.Pull {
	return entitlement.Pull{Repository: "acme/app", Reference: version, Version: version, Allowed: true, Reason: entitlement.Granted, Bytes: 100}
}

func refused(reference string) entitlement.Pull {
	return entitlement.Pull{Repository: "acme/app", Reference: reference, Reason: entitlement.Unknown}
}

func listed(t *testing.T, v *distr.Vendor) []distr.PullRecord {
	t.Helper()
	pulls, err := v.Pulls(t.Context(), distr.PullQuery{})
	require.NoError(t, err)
	return pulls
}

// told is an entry in short.
func told(r distr.PullRecord) string {
	return fmt.Sprintf("%s %s ×%d %d B", r.Outcome(), r.Reference, r.Count, r.Bytes)
}

func tellAll(pulls []distr.PullRecord) (lines []string) {
	for _, r := range pulls {
		lines = append(lines, told(r))
	}
	return lines
}

func TestPullsOfOneVersionAreOne(t *testing.T) {
	w := newWorld(t)
	globex := w.puller(t, w.acme, "globex")
	stop := keep(t, w.hub, distr.PullLog{})
	byDigest := allowed("1.4.2")
	byDigest.Reference = "sha256:…"
	none := allowed("")
	none.Reference = "edge"
	for _, pull := range []entitlement.Pull{
		allowed("1.4.2"), byDigest, refused("9"), refused("9"), refused("10"), allowed("2.0.0"), none, none,
	} {
		globex.log(pull)
		w.clock.move(time.Second)
	}
	w.clock.move(10*time.Minute - 8*time.Second)
	globex.log(allowed("1.4.2"))
	globex.log(allowed("2.0.0"))
	require.NoError(t, stop())
	pulls := listed(t, w.acme)
	require.Equal(t, []string{
		"allowed 1.4.2 ×2 200 B", "refused 9 ×2 0 B", "refused 10 ×1 0 B", "allowed 2.0.0 ×2 200 B", "allowed edge ×2 200 B", "allowed 1.4.2 ×1 100 B",
	}, tellAll(pulls))
	seen := map[distr.PullID]bool{}
	for _, r := range pulls {
		seen[r.ID] = true
		require.EqualValues(t, "globex", r.Customer)
		require.Equal(t, globex.p.Credential, r.Token)
		require.Equal(t, "cluster", r.TokenName)
	}
	require.Len(t, seen, len(pulls))
}

// TestAScannerFillsAPage lets a credential ask for ten thousand tags of as many
// repositories, and another one go on as ever.
func TestAScannerFillsAPage(t *testing.T) {
	w := newWorld(t)
	globex, initech := w.puller(t, w.acme, "globex"), w.puller(t, w.acme, "initech")
	stop := keep(t, w.hub, distr.PullLog{})
	const tries = 10_000
	for i := range tries {
		globex.log(entitlement.Pull{Repository: entitlement.RepositoryPath(fmt.Sprint("acme/", i)), Reference: fmt.Sprint(i), Version: "9",
			Digest: entitlement.SHA256(nil), Reason: entitlement.Unknown, Client: "scanner"})
		if i%100 == 0 {
			globex.log(entitlement.Pull{Repository: "acme/app", Reference: fmt.Sprint("old-", i), Reason: entitlement.Expired})
			globex.log(allowed("1.4.2"))
			initech.log(refused("9"))
		}
	}
	require.NoError(t, stop())
	count := map[tenant.CustomerID]int{}
	var requests int64
	folded := map[entitlement.Reason]distr.PullRecord{}
	for _, r := range listed(t, w.acme) {
		count[r.Customer]++
		if r.Reason == entitlement.Unknown && r.Customer == "globex" {
			requests += r.Count
		}
		if !r.Allowed && r.Reference == "" {
			folded[r.Reason] = r
		}
	}
	require.Equal(t, map[tenant.CustomerID]int{"globex": 1 + distr.MaxRefusals + 2, "initech": 1}, count)
	require.EqualValues(t, tries, requests, "each one was counted")
	require.Len(t, folded, 2, "one for each reason")
	rest := folded[entitlement.Unknown]
	require.Empty(t, rest.Repository)
	require.Empty(t, rest.Version)
	require.True(t, rest.Digest.IsZero())
	require.Equal(t, "scanner", rest.Client)
}

func TestRefusalsBeginAnewAfterTenMinutes(t *testing.T) {
	w := newWorld(t)
	globex := w.puller(t, w.acme, "globex")
	stop := keep(t, w.hub, distr.PullLog{})
	for range 2 {
		for i := range 2 * distr.MaxRefusals {
			globex.log(refused(fmt.Sprint(i)))
		}
		w.clock.move(10 * time.Minute)
	}
	require.NoError(t, stop())
	require.Len(t, listed(t, w.acme), 2*(distr.MaxRefusals+1))
}

func TestNobodyKeeps(t *testing.T) {
	w := newWorld(t)
	globex := w.puller(t, w.acme, "globex")
	require.ErrorContains(t, w.acme.Ready(), "nobody keeps the pull log")
	require.ErrorContains(t, w.acme.LogPull(t.Context(), globex.p, allowed("1.4.2")), "Hub.KeepPulls")
	require.ErrorContains(t, w.acme.LogSent(t.Context(), globex.p, entitlement.Sent{Repository: "acme/app", Version: "1.4.2", Bytes: 7}), "Hub.KeepPulls")
	require.Equal(t, distr.PullLogState{Waiting: 1}, w.hub.PullLog())

	stop := keep(t, w.hub, distr.PullLog{})
	require.NoError(t, w.acme.Ready())
	require.NoError(t, w.hub.Vendor("other").Ready(), "of all vendors")
	require.NoError(t, stop())
	require.Error(t, w.acme.Ready())
	require.Equal(t, []string{"allowed 1.4.2 ×1 107 B"}, tellAll(listed(t, w.acme)), "what came before was kept in memory")
	require.Equal(t, distr.PullLogState{}, w.hub.PullLog())
	require.NoError(t, keep(t, w.hub, distr.PullLog{})(), "and another may begin")
}

// TestVendorsAreApart logs for two vendors whose credentials have one name.
func TestVendorsAreApart(t *testing.T) {
	w := newWorld(t)
	globex := w.puller(t, w.acme, "globex")
	forged := globex
	forged.v = w.hub.Vendor("ACME")
	stop := keep(t, w.hub, distr.PullLog{})
	globex.log(allowed("1.4.2"))
	forged.log(allowed("1.4.2"))
	require.ErrorIs(t, w.newHub(w.store).Vendor("").LogPull(t.Context(), globex.p, allowed("1.4.2")), tenant.ErrInvalid)
	require.NoError(t, stop())
	require.Len(t, listed(t, w.acme), 1)
	theirs := listed(t, w.hub.Vendor("ACME").As(distr.Operator()))
	require.Len(t, theirs, 1, "whatever the principal says, the room is the handle's")
	require.Empty(t, theirs[0].TokenName)
}

// TestEachPull reads a log of several pages.
func TestEachPull(t *testing.T) {
	w := newWorld(t)
	const many = 2500
	var all []distr.PullRecord
	for i := range many {
		all = append(all, distr.PullRecord{ID: distr.PullID(fmt.Sprintf("%05d", i)), Count: int64(i), Pull: entitlement.Pull{Time: w.clock.now()}})
	}
	require.NoError(t, w.store.Update(t.Context(), "acme", func(tx distr.VendorTx) error { return tx.PutPulls(all) }))
	read := func(q distr.PullQuery, most int) (ids []string) {
		for r, err := range w.acme.EachPull(t.Context(), q) {
			require.NoError(t, err)
			if ids = append(ids, string(r.ID)); len(ids) == most {
				break
			}
		}
		return ids
	}
	got := read(distr.PullQuery{}, 0)
	require.Len(t, got, many)
	require.IsIncreasing(t, got)
	require.Len(t, read(distr.PullQuery{Limit: 3}, 0), many, "it reads to the end")
	require.Len(t, read(distr.PullQuery{}, 1001), 1001)
	require.Equal(t, []string{"02499"}, read(distr.PullQuery{After: all[many-2].Mark()}, 0))
	require.Empty(t, read(distr.PullQuery{Customer: "globex"}, 0))

	ended, end := context.WithCancel(t.Context())
	end()
	var failures int
	for _, err := range w.acme.EachPull(ended, distr.PullQuery{}) {
		require.ErrorIs(t, err, context.Canceled)
		failures++
	}
	require.Equal(t, 1, failures)
}
