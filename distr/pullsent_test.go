package distr_test

import (
	"net/netip"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
)

func sent(bytes int64, versions ...string) entitlement.Sent {
	return entitlement.Sent{Repository: "acme/app", Digest: entitlement.SHA256([]byte("layer")), Version: versions[0], Versions: versions, Bytes: bytes}
}

// TestBytesGoToThePullThatTheyAreOf sends layers in the ways in which clients
// fetch them.
func TestBytesGoToThePullThatTheyAreOf(t *testing.T) {
	layer := entitlement.SHA256([]byte("layer")).String()
	for _, tt := range []struct {
		name string
		do   func(w *world, p puller)
		want []string
	}{
		{"a layer", func(_ *world, p puller) {
			p.log(allowed("1.4.2"))
			p.sent(sent(7, "1.4.2"))
		}, []string{"allowed 1.4.2 ×1 107 B"}},
		{"parts of one", func(_ *world, p puller) {
			p.log(allowed("1.4.2"))
			for range 5 {
				p.sent(sent(1, "1.4.2"))
			}
		}, []string{"allowed 1.4.2 ×1 105 B"}},
		{"a layer of two versions goes to the one that is being pulled", func(_ *world, p puller) {
			p.log(allowed("1.4.2"))
			p.log(allowed("1.4.3"))
			p.sent(sent(7, "1.4.2", "1.4.3"))
		}, []string{"allowed 1.4.2 ×1 100 B", "allowed 1.4.3 ×1 107 B"}},
		{"and to the other if that is pulled again", func(_ *world, p puller) {
			p.log(allowed("1.4.2"))
			p.log(allowed("1.4.3"))
			p.log(allowed("1.4.2"))
			p.sent(sent(7, "1.4.3", "1.4.2"))
		}, []string{"allowed 1.4.2 ×2 207 B", "allowed 1.4.3 ×1 100 B"}},
		{"a layer of the version before", func(_ *world, p puller) {
			p.log(allowed("1.4.2"))
			p.log(allowed("1.4.3"))
			p.sent(sent(7, "1.4.2"))
		}, []string{"allowed 1.4.2 ×1 107 B", "allowed 1.4.3 ×1 100 B"}},
		{"a slow line", func(w *world, p puller) {
			p.log(allowed("1.4.2"))
			w.clock.move(time.Hour)
			s := sent(7, "1.4.2")
			s.Took = time.Hour - time.Second
			p.sent(s) // it was asked for at once
			w.clock.move(5 * time.Minute)
			p.sent(sent(1, "1.4.2")) // the next began when the first was through
		}, []string{"allowed 1.4.2 ×1 108 B"}},
		{"a pause", func(w *world, p puller) {
			p.log(allowed("1.4.2"))
			w.clock.move(10 * time.Minute)
			p.sent(sent(7, "1.4.2"))
			p.sent(sent(2, "1.4.2"))
			p.log(allowed("1.4.2"))
		}, []string{"allowed 1.4.2 ×1 100 B", "allowed " + layer + " ×2 109 B"}},
		{"a layer that nobody asked for by way of a manifest", func(_ *world, p puller) {
			p.sent(sent(7, "1.4.2"))
			p.sent(sent(2, "1.4.2"))
		}, []string{"allowed " + layer + " ×1 9 B"}},
		{"nothing", func(_ *world, p puller) {
			p.sent(sent(0, "1.4.2"))
			p.sent(sent(-1, "1.4.2"))
		}, nil},
		{"after a refusal", func(_ *world, p puller) {
			p.log(refused("9"))
			p.sent(sent(7, "1.4.2"))
		}, []string{"refused 9 ×1 0 B", "allowed " + layer + " ×1 7 B"}},
		{"of another repository", func(_ *world, p puller) {
			p.log(allowed("1.4.2"))
			s := sent(7, "1.4.2")
			s.Repository = "acme/chart"
			p.sent(s)
		}, []string{"allowed 1.4.2 ×1 100 B", "allowed " + layer + " ×1 7 B"}},
		{"staff, for whom nothing has a version", func(_ *world, p puller) {
			pull := allowed("")
			pull.Reference = "edge"
			p.log(pull)
			s := sent(7, "")
			s.Versions = nil
			p.sent(s)
		}, []string{"allowed edge ×1 107 B"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			globex, initech := w.puller(t, w.acme, "globex"), w.puller(t, w.acme, "initech")
			stop := keep(t, w.hub, distr.PullLog{})
			initech.log(allowed("1.4.2")) // another's pull is none of this one's matter
			tt.do(w, globex)
			require.NoError(t, stop())
			pulls, err := w.acme.Pulls(t.Context(), distr.PullQuery{Customer: "globex"})
			require.NoError(t, err)
			require.ElementsMatch(t, tt.want, tellAll(pulls))
		})
	}
}

func TestCutShort(t *testing.T) {
	w := newWorld(t)
	globex := w.puller(t, w.acme, "globex")
	stop := keep(t, w.hub, distr.PullLog{})
	pull := allowed("1.4.2")
	pull.Address, pull.Client = netip.MustParseAddr("192.0.2.7"), "crane\xff\x00"
	globex.log(pull)
	for _, cut := range []bool{false, true, false} {
		s := sent(1, "1.4.2")
		s.Cut = cut
		globex.sent(s)
	}
	s := sent(0, "1.4.3")
	s.Cut = true
	globex.sent(s) // of a pull that never began
	require.NoError(t, stop())
	pulls := listed(t, w.acme)
	require.Len(t, pulls, 1)
	require.True(t, pulls[0].Cut)
	require.EqualValues(t, 103, pulls[0].Bytes)
	require.Equal(t, "192.0.2.7", pulls[0].Address.String())
	require.Equal(t, "crane", pulls[0].Client, "what no store could keep is left out")
}
