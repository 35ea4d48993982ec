// Package sqlstore is what the SQL stores share: the SQL of the rooms of a
// [distr.Store], and how rows become records. distr/sqlite runs it; what differs
// between databases (opening, transactions, the schema) is not here.
//
// The SQL keeps to what SQLite and Postgres both understand: parameters are $1,
// $2 and so on, INSERT … ON CONFLICT, RETURNING. What a method refuses it finds
// out by asking first, and never by a statement that fails: Postgres ends a
// transaction with the first statement that does.
//
// # How things are kept
//
// Each table's key begins with the vendor, and in a customer's room with the
// customer. A time is an integer, the microseconds since 1970 in UTC; the zero
// time is one of them, in the year 1, and so sorts before all others. seq and n
// number the records of a room in the order in which they were first put.
// changed is the vendor's version in which something was last changed.
//
// A closure is a number to which its items belong. pins say which closures a
// release has had in a repository, from 0 on; referrers have one each, and are
// numbered from 0 on too, without a gap.
//
// What the list of customers is sorted by lies with the customer, so that no room
// need be opened for it: expires is when the last of the grants ends, and is kept
// with the grants; pulled and scanned are no changes, and raise no version.
//
// due is when a schedule or a run is next, NULL if never, and is kept with it, so that
// what is due lies at the beginning of an index. Of each customer the first run that
// may be begun is kept beside the runs, with when no other one is running: however
// many wait behind it, they are not read.
//
// # The trap
//
// There is one transaction below all rooms, so a function that is given a row
// must not run another statement.
package sqlstore
