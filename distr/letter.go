package distr

import (
	"encoding/base64"
	"encoding/json"
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// A LetterID names one letter. It is made of the event, whom it goes to and the
// template, so that the same event makes the same letter, however often it is
// delivered.
type LetterID string

// A LetterState is how far a letter has come.
type LetterState string

// The states.
const (
	LetterWaiting LetterState = "waiting" // it is to be sent, perhaps once more
	LetterSent    LetterState = "sent"    // a mail server has taken it, or it lies in the folder
	LetterFailed  LetterState = "failed"  // it is not tried any more; see Error and [Vendor.RetryLetter]
)

// A Letter is one letter to one address. It is what is to be sent, and afterwards
// what is left to tell of it. What is secret in it is made when it is written, and
// is not kept.
type Letter struct {
	ID       LetterID
	Event    EventID           // what it tells of; empty: no event
	Customer tenant.CustomerID // whom it concerns; empty: no customer
	To       tenant.Email
	Template string          // its name
	Member   tenant.MemberID // of an invitation: whose it is; otherwise empty
	Data     json.RawMessage // what the template is filled with; never a secret

	State     LetterState
	Attempts  int       // that have begun since it was made, or since somebody asked for more
	Next      time.Time // of one that waits: not before this
	Sent      time.Time // zero: not yet
	MessageID string    // as in its header, with < and >; the same on every attempt
	Subject   string    // as it was written last; empty: it never was
	Error     string    // why the last attempt came to nothing
	Created   time.Time

	Holder string    // who is sending it; empty: nobody
	Until  time.Time // until when nobody else may
}

// Mark is the letter's place in the list.
func (l Letter) Mark() LetterMark { return LetterMark{l.Created, l.ID} }

// Over says whether nothing is to become of the letter any more, and has not since
// then: it does not wait, was made before, and was not sent since, by somebody who has
// let it be tried again.
func (l Letter) Over(before time.Time) bool {
	return l.State != LetterWaiting && l.Created.Before(before) && l.Sent.Before(before)
}

// A LetterQuery selects letters.
type LetterQuery struct {
	Customer tenant.CustomerID // only those that concern it; empty: all
	State    LetterState       // only those in it; empty: all
	Template string            // only those of that name; empty: all
	Since    time.Time         // only those made at or after it; zero: since ever
	Until    time.Time         // only those made before it; zero: for ever
	Due      time.Time         // only those that wait, are to be sent by then and are in nobody's hands; zero: all
	After    LetterMark        // only those behind this place in the list; zero: from its beginning
	Limit    int               // only the newest so many, still oldest first; 0 is no limit
	Oldest   bool              // the limit leaves the oldest instead: a page, and the next is After its last
}

// Selects says whether the query lists the letter, but for its Limit.
func (q LetterQuery) Selects(l Letter) bool {
	return (q.Customer == "" || l.Customer == q.Customer) &&
		(q.State == "" || l.State == q.State) &&
		(q.Template == "" || l.Template == q.Template) &&
		!l.Created.Before(q.Since) && (q.Until.IsZero() || l.Created.Before(q.Until)) &&
		(q.Due.IsZero() || l.State == LetterWaiting && !l.Next.After(q.Due) && !l.Until.After(q.Due)) &&
		(q.After.IsZero() || q.After.Before(l.Mark()))
}

// A LetterTemplate is what a vendor has written in place of a template of the
// program's own.
type LetterTemplate struct {
	Name    string
	Subject string
	Text    string
	HTML    string // empty: the letter has text only
}

// MailSettings say in whose name letters are sent.
type MailSettings struct {
	From    tenant.Email // empty: as the program that sends is told
	Name    string       // stands beside From; empty: nothing does
	ReplyTo tenant.Email // empty: to From

	// By DKIM (RFC 6376) the domain vouches for its letters.
	Domain   tenant.Domain // empty: letters are not signed
	Selector string
	Public   []byte // the key that the domain publishes: PKIX, ASN.1 DER
	Private  []byte // the other half: PKCS #8 (RFC 5958), sealed; only in the store
}

// Record is what the domain publishes, so that others can verify the letters: the
// name of a TXT record and its text (RFC 6376 §3.6.1). Both are empty if letters are
// not signed.
func (m MailSettings) Record() (name, text string) {
	if m.Domain == "" {
		return "", ""
	}
	return m.Selector + "._domainkey." + string(m.Domain), "v=DKIM1; k=rsa; p=" + base64.StdEncoding.EncodeToString(m.Public)
}
