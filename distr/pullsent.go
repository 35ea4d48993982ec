package distr

import (
	"slices"
	"time"

	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// sent adds what was sent to the entry that it belongs to.
func (b *pullBook) sent(who tenant.Principal, s entitlement.Sent, at time.Time, entry entryMaker) error {
	begun := at.Add(-s.Took)
	b.mu.Lock()
	defer b.mu.Unlock()
	if e := b.belongs(who, s, begun); e != nil {
		if s.Bytes > 0 || s.Cut {
			b.grow(e, at, s.Bytes, s.Cut)
		}
		return nil
	}
	if s.Bytes <= 0 {
		return nil
	}
	key := pullKey{who: who, repository: s.Repository, version: s.Version, reason: entitlement.Granted}
	reference := s.Digest.String()
	if s.Version == "" {
		key.reference = reference
	}
	return b.begin(key, entitlement.Pull{
		Time: at, Repository: s.Repository, Reference: reference, Digest: s.Digest, Version: s.Version, Allowed: true, Reason: entitlement.Granted,
		Bytes: s.Bytes, Cut: s.Cut, Client: s.Client, Address: s.Address,
	}, entry)
}

func (b *pullBook) belongs(who tenant.Principal, s entitlement.Sent, begun time.Time) *openPull {
	e := b.last[pullPlace{who, s.Repository}]
	if e.goesOn(begun) && (len(s.Versions) == 0 || e.record.Version == "" || slices.Contains(s.Versions, e.record.Version)) {
		return e
	}
	for i := len(s.Versions) - 1; i >= max(0, len(s.Versions)-maxSearched); i-- {
		e := b.open[pullKey{who: who, repository: s.Repository, version: s.Versions[i], reason: entitlement.Granted}]
		if e.goesOn(begun) {
			return e
		}
	}
	return nil
}

// goesOn says whether something that was asked for then can be part of the pull.
func (e *openPull) goesOn(begun time.Time) bool {
	return e != nil && begun.Sub(e.latest) < pullWindow
}
