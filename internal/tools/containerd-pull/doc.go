// Command containerd-pull pulls an image as containerd does, with containerd's
// own resolver, fetcher and handlers, but without a daemon:
//
//	REGISTRY_USER=globex REGISTRY_PASSWORD=dst_… containerd-pull 127.0.0.1:5000/acme/app:1.4.2
//
// It fetches everything below the reference, for all platforms, into a content
// store that compares each digest, prints the root's digest and throws the rest
// away. A digest that is no manifest's is fetched as a blob, which is what
// containerd makes of one. With -referrers it prints instead what refers to the
// reference: a digest and an artifact type a line. What goes wrong is printed in
// containerd's words, and the exit code is 1.
//
// A registry on a loopback address is asked over plain HTTP, any other over TLS.
//
// The trap is in the name: a program called containerd in a folder that is in
// PATH would be the one that dockerd starts.
package main
