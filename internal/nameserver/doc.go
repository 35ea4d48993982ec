// Package nameserver answers questions for names (RFC 1035) within a test, so that what
// a name leads to is the test's to say, and may change from one question to the next.
//
// The trap: a resolver asks for the addresses of a name twice, once per family, and of a
// name without a dot at its end it may try others first.
package nameserver
