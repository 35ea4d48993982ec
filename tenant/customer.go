package tenant

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Access is how far a customer's own people may go. It caps their roles and
// never rewrites them. It governs people; a pull with a customer's token is
// governed by grants, features and the token.
type Access string

// The access levels, from none to all.
const (
	AccessDisabled Access = "disabled"  // the default: only the vendor's people
	AccessReadOnly Access = "read-only" // dashboards and reports
	AccessFull     Access = "full"      // the customer's Administrators manage users and settings
)

// ParseAccess checks that s names an access level. The error is an [ErrInvalid].
func ParseAccess(s string) (Access, error) {
	if err := Access(s).check(); err != nil {
		return "", err
	}
	return Access(s), nil
}

func (a Access) check() error {
	switch a {
	case AccessDisabled, AccessReadOnly, AccessFull:
		return nil
	}
	return fmt.Errorf("%w access %q: it is one of %s, %s, %s", ErrInvalid, a, AccessDisabled, AccessReadOnly, AccessFull)
}

// People says whether the customer's own people get in at all.
func (a Access) People() bool { return a == AccessReadOnly || a == AccessFull }

// A Customer is one tenant of a vendor.
type Customer struct {
	ID      CustomerID
	Created time.Time // UTC
	Profile
}

// A Profile is what may change of a customer. It has no ID, so an update cannot
// be aimed at someone else.
type Profile struct {
	Name     string
	Email    Email  // where the vendor writes to; empty when not known
	Plan     string // the name of what was sold; empty: none
	Access   Access
	Features Features

	Portal        bool          // what is set for this customer; see Settings.PortalOf for what is in effect
	PortalVersion PortalVersion // which one
	DomainsOnly   bool          // only addresses of Domains can be invited; if there are none, nobody
	Domains       []Domain      // sorted, each once
	Archived      time.Time     // since when; zero: it is not
}

// maxName is how long a name may be, in characters.
const maxName = 200

// Check says what is wrong with a profile, as [ErrInvalid], given the features
// that the vendor has.
func (p Profile) Check(g *FeatureGraph) error {
	if err := CheckName("customer", p.Name); err != nil {
		return err
	}
	if p.Plan != "" {
		if err := CheckName("plan", p.Plan); err != nil {
			return err
		}
	}
	if p.Email != "" {
		if err := p.Email.check(); err != nil {
			return err
		}
	}
	if err := p.Access.check(); err != nil {
		return err
	}
	if err := p.checkPortal(); err != nil {
		return err
	}
	for _, f := range p.Features {
		if _, err := g.Parse(string(f)); err != nil {
			return err
		}
		if missing := g.requires[f].Without(p.Features); len(missing) > 0 {
			return fmt.Errorf("%w features: %s requires %v", ErrInvalid, f, missing)
		}
	}
	return nil
}

// checkPortal looks at what says who gets in, and where.
func (p Profile) checkPortal() error {
	if err := p.PortalVersion.check(); err != nil {
		return err
	}
	for _, d := range p.Domains {
		if canonical, err := ParseDomain(string(d)); err != nil {
			return err
		} else if canonical != d {
			return fmt.Errorf("%w domain %q: its canonical form is %q", ErrInvalid, d, canonical)
		}
	}
	if !slices.Equal(p.Domains, DomainsOf(p.Domains...)) {
		return fmt.Errorf("%w domains %v: they are sorted, each once", ErrInvalid, p.Domains)
	}
	if p.Archived.Location() != time.UTC {
		return fmt.Errorf("%w time %v since when the customer is archived: it is in UTC", ErrInvalid, p.Archived)
	}
	return nil
}

// CheckName says whether s can be the name of a thing of that kind: text that a
// person can read, 1 to 200 characters, no control characters, no space at
// either end. The error is an [ErrInvalid].
func CheckName(kind, s string) error {
	switch {
	case s == "":
		return fmt.Errorf("%w %s name: it is empty", ErrInvalid, kind)
	case utf8.RuneCountInString(s) > maxName:
		return fmt.Errorf("%w %s name %.20q…: %d characters, at most %d are allowed", ErrInvalid, kind, s, utf8.RuneCountInString(s), maxName)
	case !utf8.ValidString(s):
		return fmt.Errorf("%w %s name %q: it is not valid UTF-8", ErrInvalid, kind, s)
	case strings.TrimSpace(s) != s:
		return fmt.Errorf("%w %s name %q: it begins or ends with a space", ErrInvalid, kind, s)
	}
	for _, r := range s {
		// Unicode's format characters include the ones that turn the
		// reading direction round, which make one name look like another.
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == '\u2028' || r == '\u2029' {
			return fmt.Errorf("%w %s name %q: it holds the unprintable character %U", ErrInvalid, kind, s, r)
		}
	}
	return nil
}
