package entitlement

import "slices"

// attach keeps more referrers, and lists those that name their subject.
func (b *builder) attach(referrers []Referrer) {
	if len(referrers) == 0 {
		return
	}
	b.referrers = append(b.referrers, referrers...)
	b.listed, b.derived = cloned(b.listed), cloned(b.derived)
	seen := map[Digest]map[Digest]bool{} // per subject: what is listed
	for _, r := range referrers {
		if r.Tag != "" {
			b.derived[r.Tag] = derived{r.Subject, r.Closure.Root}
			continue
		}
		if seen[r.Subject] == nil { // the old contents keep their list
			seen[r.Subject] = map[Digest]bool{}
			for _, d := range b.listed[r.Subject] {
				seen[r.Subject][d.Digest] = true
			}
			b.listed[r.Subject] = slices.Clip(b.listed[r.Subject])
		}
		d, there := r.Closure.descriptor()
		if there && !seen[r.Subject][d.Digest] {
			seen[r.Subject][d.Digest] = true
			b.listed[r.Subject] = append(b.listed[r.Subject], d)
		}
	}
}

// descriptor describes the root.
func (c Closure) descriptor() (Descriptor, bool) {
	for _, item := range c.Items {
		if item.Digest == c.Root {
			return Descriptor{item.MediaType, item.Digest, item.Size, c.ArtifactType, c.Annotations}, true
		}
	}
	return Descriptor{}, false
}

// settle lets what referrers consist of belong to every release that their
// subject belongs to: also if the subject itself is part of a referrer, and
// whatever of it came first. All are asked each time, which costs less than the
// copy that the builder began with.
func (b *builder) settle() {
	if len(b.referrers) == 0 {
		return
	}
	of := map[Digest][]int{} // subject → referrers
	var waiting []int
	waits := make([]bool, len(b.referrers))
	for i := range b.referrers {
		subject := b.referrers[i].Subject
		of[subject] = append(of[subject], i)
		waiting, waits[i] = append(waiting, i), true
	}
	own := map[uint32]bool{}
	for len(waiting) > 0 {
		r := &b.referrers[waiting[0]]
		waits[waiting[0]], waiting = false, waiting[1:]
		subject, known := b.Find(r.Subject)
		if !known {
			continue
		}
		from := subject.at.set
		for _, item := range r.Closure.Items {
			if !b.join(item, from, own) {
				continue
			}
			for _, next := range of[item.Digest] {
				if !waits[next] {
					waiting, waits[next] = append(waiting, next), true
				}
			}
		}
	}
}

// join lets an item belong to the releases of a set too, and says whether it did
// not before. Sets are shared, but for those in own, which one entry has alone:
// they grow in place, or the empty config of ten thousand signatures would leave
// ten thousand sets behind.
func (b *builder) join(item Item, from uint32, own map[uint32]bool) bool {
	e := b.put(item)
	had, gets := b.sets[e.set], b.sets[from]
	switch {
	case had.includes(gets):
		return false
	case gets.includes(had):
		e.set = from
		delete(own, from)
	case own[e.set]:
		b.sets[e.set].absorb(gets)
	default:
		e.set = uint32(len(b.sets))
		b.sets = append(b.sets, had.union(gets))
		own[e.set] = true
	}
	return true
}
