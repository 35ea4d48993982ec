package mail

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
)

// lookingUp is how long the domain name system may take to answer.
const lookingUp = 5 * time.Second

// CheckRecord looks up whether the domain publishes the key by which letters are signed
// (RFC 6376 §3.6.2), and says in a sentence what is wrong, and what to do. The sentence
// is empty if nothing is, or if letters are not signed. asked is who is asked, nil:
// net.DefaultResolver. It takes 5 seconds at most.
//
// What is wrong keeps no letter back: it may be that the record is on its way only.
func CheckRecord(ctx context.Context, m distr.MailSettings, asked *net.Resolver) (warning string) {
	name, text := m.Record()
	if name == "" {
		return ""
	}
	ctx, stop := context.WithTimeout(ctx, lookingUp)
	defer stop()
	found, err := asked.LookupTXT(ctx, name+".") // absolute: no domain of this machine's is tried behind it
	var no *net.DNSError
	switch {
	case err == nil && len(found) == 0, errors.As(err, &no) && no.IsNotFound:
		return fmt.Sprintf(`there is no TXT record of the name %s, so nobody can verify the letters' signature; publish the one of "distr mail dkim"`, name)
	case err != nil:
		return fmt.Sprintf("the TXT record of the name %s could not be looked up, so others may not be able to verify the letters' signature: %s", name, line(err.Error()))
	case len(found) > 1:
		return fmt.Sprintf(`there are %d TXT records of the name %s, and receivers take any of them; leave the one of "distr mail dkim" only`, len(found), name)
	case publicKey(found[0]) != publicKey(text):
		return fmt.Sprintf(`the TXT record of the name %s has another key than letters are signed with, so they look forged; publish the one of "distr mail dkim"`, name)
	}
	return ""
}

// publicKey is the key in a record (RFC 6376 §3.6.1), in base64 without the spaces that
// may stand in it; empty: there is none, or it was revoked.
func publicKey(record string) string {
	for tag := range strings.SplitSeq(record, ";") {
		if name, value, _ := strings.Cut(tag, "="); strings.TrimSpace(name) == "p" {
			return strings.Join(strings.Fields(value), "")
		}
	}
	return ""
}

// checkRecord logs what is wrong with the record, if letters leave this machine.
func (m *Mailer) checkRecord(ctx context.Context) {
	if m.config.SMTP.Host == "" {
		return
	}
	s, err := m.sender(ctx)
	if err != nil { // Run has said so
		return
	}
	if warning := CheckRecord(ctx, s.settings, m.config.Resolver); warning != "" && ctx.Err() == nil {
		m.config.Log.Warn("letters go out signed, and that may do them no good", "vendor", m.config.Vendor.ID(), "why", warning)
	}
}
