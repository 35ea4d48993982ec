package distr_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A valve is a store whose updates stand still or fail when a test wants it.
type valve struct {
	distr.Store
	mu      sync.Mutex
	shut    chan struct{} // nil: it is open
	deaf    bool          // shut, it does not hear that its context has ended
	fails   error
	updates int // that were begun
}

func (s *valve) Update(ctx context.Context, v tenant.VendorID, fn func(distr.VendorTx) error) error {
	s.mu.Lock()
	s.updates++
	shut, deaf, fails := s.shut, s.deaf, s.fails
	s.mu.Unlock()
	switch {
	case fails != nil:
		return fails
	case shut != nil && deaf:
		<-shut
	case shut != nil:
		select {
		case <-shut:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return s.Store.Update(ctx, v, fn)
}

func (s *valve) set(change func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change()
}

func (s *valve) count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.updates
}

// A plumbing is a world whose hub writes through a valve, and a spill file.
type plumbing struct {
	*world
	valve *valve
	hub   *distr.Hub
	spill string
	puller
}

func newPlumbing(t *testing.T) *plumbing {
	t.Helper()
	w := newWorld(t)
	p := &plumbing{world: w, valve: &valve{Store: w.store}, spill: filepath.Join(t.TempDir(), "pulls.spill")}
	p.hub = w.newHub(p.valve)
	p.puller = w.puller(t, p.hub.Vendor("acme"), "globex")
	return p
}

// each logs that many different pulls, from the first one on.
func (p *plumbing) each(first, n int) {
	p.t.Helper()
	for i := first; i < first+n; i++ {
		p.log(allowed(fmt.Sprintf("1.%05d", i)))
		p.clock.move(time.Millisecond)
	}
}

// requireEach is that these are in the store, and each of them once.
func (p *plumbing) requireEach(n int) {
	p.t.Helper()
	var want, got []string
	for i := range n {
		want = append(want, fmt.Sprintf("1.%05d", i))
	}
	for _, r := range listed(p.t, p.acme) {
		got = append(got, r.Version)
		require.EqualValues(p.t, 1, r.Count)
	}
	require.Equal(p.t, want, got)
}

func (p *plumbing) spilled() int {
	p.t.Helper()
	text, err := os.ReadFile(p.spill)
	require.NoError(p.t, err)
	return strings.Count(string(text), "\n") - 1 // but for the header
}

// TestOneUpdateForMany counts updates: one for all that came within half a
// second, another for what was sent of them, some seconds later, and one for when
// the customer was there.
func TestOneUpdateForMany(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPlumbing(t)
		stop := keep(t, p.hub, distr.PullLog{Spill: p.spill})
		p.each(0, 900)
		time.Sleep(time.Second)
		p.requireEach(900)
		require.Equal(t, 1, p.valve.count())
		for range 1000 {
			p.sent(sent(1, "1.00899"))
		}
		time.Sleep(10 * time.Second)
		require.Equal(t, 3, p.valve.count())
		pulls := listed(t, p.acme)
		require.EqualValues(t, 1100, pulls[899].Bytes)
		time.Sleep(time.Hour)
		require.Equal(t, 3, p.valve.count(), "and then there is nothing to write")
		require.NoError(t, stop())
		require.Equal(t, 3, p.valve.count())
	})
}

// TestAStoreThatStandsStill lets a store hang while people pull. No pull waits,
// everything goes to the disk, and is in the store when that goes on.
func TestAStoreThatStandsStill(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPlumbing(t)
		stop := keep(t, p.hub, distr.PullLog{Spill: p.spill})
		shut := make(chan struct{})
		p.valve.set(func() { p.valve.shut, p.valve.deaf = shut, true })
		p.each(0, 10)
		time.Sleep(time.Second) // the store has these, and does not answer
		p.each(10, 3000)
		require.Positive(t, p.hub.PullLog().Waiting)
		time.Sleep(2 * time.Second)
		require.Equal(t, distr.PullLogState{Kept: true}, p.hub.PullLog())
		require.Equal(t, 3010, p.spilled(), "also those that the store may have")
		p.sent(sent(5, "1.03009"))
		time.Sleep(10 * time.Second)
		require.Equal(t, 3011, p.spilled(), "and what was sent of one that is there already")
		require.Empty(t, listed(t, p.acme))

		p.valve.set(func() { p.valve.shut = nil })
		close(shut)
		time.Sleep(time.Second)
		p.requireEach(3010)
		require.EqualValues(t, 105, listed(t, p.acme)[3009].Bytes, "as it was last")
		require.Zero(t, p.spilled())
		p.each(3010, 5)
		require.NoError(t, stop())
		p.requireEach(3015)
		require.Zero(t, p.hub.PullLog().Lost)
	})
}

// TestAStoreThatFails lets a store fail and recover several times.
func TestAStoreThatFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPlumbing(t)
		stop := keep(t, p.hub, distr.PullLog{Spill: p.spill})
		for round := range 4 {
			p.valve.set(func() { p.valve.fails = errors.New("database is gone") })
			p.each(round*20, 10)
			time.Sleep(3 * time.Second)
			require.Equal(t, distr.PullLogState{Kept: true}, p.hub.PullLog())
			require.Equal(t, 10, p.spilled())
			p.each(round*20+10, 10)
			p.valve.set(func() { p.valve.fails = nil })
			time.Sleep(3 * time.Second)
			require.Zero(t, p.spilled())
			p.requireEach(round*20 + 20)
		}
		tries := p.valve.count()
		require.Less(t, tries, 100, "it was asked now and then, and not without end")
		require.NoError(t, stop())
	})
}

// TestNothingIsTakenWithoutASpillFile lets a store hang when there is no disk:
// what fits waits in memory, the rest is counted.
func TestNothingIsTakenWithoutASpillFile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPlumbing(t)
		stop := keep(t, p.hub, distr.PullLog{Queue: 100})
		p.valve.set(func() { p.valve.fails = errors.New("database is gone") })
		p.each(0, 150)
		time.Sleep(time.Minute)
		require.Equal(t, distr.PullLogState{Kept: true, Waiting: 100, Lost: 50}, p.hub.PullLog())
		p.sent(sent(5, "1.00099"))
		p.valve.set(func() { p.valve.fails = nil })
		time.Sleep(time.Second)
		p.requireEach(100)
		time.Sleep(10 * time.Second)
		require.EqualValues(t, 105, listed(t, p.acme)[99].Bytes, "what has its entry goes on")
		require.NoError(t, stop())
		require.EqualValues(t, 50, p.hub.PullLog().Lost)
	})
}

// TestEndOfAKeeper ends one in each state that a store can be in.
func TestEndOfAKeeper(t *testing.T) {
	for _, tt := range []struct {
		name    string
		trouble func(s *valve, shut chan struct{})
		spill   bool
		lost    string
		there   int
	}{
		{"the store works", func(*valve, chan struct{}) {}, true, "", 2500},
		{"the store works, no spill file", func(*valve, chan struct{}) {}, false, "", 2500},
		{"the store fails", func(s *valve, _ chan struct{}) { s.fails = errors.New("database is gone") }, true, "", 0},
		{"the store fails, no spill file", func(s *valve, _ chan struct{}) { s.fails = errors.New("database is gone") }, false, "2500 entries could not be kept", 0},
		{"the store hangs", func(s *valve, shut chan struct{}) { s.shut = shut }, true, "", 0},
		{"the store hangs, no spill file", func(s *valve, shut chan struct{}) { s.shut = shut }, false, "2500 entries could not be kept", 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := newPlumbing(t)
				spill := ""
				if tt.spill {
					spill = p.spill
				}
				stop := keep(t, p.hub, distr.PullLog{Spill: spill})
				p.valve.set(func() { tt.trouble(p.valve, make(chan struct{})) })
				p.each(0, 2500)
				err := stop()
				if tt.lost == "" {
					require.NoError(t, err)
				} else {
					require.ErrorContains(t, err, tt.lost)
				}
				p.requireEach(tt.there)
				require.Zero(t, p.hub.PullLog().Waiting)
				if tt.lost != "" || !tt.spill {
					return
				}
				// The next process takes it in.
				next := p.newHub(p.store)
				require.NoError(t, keep(t, next, distr.PullLog{Spill: p.spill})())
				p.requireEach(2500)
				require.Zero(t, p.spilled())
			})
		})
	}
}

// TestSeveralKeepers lets two servers keep the log of one hub. When the one that
// writes ends, the other takes over; nobody is refused meanwhile.
func TestSeveralKeepers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPlumbing(t)
		first := keep(t, p.hub, distr.PullLog{})
		second := keep(t, p.hub, distr.PullLog{Spill: p.spill})
		third := keep(t, p.hub, distr.PullLog{})
		p.each(0, 10)
		time.Sleep(time.Second)
		p.requireEach(10)
		require.Equal(t, 1, p.valve.count(), "one writes")
		require.NoError(t, third())
		p.each(10, 10)
		require.NoError(t, first())
		p.requireEach(20)
		require.NoError(t, p.v.Ready())
		p.each(20, 10)
		time.Sleep(time.Second)
		p.requireEach(30)
		require.Zero(t, p.spilled(), "the second has its file")
		p.each(30, 10)
		require.NoError(t, second())
		p.requireEach(40)
		require.Error(t, p.v.Ready())
	})
}

// TestNamesAreLookedUp logs for whom no name is in memory.
func TestNamesAreLookedUp(t *testing.T) {
	w := newWorld(t)
	globex := w.puller(t, w.acme, "globex")
	staff, _, err := w.acme.NewStaffToken(t.Context(), "pipeline")
	require.NoError(t, err)
	hub := w.newHub(w.store)
	stop := keep(t, hub, distr.PullLog{})
	globex.v = hub.Vendor("acme")
	globex.log(allowed("1.4.2"))
	globex.p.Credential = "crd_nobody"
	globex.log(allowed("1.4.2"))
	globex.p.Customer = "nobody"
	globex.log(allowed("1.4.2"))
	globex.p = tenant.Principal{Side: tenant.VendorSide, Vendor: "acme", Credential: staff.ID}
	globex.log(allowed("1.4.2"))
	require.NoError(t, stop())
	var names []string
	for _, r := range listed(t, w.acme) {
		names = append(names, r.TokenName)
	}
	require.ElementsMatch(t, []string{"cluster", "", "", "pipeline"}, names)
}

// TestManyAtOnce lets many pull while the store fails now and then. Everything is
// counted, once.
func TestManyAtOnce(t *testing.T) {
	const customers, rounds = 8, 300
	p := newPlumbing(t)
	stop := keep(t, p.hub, distr.PullLog{Spill: p.spill, Every: time.Millisecond})
	var all sync.WaitGroup
	for i := range customers {
		who := p.p
		who.Credential = tenant.CredentialID(fmt.Sprint("crd_", i))
		all.Go(func() {
			for n := range rounds {
				if i == 0 {
					p.valve.set(func() {
						p.valve.fails = nil
						if n%7 < 3 {
							p.valve.fails = errors.New("database is gone")
						}
					})
				}
				pull := allowed(fmt.Sprint("1.", n%50))
				s := sent(3, pull.Version)
				if err := errors.Join(p.v.LogPull(t.Context(), who, pull), p.v.LogSent(t.Context(), who, s)); err != nil {
					t.Error(err)
				}
				p.hub.PullLog()
			}
		})
	}
	all.Wait()
	p.valve.set(func() { p.valve.fails = nil })
	require.NoError(t, stop())
	if p.spilled() > 0 { // it ended when the store had only just failed
		require.NoError(t, keep(t, p.newHub(p.store), distr.PullLog{Spill: p.spill})())
	}
	pulls := listed(t, p.acme)
	require.Len(t, pulls, customers*50)
	for _, r := range pulls {
		require.EqualValues(t, rounds/50, r.Count)
		require.EqualValues(t, rounds/50*103, r.Bytes)
		require.Equal(t, entitlement.Granted, r.Reason)
	}
}
