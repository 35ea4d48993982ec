// Package webhook tells endpoints what happens: it posts the events of a vendor to
// the addresses that [distr.Vendor.AddEndpoint] has added, in the format of Standard
// Webhooks 1.0.
//
//	s, err := webhook.New(webhook.Config{Vendor: hub.Vendor("acme").As(distr.Program("webhooks"))})
//	err = s.Run(ctx) // until ctx ends
//
// A request is a POST of
//
//	{"type":"member.joined","timestamp":"2026-07-01T12:00:00Z","data":{
//	  "id":"evt_17_g3xqk2v7n5bd4ayt","seq":17,"customer":"globex","actor":"operator","via":"cli","details":{…}}}
//
// with the ID of the event in webhook-id, when it was sent in webhook-timestamp, and
// in webhook-signature "v1," and the HMAC-SHA256 of ID, time and body in base64, once
// for each secret that signs. The time within is when it happened, details is the
// data of the event, and no secret is in it. Where somebody came from is told to nobody.
//
// An endpoint of one customer may be that customer's own, and is told what the
// customer's people may know: not who logs in where the vendor's images lie, nor who of
// the staff cares for them ([distr.Kind.ToCustomers]). The vendor's people and programs
// are named "the vendor" there. To all others the actor is named as in the vendor's log.
//
// # What a receiver has to do
//
//   - Verify the signature over the body as it came, byte for byte, before anything
//     is made of it: [Verify].
//   - Bear the same webhook-id twice. An event is told at least once; a receiver that
//     took it and did not get to answer is told again.
//   - Answer 2xx within 5 seconds, also to kinds of event that it has no use for, and
//     work afterwards. Everything else is a failure, redirects too. 410 says that the
//     endpoint is gone, and switches it off.
//
// # What happens on failure
//
// The endpoint is told again, and of nothing else before it has taken that: each is
// told of events in their order. It is left alone for 5 seconds, then for twice as
// long each time, up to an hour, and of that somewhere in the upper half; a
// Retry-After that asks for more is honoured up to an hour. After five days of
// nothing but failures, ten at least, it is switched off, with an event that says so.
// [Sender.Test] and [Sender.Resend] go out at once, whatever waits.
//
// # The trap
//
// Somebody else has named the address, and it is our machine that goes there. Only
// addresses of the public Internet are connected to; what counts is the address that
// a name has resolved to when the connection is made, so a name that resolves to
// something else the next time gains nothing. Redirects are not followed, no proxy
// of the environment is asked, and of an answer little is read and less is kept.
// [Config].Private switches that off, for tests.
package webhook
