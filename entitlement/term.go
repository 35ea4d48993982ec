package entitlement

import (
	"encoding/json"
	"strings"
)

// The text of a term that is not a name. Neither '*' nor ':' can be in a
// version's name, so no name can be read as one of these.
const (
	termAll   = "*"
	termRange = "match:"
)

// Terms is the set as text, a term each: a version's name, "*" for all, or
// "match:" and a range.
func (v Versions) Terms() []string {
	terms := make([]string, 0, len(v.names)+len(v.ranges)+1)
	if v.all {
		terms = append(terms, termAll)
	}
	terms = append(terms, v.names...)
	for _, r := range v.ranges {
		terms = append(terms, termRange+r.text)
	}
	return terms
}

// ParseVersions reads what [Versions.Terms] wrote.
func ParseVersions(terms []string) (Versions, error) {
	var v Versions
	for _, term := range terms {
		constraint, isRange := strings.CutPrefix(term, termRange)
		switch {
		case term == termAll:
			v = v.Plus(All())
		case isRange:
			r, err := Matching(constraint)
			if err != nil {
				return Versions{}, err
			}
			v = v.Plus(r)
		default:
			if err := CheckVersion(term); err != nil {
				return Versions{}, err
			}
			v = v.Plus(Only(term))
		}
	}
	return v, nil
}

// String lists the terms, as in "1.4.2, match:^2".
func (v Versions) String() string { return strings.Join(v.Terms(), ", ") }

// MarshalJSON writes the terms as an array.
func (v Versions) MarshalJSON() ([]byte, error) { return json.Marshal(v.Terms()) }

// UnmarshalJSON reads an array of terms.
func (v *Versions) UnmarshalJSON(b []byte) error {
	var terms []string
	if err := json.Unmarshal(b, &terms); err != nil {
		return err
	}
	parsed, err := ParseVersions(terms)
	if err == nil {
		*v = parsed
	}
	return err
}
