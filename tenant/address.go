package tenant

import (
	"fmt"
	"strings"
)

// address is where a customer's portal of that version is; empty if none is set.
func (s Settings) address(v PortalVersion, id CustomerID) string {
	template := s.ClassicAddress
	switch {
	case v == PortalNew && s.Domain != "":
		template = "https://" + s.Domain
	case v == PortalNew:
		template = s.NewAddress
	}
	return fill(template, s.App, id)
}

func fill(template, app string, id CustomerID) string {
	filled := strings.NewReplacer("{app}", app, "{customer}", escapePath(string(id))).Replace(template)
	return strings.TrimSuffix(filled, "/")
}

// escapePath writes what is not one of RFC 3986's unreserved characters as %XX. No
// ID that was checked has any; a store of the vendor's own may have others.
func escapePath(s string) string {
	var b strings.Builder
	for i := range len(s) {
		if idByte(s[i]) {
			b.WriteByte(s[i])
		} else {
			fmt.Fprintf(&b, "%%%02X", s[i])
		}
	}
	return b.String()
}

// checkAddress looks at an address template: https, a host, perhaps a port and a
// path, since links are made by adding to it. {app} may stand anywhere in it and
// {customer} in the path. Plain http is for the machine itself.
func (s Settings) checkAddress(what, template string) error {
	if template == "" {
		return nil
	}
	wrong := func(why string) error {
		return fmt.Errorf("%w %s address %.200q: %s", ErrInvalid, what, template, why)
	}
	filled := fill(template, "app", "customer")
	switch {
	case strings.Contains(template, "{app}") && s.App == "":
		return wrong("it holds {app}, and no app is set")
	case strings.ContainsAny(filled, "{}"):
		return wrong("{app} and {customer} are all that it is filled in with")
	}
	scheme, rest, _ := strings.Cut(filled, "://")
	host, path, _ := strings.Cut(rest, "/")
	name, port, _ := strings.Cut(host, ":")
	local := name == "localhost" || name == "127.0.0.1"
	switch {
	case scheme != "https" && !(scheme == "http" && local):
		return wrong("it begins with https://")
	case strings.Contains(strings.SplitN(template+"///", "/", 4)[2], "{customer}"):
		return wrong("{customer} stands in the path")
	case strings.Contains(host, ":") && (port == "" || len(port) > 5 || strings.Trim(port, "0123456789") != ""):
		return wrong("the port is a number")
	case strings.Trim(path, pathBytes) != "":
		return wrong("behind the host it has letters, digits and - . _ ~ /, and no ? or #")
	}
	if canonical, err := canonicalDomain(name); !local && (err != nil || canonical != name) {
		return wrong("its host is a name in lower case, in ASCII")
	}
	return nil
}

const pathBytes = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/"
