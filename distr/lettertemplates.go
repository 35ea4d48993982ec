package distr

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// A LetterChecker says what is wrong with a template: that it is of no name that
// there is, does not parse, or uses what it is not filled with. mail.Templates fits
// it by shape.
type LetterChecker interface {
	CheckLetterTemplate(LetterTemplate) error
}

// LetterTemplates lists what the vendor has written in place of the program's own
// templates, by name.
func (v *Vendor) LetterTemplates(ctx context.Context) (templates []LetterTemplate, err error) {
	err = v.look(ctx, tenant.SeeMail, func(view VendorView) error {
		templates, err = view.LetterTemplates()
		return err
	})
	return templates, err
}

// SetLetterTemplate puts a template of the vendor's in place of the program's own,
// for all letters that are written from now on. One that makes no sense is a
// tenant.ErrInvalid. It needs Config.Letters.
func (v *Vendor) SetLetterTemplate(ctx context.Context, t LetterTemplate) error {
	return v.update(ctx, tenant.ManageMail, func(tx VendorTx, _ time.Time) ([]Event, error) {
		if v.hub.config.Letters == nil {
			return nil, fmt.Errorf("%w: to set a template needs Letters in distr.Config, such as mail.Templates{}", tenant.ErrInvalid)
		}
		if err := v.hub.config.Letters.CheckLetterTemplate(t); err != nil {
			return nil, err
		}
		before, err := templateNamed(tx, t.Name)
		if err != nil || before == t {
			return nil, err
		}
		if err := tx.PutLetterTemplate(t); err != nil {
			return nil, err
		}
		return one(happened(LetterTemplateChanged, "", map[string]any{"template": t.Name, "before": templateData(before), "after": templateData(t)}))
	})
}

// RestoreLetterTemplate takes a template of the vendor's away: letters are written
// by the program's own again. It is a tenant.ErrNotFound if there is none.
func (v *Vendor) RestoreLetterTemplate(ctx context.Context, name string) error {
	return v.update(ctx, tenant.ManageMail, func(tx VendorTx, _ time.Time) ([]Event, error) {
		switch err := tx.RemoveLetterTemplate(name); {
		case absent(err):
			return nil, fmt.Errorf("template %.80q of the vendor's own: %w; letters are written by the program's", name, err)
		case err != nil:
			return nil, err
		}
		return one(happened(LetterTemplateRestored, "", map[string]any{"template": name}))
	})
}

// templateNamed is the zero value if there is none.
func templateNamed(view VendorView, name string) (LetterTemplate, error) {
	all, err := view.LetterTemplates()
	if err != nil {
		return LetterTemplate{}, err
	}
	if i := slices.IndexFunc(all, func(t LetterTemplate) bool { return t.Name == name }); i >= 0 {
		return all[i], nil
	}
	return LetterTemplate{}, nil
}

// templateData is a template as an event shows it: texts are long.
func templateData(t LetterTemplate) any {
	if t == (LetterTemplate{}) {
		return nil
	}
	text, html := sha256.Sum256([]byte(t.Text)), sha256.Sum256([]byte(t.HTML))
	return map[string]any{"subject": t.Subject, "text": hex.EncodeToString(text[:]), "html": hex.EncodeToString(html[:])}
}
