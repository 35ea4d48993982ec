package storetest

import (
	"iter"
	"maps"
	"slices"
)

// sorted goes through a map by its keys, so that a store that breaks several promises
// of one check is found by the same one each time.
func sorted[V any](m map[string]V) iter.Seq2[string, V] {
	return func(yield func(string, V) bool) {
		for _, key := range slices.Sorted(maps.Keys(m)) {
			if !yield(key, m[key]) {
				return
			}
		}
	}
}
