package tenant

import (
	"encoding/base32"
	"fmt"
	"io"
	"strings"
)

// A VendorID names one vendor: a company that sells software. It is opaque and
// compared exactly.
type VendorID string

// A CustomerID names one customer within its vendor. Two vendors may each have
// a customer of the same ID; they have nothing to do with each other.
type CustomerID string

// A CredentialID names one credential within the room it lies in: a customer's,
// or the vendor's own for its staff.
type CredentialID string

// A MemberID names one of the people of one side, within the room it lies in.
type MemberID string

// An InstallationID names one installation within its customer.
type InstallationID string

// maxID is how long an ID may be, in bytes. It keeps tokens, which carry three
// of them, within what clients accept as a password.
const maxID = 64

// ParseVendorID checks a vendor's ID; see [CheckID] for the form.
func ParseVendorID(s string) (VendorID, error) {
	return VendorID(s), CheckID("vendor", s)
}

// ParseCustomerID checks a customer's ID; see [CheckID] for the form.
func ParseCustomerID(s string) (CustomerID, error) {
	return CustomerID(s), CheckID("customer", s)
}

// ParseCredentialID checks a credential's ID; see [CheckID] for the form.
func ParseCredentialID(s string) (CredentialID, error) {
	return CredentialID(s), CheckID("credential", s)
}

// ParseMemberID checks a member's ID; see [CheckID] for the form.
func ParseMemberID(s string) (MemberID, error) {
	return MemberID(s), CheckID("member", s)
}

// ParseInstallationID checks an installation's ID; see [CheckID] for the form.
func ParseInstallationID(s string) (InstallationID, error) {
	return InstallationID(s), CheckID("installation", s)
}

// CheckID says whether s can be the ID of a thing of that kind: 1 to 64 of the
// characters A–Z, a–z, 0–9, '.', '_' and '-', the first of them a letter or a
// digit. A vendor may bring IDs of its own, so the form is as wide as it can be
// without asking for quotes in a URL, a token or a shell. The error is an
// [ErrInvalid].
func CheckID(kind, s string) error {
	if s == "" {
		return fmt.Errorf("%w %s ID: it is empty", ErrInvalid, kind)
	}
	if len(s) > maxID {
		return fmt.Errorf("%w %s ID %.20q…: %d bytes, at most %d are allowed", ErrInvalid, kind, s, len(s), maxID)
	}
	for i := range len(s) {
		if !idByte(s[i]) || i == 0 && !alphanumeric(s[i]) {
			return fmt.Errorf("%w %s ID %q: use letters, digits, '.', '_' and '-', and begin with a letter or a digit", ErrInvalid, kind, s)
		}
	}
	return nil
}

func idByte(c byte) bool {
	return alphanumeric(c) || c == '.' || c == '_' || c == '-'
}

func alphanumeric(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
}

// idBytes is the number of random bytes in an ID that we make: 80 bits, so that
// a million records in one room collide with a chance below 10⁻¹².
const idBytes = 10

// NewID makes an ID from chance: the prefix, an underscore and 16 characters of
// lower-case base32, such as cus_g3xqk2v7n5bd4ayt.
func NewID(prefix string, rand io.Reader) (string, error) {
	var b [idBytes]byte
	if _, err := io.ReadFull(rand, b[:]); err != nil {
		return "", fmt.Errorf("making an ID %s_…: %w", prefix, err)
	}
	return prefix + "_" + lowerBase32(b[:]), nil
}

func lowerBase32(b []byte) string {
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(b))
}
