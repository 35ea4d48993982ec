// Package sqlite keeps everything in one SQLite file: a [distr.Store] for one
// machine, without a server to run.
//
//	store, err := sqlite.Open(ctx, "/var/lib/distr/portal.db", sqlite.Config{})
//	hub := distr.New(store, distr.Config{})
//	defer store.Close()
//
// What [Store.Update] has acknowledged is on the disk: it survives a crash of
// the process and a loss of power, as far as the disk keeps what it says
// (journal in WAL mode, synchronous=FULL). Several processes may open the same
// file on the same machine; each sees what the others have kept, through
// [Store.Changed] too.
//
// There is one writer and there are many readers. Updates that come while
// another is running share one durable commit with it: each runs alone, in its
// own savepoint and its own goroutine, and none returns before the commit.
//
// # The traps
//
// Beside the file lie two more, with -wal and -shm behind its name. They are
// part of the database: copy the three together, and only while no process has
// them open. A network file system does not do; the processes share memory.
//
// Opening a file brings its schema up to date, for good: a program of an older
// version refuses it afterwards. Copy it before you try a newer program.
//
// An Update from within an Update waits for itself, until its context ends. A
// View from within an Update reads what was kept before it.
//
// All vendors share the writer. A function given to Update that takes its time
// holds up all of them.
package sqlite
