package registryproxy

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// maxNamed is how many tags a refusal names.
const maxNamed = 8

// heldTags is the list of tags in a refusal: the highest ones, the highest last.
func heldTags(tags []string) string {
	sorted := slices.SortedFunc(slices.Values(tags), compareTags)
	more := ""
	if n := len(sorted) - maxNamed; n > 0 {
		more = fmt.Sprintf(" and %d more", n)
		sorted = sorted[n:]
	}
	return strings.Join(sorted, ", ") + more
}

// compareTags orders tags as people do: numbers in them by their value, so that
// 1.9.0 comes before 1.10.0.
func compareTags(a, b string) int {
	for a != "" && b != "" {
		if digit(a[0]) && digit(b[0]) {
			x, y := number(a), number(b)
			a, b = a[len(x):], b[len(y):]
			x, y = strings.TrimLeft(x, "0"), strings.TrimLeft(y, "0")
			if c := cmp.Or(cmp.Compare(len(x), len(y)), cmp.Compare(x, y)); c != 0 {
				return c
			}
			continue
		}
		if a[0] != b[0] {
			return cmp.Compare(a[0], b[0])
		}
		a, b = a[1:], b[1:]
	}
	return cmp.Compare(len(a), len(b))
}

// number is the digits that s begins with.
func number(s string) string {
	n := 0
	for n < len(s) && digit(s[n]) {
		n++
	}
	return s[:n]
}

func digit(c byte) bool { return '0' <= c && c <= '9' }
