package license

import "slices"

// A Cliff is where buying more costs less: from one quantity on, up to where the next
// tier begins.
type Cliff struct {
	From  int64 // all quantities from it up to At cost more than At units do
	At    int64 // the first quantity of the next tier
	Saves Money // how much less At units cost than one less of them
}

// Cliffs lists where buying more costs less, by quantity. Graduated tiers have none.
// The error is that of [Tiers.Check], or an [ErrOverflow] if an amount does not fit.
func (t Tiers) Cliffs() ([]Cliff, error) {
	if err := t.Check(); err != nil || t.Graduated {
		return nil, err
	}
	var cliffs []Cliff
	for i := range t.Tiers[1:] {
		at := t.Tiers[i+1]
		lower, err := at.Price.Times(at.From)
		if err != nil {
			return nil, err
		}
		higher, err := t.Tiers[i].Price.Times(at.From - 1)
		if err != nil {
			return nil, err
		}
		if saved, err := higher.Sub(lower); err != nil {
			return nil, err
		} else if saved.Minor > 0 {
			cliffs = append(cliffs, Cliff{dearerFrom(t.Tiers[:i+1], lower), at.From, saved})
		}
	}
	return cliffs, nil
}

// dearerFrom is from which quantity of the tiers on all others cost more than an
// amount. There is one.
func dearerFrom(tiers []Tier, amount Money) (from int64) {
	for _, tier := range slices.Backward(tiers) {
		low, high := tier.From, tier.To+1 // the first that is dearer lies between them
		for low < high {
			if middle := low + (high-low)/2; tier.dearer(middle, amount) {
				high = middle
			} else {
				low = middle + 1
			}
		}
		if low > tier.To {
			break
		}
		if from = low; low > tier.From {
			break
		}
	}
	return from
}

// dearer says whether so many units cost more than an amount; more than can be said is
// more.
func (t Tier) dearer(quantity int64, than Money) bool {
	cost, err := t.Price.Times(quantity)
	return err != nil || cost.Minor > than.Minor
}
