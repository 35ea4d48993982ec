// Package public says what is on the public Internet, for whoever connects to an
// address that somebody else has named: a redirect of a registry, the address of a
// webhook.
//
// # The trap
//
// A name says nothing. It may resolve to anything, and to something else the next
// time, so what counts is the address that is connected to ([Target]), at the moment
// at which it is: ask in net.Dialer.Control. [Name] only finds out early what can
// not be meant, and is all that can be asked where a proxy resolves names.
package public
