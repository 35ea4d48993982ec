package distr_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

func TestRecordUse(t *testing.T) {
	onEachStore(t, "once", func(t *testing.T, o *office) {
		licensed(t, o, o.globex, nil)
		before := o.events(t, "globex")
		now := o.clock.now()
		first := scan(t, o.globex, "scan-1", 3, now)
		require.True(t, first.Fresh)
		require.Equal(t, license.ContractID("lic_1"), first.Contract)
		require.Equal(t, license.Standing{Level: license.Within, Used: 3, Limit: 100}, first.Standing)
		require.True(t, first.Period.Contains(now))

		again := scan(t, o.globex, "scan-1", 3, now)
		first.Fresh = false
		require.Equal(t, first, again)
		require.Equal(t, first, scan(t, o.globex, "scan-1", 3, time.Time{}), "who does not say when says nothing else")
		require.Equal(t, before, o.events(t, "globex"), "a use is no event")

		for _, other := range []distr.Use{{Key: "scan-1", Quantity: 4, At: now}, {Key: "scan-1", Quantity: 3, At: now.Add(time.Microsecond)}} {
			_, err := o.globex.RecordUse(t.Context(), other)
			require.ErrorIs(t, err, tenant.ErrConflict)
			var was *distr.UsedOtherwise
			require.ErrorAs(t, err, &was)
			require.Equal(t, int64(3), was.Was.Quantity)
			require.ErrorContains(t, err, `use "scan-1" is recorded already, as 3 per-scan at 2026-03-01T12:00:00Z`)
		}
		require.Equal(t, int64(4), scan(t, o.globex, "Scan-1", 0, now).Standing.Used, "keys are compared exactly, and the quantity is 1 if it is not said")

		o.clock.move(100 * 24 * time.Hour)
		require.False(t, scan(t, o.globex, "scan-1", 3, now).Fresh, "for ever")
		_, err := o.globex.EndContract(t.Context(), "lic_1", time.Time{})
		require.NoError(t, err)
		require.False(t, scan(t, o.globex, "scan-1", 3, now).Fresh, "also when no license is in force any more")
	})
	onEachStore(t, "late and early", func(t *testing.T, o *office) {
		licensed(t, o, o.globex, nil)
		start := o.clock.now()
		o.clock.move(31*24*time.Hour - 30*time.Minute) // in Berlin it is summer by now: the period has begun an hour before
		require.Equal(t, 1, scan(t, o.globex, "of April", 1, time.Time{}).Period.Number)
		late := scan(t, o.globex, "of March", 1, start.Add(time.Hour))
		require.Equal(t, 0, late.Period.Number)
		require.False(t, late.Late)
		o.clock.move(72 * time.Hour)
		late = scan(t, o.globex, "of March, too late for it", 5, start.Add(time.Hour))
		require.Equal(t, 1, late.Period.Number)
		require.True(t, late.Late)
		require.Equal(t, int64(6), late.Standing.Used)
		require.True(t, scan(t, o.globex, "of March, too late for it", 5, start.Add(time.Hour)).Late)
		_, err := o.globex.RecordUse(t.Context(), distr.Use{Key: "tomorrow", At: o.clock.now().Add(24 * time.Hour)})
		require.ErrorIs(t, err, tenant.ErrInvalid)
	})
	onEachStore(t, "nothing is sold", func(t *testing.T, o *office) {
		_, err := o.globex.RecordUse(t.Context(), distr.Use{Key: "scan-1"})
		require.ErrorIs(t, err, tenant.ErrForbidden)
		require.ErrorContains(t, err, "no license for per-scan use was in force")
		licensed(t, o, o.globex, func(c *license.Contract) { c.Terms.Model = license.Unlimited })
		r := scan(t, o.globex, "scan-1", 1000, time.Time{})
		require.Equal(t, license.Standing{Level: license.Within}, r.Standing, "nothing is metered")
		require.True(t, r.Fresh)
		require.False(t, scan(t, o.globex, "scan-1", 1000, time.Time{}).Fresh)
	})
	onEachStore(t, "blocked", func(t *testing.T, o *office) {
		licensed(t, o, o.globex, func(c *license.Contract) { c.Terms.Overage = license.Block })
		scan(t, o.globex, "many", 99, time.Time{})
		_, err := o.globex.RecordUse(t.Context(), distr.Use{Key: "two", Quantity: 2})
		var over *license.OverLimit
		require.ErrorAs(t, err, &over)
		require.ErrorIs(t, err, tenant.ErrForbidden)
		require.Equal(t, license.OverLimit{Contract: "lic_1", More: 2, Standing: license.Standing{Level: license.Alert, Used: 99, Limit: 100, Threshold: 80}}, *over)
		require.Equal(t, int64(100), scan(t, o.globex, "one", 1, time.Time{}).Standing.Used)
		require.False(t, scan(t, o.globex, "many", 99, time.Time{}).Fresh, "what was counted is not refused later")
		_, err = o.globex.RecordUse(t.Context(), distr.Use{Key: "three"})
		require.ErrorAs(t, err, &over)
	})
}

func TestRecordUseRefuses(t *testing.T) {
	o := newOffice(t)
	licensed(t, o, o.globex, nil)
	for _, tt := range []struct {
		name string
		use  distr.Use
		why  string
	}{
		{name: "no key", use: distr.Use{}, why: "it has 0 bytes"},
		{name: "a long key", use: distr.Use{Key: strings.Repeat("k", 201)}, why: "it has 201 bytes"},
		{name: "a key of two lines", use: distr.Use{Key: "a\nb"}, why: "without control characters"},
		{name: "a key that is no text", use: distr.Use{Key: "\xff"}, why: "without control characters"},
		{name: "less than nothing", use: distr.Use{Key: "k", Quantity: -1}, why: "quantity -1"},
		{name: "too much", use: distr.Use{Key: "k", Quantity: math.MaxInt64}, why: "quantity 9223372036854775807"},
		{name: "assets", use: distr.Use{Key: "k", Model: license.PerAsset}, why: "add and archive assets instead"},
		{name: "what is unlimited", use: distr.Use{Key: "k", Model: license.Unlimited}, why: `model "unlimited"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := o.globex.RecordUse(t.Context(), tt.use)
			require.ErrorIs(t, err, tenant.ErrInvalid)
			require.ErrorContains(t, err, tt.why)
		})
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := o.globex.RecordUse(ended, distr.Use{Key: "k"})
	require.ErrorIs(t, err, context.Canceled)
	_, err = o.acme.Account("nobody").RecordUse(t.Context(), distr.Use{Key: "k"})
	require.ErrorIs(t, err, tenant.ErrNotFound)
}

// TestManyRecord lets many tell of the same scans at once, with some who may not
// among them and a store that fails now and then.
func TestManyRecord(t *testing.T) {
	onEachStore(t, "together", func(t *testing.T, o *office) {
		licensed(t, o, o.globex, func(c *license.Contract) { c.Terms.Limit = 400 })
		flaky := &flakyStore{Store: o.store}
		hub := o.newHub(flaky)
		account, stranger := hub.Vendor("acme").As(distr.Operator()).Account("globex"), hub.Vendor("acme").As(distr.CustomerUser("eve@initech.example")).Account("globex")
		const writers, scans = 8, 100
		var all sync.WaitGroup
		var fresh atomic.Int64
		errs := make(chan error, writers)
		for w := range writers {
			all.Go(func() {
				for i := range scans {
					key := fmt.Sprint("scan-", (i+w*13)%scans)
					if w == 0 {
						if _, err := stranger.RecordUse(t.Context(), distr.Use{Key: "strange " + key}); !errors.Is(err, tenant.ErrNotFound) && !errors.Is(err, errFlaky) {
							errs <- fmt.Errorf("a stranger: %w", err)
							return
						}
					}
					r, err := account.RecordUse(t.Context(), distr.Use{Key: key, Quantity: 4})
					for ; errors.Is(err, errFlaky); r, err = account.RecordUse(t.Context(), distr.Use{Key: key, Quantity: 4}) {
						continue
					}
					if err != nil {
						errs <- err
						return
					}
					if r.Fresh {
						fresh.Add(1)
					}
				}
			})
		}
		all.Wait()
		close(errs)
		for err := range errs {
			require.NoError(t, err)
		}
		require.EqualValues(t, scans, fresh.Load(), "each is a fresh one for one of them")
		standing, err := o.globex.Standing(t.Context())
		require.NoError(t, err)
		require.Equal(t, license.Standing{Level: license.Alert, Used: 400, Limit: 400, Threshold: 80}, standing[0].Standing)
		require.Equal(t, []string{"80% 320/400 r1 p0"}, alertsOf(t, o, "globex"))
		checked, err := o.acme.VerifyEvents(t.Context(), distr.Head{})
		require.NoError(t, err)
		require.NotZero(t, checked)
	})
}

var errFlaky = errors.New("not now")

// flakyStore fails every third update, some of them after everything was written.
type flakyStore struct {
	distr.Store
	asked atomic.Int64
}

func (s *flakyStore) Update(ctx context.Context, v tenant.VendorID, fn func(distr.VendorTx) error) error {
	n := s.asked.Add(1)
	return s.Store.Update(ctx, v, func(tx distr.VendorTx) error {
		if err := fn(tx); err != nil || n%3 > 0 {
			return err
		}
		return errFlaky
	})
}

// gatedStore holds updates back until it is let go.
type gatedStore struct {
	distr.Store
	entered chan struct{}
	gate    chan struct{}
}

func (s *gatedStore) Update(ctx context.Context, v tenant.VendorID, fn func(distr.VendorTx) error) error {
	s.entered <- struct{}{}
	<-s.gate
	return s.Store.Update(ctx, v, fn)
}

// TestRecordUseTogether shows that those who come while one update is written share
// the next one, and that who stops waiting holds nobody up.
func TestRecordUseTogether(t *testing.T) {
	o := newOffice(t)
	licensed(t, o, o.globex, nil)
	gated := &gatedStore{Store: o.store, entered: make(chan struct{}, 100), gate: make(chan struct{})}
	account := o.newHub(gated).Vendor("acme").As(distr.Operator()).Account("globex")
	leading, stop := context.WithCancel(t.Context())
	var all sync.WaitGroup
	results := make([]error, 21)
	tell := func(ctx context.Context, i int) {
		all.Go(func() { _, results[i] = account.RecordUse(ctx, distr.Use{Key: fmt.Sprint(i)}) })
	}
	tell(leading, 0)
	<-gated.entered
	stop() // the first one leads, and goes on for those who may have joined
	impatient, leave := context.WithCancel(t.Context())
	for i := 1; i < 21; i++ {
		if i == 1 {
			tell(impatient, i)
		} else {
			tell(t.Context(), i)
		}
	}
	leave()
	close(gated.gate)
	all.Wait()
	require.NoError(t, results[0], "it was written, though its context has ended")
	if results[1] != nil {
		require.ErrorIs(t, results[1], context.Canceled)
	}
	for _, err := range results[2:] {
		require.NoError(t, err)
	}
	_, err := account.RecordUse(t.Context(), distr.Use{Key: "1"})
	require.NoError(t, err)
	standing, err := o.globex.Standing(t.Context())
	require.NoError(t, err)
	require.EqualValues(t, 21, standing[0].Standing.Used)
}
