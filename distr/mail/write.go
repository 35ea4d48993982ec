package mail

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// Why a letter is not written now. It is tried again, without counting as tried.
var errLinkElsewhere = errors.New("the link is in the memory of another process")

// A pointless letter is one that is not to be sent any more.
type pointless struct{ why error }

func (p *pointless) Error() string { return p.why.Error() }

// write fills the letter's template. secret is what opens a door in it, if anything
// does.
func (m *Mailer) write(ctx context.Context, l distr.Letter) (c Content, secret string, err error) {
	vars, secret, err := m.vars(ctx, l)
	if err != nil {
		return c, "", err
	}
	t, err := m.template(ctx, l.Template, vars)
	if err != nil {
		return c, "", err
	}
	if c, err = render(t, vars); err == nil {
		return c, secret, nil
	}
	m.config.Log.Warn("a template cannot be filled, so letters are written by the program's own", "template", l.Template, "error", err)
	if t, err = Default(l.Template); err != nil {
		return c, "", err
	}
	c, err = render(t, vars)
	return c, secret, err
}

// unwritten is what becomes of a letter that could not be written.
func (m *Mailer) unwritten(l distr.Letter, err error) (out distr.LetterOutcome, is bool) {
	var none *pointless
	switch {
	case err == nil:
		return out, false
	case errors.As(err, &none):
		return distr.LetterOutcome{Error: err.Error()}, true
	case errors.Is(err, errLinkElsewhere):
		return distr.LetterOutcome{Untried: true, Error: err.Error(), Next: m.config.Now().Add(5 * time.Second)}, true
	default:
		return m.later(l, distr.LetterOutcome{Error: err.Error()}), true
	}
}

// template is the vendor's own, or the program's where there is none, or where it
// lacks what this letter needs.
func (m *Mailer) template(ctx context.Context, name string, vars any) (distr.LetterTemplate, error) {
	own, err := m.config.Vendor.LetterTemplates(ctx)
	if err != nil {
		return distr.LetterTemplate{}, err
	}
	i := slices.IndexFunc(own, func(t distr.LetterTemplate) bool { return t.Name == name })
	if i < 0 {
		return Default(name)
	}
	if err := (Templates{}).CheckLetterTemplate(own[i]); err != nil { // of another version of the program
		m.config.Log.Warn("a template makes no sense, so letters are written by the program's own", "template", name, "error", err)
		return Default(name)
	}
	if v, is := vars.(Invited); is && v.Link == "" && !opens(own[i], false) {
		return Default(name)
	}
	return own[i], nil
}

// vars is what fills the template: what was put down with the letter, and what is
// known or made now.
func (m *Mailer) vars(ctx context.Context, l distr.Letter) (vars any, secret string, err error) {
	app, err := m.app(ctx)
	if err != nil {
		return nil, "", err
	}
	switch l.Template {
	case Invitation:
		return m.invitation(ctx, l, app)
	case SignIn:
		v, err := saved[SigningIn](l)
		if err != nil {
			return nil, "", err
		}
		link, known := m.link(l.ID)
		switch {
		case !m.config.Now().Before(v.Expires.Time):
			return nil, "", &pointless{errors.New("its link has expired; ask for another one")}
		case !known:
			return nil, "", errLinkElsewhere
		}
		v.App, v.Email, v.Link = app, string(l.To), link
		return v, link, nil
	case MemberJoined:
		v, err := m.joined(ctx, l)
		v.App = app
		return v, "", err
	case NewRelease:
		v, err := m.released(ctx, l)
		v.App = app
		return v, "", err
	case LicenseAlert:
		v, err := saved[Alerted](l)
		v.App = app
		return v, "", err
	case GrantExpiring:
		v, err := m.ending(ctx, l)
		v.App = app
		return v, "", err
	case WebhookDisabled:
		v, err := saved[SwitchedOff](l)
		v.App = app
		return v, "", err
	}
	return nil, "", &pointless{fmt.Errorf("there is no template %q", l.Template)}
}

// invitation makes the secret, and the link that leads in by it.
func (m *Mailer) invitation(ctx context.Context, l distr.Letter, app string) (vars any, secret string, err error) {
	v, err := saved[Invited](l)
	if err != nil {
		return nil, "", err
	}
	w, err := m.config.Vendor.LetterInvitation(ctx, l.ID)
	switch {
	case errors.Is(err, tenant.ErrNotFound):
		return nil, "", &pointless{errors.New("the invitation was revoked")}
	case errors.Is(err, tenant.ErrConflict), errors.Is(err, tenant.ErrInvalid):
		return nil, "", &pointless{err}
	case err != nil:
		return nil, "", err
	}
	secret = w.Token.Reveal()
	v.App, v.Customer, v.Email, v.Code = app, w.Customer.Name, string(l.To), secret
	if w.Portal.Address != "" {
		v.Link = strings.TrimRight(w.Portal.Address, "/") + "/invite#" + secret // behind the #, no server's log sees it
	}
	return v, secret, nil
}

func saved[T any](l distr.Letter) (vars T, err error) {
	if err := json.Unmarshal(l.Data, &vars); err != nil {
		return vars, &pointless{fmt.Errorf("what fills it cannot be read: %w", err)}
	}
	return vars, nil
}

// portal is where the customer's portal is; empty where none is open, or no address
// is set.
func (m *Mailer) portal(ctx context.Context, id tenant.CustomerID) (string, error) {
	p, err := m.config.Vendor.Account(id).Portal(ctx)
	if err != nil || !p.Open {
		return "", err
	}
	return p.Address, nil
}

// app is the vendor's name as letters have it.
func (m *Mailer) app(ctx context.Context) (string, error) {
	mail, err := m.config.Vendor.MailSettings(ctx)
	if err != nil || mail.Name != "" {
		return mail.Name, err
	}
	settings, err := m.config.Vendor.Settings(ctx)
	if err != nil || settings.App != "" {
		return settings.App, err
	}
	return string(m.config.Vendor.ID()), nil
}
