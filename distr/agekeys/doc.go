// Package agekeys wraps the data keys of secrets with age (https://age-encryption.org)
// instead of the master keys: a distr.KeyWrapper over X25519 identities, as
// age-keygen makes them.
//
//	wrapper, err := agekeys.Open("/etc/distr/secrets.age")
//	hub := distr.New(store, distr.Config{KeyWrapper: wrapper, MasterKeys: keys})
//
// The first identity in the file wraps, all of them unwrap. To go over to another
// one, put it on the first line, open the file again and call
// distr.Vendor.ResealSecrets; then the old one can go.
//
// # The trap
//
// Whoever knows a recipient can encrypt to it, and age says nothing of who did. So
// what is wrapped is authenticated besides, under a key that is made of the
// identity, together with what the data key is for: a recipient alone is no use for
// putting another's data key in its place.
//
// It is a package of its own so that nobody takes in age who does not use it.
package agekeys
