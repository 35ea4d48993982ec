package tenant

import (
	"fmt"
	"slices"
	"strings"
)

// Settings are what a vendor sets once for all customers. The zero value is what
// a vendor begins with.
type Settings struct {
	PortalMode   PortalMode // default: PortalMixed
	PortalForAll bool       // opens every customer's portal, whatever is set for it
	AutoInvite   bool       // invite the address of every new customer

	DefaultAccess Access // of new customers; default: AccessDisabled
	StopPulls     bool   // the access level Disabled stops pulls with the customer's tokens too

	App            string // what {app} stands for in the addresses
	ClassicAddress string // of the vendor's own portal; {app} and {customer} are filled in
	NewAddress     string // of ours; the same
	Domain         string // of ours, instead of NewAddress, such as portal.acme.example; empty: none

	Features []FeatureDef // further ones, besides those that the program has
}

// Check says what is wrong with settings, as [ErrInvalid], given the features that
// the program has.
func (s Settings) Check(base *FeatureGraph) error {
	if s.PortalMode != PortalMixed && s.PortalMode != PortalNewOnly {
		return fmt.Errorf("%w portal mode %q: it is empty for Classic and New, or %s", ErrInvalid, s.PortalMode, PortalNewOnly)
	}
	if s.DefaultAccess != "" {
		if err := s.DefaultAccess.check(); err != nil {
			return err
		}
	}
	if s.App != "" && !dnsLabel(s.App) {
		return fmt.Errorf("%w app %.80q: it is a part of a host name: 1 to 63 of a–z, 0–9 and '-', with no '-' at either end", ErrInvalid, s.App)
	}
	if err := s.checkAddress("classic", s.ClassicAddress); err != nil {
		return err
	}
	if err := s.checkAddress("new", s.NewAddress); err != nil {
		return err
	}
	if err := s.checkDomain(); err != nil {
		return err
	}
	_, err := s.Graph(base)
	return err
}

// checkDomain looks at the portal's own domain. It has three parts or more: a
// domain by itself cannot be pointed at another host (RFC 1034 §3.6.2).
func (s Settings) checkDomain() error {
	if s.Domain == "" {
		return nil
	}
	d, err := ParseDomain(s.Domain)
	switch {
	case err != nil:
		return err
	case string(d) != s.Domain:
		return fmt.Errorf("%w domain %q: its canonical form is %q", ErrInvalid, s.Domain, d)
	case strings.Count(s.Domain, ".") < 2:
		return fmt.Errorf("%w domain %q: use one below it, such as portal.%s", ErrInvalid, s.Domain, s.Domain)
	}
	return nil
}

// AccessOfNew is the access level of a new customer.
func (s Settings) AccessOfNew() Access {
	if s.DefaultAccess == "" {
		return AccessDisabled
	}
	return s.DefaultAccess
}

// Graph is all features that a vendor has: those of the program, and those that the
// vendor has defined. It refuses, as [ErrInvalid], what [NewFeatureGraph] refuses,
// and a definition of what the program has already.
func (s Settings) Graph(base *FeatureGraph) (*FeatureGraph, error) {
	for _, d := range s.Features {
		if base.Names().Has(d.Name) {
			return nil, fmt.Errorf("%w feature %q: the program has it already; choose another name", ErrInvalid, d.Name)
		}
	}
	return NewFeatureGraph(slices.Concat(base.defs, s.Features)...)
}

// Define is the settings with one more feature, or with another definition of one
// that the vendor has defined before, if all of them together still make sense.
// Customers keep what they have; see [FeatureGraph.Effective].
func (s Settings) Define(d FeatureDef, base *FeatureGraph) (Settings, error) {
	d.Requires = FeaturesOf(d.Requires...)
	s.Features = slices.Clone(s.Features)
	if i := slices.IndexFunc(s.Features, func(old FeatureDef) bool { return old.Name == d.Name }); i >= 0 {
		s.Features[i] = d
	} else {
		s.Features = append(s.Features, d)
	}
	if _, err := s.Graph(base); err != nil {
		return Settings{}, err
	}
	return s, nil
}

func dnsLabel(s string) bool {
	return len(s) <= 63 && s == strings.Trim(s, "-") && s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789-") == ""
}

// PortalMode is which portals a vendor has.
type PortalMode string

// The modes.
const (
	PortalMixed   PortalMode = ""         // Classic or New, by customer, and only where it is opened
	PortalNewOnly PortalMode = "new-only" // New for every customer; nothing to switch
)

// PortalVersion is which of the two portals a customer has.
type PortalVersion string

// The versions.
const (
	PortalClassic PortalVersion = ""    // the one that the vendor has already; the default
	PortalNew     PortalVersion = "new" // ours
)

func (v PortalVersion) check() error {
	if v == PortalClassic || v == PortalNew {
		return nil
	}
	return fmt.Errorf("%w portal version %q: it is empty for Classic, or %s", ErrInvalid, v, PortalNew)
}
