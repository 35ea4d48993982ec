// Package server wires one vendor's doors into one HTTP server: the registry proxy
// in front of the embedded registry, and what those want to know who run it.
//
// /healthz says that the process runs. /readyz says whether requests should be sent
// here: when it is to end, it says no first, goes on for a while if that is asked
// for, and then lets the requests that run come to their end. Numbers and profiles
// are on a port of their own, and never on the one for clients.
//
// Each request has an ID, which stands in its answer and in every line of the log
// about it. It is in the request's context, for the log to find: that is tracing,
// and nothing is decided by it.
//
// # The trap
//
// There is no limit on how long a response may take as a whole: a layer of ten
// gigabytes over a slow line takes hours and is fine. What is limited is how
// long a client may take to send its request's headers, and how long a
// connection may idle; a stalled download is ended by the proxy, which moves the
// write deadline as long as bytes flow.
package server
