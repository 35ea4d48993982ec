// Package durable brings to disk what has to outlive a crash: names, and small
// files as a whole.
//
//	err := durable.Replace(path, ".distr.json-", text) // all of it, or as it was
//
// # The trap
//
// A file that was written and synced can be gone after a crash, since its name
// lies in the folder, which is brought to disk for itself ([SyncFolder]). And a
// name that was brought to disk can have nothing behind it, if the file was not
// synced before. So it goes in this order: write under another name ([Draft]), sync,
// rename, sync the folder.
package durable
