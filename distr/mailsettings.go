package distr

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// MailSettings say in whose name letters are sent; of a key, the public half only.
func (v *Vendor) MailSettings(ctx context.Context) (m MailSettings, err error) {
	err = v.look(ctx, tenant.SeeMail, func(view VendorView) error {
		m, err = view.MailSettings()
		return err
	})
	m.Private = nil
	return m, err
}

// A MailSender is in whose name letters are sent.
type MailSender struct {
	From    string // an address; empty: as the program that sends is told
	Name    string // stands beside it; may be empty
	ReplyTo string // an address; may be empty
}

// SetMailSender says in whose name letters are sent from now on.
func (v *Vendor) SetMailSender(ctx context.Context, s MailSender) (MailSettings, error) {
	from, err := optionalEmail(s.From)
	if err != nil {
		return MailSettings{}, err
	}
	reply, err := optionalEmail(s.ReplyTo)
	if err != nil {
		return MailSettings{}, err
	}
	if s.Name != "" {
		if err := tenant.CheckName("sender", s.Name); err != nil {
			return MailSettings{}, err
		}
	}
	return v.changeMail(ctx, func(_ VendorTx, m *MailSettings) error {
		m.From, m.Name, m.ReplyTo = from, s.Name, reply
		return nil
	})
}

func optionalEmail(s string) (tenant.Email, error) {
	if s == "" {
		return "", nil
	}
	return tenant.ParseEmail(s)
}

// changeMail keeps what fn makes of the settings.
func (v *Vendor) changeMail(ctx context.Context, fn func(VendorTx, *MailSettings) error) (m MailSettings, err error) {
	err = v.update(ctx, tenant.ManageMail, func(tx VendorTx, _ time.Time) ([]Event, error) {
		was, err := tx.MailSettings()
		if err != nil {
			return nil, err
		}
		m = was
		if err := fn(tx, &m); err != nil {
			return nil, err
		}
		before, after := map[string]any{}, map[string]any{}
		old := was.data()
		for field, is := range m.data() {
			if is != old[field] {
				before[field], after[field] = old[field], is
			}
		}
		if len(after) == 0 {
			return nil, nil
		}
		if err := tx.SetMailSettings(m); err != nil {
			return nil, err
		}
		return changed(MailSettingsChanged, "", before, after)
	})
	m.Private = nil
	return m, err
}

func (m MailSettings) data() map[string]string {
	data := map[string]string{
		"from": string(m.From), "name": m.Name, "replyTo": string(m.ReplyTo), "domain": string(m.Domain), "selector": m.Selector, "key": "",
	}
	if m.Public != nil {
		sum := sha256.Sum256(m.Public)
		data["key"] = hex.EncodeToString(sum[:])
	}
	return data
}
