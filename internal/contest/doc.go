// Package contest compares servers in benchmarks. Each is a process of its own, so
// that what a request costs is the CPU time of a process that does nothing else;
// they answer in turn, so that what else the machine does at the time hits all of
// them; and medians are reported.
//
// The process is the test binary once more. A package that has contests has a
//
//	func TestContestant(t *testing.T) { contest.Stand(t, build) }
//
// whose build makes a server of the kind that it is told.
//
// The trap: over loopback, Linux may pace a connection as if there was a network
// (BBR, if that is the machine's default). That makes sendfile, which hands over
// much at once, two and a half times slower, and hardly changes a server that copies
// little by little. So [Listen] asks for a plain congestion control, for all.
// Another: a server that goes on once it has answered, such as with bringing a file
// to disk, makes the next one look slow. So it has an [Offer.Finish].
package contest
