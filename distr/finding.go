package distr

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// A Finding is one thing that a scanner has found wrong. All of it is plain text,
// never HTML, and was written by strangers: the scanner, and by way of it whoever
// runs what was scanned.
type Finding struct {
	// Fingerprint is what makes two findings one, over runs: within one customer it
	// is the same for the same problem at the same place, whatever the order in
	// which things are found and whichever line it has moved to. "" has Complete
	// make one of rule, target, location and message. One that is longer than
	// allowed becomes a hash of it.
	Fingerprint string
	Rule        string // what was looked for, by the scanner's ID, such as "tls/expired"
	Level       FindingLevel
	Title       string // what the rule is called, on one line
	Message     string // what was found, in words; may have several lines
	Target      string // the text of the target; "" if the scanner does not say
	Location    string // where within: a URL, a path of a file, a port, the name of a cookie
	Line        int    // of the file that Location names, from 1; 0: none. It is no part of the fingerprint
	Help        string // what to do about it; may have several lines
}

// A FindingLevel is how bad a finding is, in the words of SARIF 2.1.0, section
// 3.27.10.
type FindingLevel string

const (
	LevelNone    FindingLevel = "none"    // for information
	LevelNote    FindingLevel = "note"    // a small matter, or a chance to do better
	LevelWarning FindingLevel = "warning" // a problem
	LevelError   FindingLevel = "error"   // a serious problem
)

// Compare puts the worse level first. What is no level comes last.
func (l FindingLevel) Compare(with FindingLevel) int {
	return cmp.Compare(l.rank(), with.rank())
}

func (l FindingLevel) rank() int {
	levels := [...]FindingLevel{LevelError, LevelWarning, LevelNote, LevelNone}
	if i := slices.Index(levels[:], l); i >= 0 {
		return i
	}
	return len(levels)
}

// How long the texts of a finding may be, in bytes of UTF-8.
const (
	MaxFingerprint = 128
	MaxRule        = 200
	MaxTitle       = 300
	MaxMessage     = 4 << 10
	MaxLocation    = 2 << 10 // and Target
	MaxHelp        = 8 << 10
)

// Complete is the finding as it is kept. What is too long is cut, and ends in "…";
// control characters, and those that change the direction of text, become U+FFFD, and
// so does what is not UTF-8; line breaks stay in Message and Help, and are spaces
// elsewhere. An empty Level becomes a warning, an empty Title the rule, an empty Rule
// "unnamed", and an empty Fingerprint is made.
//
// A finding that says neither Rule, Title nor Message, or whose Level is none of the
// four, is a tenant.ErrInvalid.
func (f Finding) Complete() (Finding, error) {
	f.Rule, f.Title, f.Target, f.Location = oneLine(f.Rule), oneLine(f.Title), oneLine(f.Target), oneLine(f.Location)
	f.Message, f.Help = plainText(f.Message), plainText(f.Help)
	if f.Rule == "" && f.Title == "" && f.Message == "" {
		return f, fmt.Errorf("%w finding: it says nothing; give it a rule, a title or a message", tenant.ErrInvalid)
	}
	f.Level = cmp.Or(f.Level, LevelWarning)
	if f.Level.rank() > LevelNone.rank() {
		return f, fmt.Errorf("%w level of a finding %q: write none, note, warning or error", tenant.ErrInvalid, cut(plainText(string(f.Level)), MaxRule))
	}
	f.Rule = cmp.Or(f.Rule, "unnamed")
	if f.Fingerprint = oneLine(f.Fingerprint); f.Fingerprint == "" {
		f.Fingerprint = FingerprintOf(f.Rule, f.Target, f.Location, f.Message)
	} else if len(f.Fingerprint) > MaxFingerprint {
		f.Fingerprint = FingerprintOf(f.Fingerprint)
	}
	f.Title = cmp.Or(f.Title, f.Rule)
	f.Line = max(f.Line, 0)
	f.Rule, f.Title = cut(f.Rule, MaxRule), cut(f.Title, MaxTitle)
	f.Message, f.Help = cut(f.Message, MaxMessage), cut(f.Help, MaxHelp)
	f.Target, f.Location = cut(f.Target, MaxLocation), cut(f.Location, MaxLocation)
	return f, nil
}

// FingerprintOf makes a fingerprint of what makes a finding itself: 32 hexadecimal
// digits, which differ if any part does.
func FingerprintOf(parts ...string) string {
	text := make([]byte, 0, 1<<10)
	for _, part := range parts {
		text = binary.BigEndian.AppendUint64(text, uint64(len(part)))
		text = append(text, part...)
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:16])
}

// cut shortens a text to a number of bytes, between two characters.
func cut(s string, limit int) string {
	const more = "…"
	if len(s) <= limit {
		return s
	}
	end := limit - len(more)
	for end > 0 && !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end] + more
}

func oneLine(s string) string {
	if fine(s) && !strings.ContainsAny(s, "\n\t") && !strings.Contains(s, "  ") {
		return strings.TrimSpace(s)
	}
	return strings.Join(strings.Fields(plainText(s)), " ")
}
