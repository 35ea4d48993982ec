// Package attacks holds no code, only tests: what a stranger, a customer, a
// taken-over upstream and a careless colleague could try, against a real server.
//
// Each table is a list to be ticked off: a row says what is tried, and where it
// was once found to work on somebody else. Requests go through a raw socket,
// byte by byte as they stand in the row, because every client library tidies
// what it sends and would never send most of them.
//
// # The trap
//
// An attack that is refused for another reason than the one it is about proves
// nothing. So each table also has what differs from an attack in one thing only
// and must work, or the same attack made by somebody who may.
package attacks
