// Package registryproxy is docker's door: it lets a vendor's customers pull what
// they hold from any OCI registry, with the clients that they have, and nothing
// else.
//
//	proxy, err := registryproxy.New(vendor, registryproxy.Config{
//		Upstream:  registryproxy.Upstream{Registry: "registry.internal:5000"},
//		PublicURL: "https://registry.acme.example",
//	})
//	http.ListenAndServe(addr, proxy) // behind something that speaks TLS
//
// A [Proxy] serves one vendor and asks a [Gatekeeper] on every request. The
// whole way of a pull is one function, in pull.go. The vendor's staff push
// through the same address when the gate is a [Publisher] too. A [Walker] finds
// out, when a release is published, what it consists of; from then on a tag
// means what it meant then, and the upstream is asked for blobs only, by digest.
//
// A repository may lie in a registry of its own, under another name, with a login
// of its own or of the grant: a gate that is a [Locator] says so. Every request to
// a registry is made anew of what was understood of the client's, with a token
// that belongs to that registry, repository and login and to no other.
//
// # Why a token server alone is not enough
//
// The scope of a token names a repository and actions, never a tag or a digest.
// A registry that trusts tokens can keep a customer out of a repository and not
// out of a version. So here a token says who somebody is, and no more than which
// repositories it was made for; every request is decided anew, and an edit of a
// grant is in force with the next one, however long tokens live.
//
// # What is in a token
//
// The claim "access" is the distribution specification's: of what the client
// asked for, that in which something is held. Any registry may trust it.
//
// Were that all, a client that asks for another repository would be sent for a
// new token, get the same one, and print "unauthorized"; it would never see that
// there is no such repository, nor that its grants have ended on a certain day.
// So what else was asked for is in a claim of our own, "asked", and this proxy
// takes both together as the upper bound. It gives nothing away, since the list
// is what the client sent, and a grant that is added works with the tokens that
// are out.
//
// The scope registry:catalog:* is in neither, whoever asks for it: a registry that
// trusts our tokens would list to their bearer all that it has, of every vendor.
// Here the catalog is made of what is held and needs a token, no scope; a client
// that asks for the scope gets a token without it, and with that its list.
//
// # As a token server alone
//
// A registry that you run already can take our tokens: distribution v3 with
// auth.token, whose realm is our /token on the same host, whose service and
// issuer are Config.Service, whose jwks is a file of [JWKS] and whose
// signingalgorithms are [ES256]. It then lets a customer pull from the
// repositories in which something is held, lets staff push, and nobody else
// anything. What it cannot enforce:
//
//   - versions: who holds one of a repository pulls all of it, by any tag or
//     digest, and sees every tag and referrer;
//   - a change at once: a token is good until it ends, also after the login was
//     revoked or the grant has ended, so make TokenLife short;
//   - immutable tags, and the attaching of what is pushed later;
//   - the reason: a refusal is 401, and nothing of it is in the pull log.
//
// It reads the file when it starts. The next key is in it already, so give it the
// new file and start it again once between two rotations, and at once after a key
// was dropped.
//
// # Pushes, signatures and keys
//
// A manifest that staff push is read whole: its digest is verified, it is parsed,
// and a tag of a published version stays where it is. Once the registry has taken
// it, the gate is told; only then is the push answered. Where the registry has no
// list of what refers to a digest, the one under the fallback tag is written here,
// and the client is told by OCI-Subject that it need not do so. Two processes that
// write the same list at the same moment can still lose an entry of it; what
// customers see is made of what the gate was told, where none is lost.
//
// What refers to a release belongs to whoever holds that. Its list, and the tags
// made of a digest under which older clients look for it, are answered for
// everything else as if nothing were there, in either way of refusing, and are in
// no pull log: clients look there by themselves.
//
// A gate that is a [KeyHolder] keeps the keys that sign tokens. One that it no
// longer names is good no more with the next request, so a key retires only when
// the last token that it signed has ended.
//
// # Seen from outside
//
// An [Observer] is told of each request, and of each that goes to a registry
// behind us: distr/observe has one for Prometheus and one for OpenTelemetry.
// Nothing that a stranger can make up is among what it may use for labels.
//
// A registry that fails again and again is left alone for a moment, and clients
// are answered 503 at once; what is in memory is served on. How long each phase
// may take is listed in timeouts.go. Logins that fail are slowed down, by address
// and by the credential that they claim; see [Limits].
//
// # Blobs on this machine
//
// With [Config.Blobs] a blob is fetched from the upstream once, verified, and kept
// in a folder. A registry in this process or on this machine is an Upstream with an
// Opener: its blobs are sent as they lie there. Either way they go from the file to
// the client's connection by the kernel, unless TLS is in between, or a handler in
// front wraps the ResponseWriter in one that is no [io.ReaderFrom].
//
// # The traps
//
// Where this differs from the OCI distribution specification, conformance.md says
// so, row by row, and why; the table is a test.
//
// The realm of a challenge is on the registry's own host and port: crane and
// oras carry a login nowhere else. Behind a proxy that ends TLS set PublicURL, or
// TrustedProxies; from anybody else Forwarded and X-Forwarded headers are not
// believed.
//
// 401 is for "who are you" only: clients log out over it. An upstream that says
// 401, 403 or 404 about something that we published is trouble, 502.
//
// A registry that keeps its blobs in a storage redirects there. That is followed
// here, since what is answered with a redirect is out of our hands: without a
// login, to hosts that are named or else to public addresses only. Behind a proxy
// of the environment it is the proxy that resolves names, and its duty to keep
// them out of your network. The address of a blob is signed, so it is in no log.
//
// What cannot be told apart must not differ in a byte: a repository that is not
// there and one of which nothing is held, a tag that is not there and one that
// is not held.
//
// A server in front of a Proxy has a ReadHeaderTimeout and an IdleTimeout, and
// no WriteTimeout: a large blob on a slow line takes as long as it takes. Each
// transfer has a deadline that moves on with it.
package registryproxy
