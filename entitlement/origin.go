package entitlement

import (
	"fmt"
	"io"
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
