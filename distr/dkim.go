package distr

import (
	"bytes"
	"context"
	"crypto"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// dkimBits is the size of a key that signs letters: of 2048 bits every receiver
// verifies (RFC 8301 §3.2), and its record still fits.
const dkimBits = 2048

// SetDKIM lets letters be signed for a domain, with a key that is made for it. The
// domain's owner publishes MailSettings.Record; do that first if letters are being
// sent. The same domain and selector again change nothing: for another key take
// another selector.
func (v *Vendor) SetDKIM(ctx context.Context, domain, selector string) (MailSettings, error) {
	// Asked before the key is made, which is dear.
	if err := v.look(ctx, tenant.ManageMail, func(VendorView) error { return nil }); err != nil {
		return MailSettings{}, err
	}
	d, err := tenant.ParseDomain(domain)
	if err != nil {
		return MailSettings{}, err
	}
	if !hostLabel(selector) {
		return MailSettings{}, fmt.Errorf("%w selector %.80q: it is 1 to 63 of a–z, 0–9 and '-', with no '-' at either end, such as letters2026", tenant.ErrInvalid, selector)
	}
	key, err := rsa.GenerateKey(v.hub.config.Rand, dkimBits)
	if err != nil {
		return MailSettings{}, fmt.Errorf("making a key that signs letters: %w", err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return MailSettings{}, err
	}
	public, err := x509.MarshalPKIXPublicKey(key.Public())
	if err != nil {
		return MailSettings{}, err
	}
	return v.changeMail(ctx, func(tx VendorTx, m *MailSettings) error {
		if m.Domain == d && m.Selector == selector {
			return nil
		}
		switch used, err := selectorUsed(tx, *m, d, selector); {
		case err != nil:
			return err
		case used:
			return fmt.Errorf("selector %s of %s: %w: it had another key before, which is forgotten, and the record of that may be known still; take a selector that is new", selector, d, tenant.ErrConflict)
		}
		m.Domain, m.Selector, m.Public = d, selector, public
		m.Private, err = v.seal(private, sealedMailKey, string(d), selector)
		return err
	})
}

// selectorUsed goes back from the settings of now through the log of their changes.
func selectorUsed(view VendorView, m MailSettings, d tenant.Domain, selector string) (bool, error) {
	events, err := view.Events(EventQuery{Kinds: []Kind{MailSettingsChanged}})
	if err != nil {
		return false, err
	}
	for _, e := range slices.Backward(events) {
		var data struct {
			Before struct {
				Domain   *tenant.Domain
				Selector *string
			}
		}
		if err := json.Unmarshal(e.Data, &data); err != nil {
			return false, fmt.Errorf("reading event %s: %w", e.ID, err)
		}
		if data.Before.Domain != nil {
			m.Domain = *data.Before.Domain
		}
		if data.Before.Selector != nil {
			m.Selector = *data.Before.Selector
		}
		if m.Domain == d && m.Selector == selector {
			return true, nil
		}
	}
	return false, nil
}

// RemoveDKIM ends that letters are signed, and forgets the key.
func (v *Vendor) RemoveDKIM(ctx context.Context) (MailSettings, error) {
	return v.changeMail(ctx, func(_ VendorTx, m *MailSettings) error {
		m.Domain, m.Selector, m.Public, m.Private = "", "", nil, nil
		return nil
	})
}

// LetterSigner is in whose name letters are sent and, if they are signed, the key.
func (v *Vendor) LetterSigner(ctx context.Context) (m MailSettings, key crypto.Signer, err error) {
	err = v.look(ctx, tenant.DeliverEvents, func(view VendorView) error {
		m, err = view.MailSettings()
		return err
	})
	if err != nil || m.Private == nil {
		m.Private = nil
		return m, nil, err
	}
	sealed := m.Private
	m.Private = nil
	plain, err := v.open(sealed, sealedMailKey, string(m.Domain), m.Selector)
	if err != nil {
		return m, nil, fmt.Errorf("opening the key that signs letters for %s: %w", m.Domain, err)
	}
	parsed, err := x509.ParsePKCS8PrivateKey(plain)
	if err != nil {
		return m, nil, fmt.Errorf("reading the key that signs letters for %s: %w", m.Domain, err)
	}
	signer, ok := parsed.(*rsa.PrivateKey)
	if ok {
		public, err := x509.MarshalPKIXPublicKey(signer.Public())
		ok = err == nil && bytes.Equal(public, m.Public)
	}
	if !ok {
		return m, nil, fmt.Errorf("the key that signs letters for %s is not the one that is published; set it up anew with another selector", m.Domain)
	}
	return m, signer, nil
}

// hostLabel says whether it can be one part of a host name, in lower case.
func hostLabel(s string) bool {
	return len(s) <= 63 && s != "" && s == strings.Trim(s, "-") && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789-") == ""
}
