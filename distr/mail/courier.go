package mail

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// tooOld is how old an event may be that a letter is made of: what happened while
// nobody carried anything is news for so long.
const tooOld = 7 * 24 * time.Hour

// atOnce is how many letters are put down in one transaction.
const atOnce = 100

// A Courier puts down the letters that events ask for. It sends none.
type Courier struct{ m *Mailer }

var _ distr.Courier = Courier{}

// Courier carries the events of the mailer's vendor.
func (m *Mailer) Courier() Courier { return Courier{m} }

// Name is under which its place in the events is kept.
func (c Courier) Name() string { return "mail" }

// Deliver puts down the letters of some events.
func (c Courier) Deliver(ctx context.Context, events []distr.Event) (done int, err error) {
	queued := 0
	defer func() {
		if queued > 0 {
			c.m.rouse()
		}
	}()
	for i, e := range events {
		if c.m.config.Now().Sub(e.Time) > tooOld {
			continue
		}
		n, err := c.carry(ctx, e)
		queued += n
		var bad *badEvent
		if errors.As(err, &bad) {
			c.m.config.Log.Warn("no letter is made of an event that cannot be read", "event", e.ID, "kind", e.Kind, "error", err)
			continue
		}
		if errors.Is(err, tenant.ErrNotFound) { // there is nobody to tell, and nothing to tell of
			c.m.config.Log.Warn("no letter is made of an event about what is not there", "event", e.ID, "kind", e.Kind, "error", err)
			continue
		}
		if err != nil {
			return i, fmt.Errorf("making letters of %s: %w", e.Kind, err)
		}
	}
	return len(events), nil
}

// A badEvent is one that stays unreadable, however often it is tried.
type badEvent struct{ why error }

func (b *badEvent) Error() string { return b.why.Error() }

func read[T any](e distr.Event) (data T, err error) {
	if err := json.Unmarshal(e.Data, &data); err != nil {
		return data, &badEvent{err}
	}
	return data, nil
}

// carry puts down the letters of one event, and says how many are new.
func (c Courier) carry(ctx context.Context, e distr.Event) (int, error) {
	switch e.Kind {
	case distr.MemberInvited, distr.MemberReleased, distr.StaffInvited:
		return c.invited(ctx, e)
	case distr.MemberJoined:
		return c.joined(ctx, e)
	case distr.ReleasePublished:
		return c.released(ctx, e)
	case distr.GrantExpiring:
		return c.ending(ctx, e)
	case distr.LicenseAlert:
		return c.alerted(ctx, e)
	case distr.WebhookDisabled:
		data, err := read[struct {
			SwitchedOff
			Owner tenant.Email
		}](e)
		if err != nil || data.Owner == "" {
			return 0, err
		}
		return c.queue(ctx, e, WebhookDisabled, data.SwitchedOff, data.Owner)
	default: // most tell nobody anything
		return 0, nil
	}
}

func (c Courier) invited(ctx context.Context, e distr.Event) (int, error) {
	data, err := read[struct {
		Letter  bool
		Member  tenant.MemberID
		Email   tenant.Email
		Role    string
		Expires time.Time
	}](e)
	if err != nil || !data.Letter {
		return 0, err
	}
	vars := Invited{Role: data.Role, Expires: Moment{data.Expires}}
	if strings.Contains(e.Actor.Name, "@") { // programs have names that say nothing to people
		vars.By = e.Actor.Name
	}
	l, err := c.letter(e, Invitation, vars, data.Email)
	if err != nil {
		return 0, err
	}
	l.Member = data.Member
	return c.put(ctx, []distr.Letter{l})
}

func (c Courier) joined(ctx context.Context, e distr.Event) (int, error) {
	data, err := read[struct {
		Joined
		Member tenant.MemberID
	}](e)
	if err != nil {
		return 0, err
	}
	customer, to, err := c.whoIsTold(ctx, e.Customer, data.Member)
	if err != nil {
		return 0, err
	}
	data.Customer = customer.Name
	return c.queue(ctx, e, MemberJoined, joinedBy{data.Joined, data.Member}, to...)
}

func (c Courier) released(ctx context.Context, e distr.Event) (n int, err error) {
	data, err := read[struct {
		Notify  bool
		Product entitlement.ProductID
		Version string
	}](e)
	if err != nil || !data.Notify {
		return 0, err
	}
	var letters []distr.Letter
	flush := func() error {
		put, err := c.put(ctx, letters)
		n, letters = n+put, nil
		return err
	}
	for r, err := range c.m.config.Vendor.ReleaseReaders(ctx, data.Product, data.Version) {
		if err != nil {
			return n, err
		}
		about := e
		about.Customer = r.Customer.ID
		l, err := c.letter(about, NewRelease, Released{Customer: r.Customer.Name, Product: string(data.Product), Version: data.Version}, r.Member.Email)
		if err != nil {
			return n, err
		}
		// Somebody may be one of several customers' people, and is told of each.
		l.ID = distr.NewLetterID(e.ID+distr.EventID("/"+r.Customer.ID), l.To, l.Template)
		l.MessageID = messageID(l.ID, c.m.config.From)
		if letters = append(letters, l); len(letters) == atOnce {
			if err := flush(); err != nil {
				return n, err
			}
		}
	}
	return n, flush()
}

func (c Courier) ending(ctx context.Context, e distr.Event) (int, error) {
	data, err := read[struct {
		Grant   entitlement.GrantID
		Name    string
		Product string
		Expires time.Time
		Step    int
	}](e)
	if err != nil {
		return 0, err
	}
	if e.Time.Before(data.Expires) && !c.m.config.Now().Before(data.Expires) {
		return 0, nil // it was to be told ahead; that it has ended is told by an event of its own
	}
	customer, to, err := c.whoDecides(ctx, e.Customer)
	if err != nil {
		return 0, err
	}
	vars := Ending{Customer: customer.Name, Product: data.Product, Grant: data.Name, Expires: Moment{data.Expires}}
	return c.queue(ctx, e, GrantExpiring, endingOf{vars, data.Grant, data.Step}, to...)
}

// queue puts down a letter to each address. One that is none keeps no letter from the
// others.
func (c Courier) queue(ctx context.Context, e distr.Event, template string, vars any, to ...tenant.Email) (int, error) {
	letters := make([]distr.Letter, 0, len(to))
	for _, email := range to {
		l, err := c.letter(e, template, vars, email)
		if err != nil {
			c.m.config.Log.Warn("somebody gets no letter", "event", e.ID, "kind", e.Kind, "error", err)
			continue
		}
		letters = append(letters, l)
	}
	return c.put(ctx, letters)
}

func (c Courier) put(ctx context.Context, letters []distr.Letter) (int, error) {
	if len(letters) == 0 {
		return 0, nil
	}
	return c.m.config.Vendor.QueueLetters(ctx, letters)
}

// letter is one that tells of an event.
func (c Courier) letter(e distr.Event, template string, vars any, to tenant.Email) (distr.Letter, error) {
	to, err := tenant.ParseEmail(string(to))
	if err != nil {
		return distr.Letter{}, &badEvent{err}
	}
	data, err := json.Marshal(vars)
	if err != nil {
		return distr.Letter{}, &badEvent{err}
	}
	id := distr.NewLetterID(e.ID, to, template)
	return distr.Letter{
		ID: id, Event: e.ID, Customer: e.Customer, To: to, Template: template, Data: data, MessageID: messageID(id, c.m.config.From),
	}, nil
}

// messageID is what stands in the header (RFC 5322 §3.6.4). It is made once, and
// stays when the vendor's address changes.
func messageID(id distr.LetterID, from tenant.Email) string {
	domain := tenant.Domain("letters.distr.invalid")
	if from != "" {
		domain = from.Domain()
	}
	return "<" + string(id) + "@" + string(domain) + ">"
}
