// Package entitlement answers one question: may this version be used?
//
// A vendor publishes releases of a product; a release pins one root digest in
// each of the product's repositories. A walk of that root finds everything that
// it consists of, its [Closure]; the closures of a repository's releases make
// its [Contents]: tag → digest, digest → releases. A [Grant] names versions of
// one product; all grants of one product that a customer has are its [Holding];
// [Holding.Decide] says yes or no, and why. Proxy, API, portal and the offline
// agent all ask it, and nothing else decides.
//
//	tag or digest ──Contents──► versions ──Holding.Decide(at)──► Decision
//
// Everything here is a value: no clock, no I/O, no lock. The time is an argument.
//
// # The traps
//
// Layers are shared between versions. Content may be used if any version that
// holds it is granted: asking about the first one found refuses what was paid
// for, and asking about none at all must be no. That is why Decide takes a list,
// and why an empty list is never allowed.
//
// A [Referrer] belongs to every version that holds its subject, at whatever time
// either came, and its subject never belongs to it: who was granted a signature
// was not granted what it signs.
//
// [Holding.Resolve] says what a tag means, not whether it may be pulled. An alias
// means only what is held, but a tag from which a version was published means
// that version to everyone.
//
// A set of versions that is empty is none, never all; [All] has to be said.
package entitlement
