// Command oras-pull pulls an artifact as oras, Flux and Argo do, with the
// library that they are made of, since the program oras itself is no Go module
// that could be had:
//
//	REGISTRY_USER=globex REGISTRY_PASSWORD=dst_… oras-pull 127.0.0.1:5000/acme/app:1.4.2
//
// It copies everything below the reference, for all platforms, into a store that
// compares each digest, prints the root's digest and throws the rest away. With
// -blob the reference is that of a blob. With -referrers it prints instead what
// refers to the reference: a digest and an artifact type a line. What goes wrong
// is printed in the library's words, and the exit code is 1.
//
// A registry on a loopback address is asked over plain HTTP, any other over TLS.
//
// The trap: without a cache the library asks for a token before each request, so
// a pull that works says nothing of whether a token lasts. The oras program has
// a cache, and so has this one.
package main
