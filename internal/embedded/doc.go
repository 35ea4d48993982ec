// Package embedded runs the distribution v3 registry inside this process, with
// the images in a folder on disk. It is the only room that may import
// distribution/v3/registry/handlers and its storage drivers, and no library
// package may import it.
//
// The registry listens nowhere. [Registry.Transport] speaks real HTTP to it
// over pipes in memory, so the proxy and go-containerregistry talk to it as to
// any other upstream, at http://[Host], and nobody else can reach it:
//
//	reg, err := embedded.Open(embedded.Config{Root: "/var/lib/distr/registry"})
//	ref, err := name.ParseReference(embedded.Host+"/acme/app:1.4.2", name.Insecure)
//	img, err := remote.Image(ref, remote.WithTransport(reg.Transport()))
//
// # Traps
//
// The registry asks nobody for a login: whoever holds the Transport may read,
// write and delete everything. All that is allowed or not is the proxy's to
// say. Repositories of two vendors may have the same name, so each vendor has
// a Root of its own.
//
// It has no referrers API; it answers 404 for an OCI manifest or index whose
// type is not listed in Accept, and for a tag of a Docker manifest list that
// is not, with the image for linux/amd64 in its stead, which has another
// digest. So ask with a full Accept. Nothing is papered over here: the proxy
// in front does that.
//
// The secret that signs uploads is made by Open and kept nowhere, so an upload
// under way when the process ends has to be begun anew; clients do that. What
// it had sent, and what a client that gave up had sent, stays on disk below
// Root in _uploads folders. No request can read it, and nothing here removes
// it.
//
// Two processes may open one Root. Nothing is cached, so each sees at once
// what the other has written. To read, that is all right; both may write, too,
// as long as nobody collects garbage meanwhile, but an upload begun with one
// can't be finished with the other.
//
// On Windows the package compiles, but expect no push to succeed there:
// distribution syncs folders to disk, which Windows refuses.
package embedded
