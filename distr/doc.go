// Package distr is the front door: customers, what they may use, and everything
// that happened, kept in a store and changed one transaction at a time.
//
// A [Hub] is made once over a [Store]. [Hub.Vendor] gives a handle on one vendor
// and [Vendor.Account] one on a customer of it. A handle is a scope: there is no
// method on an Account that could name another customer, and no way back up.
//
//	hub := distr.New(store, distr.Config{})
//	acme := hub.Vendor("acme").As(distr.Program("acme-portal"))
//	globex := acme.Account("globex")
//
// Reading what is held ([Vendor.Holding], [Account.Check]) is answered from
// memory. A change is in force when the method that made it returns, and within
// a second in other processes on the same store.
//
// What the vendor has set for all customers ([Vendor.ChangeSettings]) overrides what
// is set for one and never overwrites it: [Account.Portal] and [Account.Features] are
// what is in effect. The access level ([Account.SetAccess]) is for a customer's
// people; its machines pull with tokens and service accounts ([Account.Install])
// whatever the level, unless the vendor's settings say otherwise. What is archived
// ([Account.Archive]) does neither. All of that is asked on every request, so it ends
// what is under way as well.
//
// # What happened
//
// Every change writes down what happened in the transaction in which it does, with
// who did it, by which way ([Actor.From]) and, where something was replaced, before
// and after. [Vendor.Events] lists it and [Vendor.EachEvent] reads all of it. Events
// are a chain of hashes: [Vendor.VerifyEvents] finds out whether anybody changed them
// in the database, and [Vendor.PruneEvents] removes old ones so that it still can.
// [Vendor.RefileEvents] mends what they are found by, and nothing else.
//
// The same events are the outbox. A [Courier] carries them elsewhere, oldest first and
// at least once: [Vendor.KeepDelivering] keeps its place, leaves it alone for a while
// when it fails, and lets one process deliver at a time. No change waits for it.
//
// # What is used
//
// [Account.Sell] sells a license by a plan, and [Account.RecordUse] counts what is used
// of it: once for each key of the caller's, for ever, so that whoever is not sure
// tells it again. It is on the disk when the call returns, and callers of one process
// share the commits, so tell of many uses at once rather than one after the other.
// A use is no event of its own: it is kept as what it is, and there may be thousands
// a second. That a threshold is reached is one, license.alert, which letters and
// webhooks tell: once for a license, a period, a threshold and a limit. Whoever serves
// calls [Vendor.SweepLicenses], since a new period begins though nobody uses anything.
//
// # What is earned
//
// A plan ([Vendor.AddPlan]) is what is sold by name. Its price and what a unit costs,
// price lists, lots that were bought ahead ([Vendor.BuyLot]) and all that came of them
// lie in the vendor's room: super-admins alone see and set them, and no event says an
// amount. Each period of a license is charged once, as a whole, when it begins; it
// draws from lots what there is, and keeps that cost. Whoever serves calls
// [Vendor.ChargePeriods]. [Vendor.Margins] shows what came in, line by line.
//
// # What is scanned
//
// A schedule has a customer's assets scanned ([Account.AddSchedule]), or those of several
// customers ([Vendor.AddSchedule]): at a time of day in its own zone, or when a trigger
// fires. Each slot is one run for each customer, however many processes look at the
// clock, and slots that nobody was there for are caught up by one run, which says how
// many it stands for. Assets that are new have themselves scanned where a schedule
// listens for them; whoever brings a scanner's database up to date calls
// [Vendor.FireTrigger]. Of several triggers in a row comes one run.
//
// Runs wait until somebody carries them out: [Vendor.KeepScanning], in as many processes
// as one likes, with a [Scanner] for each profile. What is scanned, and whether a license
// has room for it, is looked up when a run begins; it is counted once, by its ID, however
// often it is tried. Each thing that is found is known once for each profile, by its
// fingerprint ([Account.Findings]), and is resolved by a run that has scanned where it
// was and did not find it.
//
// # The traps
//
// A Scanner that returns nil has checked all targets: what it did not find has been
// resolved. One that swallows an error resolves what it never looked at.
//
// That events at the end were cut off is found by VerifyEvents only if somebody has
// written down [Vendor.LastEvent] elsewhere, where who can write to the database cannot.
//
// A handle without [Vendor.As] is in nobody's hands and may do nothing, but for
// what a registry proxy asks of it: that goes by the credential. What everybody
// else may do is decided by tenant.May each time, in the transaction that does it.
//
// Whoever lets people pull runs [Hub.KeepPulls] from before the first pull until
// after the last. As long as nobody does, [Vendor.Ready] is an error, and a
// registry proxy answers every request with 503. When credentials were last used is
// written there, too, and nowhere else.
//
// The function given to [Store.Update] may run more than once, so it sets
// results and never appends to them, and it talks to nobody outside.
package distr
