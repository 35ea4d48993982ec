package distr

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// errNobodyKeeps is what a door hears that lets people pull while nobody writes
// the pull log.
var errNobodyKeeps = errors.New("nobody keeps the pull log, so pulls would be lost from it: let Hub.KeepPulls run for as long as anybody may pull")

// Ready is an error as long as nobody keeps the pull log; see [Hub.KeepPulls]. It
// asks no store and may be called for every request.
func (v *Vendor) Ready() error {
	if v.hub.pulls.keepers.Load() == 0 {
		return errNobodyKeeps
	}
	return nil
}

// LogPull writes a pull into the log, at the hub's time. It waits for nothing:
// whoever runs [Hub.KeepPulls] writes the entry, within a second or so.
//
// What was asked for within ten minutes with one credential is one entry for each
// version of a repository that was allowed, and Count says how often. So it is
// for each refusal of a reference. Whoever is refused more than [MaxRefusals]
// references in ten minutes gets one entry more for each reason, which names no
// repository and no reference and counts all further ones.
//
// The log is not part of what is decided, so a failure is for the caller to
// report and not a reason to refuse. An entry for which there is no room is no
// failure: [PullLogState] counts it.
func (v *Vendor) LogPull(_ context.Context, p tenant.Principal, pull entitlement.Pull) error {
	pull.Time = v.hub.now()
	if pull.Allowed {
		v.held.usedBy(p).notePull(pull.Time)
	}
	if err := v.hub.pulls.log(v.who(p), pull, v.newEntry); err != nil {
		return fmt.Errorf("logging a pull of %s: %w", pull.Repository, err)
	}
	return v.Ready()
}

// LogSent adds to the log what was sent of a pull besides the answer that began
// it. It belongs to the entry of the same credential and repository that was in
// use last, if the content is part of its version and there was no pause of ten
// minutes, and else to that of another version that has it. If there is none it
// begins one: whoever asks for content by digest alone pulls, too.
func (v *Vendor) LogSent(_ context.Context, p tenant.Principal, s entitlement.Sent) error {
	at := v.hub.now()
	if s.Bytes > 0 {
		v.held.usedBy(p).notePull(at)
	}
	if err := v.hub.pulls.sent(v.who(p), s, at, v.newEntry); err != nil {
		return fmt.Errorf("logging what was sent of %s: %w", s.Repository, err)
	}
	return v.Ready()
}

// who is the principal as the log keys it: the room is the handle's, whatever the
// principal says.
func (v *Vendor) who(p tenant.Principal) tenant.Principal {
	p.Vendor = v.id
	return p
}

// newEntry makes an entry for a pull that begins one. The credential's name is
// taken from memory, where it is as a rule; else the writer looks it up.
func (v *Vendor) newEntry(p tenant.Principal, pull entitlement.Pull) (PullRecord, error) {
	if err := tenant.CheckID("vendor", string(v.id)); err != nil {
		return PullRecord{}, err
	}
	id, err := tenant.NewID("pul", v.hub.config.Rand)
	if err != nil {
		return PullRecord{}, err
	}
	pull.Reference, pull.Client = plain(pull.Reference, maxReference), plain(pull.Client, maxClient)
	return PullRecord{
		ID: PullID(id), Customer: p.Customer, Token: p.Credential, TokenName: v.held.tokenName(p), Count: 1, Pull: pull,
	}, nil
}

// tokenName is the name of a principal's credential, if it is known without
// asking the store.
func (s *snapshot) tokenName(p tenant.Principal) string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if p.Side == tenant.VendorSide {
		return s.staff[p.Credential].Name
	}
	if r := s.living[p.Customer]; r != nil {
		return r.credentials[p.Credential].Name
	}
	return ""
}

// Pulls lists the pull log, oldest first. What was pulled just now is in it a
// second later.
//
// Of what was refused a customer's own people are told what was asked for, and not
// what that is nor why: Version and Digest are empty and Reason is
// entitlement.Unknown. A query for a version or for another reason lists none of it.
func (v *Vendor) Pulls(ctx context.Context, q PullQuery) (pulls []PullRecord, err error) {
	q, nothing := v.toldQuery(q)
	err = v.lookLog(ctx, q.Customer, func(view VendorView) error {
		if pulls = nil; nothing {
			return nil
		}
		pulls, err = shown(q.Limit, q.Oldest, func(limit int) ([]PullRecord, error) {
			q := q
			q.Limit = limit
			return view.Pulls(q)
		}, v.toldPulls)
		return err
	})
	return pulls, err
}

// pullPage is how many entries EachPull has in memory.
const pullPage = 1000

// EachPull yields what Pulls lists, reading page by page: of a log of any length
// only a little is in memory. An error is the last thing that it yields. The
// query's After is where it begins; Limit and Oldest are not looked at.
func (v *Vendor) EachPull(ctx context.Context, q PullQuery) iter.Seq2[PullRecord, error] {
	return func(yield func(PullRecord, error) bool) {
		q := q
		q.Limit, q.Oldest = pullPage, true
		for {
			page, err := v.Pulls(ctx, q)
			if err != nil {
				yield(PullRecord{}, err)
				return
			}
			for _, p := range page {
				if !yield(p, nil) {
					return
				}
			}
			if len(page) < pullPage {
				return
			}
			q.After = page[len(page)-1].Mark()
		}
	}
}
