package distr

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// pullWindow is how long the pulls of one version with one credential are one
// pull: a client asks several times for what it fetches once.
const pullWindow = 10 * time.Minute

// LogPull writes a pull into the log, unless it belongs to one that was written
// within ten minutes: one entry per credential, repository, version and outcome,
// and for content of no version per reference. The log is not part of what is
// decided, so a failure is for the caller to report and not a reason to refuse.
func (v *Vendor) LogPull(ctx context.Context, p tenant.Principal, pull entitlement.Pull) error {
	pull.Time = v.hub.now()
	key := pullKey{p, pull.Repository, pull.Version, "", pull.Reason}
	if !pull.Allowed || pull.Version == "" {
		key.reference = pull.Reference
	}
	if !v.held.pulls.begin(key, pull.Time) {
		return nil
	}
	c, err := v.credential(ctx, p)
	if err != nil && !errors.Is(err, tenant.ErrUnauthenticated) {
		v.held.pulls.undo(key)
		return err
	}
	// The client may be gone already; its pull happened all the same.
	err = v.hub.store.Update(context.WithoutCancel(ctx), v.id, func(tx VendorTx) error {
		return tx.LogPull(PullRecord{Customer: p.Customer, Token: p.Credential, TokenName: c.Name, Pull: pull})
	})
	if err != nil {
		v.held.pulls.undo(key)
	}
	return err
}

type pullKey struct {
	who        tenant.Principal
	repository entitlement.RepositoryPath
	version    string
	reference  string
	reason     entitlement.Reason
}

// recentPulls remembers which pulls were written down lately. Forgetting one too
// early costs a second entry and nothing else, so its size is bounded by
// forgetting.
type recentPulls struct {
	mu   sync.Mutex
	seen map[pullKey]time.Time
}

// maxRecentPulls bounds what is remembered, at about 200 bytes each.
const maxRecentPulls = 50_000

// begin says whether the pull is a new one, and remembers it.
func (r *recentPulls) begin(key pullKey, at time.Time) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if last, ok := r.seen[key]; ok && at.Sub(last) < pullWindow && !at.Before(last) {
		return false
	}
	if r.seen == nil || len(r.seen) >= maxRecentPulls {
		r.seen = map[pullKey]time.Time{}
	}
	r.seen[key] = at
	return true
}

func (r *recentPulls) undo(key pullKey) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.seen, key)
}
