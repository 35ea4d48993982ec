// Package memory keeps everything in memory: a [distr.Store] for tests, for
// trying things out, and for a program that fills it anew whenever it starts.
// What it holds ends with the process.
//
//	store := memory.New()
//	hub := distr.New(store, distr.Config{})
//
// Each vendor's room is a value that is never changed. An Update works on a copy
// that shares all it does not touch, and the copy becomes the room in one step.
// So a View reads one state for as long as it takes and waits for nobody, and
// what an Update has written before it failed was never anywhere to be seen.
//
// # The traps
//
// The updates of one vendor wait for each other. An Update from within an
// Update of the same vendor waits for itself, until its context ends; use what
// the outer one was given.
//
// A view or transaction ends with the function that it was given to. Kept and
// used later, each of its methods fails.
package memory
