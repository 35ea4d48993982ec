// Package child runs a test program once more, as another process, for tests in which
// several processes use one thing or one of them is killed in the middle. One that is to
// end kindly reads what comes in until that is closed.
//
// The trap: Wait closes what the child writes to, so read Out to its end before. And
// the last line of a child that was killed may be half a line.
package child
