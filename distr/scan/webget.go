package scan

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
)

// An answer is one of a web server.
type answer struct {
	from   url.URL
	status int
	header http.Header
	set    []*http.Cookie
	body   []byte
}

// get asks for a page, with nothing that is secret, and follows no redirect.
func (v *visit) get(ctx context.Context, at url.URL) (*answer, error) {
	ctx, stop := context.WithTimeout(ctx, 2*v.config.Timeout)
	defer stop()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, at.String(), nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("User-Agent", v.config.Agent)
	req.Header.Set("Accept", "text/html, application/json;q=0.9, */*;q=0.1")
	var line line
	defer line.hangUp()
	transport := v.transport()
	transport.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		return line.keep(v.dial(ctx, network, address))
	}
	resp, err := transport.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	body, _ := io.ReadAll(io.LimitReader(resp.Body, v.config.MaxBody)) // half a page says what a page does
	return &answer{at, resp.StatusCode, resp.Header, resp.Cookies(), body}, nil
}

// leads says where a redirect leads to.
func (a *answer) leads() (to url.URL, redirects bool) {
	switch a.status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		if u, err := a.from.Parse(a.header.Get("Location")); err == nil && a.header.Get("Location") != "" {
			u.User, u.Fragment, u.RawFragment = nil, "", ""
			return *u, true
		}
	}
	return url.URL{}, false
}

// maxRedirects is how far redirects are followed; browsers go to 20.
const maxRedirects = 10

// follow asks for a page and follows redirects, as long as they stay on the host. It is
// nil when they don't, or never end.
func (v *visit) follow(ctx context.Context, at url.URL) (*answer, error) {
	start := at.String()
	seen := map[string]bool{}
	for range maxRedirects {
		seen[at.String()] = true
		a, err := v.get(ctx, at)
		if err != nil && len(seen) > 1 {
			v.tell("redirect/loop", start, "broken", "A redirect leads to %s, where nobody answers: %s.", at.String(), inWords(err))
			return nil, nil // the first one has answered
		}
		if err != nil {
			return nil, err
		}
		v.cookies(a)
		to, redirects := a.leads()
		if !redirects {
			return a, nil
		}
		if at.Scheme == "https" && to.Scheme == "http" {
			v.tell("redirect/downgrade", at.String(), "", "It leads from %s to %s.", at.String(), to.String())
		}
		if !strings.EqualFold(to.Hostname(), at.Hostname()) || to.Scheme != "https" && to.Scheme != "http" {
			v.tell("redirect/elsewhere", at.String(), strings.ToLower(to.Host), "It leads to %s.", to.String())
			return nil, nil
		}
		if seen[to.String()] {
			v.tell("redirect/loop", start, "", "%s leads back to %s.", at.String(), to.String())
			return nil, nil
		}
		at = to
	}
	v.tell("redirect/loop", start, "", "After %d redirects, it leads further to %s.", maxRedirects, at.String())
	return nil, nil
}
