package mail

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A SignInLetter is what a letter needs with a link to sign in.
type SignInLetter struct {
	To       tenant.Email
	Customer tenant.Customer // ID and Name count; the zero one: the vendor's staff
	Link     string          // an address of https, with what is secret behind the #
	Expires  time.Time
}

// SendSignIn sends a link to sign in, as soon as the sender comes to it; [Mailer.Run]
// has to run in this process. It does not wait for the mail server. The link is kept
// in memory alone: if the process ends first, the letter fails, and whoever waits for
// it asks for another one.
func (m *Mailer) SendSignIn(ctx context.Context, s SignInLetter) (distr.LetterID, error) {
	random, err := tenant.NewID("req", m.config.Rand)
	if err != nil {
		return "", err
	}
	data, err := json.Marshal(SigningIn{Customer: s.Customer.Name, Expires: Moment{s.Expires}})
	if err != nil {
		return "", err
	}
	id := distr.NewLetterID(distr.EventID(random), s.To, SignIn)
	m.mu.Lock()
	m.links[id] = s.Link
	m.mu.Unlock()
	_, err = m.config.Vendor.QueueLetters(ctx, []distr.Letter{{
		ID: id, Customer: s.Customer.ID, To: s.To, Template: SignIn, Data: data, MessageID: messageID(id, m.config.From),
	}})
	if err != nil {
		m.forget(id)
		return "", fmt.Errorf("sending a link to sign in: %w", err)
	}
	m.rouse()
	return id, nil
}

func (m *Mailer) link(id distr.LetterID) (string, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	link, known := m.links[id]
	return link, known
}

func (m *Mailer) forget(id distr.LetterID) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.links, id)
}
