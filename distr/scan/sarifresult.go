package scan

// A result is one of a run as it stands there (section 3.27), cut.
type result struct {
	number      int // within the run, from 1
	rule        reference
	level, kind string
	message     message
	place, of   place // where it was found, and what was scanned
	fingerprint pair
	partial     []pair
	absent      bool
	suppressed  bool
}

// A reference names a rule by ID, by index, or both (section 3.52).
type reference struct {
	id    string
	index int // -1: none
	in    int // index of the extension; -1: the driver
}

// A pair is a kind of fingerprint, and one of that kind.
type pair struct{ name, value string }

// A place is where something was found (section 3.28).
type place struct {
	uri, logical, snippet string
	file                  int // index of the file; -1: none
	line                  int
}

// maxPartial is how many partial fingerprints are kept.
const maxPartial = 16

func (r *run) oneResult(i int) error {
	r.result = i + 1
	r.Results++
	found := result{number: i + 1, rule: reference{index: -1, in: -1}, place: place{file: -1}, of: place{file: -1}}
	if err := r.object(func(key []byte) error { return r.resultMember(key, &found) }); err != nil {
		return err
	}
	switch {
	case found.absent:
		r.Absent++
		return nil
	case found.kind == "pass" || found.kind == "notApplicable":
		r.Passed++
		return nil
	case found.suppressed:
		r.Suppressed++
		return nil
	}
	if r.Findings++; r.Findings > r.limits.Findings {
		return r.fail("it holds more than %d results; let the scanner look for less at a time, or allow more", r.limits.Findings)
	}
	if !r.ruled || !r.filed && (found.place.unnamed() || found.of.unnamed()) {
		r.held = append(r.held, found)
		return r.keep(found.texts()...)
	}
	return r.tell(found)
}

func (r *run) resultMember(key []byte, f *result) (err error) {
	switch string(key) {
	case "ruleId":
		f.rule.id, err = r.str(keepRule)
	case "ruleIndex":
		f.rule.index, err = r.whole(-1)
	case "rule":
		err = r.reference(&f.rule)
	case "level":
		f.level, err = r.level()
	case "kind":
		f.kind, err = r.word("", "fail", "pass", "notApplicable")
	case "message":
		f.message, err = r.message()
	case "locations":
		err = r.array(func(i int) error {
			if i > 0 { // the others are where the same is to be seen, too
				return r.skip()
			}
			return r.location(&f.place)
		})
	case "analysisTarget":
		f.of.uri, f.of.file, err = r.artifact()
	case "fingerprints":
		err = r.pairs(func(p pair) {
			if f.fingerprint.value == "" || p.name < f.fingerprint.name {
				f.fingerprint = p
			}
		})
	case "partialFingerprints":
		err = r.pairs(func(p pair) {
			if len(f.partial) < maxPartial {
				f.partial = append(f.partial, p)
			}
		})
	case "baselineState":
		var state string
		state, err = r.word("absent")
		f.absent = state == "absent"
	case "suppressions":
		f.suppressed, err = r.suppressions()
	default:
		err = r.skip()
	}
	return err
}

// texts is what a result holds in memory.
func (f *result) texts() []string {
	texts := []string{f.rule.id, f.place.uri, f.place.logical, f.place.snippet, f.of.uri, f.message.text, f.message.id, f.fingerprint.name, f.fingerprint.value}
	for _, p := range f.partial {
		texts = append(texts, p.name, p.value)
	}
	return append(texts, f.message.arguments...)
}

// unnamed says whether the name of the file has to be looked up.
func (p place) unnamed() bool { return p.uri == "" && p.file >= 0 }

// named is the place with the name of its file.
func (r *run) named(p place) place {
	if p.unnamed() && p.file < len(r.files) {
		p.uri = r.files[p.file]
	}
	p.uri = r.tidy.Replace(p.uri)
	return p
}

// tell makes a finding of a result, and tells it.
func (r *run) tell(f result) error {
	r.result = f.number
	finding, err := r.finding(f).Complete()
	if err != nil {
		return r.fail("%s", err)
	}
	return r.found(finding, f.fingerprint.value != "")
}

// where names a place in a finding.
func (p place) where() string {
	if p.uri != "" {
		return p.uri
	}
	return p.logical
}
