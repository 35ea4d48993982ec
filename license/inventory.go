package license

import "strings"

// An Inventory counts assets, each once, in whatever order they come. It holds the
// names that it has seen, and of addresses just which are counted. The zero value
// is ready to use and follows the zero [AssetPolicy]. It is not safe for
// concurrent use.
type Inventory struct {
	policy AssetPolicy
	names  map[string]struct{}
	blocks coverage
	total  int64
}

// NewInventory is an empty one that follows a policy, which is checked by
// [AssetPolicy.Check].
func NewInventory(p AssetPolicy) Inventory { return Inventory{policy: p} }

// Add counts an asset, and returns how many it adds: none if it is there already,
// and of a range those of its addresses that are not. So what a list of assets
// adds, one after the other, sums to the total, and the total is the same in any
// order.
func (v *Inventory) Add(a Asset) int64 {
	more := v.add(a)
	v.total += more
	return more
}

// Total is how many assets there are.
func (v *Inventory) Total() int64 { return v.total }

func (v *Inventory) add(a Asset) int64 {
	name := a.Canonical
	switch i := strings.Index(name, "://"); {
	case v.policy.switched():
		if p, ok := blockOf(name); ok && i < 0 {
			return v.blocks.add(p)
		}
		name = v.policy.Key(a)
	case i >= 0:
		name = name[i+len("://"):] // it has a slash, which no host has
	default:
		if p, ok := blockOf(name); ok {
			return v.blocks.add(p)
		}
	}
	if _, there := v.names[name]; there {
		return 0
	}
	if v.names == nil {
		v.names = map[string]struct{}{}
	}
	// A name may be a piece of a long text, which would be held along with it.
	v.names[strings.Clone(name)] = struct{}{}
	return 1
}
