// Package seal keeps secrets secret at rest: passwords of upstream registries,
// the private halves of signing keys, what a customer stores. Who reads the
// database learns their lengths and nothing else, and who writes to it can
// neither change one nor move one to another tenant or name.
//
// Each value is encrypted under a data key of its own, and that under a master
// key, which is kept apart from the database:
//
//	offset  bytes
//	     0      1  version, 1
//	     1      8  ID of the master key
//	     9     12  nonce
//	    21     48  the data key, AES-256-GCM under the master key
//	    69     12  nonce
//	    81   16 +  the value, AES-256-GCM under the data key
//
// The additional data of both layers are the layer's name, all that stands before
// its ciphertext, and the context: the names of whom and what the value is sealed
// for. Each part goes after its length in 8 bytes, big-endian, so that ("a",
// "bc") is not ("ab", "c").
//
// # Rooms
//
// Where many values belong to one tenant and change often, a [DataKey] of the room
// seals them, and a [KeyWrapper] wraps that: the master keys, or something else that
// keeps keys, such as a system over the network. A [KeyCache] keeps it from being
// asked each time. To change the wrapper's key, the room gets another data key and
// its values are sealed anew.
//
// # Limits
//
// GCM must never see a nonce twice under one key. A data key encrypts one value,
// once. A master key encrypts one data key per value, with random nonces of 96
// bits, and may do so 2^32 times (NIST SP 800-38D §8.3): put a new key first
// into the [Ring] before four thousand million values were sealed with the old.
//
// # The traps
//
// The context is the wall between tenants, and is not kept in the sealed value:
// say the tenant and the name each time, from the room in which the value lies,
// never from the value's own record. An older value of the same tenant and name
// still opens if it is put back.
//
// What a lost master key sealed is lost. A [Key] and a Ring print hidden; an
// opened value is plain bytes, and hiding it is for whoever asked for it.
package seal
