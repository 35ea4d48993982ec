// Package server wires one vendor's doors into one HTTP server: the registry
// proxy in front of the embedded registry, and /healthz for whoever watches the
// process.
//
// # The trap
//
// There is no limit on how long a response may take as a whole: a layer of ten
// gigabytes over a slow line takes hours and is fine. What is limited is how
// long a client may take to send its request's headers, and how long a
// connection may idle; a stalled download is ended by the proxy, which moves the
// write deadline as long as bytes flow.
package server
