package sqlite

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

var errMine = errors.New("the function failed")

func TestUpdatesShareOneCommit(t *testing.T) {
	s := open(t)
	var members []member
	for i := range groupSize {
		v := []tenant.VendorID{"acme", "ACME"}[i%2]
		members = append(members, member{vendor: v, fn: add(tenant.CustomerID(fmt.Sprintf("%02d", i)))})
	}
	for _, o := range together(t, s, members...) {
		require.NoError(t, o.err)
	}
	require.EqualValues(t, 1, s.commits.Load(), "one commit for %d updates of two vendors", groupSize)
	require.Len(t, customers(t, s, "acme"), groupSize/2)
	require.Len(t, customers(t, s, "ACME"), groupSize/2)
}

func TestGroupIsBounded(t *testing.T) {
	s := open(t)
	var members []member
	for i := range 2*groupSize + 1 {
		members = append(members, member{vendor: acme, fn: add(tenant.CustomerID(fmt.Sprintf("%03d", i)))})
	}
	for _, o := range together(t, s, members...) {
		require.NoError(t, o.err)
	}
	require.GreaterOrEqual(t, s.commits.Load(), int64(3))
	require.Len(t, customers(t, s, acme), 2*groupSize+1)
}

// TestMembersAreAlone lets members of one transaction fail in every way there
// is. Each has written before it fails.
func TestMembersAreAlone(t *testing.T) {
	s := open(t)
	ended, end := context.WithCancel(t.Context())
	ending, endWithin := context.WithCancel(t.Context())
	in := func(ctx context.Context) func() context.Context { return func() context.Context { return ctx } }
	failing := func(id tenant.CustomerID, how func() error) func(distr.VendorTx) error {
		return func(tx distr.VendorTx) error {
			if err := tx.AddCustomer(customer(id)); err != nil {
				return err
			}
			return how()
		}
	}
	outcomes := together(t, s,
		member{vendor: acme, fn: failing("first", func() error { end(); return nil })},
		member{vendor: acme, fn: failing("error", func() error { return errMine })},
		member{vendor: acme, fn: add("after-error")},
		member{vendor: acme, fn: failing("panic", func() error { panic("mine") })},
		member{vendor: acme, fn: add("after-panic")},
		member{vendor: acme, fn: failing("exit", func() error { runtime.Goexit(); return nil })},
		member{vendor: acme, fn: add("after-exit")},
		member{vendor: acme, ctx: in(ending), fn: failing("cancelled", func() error { endWithin(); return nil })},
		member{vendor: acme, fn: add("first")}, // there is one already, though not yet on the disk
		member{vendor: acme, ctx: in(ended), fn: add("ended")},
		member{vendor: "ACME", fn: add("last")},
	)
	require.EqualValues(t, 1, s.commits.Load())
	require.Equal(t, []tenant.CustomerID{"after-error", "after-exit", "after-panic", "first"}, customers(t, s, acme))
	require.Equal(t, []tenant.CustomerID{"last"}, customers(t, s, "ACME"))

	for i, want := range []error{nil, errMine, nil, nil, nil, nil, nil, context.Canceled, tenant.ErrConflict, context.Canceled, nil} {
		require.ErrorIs(t, outcomes[i].err, want, "member %d", i)
	}
	require.Equal(t, outcome{panicked: "mine"}, outcomes[3], "a panic comes out where it went in")
	require.Equal(t, outcome{}, outcomes[5], "a goroutine that left has left")
	c, err := s.Changed(t.Context(), acme, 0)
	require.NoError(t, err)
	require.Equal(t, distr.Version(4), c.Version, "what was undone did not raise the version")
}

// TestContextEndsWithinStatements ends a context while its member is writing. To
// interrupt the statement would roll back what the other members have written.
func TestContextEndsWithinStatements(t *testing.T) {
	s := open(t)
	for round := range 10 {
		ctx, cancel := context.WithCancel(t.Context())
		outcomes := together(t, s,
			member{vendor: "ACME", fn: add(tenant.CustomerID(fmt.Sprintf("%02d", round)))},
			member{vendor: acme, ctx: func() context.Context { return ctx }, fn: func(tx distr.VendorTx) error {
				time.AfterFunc(time.Millisecond, cancel)
				for ctx.Err() == nil {
					if err := tx.PutPulls([]distr.PullRecord{{}}); err != nil {
						return err
					}
				}
				if err := tx.PutPulls([]distr.PullRecord{{}}); err != nil {
					return fmt.Errorf("a statement was interrupted: %w", err)
				}
				return nil
			}},
		)
		require.NoError(t, outcomes[0].err)
		require.ErrorIs(t, outcomes[1].err, context.Canceled)
		require.NotContains(t, outcomes[1].err.Error(), "interrupted")
		require.Len(t, customers(t, s, "ACME"), round+1)
	}
	require.NoError(t, s.View(t.Context(), acme, func(v distr.VendorView) error {
		pulls, err := v.Pulls(distr.PullQuery{})
		require.Empty(t, pulls)
		return err
	}))
}
