// Package faults holds no code, only tests: what the network, a disk, a registry
// behind us and a killed process can do to a server, hundreds of times, each time
// otherwise. Whatever a client gets whole is right, whatever was acknowledged is
// there afterwards, and nothing is left behind: no goroutine, no descriptor, no
// corrupt file.
//
// Chance comes from a seed that the log of a test names. To have the same again, set
// DISTR_FAULT_SEED to it; DISTR_FAULT_ROUNDS is how many rounds there are. What takes
// too long for every run is asked for: DISTR_FAULT_LAYER=100 pulls layers of 100 MB,
// and DISTR_SOAK=1h lets a server run for an hour.
//
// # The trap
//
// The seed says which fault each connection gets, and not when it is that a goroutine
// runs: the same seed is the same kind of trouble, and need not be the same failure.
package faults
