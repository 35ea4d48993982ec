// Package tenant says who the customers are and what they may use: IDs,
// customers, features, and the credentials with which somebody stands at a door.
//
// Everything here is a value. A function takes what it needs, the time included,
// and returns what comes out of it; nothing is stored, sent or looked up, and
// there is no clock. The package distr keeps these values and changes them.
//
// # The trap
//
// IDs are compared exactly, byte by byte: "acme" and "ACME" are two vendors. A
// store that folds case or trims spaces makes one tenant into another;
// storetest looks for that.
//
// A record never names its owner. A [Customer] has no vendor in it and a
// [Credential] no customer, because the room of the store in which the record
// lies says whose it is. [Principal] and [Token] do name them: they are claims
// that come from outside, and a token's hash is the proof.
package tenant
