package entitlement

import "math/bits"

// A releaseSet is a set of ordinals of releases. Most content is in one release
// only, and a repository may have ten thousand of them, so one member costs no
// words.
type releaseSet struct {
	single int      // the only member plus one; 0 if there are none or several
	words  []uint64 // bit i of word w is ordinal 64w+i; nil unless several
}

// with is the set and one more member. It shares nothing with the old set.
func (s releaseSet) with(ordinal int) releaseSet {
	if s.has(ordinal) {
		return s
	}
	if s.single == 0 && s.words == nil {
		return releaseSet{single: ordinal + 1}
	}
	highest := max(ordinal, s.single-1, 64*len(s.words)-1)
	words := make([]uint64, highest/64+1)
	copy(words, s.words)
	if s.single > 0 {
		words[(s.single-1)/64] |= 1 << ((s.single - 1) % 64)
	}
	words[ordinal/64] |= 1 << (ordinal % 64)
	return releaseSet{words: words}
}

func (s releaseSet) has(ordinal int) bool {
	if s.words == nil {
		return s.single == ordinal+1
	}
	return ordinal/64 < len(s.words) && s.words[ordinal/64]&(1<<(ordinal%64)) != 0
}

// absorb adds the members of another set in place, so s is nobody else's and
// begins as the zero set or as a [releaseSet.union].
func (s *releaseSet) absorb(t releaseSet) {
	if more := t.span() - len(s.words); more > 0 {
		s.words = append(s.words, make([]uint64, more)...)
	}
	if t.single > 0 {
		s.words[(t.single-1)/64] |= 1 << ((t.single - 1) % 64)
	}
	for w, word := range t.words {
		s.words[w] |= word
	}
}

// union is both sets together, of which neither includes the other. It shares
// nothing with them.
func (s releaseSet) union(t releaseSet) releaseSet {
	both := releaseSet{words: make([]uint64, 0, max(s.span(), t.span()))}
	both.absorb(s)
	both.absorb(t)
	return both
}

// span is how many words the members take.
func (s releaseSet) span() int {
	if s.single > 0 {
		return (s.single-1)/64 + 1
	}
	return len(s.words)
}

// includes says whether all members of t are members of s. The last word of a set
// is never 0, so a longer one has more.
func (s releaseSet) includes(t releaseSet) bool {
	if t.words == nil {
		return t.single == 0 || s.has(t.single-1)
	}
	if len(t.words) > len(s.words) {
		return false
	}
	for w, word := range t.words {
		if word&^s.words[w] != 0 {
			return false
		}
	}
	return true
}

// last is the highest ordinal that is in both sets.
func (s releaseSet) last(t releaseSet) (int, bool) {
	switch {
	case s.single > 0:
		return s.single - 1, t.has(s.single - 1)
	case t.single > 0:
		return t.single - 1, s.has(t.single - 1)
	}
	for w := min(len(s.words), len(t.words)) - 1; w >= 0; w-- {
		if both := s.words[w] & t.words[w]; both != 0 {
			return 64*w + 63 - bits.LeadingZeros64(both), true
		}
	}
	return 0, false
}

// each lists the members, lowest first.
func (s releaseSet) each(yield func(ordinal int) bool) {
	if s.single > 0 {
		yield(s.single - 1)
		return
	}
	for w, word := range s.words {
		for ; word != 0; word &= word - 1 {
			if !yield(64*w + bits.TrailingZeros64(word)) {
				return
			}
		}
	}
}
