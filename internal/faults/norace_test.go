//go:build !race

package faults

// raced says whether the race detector watches.
const raced = false
