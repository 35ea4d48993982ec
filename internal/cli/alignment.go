package cli

import (
	"fmt"

	"golang.org/x/net/publicsuffix"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// misaligned says why a signature does nothing for letters: receivers let it count only
// for a sender of the same organization (RFC 7489 §3.1.1). It is empty if there is
// nothing to say.
func misaligned(m distr.MailSettings) string {
	if m.Domain == "" || m.From == "" || organization(m.Domain) == organization(m.From.Domain()) {
		return ""
	}
	return fmt.Sprintf("letters come from %s, and a signature for %s counts nothing for that: sign for the domain of the sender", m.From, m.Domain)
}

// organization is the part of a domain that somebody registers; all of it where there
// is no such part.
func organization(d tenant.Domain) string {
	registered, err := publicsuffix.EffectiveTLDPlusOne(string(d))
	if err != nil {
		return string(d)
	}
	return registered
}
