package scan

import (
	"mime"
	"net/http"
	"strconv"
	"strings"
)

// headers looks at what a page says of itself. Where it was found is the site: what one
// page lacks, others lack, too.
func (v *visit) headers(a *answer) {
	at := a.from.Scheme + "://" + a.from.Host + "/"
	v.versions(at, a)
	if a.from.Scheme == "https" && !v.addr { // browsers heed it of names only (RFC 6797 section 8.1.1)
		v.hsts(at, a)
	}
	if a.status < 200 || a.status > 299 {
		return
	}
	if len(a.body) > 0 && !strings.EqualFold(strings.TrimSpace(a.header.Get("X-Content-Type-Options")), "nosniff") {
		v.tell("header/nosniff", at, "", "X-Content-Type-Options is %s.", said(a.header, "X-Content-Type-Options"))
	}
	kind, _, _ := mime.ParseMediaType(a.header.Get("Content-Type"))
	if kind != "text/html" && kind != "application/xhtml+xml" {
		return
	}
	policy := directives(a.header.Values("Content-Security-Policy"))
	v.policy(at, a, policy)
	frames := strings.ToUpper(strings.TrimSpace(a.header.Get("X-Frame-Options")))
	if _, says := policy["frame-ancestors"]; !says && frames != "DENY" && frames != "SAMEORIGIN" {
		v.tell("header/framing", at, "", "X-Frame-Options is %s, and no Content-Security-Policy has frame-ancestors.", said(a.header, "X-Frame-Options"))
	}
	if !closed(a.header.Values("Referrer-Policy")) {
		v.tell("header/referrer", at, "", "Referrer-Policy is %s.", said(a.header, "Referrer-Policy"))
	}
}

// said is a header in a message.
func said(h http.Header, name string) string {
	if _, there := h[name]; !there {
		return "not sent"
	}
	return strconv.Quote(h.Get(name))
}

// half a year, in seconds
const hstsLong = 180 * 24 * 60 * 60

// hsts looks at Strict-Transport-Security (RFC 6797 section 6.1).
func (v *visit) hsts(at string, a *answer) {
	const name = "Strict-Transport-Security"
	age := int64(-1)
	for part := range strings.SplitSeq(a.header.Get(name), ";") {
		key, value, _ := strings.Cut(part, "=")
		if strings.EqualFold(strings.TrimSpace(key), "max-age") {
			if n, err := strconv.ParseInt(strings.Trim(strings.TrimSpace(value), `"`), 10, 64); err == nil {
				age = n
			}
		}
	}
	switch {
	case age <= 0:
		v.tell("header/hsts", at, "", "%s is %s.", name, said(a.header, name))
	case age < hstsLong:
		v.tell("header/hsts-short", at, "", "%s is %s, which is %d days.", name, said(a.header, name), age/(24*60*60))
	}
}

// directives are those of policies that all hold; of one that is there twice, the
// first counts (Content Security Policy Level 3, section 2.2.1).
func directives(policies []string) map[string][]string {
	all := map[string][]string{}
	for _, policy := range policies {
		for part := range strings.FieldsFuncSeq(policy, func(r rune) bool { return r == ';' || r == ',' }) {
			words := strings.Fields(strings.ToLower(part))
			if len(words) == 0 {
				continue
			}
			if _, known := all[words[0]]; !known {
				all[words[0]] = words[1:]
			}
		}
	}
	return all
}

// policy looks at where scripts may come from.
func (v *visit) policy(at string, a *answer, policy map[string][]string) {
	scripts, limited := policy["script-src"]
	if !limited {
		scripts, limited = policy["default-src"]
	}
	if len(policy) == 0 {
		v.tell("header/csp", at, "", "Content-Security-Policy is %s.", said(a.header, "Content-Security-Policy"))
		return
	}
	if !limited {
		v.tell("header/csp-weak", at, "", "The policy has neither script-src nor default-src.")
		return
	}
	wide, inline, named, strict := false, false, false, false
	for _, source := range scripts {
		switch {
		case source == "*", source == "data:", source == "http:", source == "https:":
			wide = true
		case source == "'unsafe-inline'":
			inline = true
		case source == "'strict-dynamic'":
			strict = true
		case strings.HasPrefix(source, "'nonce-"), strings.HasPrefix(source, "'sha"):
			named = true
		}
	}
	// A nonce or hash switches 'unsafe-inline' off, and with 'strict-dynamic' the
	// rest as well (sections 6.7.3.2 and 8.2).
	if inline && !named || wide && !(named && strict) {
		v.tell("header/csp-weak", at, "", "Scripts may come from: %s.", strings.Join(scripts, " "))
	}
}

// closed says whether the last policy that browsers know keeps addresses from other
// sites (Referrer Policy section 4.1).
func closed(policies []string) (is bool) {
	for word := range strings.FieldsFuncSeq(strings.ToLower(strings.Join(policies, ",")), func(r rune) bool { return r == ',' || r == ' ' }) {
		switch word {
		case "no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin", "origin", "origin-when-cross-origin":
			is = true
		case "unsafe-url", "no-referrer-when-downgrade":
			is = false
		}
	}
	return is
}
