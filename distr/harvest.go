package distr

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// maxHarvest bounds the texts of what one run finds, in bytes.
const maxHarvest = 64 << 20

// errGathered is what a scanner is told that finds something after its run was over.
var errGathered = errors.New("the run is over; nothing more is taken")

// A harvest is what one attempt finds: each thing once, and no more than memory has
// room for. It is safe to share.
type harvest struct {
	targets map[string]bool

	mu     sync.Mutex
	found  map[string]Finding // by fingerprint
	texts  map[string]string  // rules and their help are the same again and again
	size   int
	err    error // why it is not all of it
	closed bool
}

func newHarvest(targets []ScanTarget) *harvest {
	h := &harvest{targets: make(map[string]bool, len(targets)), found: map[string]Finding{}, texts: map[string]string{}}
	for _, t := range targets {
		h.targets[t.Text] = true
	}
	return h
}

// add takes a finding. Its error is one that the run fails with, whether the scanner
// minds it or not.
func (h *harvest) add(f Finding) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed || h.err != nil {
		return cmp.Or(h.err, errGathered)
	}
	if f.Target != "" && !h.targets[f.Target] { // it is none of ours, so that nobody could tell when it is scanned again
		f.Target, f.Location = "", cmp.Or(f.Location, f.Target)
	}
	f, h.err = f.Complete()
	if h.err != nil {
		return h.err
	}
	was, known := h.found[f.Fingerprint]
	switch {
	case known && f.compare(was) >= 0:
		return nil
	case !known && len(h.found) == MaxFindings:
		h.err = fmt.Errorf("%w: it found more than %d things, and the first of them are kept; scan fewer targets in one run, or have the scanner look for less", tenant.ErrInvalid, MaxFindings)
		return h.err
	}
	if f = h.own(f); h.size > maxHarvest {
		h.err = fmt.Errorf("%w: what it found takes more than %d MiB, and the first of it is kept; scan fewer targets in one run, or have the scanner write less about each thing", tenant.ErrInvalid, maxHarvest>>20)
		return h.err
	}
	h.found[f.Fingerprint] = f
	return nil
}

// own is the finding with texts of its own: those of a scanner may be parts of much
// larger ones.
func (h *harvest) own(f Finding) Finding {
	for _, text := range []*string{&f.Rule, &f.Title, &f.Help, &f.Target} {
		kept, known := h.texts[*text]
		if !known {
			kept = strings.Clone(*text)
			h.texts[kept] = kept
			h.size += len(kept)
		}
		*text = kept
	}
	f.Level = FindingLevel(strings.Clone(string(f.Level)))
	for _, text := range []*string{&f.Fingerprint, &f.Message, &f.Location} {
		*text = strings.Clone(*text)
		h.size += len(*text)
	}
	return f
}

// compare puts that one first which is kept of two with the same fingerprint, in
// whichever order they come: the worse, and then the first by place and words.
func (f Finding) compare(with Finding) int {
	return cmp.Or(f.Level.Compare(with.Level), cmp.Compare(f.Target, with.Target), cmp.Compare(f.Location, with.Location), cmp.Compare(f.Line, with.Line),
		cmp.Compare(f.Message, with.Message), cmp.Compare(f.Rule, with.Rule), cmp.Compare(f.Title, with.Title), cmp.Compare(f.Help, with.Help))
}

// gather ends the harvest: what was found, by fingerprint, and why that is not all.
func (h *harvest) gather() ([]Finding, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.closed = true
	list := make([]Finding, 0, len(h.found))
	for _, f := range h.found {
		list = append(list, f)
	}
	slices.SortFunc(list, func(a, b Finding) int { return strings.Compare(a.Fingerprint, b.Fingerprint) })
	return list, h.err
}
