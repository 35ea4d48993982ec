// Package requires lets a test say what it needs that Go doesn't bring: a
// client such as skopeo, a daemon, the rights of root.
//
// Where it is missing the test skips, and says how to get it. A run that sets
// DISTR_TEST_REQUIRE=all (CI does) fails instead, because there a skip would be
// a hole that nobody sees.
//
// The trap: go test remembers a result for as long as the package, the flags
// and the environment variables that the test read stay as they are. A tool
// installed since is none of these, so "skipped" would be repeated. scripts/test
// therefore puts the paths of the tools into DISTR_TEST_TOOLS, and [Tool] reads
// it. Run by hand, add -count=1 after installing something.
package requires
