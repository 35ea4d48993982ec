package tenant

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// An Email is an e-mail address in its canonical form, so that two spellings of
// one mailbox are one string. Only [ParseEmail] makes one.
type Email string

// Limits of RFC 5321 §4.5.3.1, in bytes: an address stands between < and > in a
// path of 256.
const (
	maxLocalPart = 64
	maxEmail     = 254
)

// ParseEmail brings an address into its canonical form: the domain in lower
// case and in its ASCII form (IDNA), the local part in lower case. It is the
// only place where that is done. Its argument is a bare address (addr-spec of
// RFC 5322 §3.4.1), without a display name.
//
// It refuses, as [ErrInvalid], what a mail server may read in another way than
// we do: quoted local parts, comments, relics of source routes (% and !), encoded
// words (=?), letters outside ASCII in the local part, IP addresses, a trailing
// dot, a domain without a dot, or one that is disguised. Spaces around it are left
// away. What is behind a plus is part of the name.
func ParseEmail(s string) (Email, error) {
	s = strings.Trim(s, " ")
	local, domain, ok := strings.Cut(s, "@")
	if !ok || local == "" || domain == "" || strings.Contains(domain, "@") {
		return "", emailError(s, "it has the form name@domain")
	}
	if len(local) > maxLocalPart {
		return "", emailError(s, "the part before the @ is longer than 64 bytes")
	}
	for _, r := range local {
		if r >= utf8.RuneSelf || !atomByte(byte(r)) {
			return "", emailError(s, fmt.Sprintf("the part before the @ holds %q", r))
		}
	}
	if strings.HasPrefix(local, ".") || strings.HasSuffix(local, ".") || strings.Contains(local, "..") {
		return "", emailError(s, "a dot stands between other characters")
	}
	if strings.Contains(local, "=?") {
		return "", emailError(s, "the part before the @ looks like an encoded word (=?)")
	}
	canonical, err := canonicalDomain(domain)
	if err != nil {
		return "", emailError(s, err.Error())
	}
	if len(local)+1+len(canonical) > maxEmail {
		return "", emailError(s, fmt.Sprintf("it is longer than %d bytes", maxEmail))
	}
	return Email(strings.ToLower(local) + "@" + canonical), nil
}

// Domain is what stands behind the @.
func (e Email) Domain() Domain {
	return Domain(e[strings.LastIndexByte(string(e), '@')+1:])
}

// check refuses an address that is not in its canonical form.
func (e Email) check() error {
	canonical, err := ParseEmail(string(e))
	if err == nil && canonical != e {
		return fmt.Errorf("%w e-mail address %q: its canonical form is %q", ErrInvalid, e, canonical)
	}
	return err
}

// atomByte is RFC 5322's atext without % and !, which once named a way through
// other hosts, and the dot between atoms.
func atomByte(c byte) bool {
	return alphanumeric(c) || strings.IndexByte("#$&'*+-/=?^_`{|}~.", c) >= 0
}

func emailError(s, why string) error {
	return fmt.Errorf("%w e-mail address %.320q: %s", ErrInvalid, s, why)
}
