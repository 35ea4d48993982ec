package sqlstore

import (
	"cmp"
	"slices"
	"strings"
)

const (
	gramsAsked  = 16     // trigrams of a search, at most, that are weighed against each other
	gramsChosen = 3      // and of which the index has to have all
	sampled     = 32     // rows of a trigram that say how rare it is
	fewRows     = 256    // so few texts are compared sooner than the index is asked for more
	maxSteps    = 40_000 // entries of the index that one page may pass by
)

// A gram is three characters, and how rare they are.
type gram struct {
	text string
	span float64 // numbers between two texts that have it, on average
}

// choose says what the index is to be asked for, and how far down. The rarest
// trigrams of a search name few texts that are not looked for, however common the
// others are. What the index has to pass by is bounded by how far it is asked.
func (v *view) choose(search string, base, top int64) (match string, bottom int64, err error) {
	var grams []gram
	for _, text := range trigrams(search) {
		g, err := v.weigh(text, base, top)
		if err != nil {
			return "", 0, err
		}
		grams = append(grams, g)
	}
	slices.SortStableFunc(grams, func(a, b gram) int { return cmp.Compare(b.span, a.span) })
	var chosen []string
	density := 0.0
	for _, g := range grams[:min(len(grams), gramsChosen)] {
		chosen = append(chosen, quoted(g.text))
		density += 1 / g.span
		if float64(top)/g.span < fewRows {
			break
		}
	}
	return strings.Join(chosen, " AND "), max(1, top-int64(maxSteps/density)), nil
}

// weigh looks how far down the newest few texts reach that have the trigram.
func (v *view) weigh(text string, base, top int64) (gram, error) {
	row, found, err := one(v.q, value[int64], `
		SELECT rowid FROM search_grams
		WHERE search_grams MATCH $1 AND rowid BETWEEN $2 AND $3 ORDER BY rowid DESC LIMIT 1 OFFSET $4`,
		quoted(text), base+1, base+top, sampled-1)
	if !found {
		row = base // there are fewer in all
	}
	return gram{text, float64(base+top-row+1) / sampled}, err
}

// quoted is a text as the index's own language has it: whatever stands in it is no
// word of that language.
func quoted(text string) string { return `"` + strings.ReplaceAll(text, `"`, `""`) + `"` }

// trigrams are those of a text, each once. Of a long text there are as many from all
// over it as are worth to ask for.
func trigrams(s string) []string {
	runes := []rune(s)
	var all []string
	for i := range len(runes) - 2 {
		all = append(all, string(runes[i:i+3]))
	}
	slices.Sort(all)
	all = slices.Compact(all)
	if len(all) <= gramsAsked {
		return all
	}
	some := make([]string, gramsAsked)
	for i := range some {
		some[i] = all[i*len(all)/gramsAsked]
	}
	return some
}
