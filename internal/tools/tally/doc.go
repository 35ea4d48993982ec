// Command tally reads what go test -json prints and says what it came to: what
// failed with its output, what was skipped and why, and as the last line
//
//	314 passed, 0 failed, 2 skipped
//
// Its arguments are checks that failed before the tests, such as lint. Each
// counts as one failure, so that "0 failed" and exit code 0 mean the same. A
// run in which nothing passed and nothing failed is a failure too.
//
// The trap is that go test knows tests within tests. Counting all of them makes
// two failures out of one; counting the outermost hides a skip. Tally counts
// the innermost, and an outer one only when it fails although all within passed.
// A test that never came to an end (a panic elsewhere, a timeout) has failed,
// and so has a package that failed with no test to blame.
package main
