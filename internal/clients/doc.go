// Package clients holds no code, only a test: real clients pull through a real
// server, every case with every client that can ask it. It is where we find out
// that docker, podman, skopeo, crane, helm, cosign, containerd's resolver and
// oras' library agree with what the specifications say.
//
// The trap is a client that shows less than it was told. What is refused has to
// fail with the reason in the client's own words, and what is pulled has to be
// what was asked for, by its digest: a pull that ended well is no proof.
package clients
