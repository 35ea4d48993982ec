// Package house is the architecture of this project on one page, and its rules
// as tests. It holds no code.
//
//	             docker, helm, oras          operator
//	                    │                        │
//	DOORS         registryproxy              cmd/distr ─ internal/cli ─ internal/server
//	                    ▼                        ▼
//	         Gatekeeper (4 methods) ─────────  distr      Hub → Vendor → Account
//	HALL     owns time, chance, change           │        one transaction, one event
//	                    │                     Store ◄─ memory | sqlite | yours (checked by storetest)
//	                    ▼                        ▼
//	QUIET                                    license  Money · Margin · Lot · Terms · Asset
//	ROOMS                                        ▼
//	             entitlement                  tenant
//	        Grant · Holding.Decide · Contents   Customer · Team · FeatureGraph · Credential · May
//
// # The rooms
//
// tenant says who the customers are, what they may use and who may do what;
// entitlement says whether a version may be used; license says what was sold, how much of it
// is used and what it earns. All are values: they take the time as an argument, return what
// comes out, and do nothing else.
//
// distr is the hall. A Hub has vendors, a Vendor has accounts; the Store below
// has the same stairs. What is held is answered from a snapshot in memory, which
// forgets just what has changed. distr/memory and distr/sqlite keep things; the
// SQL is in internal/sqlstore; distr/storetest proves a store. Events are a chain of
// hashes and the outbox at once: a Courier carries them elsewhere, distr/mail as
// letters, distr/webhook as they are. A Scanner looks for what is wrong with customers'
// assets: schedules, triggers and people ask for runs, Vendor.KeepScanning carries them
// out, and findings are kept. distr/scan has two scanners, and writes reports.
//
// registryproxy is docker's door. It knows the two quiet rooms and four methods
// of a gatekeeper, which a *distr.Vendor has; a gate that is more than that (a
// Publisher, a Locator, a KeyHolder) is asked for pushes, for where each
// repository lies, and for the keys that sign.
//
// What is secret is sealed by internal/seal before a Store sees it, under keys that
// may be wrapped elsewhere (distr/agekeys); what has to outlive a crash is brought to
// disk by internal/durable; which addresses are public is said by internal/public.
//
// internal/embedded is a registry to stand behind the proxy, internal/server wires
// the two, internal/cli is the program, with its folder in internal/datadir.
// internal/demo plays the main job through with internal/wares; internal/clients lets
// real clients do it, internal/attacks tries to get past, internal/faults breaks what
// can break, internal/child lets tests kill a process of their own, internal/nameserver
// tells them where names lead, internal/ear hears how servers write, and internal/contest
// races servers for benchmarks.
//
// # Seven rules
//
//  1. Arrows point down: see the floors below.
//  2. The quiet rooms do nothing: no context, clock, I/O, logger, lock.
//  3. A handle is a scope. Store → vendor's room → customer's room; Hub → Vendor
//     → Account. There is no way up, and no parameter that names another tenant.
//  4. A record never names its owner: the room it lies in does. An event and an
//     entry of the pull log lie in the vendor's room, so they do say for whom.
//  5. Whoever changes something says what happened: Vendor.write keeps no change
//     without an event, and both in one transaction. What else writes (the pull log,
//     when somebody was seen, how far couriers and letters have come, what was used of
//     a license) is listed in a test, and changes nothing that a decision goes by.
//  6. One decision: entitlement.Holding.Decide says whether a version may be used, and
//     tenant.May who may do what. The methods of Vendor and Account ask it, in the
//     transaction that acts; doors never do.
//  7. Nothing at a distance: no globals that change, no init, no values in
//     contexts, no goroutine that the caller did not start.
//
// Each is a test here, and each test shows breaches that it finds. So are three
// habits: every package has a doc.go, no package has a name that could hold
// anything, and what a library package brings along is written down. And package
// license has no float.
//
// # Floors
//
//	7  cmd/distr          → internal/cli
//	6  internal/cli       → all below
//	5  internal/server    → all below         internal/demo → internal/server
//	3  distr/memory, distr/storetest → distr  distr/sqlite → distr, internal/sqlstore
//	   distr/agekeys, distr/observe           distr/mail, distr/webhook, distr/scan → distr
//	2  distr → internal/seal                  registryproxy      not each other
//	   both → internal/durable, internal/public
//	1  license → tenant, entitlement
//	0  tenant             entitlement         not each other
//
// Every floor may use the quiet rooms. The table in this package's tests knows
// the rooms to come, too; a package that it does not know fails. The registry of
// the distribution project is for internal/embedded alone, and internal/embedded
// for the program alone.
//
// # One pull
//
//	GET /token              who is it? Vendor.Authenticate; a token for minutes
//	GET /v2/…/manifests/…   registryproxy.(*Proxy).pull, the whole way:
//	  parse, verify         route, principal, upper bound; no I/O
//	  ask                   Vendor.Holding: the snapshot
//	  locate                Holding.Resolve: tag or alias → digest → releases
//	  decide                Holding.Decide(at, …)
//	  refuse or serve       from what was published; blobs by digest from where
//	                        Vendor.Origin says that the repository lies
//	  log                   Vendor.LogPull, once per version and ten minutes;
//	                        Hub.KeepPulls writes it, in batches
//
// # One push
//
// The vendor's people push through the same door. A manifest is read, verified
// and parsed before it goes on, and walked if it would be attached to something
// published; Vendor.MayMove keeps published tags where they are; Vendor.Pushed attaches what refers to something published, and lets a
// version that follows its tag go there.
//
// # One scan
//
// Schedules lie in the vendor's room or in a customer's. Vendor.HandOutScans makes runs of
// what is due, in one transaction for many: a slot's ID is made of the customer, the
// schedule and the slot, so there is one, whoever makes it. KeepScanning claims a run for a
// while, asks the license, has the Scanner of its profile go over the targets, and says at
// intervals that it is alive; when it is not, another one takes the run over. Only
// internal/cli turns a file of the operator's into scanners that run programs.
//
// # One change
//
// Account.Grant → Vendor.write → Store.Update: the rule is asked, the record is
// put and the event appended in one serializable transaction; when it is
// committed the snapshot is told to doubt itself, so the next question already
// hears of it. Other processes ask the store what has changed, at most every
// distr.Freshness.
package house
