package scan

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/seed361c4c3e/distr-go/distr"
)

// finding is what a result comes to, with the rule that it refers to.
func (r *run) finding(f result) distr.Finding {
	place, of := r.named(f.place), r.named(f.of)
	from, known := r.lookUp(f.rule)
	out := distr.Finding{
		Rule:     cmp.Or(f.rule.id, known.id),
		Level:    distr.FindingLevel(cmp.Or(f.level, known.level, "warning")),
		Title:    cmp.Or(known.short, known.name),
		Target:   of.uri,
		Location: place.where(),
		Line:     place.line,
		Help:     known.advice(),
	}
	if f.level == "" && f.kind != "" && f.kind != "fail" {
		out.Level = distr.LevelNone // section 3.27.10
	}
	text := f.message.text
	if text == "" {
		text = cmp.Or(known.messages[f.message.id], from.messages[f.message.id])
	}
	out.Message = r.tidy.Replace(f.message.put(text))
	out.Fingerprint = r.fingerprint(f, out, place)
	return out
}

// lookUp finds the rule that a result refers to: by index, which is of the driver's
// rules or of those of an extension, or else by ID.
func (r *run) lookUp(to reference) (*component, *rule) {
	from := &r.driver
	if to.in >= 0 && to.in < len(r.extensions) {
		from = &r.extensions[to.in]
	}
	if to.index >= 0 && to.index < len(from.rules) {
		return from, &from.rules[to.index]
	}
	if found := from.find(to.id); found != nil {
		return from, found
	}
	for i := range r.extensions {
		if found := r.extensions[i].find(to.id); found != nil {
			return &r.extensions[i], found
		}
	}
	return from, &rule{}
}

// oftenUsed is the partial fingerprint that says by itself where in a file something
// is; its value counts equal lines through.
const oftenUsed = "primaryLocationLineHash"

// fingerprint makes the fingerprint of a result. Where the scanner has left it to us,
// or gives parts of one only, several results may have the same, and are counted.
func (r *run) fingerprint(f result, as distr.Finding, place place) string {
	if f.fingerprint.value != "" {
		return distr.FingerprintOf("whole", as.Rule, as.Target, f.fingerprint.name, f.fingerprint.value)
	}
	parts := []string{"made", as.Rule, as.Target, place.uri, place.logical, as.Message}
	if len(f.partial) == 0 {
		parts = append(parts, strings.Join(strings.Fields(place.snippet), " "))
	}
	slices.SortFunc(f.partial, func(a, b pair) int { return strings.Compare(a.name, b.name) })
	for _, p := range f.partial {
		if p.name == oftenUsed {
			parts = append(parts[:5], p.name, p.value)
			break
		}
		parts = append(parts, p.name, p.value)
	}
	made := distr.FingerprintOf(parts...)
	n := r.seen[made]
	if r.seen[made] = n + 1; n > 0 {
		return distr.FingerprintOf(made, strconv.Itoa(n))
	}
	return made
}

// cleanLine is a text on one line, as the title of a finding is.
func cleanLine(s string) string {
	f, _ := distr.Finding{Title: s}.Complete() // the error is that it is empty
	return f.Title
}
