package memory

import (
	"slices"

	"github.com/seed361c4c3e/distr-go/distr"
)

func (v *view) Pulls(q distr.PullQuery) ([]distr.PullRecord, error) {
	return read(v.open, func() ([]distr.PullRecord, error) {
		list := []distr.PullRecord{}
		for _, p := range v.state.pulls {
			if q.Selects(*p) {
				list = append(list, copyPull(*p))
			}
		}
		slices.SortFunc(list, func(a, b distr.PullRecord) int { return a.Mark().Compare(b.Mark()) })
		if q.Limit > 0 && len(list) > q.Limit && q.Oldest {
			return list[:q.Limit], nil
		}
		if q.Limit > 0 && len(list) > q.Limit {
			return list[len(list)-q.Limit:], nil
		}
		return list, nil
	})
}

// PutPulls looks entries up by time and ID. Of one that is there a copy takes
// its place, in a list of this transaction's own: other states read the old one.
func (t *tx) PutPulls(pulls []distr.PullRecord) error {
	return t.open.during(func() error {
		for _, p := range pulls {
			p = copyPull(p)
			mark := p.Mark()
			i, there := t.logged[mark]
			if !there {
				i, there = t.kept[mark]
			}
			if !there {
				t.logged[mark] = len(t.state.pulls)
				t.state.pulls = append(t.state.pulls, &p)
				continue
			}
			if !t.own {
				t.state.pulls, t.own = slices.Clone(t.state.pulls), true
			}
			was := *t.state.pulls[i]
			was.Count, was.Bytes, was.Cut = p.Count, p.Bytes, p.Cut
			t.state.pulls[i] = &was
		}
		return nil
	})
}
