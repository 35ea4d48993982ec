package mail

import (
	"bytes"
	"context"
	"crypto"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"github.com/emersion/go-msgauth/dkim"
	gomail "github.com/wneessen/go-mail"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A sender is in whose name letters are sent.
type sender struct {
	settings distr.MailSettings
	from     tenant.Email
	key      crypto.Signer // nil: letters are not signed
}

func (m *Mailer) sender(ctx context.Context) (*sender, error) {
	settings, key, err := m.config.Vendor.LetterSigner(ctx)
	if err != nil {
		return nil, err
	}
	s := &sender{settings: settings, from: settings.From, key: key}
	switch {
	case s.from != "":
	case m.config.From != "":
		s.from = m.config.From
	case m.config.SMTP.Host == "":
		s.from = "letters@distr.invalid" // it stays in the folder
	default:
		return nil, errors.New("nobody is named as the sender of letters; say \"distr mail sender --from ADDRESS\", or serve with --mail-from")
	}
	return s, nil
}

// compose makes the message of RFC 5322: always the same of the same letter, but for
// the time of the signature.
func (s *sender) compose(l distr.Letter, c Content) ([]byte, error) {
	sum := sha256.Sum256([]byte("boundary\x00" + l.MessageID))
	msg := gomail.NewMsg(gomail.WithNoDefaultUserAgent(), gomail.WithBoundary("distr-"+hex.EncodeToString(sum[:12])))
	if err := msg.FromFormat(s.settings.Name, string(s.from)); err != nil {
		return nil, fmt.Errorf("sender of letters: %w", err)
	}
	if err := msg.To(string(l.To)); err != nil {
		return nil, fmt.Errorf("recipient: %w", err)
	}
	if s.settings.ReplyTo != "" {
		if err := msg.ReplyTo(string(s.settings.ReplyTo)); err != nil {
			return nil, fmt.Errorf("reply address of letters: %w", err)
		}
	}
	msg.Subject(shortLine(c.Subject))
	msg.SetMessageIDWithValue(strings.Trim(l.MessageID, "<>"))
	msg.SetDateWithValue(l.Created)
	msg.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834: nobody on holiday is to answer
	msg.SetBodyString(gomail.TypeTextPlain, c.Text)
	if c.HTML != "" {
		msg.AddAlternativeString(gomail.TypeTextHTML, c.HTML)
	}
	var plain bytes.Buffer
	if _, err := msg.WriteTo(&plain); err != nil {
		return nil, fmt.Errorf("writing the message: %w", err)
	}
	if s.key == nil {
		return plain.Bytes(), nil
	}
	var signed bytes.Buffer
	if err := dkim.Sign(&signed, &plain, s.dkim()); err != nil {
		return nil, fmt.Errorf("signing for %s: %w", s.settings.Domain, err)
	}
	return signed.Bytes(), nil
}

// dkim signs what a reader goes by, and what a server on the way leaves alone
// (RFC 6376 §5.4.1).
func (s *sender) dkim() *dkim.SignOptions {
	return &dkim.SignOptions{
		Domain: string(s.settings.Domain), Selector: s.settings.Selector, Signer: s.key, Hash: crypto.SHA256,
		HeaderCanonicalization: dkim.CanonicalizationRelaxed, BodyCanonicalization: dkim.CanonicalizationRelaxed,
		HeaderKeys: []string{"From", "To", "Reply-To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type", "Auto-Submitted"},
	}
}
