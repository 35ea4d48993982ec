package entitlement

import (
	"fmt"
	"io"
	"regexp"
	"strings"
)

// An Origin says where the bytes of a repository lie, and how the vendor logs in
// there. Customers see nothing of it.
type Origin struct {
	// Registry is a host and perhaps a port, which is asked over https, or
	// http:// or https:// and these. Empty: the registry that whoever asks has
	// for all repositories.
	Registry   string
	Repository RepositoryPath // its name there; empty: the same name

	// TokenHosts are the hosts, with their port if it is not the usual one,
	// to which the registry may send for a token besides itself.
	TokenHosts []string
	// RedirectHosts are the hosts to which it may send for a blob, and only to
	// them; "*.example.com" is every host below example.com. Empty: every host
	// with a public address.
	RedirectHosts []string

	Login Login // the zero one: nobody's
}

var (
	hostForm     = regexp.MustCompile(`^(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?)(:[0-9]{1,5})?$`)
	wildcardForm = regexp.MustCompile(`^(\*\.)?[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?(:[0-9]{1,5})?$`)
)

// Check says what is wrong with an origin, as [ErrInvalid].
func (o Origin) Check() error {
	scheme, host, whole := strings.Cut(o.Registry, "://")
	if !whole {
		scheme, host = "https", o.Registry
	}
	if o.Registry != "" && (scheme != "https" && scheme != "http" || !hostForm.MatchString(host)) {
		return fmt.Errorf("%w registry %q: it is a host and perhaps a port, or http:// or https:// and these, such as registry.example:5000", ErrInvalid, o.Registry)
	}
	if o.Repository != "" {
		if _, err := ParseRepositoryPath(string(o.Repository)); err != nil {
			return err
		}
	}
	for _, h := range o.TokenHosts {
		if !hostForm.MatchString(h) {
			return fmt.Errorf("%w token host %q: it is a host and perhaps a port, such as auth.example", ErrInvalid, h)
		}
	}
	for _, h := range o.RedirectHosts {
		if !hostForm.MatchString(h) && !wildcardForm.MatchString(h) {
			return fmt.Errorf("%w redirect host %q: it is a host, perhaps with *. before and a port behind, such as *.storage.example", ErrInvalid, h)
		}
	}
	return nil
}

// A Login is a user name and a password at a registry. It prints without the
// password, in every format.
type Login struct {
	Username string
	password *string // a pointer, since fmt calls no method on a login in somebody's unexported field
}

// NewLogin makes a login.
func NewLogin(username, password string) Login { return Login{username, &password} }

// Reveal is the password.
func (l Login) Reveal() string {
	if l.password == nil {
		return ""
	}
	return *l.password
}

// IsZero says whether it is nobody's login.
func (l Login) IsZero() bool { return l.Username == "" && l.Reveal() == "" }

// Equal says whether two logins are the same.
func (l Login) Equal(other Login) bool {
	return l.Username == other.Username && l.Reveal() == other.Reveal()
}

// String shows who, and hides the password.
func (l Login) String() string {
	if l.IsZero() {
		return "nobody"
	}
	return l.Username + ":***"
}

// Format hides the password whatever verb and flags are asked for.
func (l Login) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, l.String()) }

// MarshalText hides the password in JSON, in structured logs, and wherever else
// text is made of a login.
func (l Login) MarshalText() ([]byte, error) { return []byte(l.String()), nil }
