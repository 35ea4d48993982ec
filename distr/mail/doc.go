// Package mail turns events into letters and sends them: by SMTP, or as files in a
// folder where there is no mail server.
//
//	mailer, err := mail.New(mail.Config{
//		Vendor: hub.Vendor("acme").As(distr.Program("letters")),
//		SMTP:   mail.SMTP{Host: "smtp.acme.example", Login: entitlement.NewLogin("acme", password)},
//		From:   "letters@acme.example",
//	})
//	err = mailer.Run(ctx) // until ctx ends
//
// It works in two steps, each of which goes on where it was broken off. [Courier]
// carries events and puts down who gets which letter; a letter's ID is made of the
// event, so carrying an event twice makes nothing twice. The sender takes letters
// that are due into its hands for a while, writes each, sends it and says what became
// of it. Any number of processes may run both.
//
// No change waits for any of that. A mail server that is down, slow or full of
// refusals holds up letters and nothing else.
//
// A letter that has waited tells what is so when it is written: one about what is so
// no more, or for somebody who may not know of it by then, is not sent, and the
// history says why.
//
// # Templates
//
// A letter is written by a template of the program's own, or by the one that the
// vendor has put in its place: subject, text and HTML. Each has variables of its own,
// see [Variables]. A template shows variables, and asks about them with if; it has no
// loops, no functions but comparisons, and nothing to look into. One that uses
// anything else is refused when it is set, not when a letter is written.
//
// # The traps
//
// A letter is sent at least once. A connection that breaks after the last dot leaves
// open whether the server has it, and then it is sent again: with the same
// Message-ID, and the same words, so that who gets it twice knows it for one.
//
// What is secret in a letter is kept nowhere. The secret of an invitation is made
// anew each time that the letter is written, of the master key and the letter, and
// comes out the same. The link of a sign-in letter is in the memory of the process
// that was asked to send it: if that ends first, somebody asks for another one.
//
// Letters in a folder hold their secrets in the open; the folder is for its owner
// alone, as the mail of a mail server is.
//
// A server that answers 5xx to an address or a letter is believed at once. One that
// refuses the login, the encryption or the sender is not: that is for the vendor to
// set right, and the letters wait. Whatever else is in the way, a letter is tried for
// five days.
package mail
