//go:build !race

// What statements name is no matter of races, and the detector makes this ten times
// slower: scripts/test runs it without.

package sqlite

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr/storetest"
)

// A witness is a test that may fail.
type witness struct {
	ctx context.Context //nolint:containedctx // as a test has one

	mu         sync.Mutex
	complaints []string
}

func (w *witness) Helper()                  {}
func (w *witness) Context() context.Context { return w.ctx }
func (w *witness) FailNow()                 { runtime.Goexit() }

func (w *witness) Errorf(format string, args ...any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.complaints = append(w.complaints, fmt.Sprintf(format, args...))
}

// complaints runs one of the checks on a store where it may fail.
func complaints(t *testing.T, name string, s *Store) string {
	t.Helper()
	i := slices.IndexFunc(storetest.Checks(), func(c storetest.Check) bool { return c.Name == name })
	require.GreaterOrEqual(t, i, 0, "there is no check %s", name)
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	w := &witness{ctx: ctx}
	done := make(chan struct{})
	go func() {
		defer close(done)
		storetest.Checks()[i].Run(w, s)
	}()
	<-done
	require.NoError(t, ctx.Err(), "that would be a complaint of its own")
	return strings.Join(w.complaints, "\n")
}

// TestUndefended takes one condition out of one statement, as a slip would, and
// requires each check that is to find it to do so.
func TestUndefended(t *testing.T) {
	both := []string{"Twins", "Machine"}
	for _, tt := range []struct {
		name, statement string
		without         string // the first such condition, from there on
		found           []string
	}{
		{"members of all customers", "FROM members WHERE vendor = $1 AND customer = $2 ORDER BY seq", " AND customer = $2", both},
		{"members of all vendors", "FROM members WHERE vendor = $1 AND customer = $2 ORDER BY seq", "vendor = $1 AND ", both},
		{"a member removed everywhere", "DELETE FROM members WHERE vendor = $1 AND customer = $2 AND member = $3", " AND customer = $2", both},
		{"an address taken everywhere", "SELECT member FROM members WHERE vendor = $1 AND customer = $2 AND email = $3", " AND customer = $2", both[1:]},
		{"memberships at other vendors", "SELECT customer FROM members WHERE vendor = $1 AND email = $2 ORDER BY customer", "vendor = $1 AND ", both},
		{"the staff of all vendors", "FROM staff_members WHERE vendor = $1 ORDER BY seq", "WHERE vendor = $1 ", both},
		{"settings of all vendors", "FROM settings WHERE vendor = $1", " WHERE vendor = $1", both},
		{"assignments at other vendors", "SELECT customer FROM assignments WHERE vendor = $1 AND member = $2 ORDER BY customer", "vendor = $1 AND ", both},
		{"assigned to one, assigned to all", "FROM assignments WHERE vendor = $1 AND customer = $2 AND member = $3", " AND customer = $2", both},
		{"installations of all customers", "FROM installations WHERE vendor = $1 AND customer = $2 ORDER BY seq", " AND customer = $2", both},
		{"a credential removed everywhere", "DELETE FROM credentials WHERE vendor = $1 AND customer = $2 AND credential = $3", " AND customer = $2", both},
		{"a credential used everywhere", "UPDATE credentials SET used = $2 WHERE vendor = $1 AND customer = $3 AND credential = $4", " AND customer = $3", both},
		{"secrets of all customers", "FROM customer_secrets WHERE vendor = $1 AND customer = $2 ORDER BY key", " AND customer = $2", both},
		{"secrets of all vendors", "FROM secrets WHERE vendor = $1 ORDER BY key", "WHERE vendor = $1 ", both},
		{"the data key of any customer", "FROM customer_secret_keys WHERE vendor = $1 AND customer = $2", " AND customer = $2", both},
		{"a secret removed everywhere", "DELETE FROM customer_secrets WHERE vendor = $1 AND customer = $2 AND key = $3", " AND customer = $2", both[1:]},
		{"plans of all vendors", "FROM plans WHERE vendor = $1 ORDER BY plan", "WHERE vendor = $1 ", both},
		{"a plan removed everywhere", "DELETE FROM plans WHERE vendor = $1 AND plan = $2", "vendor = $1 AND ", both[1:]},
		{"lots of all vendors", "FROM lots WHERE vendor = $1 ORDER BY lot", "WHERE vendor = $1 ", both},
		{"a lot drawn everywhere", "UPDATE lots SET remaining = remaining - $3 WHERE vendor = $1 AND lot = $2 AND remaining >= $3", "vendor = $1 AND ", both[1:]},
		{"a lot overdrawn", "UPDATE lots SET remaining = remaining - $3 WHERE vendor = $1 AND lot = $2 AND remaining >= $3", " AND remaining >= $3", []string{"Conflicts", "Prices"}},
		{"sales of all vendors", "FROM sales WHERE vendor = $1 ORDER BY customer, contract", "WHERE vendor = $1 ", both},
		{"charges of all vendors", "FROM charges WHERE vendor = $1 ORDER BY customer, contract, period", "WHERE vendor = $1 ", both},
		{"sold to one, charged to all", "SELECT contract FROM sales WHERE vendor = $1 AND customer = $2 AND contract = $3", " AND customer = $2", []string{"Conflicts", "Machine"}},
		{"schedules of all rooms", "FROM schedules WHERE vendor = $1 AND customer = $2 ORDER BY seq", " AND customer = $2", both},
		{"a schedule put over those of all rooms", "UPDATE schedules SET name = $4", " AND customer = $2", both},
		{"a schedule removed everywhere", "DELETE FROM schedules WHERE vendor = $1 AND customer = $2 AND schedule = $3", " AND customer = $2", both},
		{"schedules of all vendors that are due", "FROM schedules WHERE vendor = $1 AND due <= $2", "vendor = $1 AND ", both},
		{"due runs of all vendors", "WHERE h.vendor = $1 AND h.place <= $2", "h.vendor = $1 AND ", both},
		{"due runs of all vendors, by other clocks", "WHERE h.vendor = $1 AND h.turn > h.first_due", "h.vendor = $1 AND ", []string{"Machine"}},
		{"due runs that another is in front of", "h.place <= $2 AND h.free <= $2", " AND h.free <= $2", []string{"Scans", "Machine"}},
		{"the same, by other clocks", "h.first_due <= $2 AND h.free <= $2", " AND h.free <= $2", []string{"Scans", "Machine"}},
		{"a run that is not due, by other clocks", "h.turn > $2 AND h.first_due <= $2", " AND h.first_due <= $2", []string{"Scans", "Machine"}},
		{"the head of all customers", "FROM run_heads WHERE vendor = $1 AND customer = $2", " AND customer = $2", []string{"Scans", "Machine"}},
		{"the first run of all customers", "FROM runs WHERE vendor = $1 AND customer = $2 AND live = 1 AND due IS NOT NULL", " AND customer = $2", []string{"Scans", "Machine"}},
		{"running for one, running for all", "FROM runs WHERE vendor = $1 AND customer = $2 AND state = 'running'", " AND customer = $2", []string{"Scans", "Machine"}},
		{"runs of all customers", "FROM runs WHERE vendor = $1 AND customer = $2 ORDER BY created DESC", " AND customer = $2", both},
		{"old runs of all customers", "DELETE FROM runs WHERE vendor = $1 AND customer = $2 AND live = 0", " AND customer = $2", both[1:]},
		{"runs removed that are not over", "DELETE FROM runs WHERE vendor = $1 AND customer = $2 AND live = 0", " AND live = 0", []string{"Scans"}},
		{"details of all customers", "FROM run_details WHERE vendor = $1 AND customer = $2 AND run = $3", " AND customer = $2", both},
		{"findings of all customers", "FROM findings WHERE vendor = $1 AND customer = $2 ORDER BY profile", " AND customer = $2", both},
		{"a profile for all", "UPDATE customers SET name = $3", " AND customer = $2", both},
	} {
		for _, check := range tt.found {
			t.Run(check+"/"+tt.name, func(t *testing.T) {
				touched := false
				s := openMeddled(t, func(statement string) string {
					words := strings.Join(strings.Fields(statement), " ")
					if !strings.Contains(words, tt.statement) {
						return statement
					}
					touched = true
					before, found, _ := strings.Cut(words, tt.statement)
					return before + strings.Replace(tt.statement+found, tt.without, "", 1)
				})
				found := complaints(t, check, s)
				require.True(t, touched, "there is no such statement any more")
				require.NotEmpty(t, found, "a store that has this slip passes")
			})
		}
	}
}
