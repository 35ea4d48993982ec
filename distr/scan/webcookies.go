package scan

import (
	"net/http"
	"regexp"
)

// aVersion is what looks like the number of one.
var aVersion = regexp.MustCompile(`[0-9]+\.[0-9]|/[0-9]`)

func (v *visit) versions(at string, a *answer) {
	for _, name := range [...]string{"Server", "X-Powered-By", "X-Aspnet-Version", "X-Aspnetmvc-Version", "X-Generator"} {
		if aVersion.MatchString(a.header.Get(name)) {
			v.tell("header/version", at, name, "%s is %s.", name, said(a.header, name))
		}
	}
}

// maxCookies is how many cookies of an answer are looked at.
const maxCookies = 50

// cookies looks at the cookies that an answer sets. Those that it takes away do not
// matter.
func (v *visit) cookies(a *answer) {
	at := a.from.Scheme + "://" + a.from.Host + "/"
	for _, c := range a.set[:min(len(a.set), maxCookies)] {
		if c.MaxAge < 0 || c.Value == "" || !c.Expires.IsZero() && c.Expires.Before(v.config.Now()) {
			continue
		}
		if !c.Secure {
			v.tell("cookie/secure", at, c.Name, "The cookie %q has no Secure.", c.Name)
		}
		if !c.HttpOnly {
			v.tell("cookie/http-only", at, c.Name, "The cookie %q has no HttpOnly.", c.Name)
		}
		if c.SameSite == 0 || c.SameSite == http.SameSiteDefaultMode {
			v.tell("cookie/same-site", at, c.Name, "The cookie %q has no SameSite.", c.Name)
		}
	}
}
