package cli

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

type pullRecord struct {
	ID         distr.PullID               `json:"id"`
	Time       *time.Time                 `json:"time"`
	Customer   tenant.CustomerID          `json:"customer"` // empty: the vendor's staff
	Token      tenant.CredentialID        `json:"token"`
	TokenName  string                     `json:"token_name"`
	Repository entitlement.RepositoryPath `json:"repository"` // empty, with the reference: refusals of several
	Reference  string                     `json:"reference"`
	Digest     string                     `json:"digest"`
	Version    string                     `json:"version"`
	Allowed    bool                       `json:"allowed"`
	Reason     entitlement.Reason         `json:"reason"`
	Count      int64                      `json:"count"`
	Bytes      int64                      `json:"bytes"`
	Cut        bool                       `json:"cut"`
	Client     string                     `json:"client"`
	Address    string                     `json:"address"`
}

func newPullRecord(p distr.PullRecord) pullRecord {
	r := pullRecord{
		ID: p.ID, Time: moment(p.Time), Customer: p.Customer, Token: p.Token, TokenName: p.TokenName,
		Repository: p.Repository, Reference: p.Reference, Digest: p.Digest.String(), Version: p.Version,
		Allowed: p.Allowed, Reason: p.Reason, Count: p.Count, Bytes: p.Bytes, Cut: p.Cut, Client: p.Client,
	}
	if p.Address.IsValid() {
		r.Address = p.Address.String()
	}
	return r
}

// How wide the columns of a table get, in characters. What does not fit is in
// --json in full.
const (
	nameWidth      = 20
	pathWidth      = 24
	referenceWidth = 24
	clientWidth    = 20
)

// A pullRow is an entry as people see it.
type pullRow struct {
	pullRecord
	plain bool // ASCII only
}

func (r pullRow) fields() []field {
	outcome := string(distr.Refused)
	switch {
	case r.Allowed && r.Cut:
		outcome = "cut short"
	case r.Allowed:
		outcome = string(distr.Allowed)
	}
	sent := ""
	if r.Bytes > 0 {
		sent = size(r.Bytes)
	}
	return []field{
		{"time", clock(r.Time, "")},
		{"customer", r.short(string(r.Customer), nameWidth)},
		{"token", r.short(r.TokenName, nameWidth)},
		{"repository", r.short(string(r.Repository), pathWidth)},
		{"reference", r.short(r.Reference, referenceWidth)},
		{"version", r.short(r.Version, nameWidth)},
		{"outcome", outcome},
		{"reason", string(r.Reason)},
		{"count", fmt.Sprint(r.Count)},
		{"bytes", sent},
		{"client", r.short(r.Client, clientWidth)},
	}
}

func (r pullRow) short(s string, width int) string { return shorten(s, width, r.plain) }

// shorten leaves out the middle of a text that is too wide: of a digest and of a
// path the ends say more.
func shorten(s string, width int, plain bool) string {
	s = printable(s)
	n := utf8.RuneCountInString(s)
	if n <= width {
		return s
	}
	dots := "…"
	if plain {
		dots = "..."
	}
	left := width - utf8.RuneCountInString(dots)
	front, back := (left+1)/2, left/2
	runes := []rune(s)
	return string(runes[:front]) + dots + string(runes[n-back:])
}

// size is a number of bytes in three digits or so, in decimal units.
func size(n int64) string {
	if n < 1000 {
		return fmt.Sprint(n, " B")
	}
	value, unit := float64(n)/1000, 0
	for value >= 999.5 && unit < 4 {
		value, unit = value/1000, unit+1
	}
	digits := 0
	if value < 9.95 {
		digits = 1
	}
	return fmt.Sprintf("%.*f %cB", digits, value, "kMGTP"[unit])
}

// unicodeTerminal says whether whoever reads takes more than ASCII, as far as the
// environment tells (POSIX locale variables, the first that is set).
func unicodeTerminal(env func(string) string) bool {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if value := strings.ToLower(env(name)); value != "" {
			return strings.Contains(value, "utf-8") || strings.Contains(value, "utf8")
		}
	}
	return false
}
