// Package cli is the command line of the program distr: a file for each noun,
// and what the nouns share in files of their own. [Main] is the whole program;
// it touches nothing but what it is given and the data folder, so tests run it
// in their own process, many at once.
//
// Everything is done as distr.Operator: who can write to the data folder is
// trusted with all of it.
//
// # What scripts can rely on
//
// Exit codes: 0 is fine. 1 is an answer that is no: of check, of a list of which
// something was refused, of a scan that was waited for and did not succeed, and of a
// demo that did not come out. 2 is an error, which is then one line on stderr
// that begins with "distr: ", whatever happened.
//
// With --json stdout is one JSON document: an object, or an array for a list.
// Names are snake_case and times RFC 3339 in UTC. A name that belongs to a shape
// is always there: a list that has nothing is [], a time that is not set (a grant
// that never ends, a token that was not revoked) is null, a text that is not set
// is "". Only a customer's email is left out while it is not known, and what a
// scanner has not said of a finding. The data of events and SARIF have names of
// their own, which others go by. Within a shape "grant", "customer", "token" and
// "product" are IDs; the "token" that "token add" returns is the secret itself.
//
// Without --json the output is for people, and may change. The one exception is
// "token add", whose output is the token and nothing else.
//
// # The trap
//
// A command that fails must not have printed half an answer, so an answer is
// made first and written in one piece: through call.answer, call.show and list,
// never to stdout by hand.
package cli
