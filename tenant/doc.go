// Package tenant says who the customers are, who their people and the vendor's
// staff are, what each of them may do and use: IDs, customers, features, teams,
// invitations, and the credentials with which somebody stands at a door.
//
// Everything here is a value. A function takes what it needs, the time included,
// and returns what comes out of it; nothing is stored, sent or looked up, and
// there is no clock. The package distr keeps these values and changes them.
//
// [May] is the one place that says who may do what; testdata/may.golden shows all
// of it. [Team] keeps the rules that no single member can keep, such as that
// somebody manages a customer's people. [ParseEmail] and [ParseDomain] are the one
// way to write an address.
//
// # The trap
//
// IDs are compared exactly, byte by byte: "acme" and "ACME" are two vendors. A
// store that folds case or trims spaces makes one tenant into another;
// storetest looks for that.
//
// A record never names its owner. A [Customer] has no vendor in it and a
// [Credential] no customer, because the room of the store in which the record
// lies says whose it is. [Principal], [Token] and [InviteToken] do name them: they
// are claims that come from outside, and a hash is the proof.
//
// What is stored is not what is in effect. A customer's portal may be open although
// its own switch is off ([Settings.PortalOf]), and an Administrator may only look
// while the access level is read-only: ask May, and never a role.
package tenant
