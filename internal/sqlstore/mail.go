package sqlstore

import (
	"fmt"

	"github.com/seed361c4c3e/distr-go/distr"
)

func readLetterTemplate(scan Scan) (t distr.LetterTemplate, err error) {
	err = scan(&t.Name, &t.Subject, &t.Text, &t.HTML)
	return t, err
}

func (v *view) LetterTemplates() ([]distr.LetterTemplate, error) {
	templates, err := list(v.q, readLetterTemplate, `SELECT name, subject, text, html FROM letter_templates WHERE vendor = $1 ORDER BY name`, v.vendor)
	if err != nil {
		return nil, fmt.Errorf("listing the templates of letters: %w", err)
	}
	return templates, nil
}

func (t *tx) PutLetterTemplate(l distr.LetterTemplate) error {
	err := t.raiseLists()
	if err == nil {
		_, err = t.q.Exec(`
			INSERT INTO letter_templates (vendor, name, subject, text, html) VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (vendor, name) DO UPDATE SET subject = excluded.subject, text = excluded.text, html = excluded.html`,
			t.vendor, l.Name, l.Subject, l.Text, l.HTML)
	}
	if err != nil {
		return fmt.Errorf("keeping template %q: %w", l.Name, err)
	}
	return nil
}

func (t *tx) RemoveLetterTemplate(name string) error {
	if err := removed(t.q, t.raiseLists, `DELETE FROM letter_templates WHERE vendor = $1 AND name = $2`, t.vendor, name); err != nil {
		return fmt.Errorf("removing template %q: %w", name, err)
	}
	return nil
}

func readMailSettings(scan Scan) (m distr.MailSettings, err error) {
	err = scan(&m.From, &m.Name, &m.ReplyTo, &m.Domain, &m.Selector, bytesColumn{&m.Public}, bytesColumn{&m.Private})
	return m, err
}

func (v *view) MailSettings() (distr.MailSettings, error) {
	m, _, err := one(v.q, readMailSettings, `
		SELECT sender, name, reply_to, domain, selector, public, private FROM mail_settings WHERE vendor = $1`, v.vendor)
	if err != nil {
		return distr.MailSettings{}, fmt.Errorf("reading the mail settings: %w", err)
	}
	return m, nil
}

func (t *tx) SetMailSettings(m distr.MailSettings) error {
	err := t.raiseLists()
	if err == nil {
		_, err = t.q.Exec(`
			INSERT INTO mail_settings (vendor, sender, name, reply_to, domain, selector, public, private)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
			ON CONFLICT (vendor) DO UPDATE
			SET sender = excluded.sender, name = excluded.name, reply_to = excluded.reply_to, domain = excluded.domain,
				selector = excluded.selector, public = excluded.public, private = excluded.private`,
			t.vendor, m.From, m.Name, m.ReplyTo, m.Domain, m.Selector, m.Public, m.Private)
	}
	if err != nil {
		return fmt.Errorf("keeping the mail settings: %w", err)
	}
	return nil
}
