package scan_test

import (
	"fmt"
	"io"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/scan"
)

// to leads somewhere.
func to(where string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Location", where)
		w.WriteHeader(http.StatusFound)
	}
}

func answering(status int, kind string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", kind)
		w.WriteHeader(status)
		_, _ = io.WriteString(w, "{}")
	}
}

func paths(all map[string]http.Handler) http.Handler {
	mux := http.NewServeMux()
	for path, h := range all {
		mux.Handle(path, h)
	}
	return mux
}

func TestWebPlainAndRedirects(t *testing.T) {
	t.Parallel()
	all := newInternet(t)
	with := all.good(t, "a.example")
	for _, test := range []struct {
		name, target  string
		secure, plain http.Handler
		want          []string
		says          string
	}{
		{"nothing on http", "https://a.example", fine(), nil, nil, ""},
		{"http leads to https", "https://a.example", fine(), upgrade(), nil, ""},
		{"http leads to https, elsewhere", "https://a.example", fine(), to("https://www.a.example/"), nil, ""},
		{"http refuses", "https://a.example", fine(), answering(http.StatusForbidden, "text/html"), nil, ""},
		{"http serves", "https://a.example/app", fine(), fine(), []string{"http/plain"}, "http://a.example/app answers 200 over http"},
		{"http asks for a password", "https://a.example", fine(), answering(http.StatusUnauthorized, "text/html"), []string{"http/plain"}, "answers 401 over http"},
		{"http leads to http", "https://a.example", fine(), to("/home"), []string{"http/plain"}, "answers 302 over http"},
		{"the URL is http, and leads to https", "http://a.example", fine(), upgrade(), nil, ""},
		{"the URL is http, and there is nothing else", "http://a.example", nil, fine(), []string{"http/plain"}, ""},
		{"within the host", "https://a.example", paths(map[string]http.Handler{"/": to("/login"), "/login": fine()}), nil, nil, ""},
		{"elsewhere", "https://a.example", to("https://user:secret@login.example/?x=1"), nil, []string{"redirect/elsewhere"}, "It leads to https://login.example/?x=1."},
		{"to a script", "https://a.example", to("javascript:alert(1)"), nil, []string{"redirect/elsewhere"}, "javascript:alert(1)"},
		{"to nowhere", "https://a.example", to("http://[::1"), nil, []string{"header/hsts"}, ""},
		{"down and up", "https://a.example", paths(map[string]http.Handler{"/{$}": to("http://a.example/x"), "/x": fine()}), upgrade(), []string{"redirect/downgrade"}, "It leads from https://a.example to http://a.example/x."},
		{"down to nobody", "https://a.example", to("http://a.example/x"), nil, []string{"redirect/downgrade", "redirect/loop"}, ""},
		{"a circle", "https://a.example", paths(map[string]http.Handler{"/": to("/x"), "/x": to("/y"), "/y": to("/x")}), nil, []string{"redirect/loop"}, "https://a.example/y leads back to https://a.example/x."},
		{"without end", "https://a.example", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, r.URL.Path+"x", http.StatusFound)
		}), nil, []string{"redirect/loop"}, "After 10 redirects"},
		{"a port of its own", "https://a.example:8443/", fine(), fine(), nil, ""},
		{"a port of its own without TLS", "http://a.example:8080/", fine(), fine(), []string{"http/plain"}, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			n := &internet{at: map[string]string{}, roots: all.roots}
			if test.secure != nil {
				n.serve(t, "a.example:443", with, test.secure)
				n.at["a.example:8443"] = n.at["a.example:443"]
			}
			if test.plain != nil {
				n.serve(t, "a.example:80", nil, test.plain)
				n.at["a.example:8080"] = n.at["a.example:80"]
			}
			rules, found, err := look(t, n.web(t), distr.ScanWebApp, test.target)
			require.NoError(t, err)
			require.Equal(t, test.want, rules)
			if test.says != "" {
				require.Contains(t, found[0].Message, test.says)
			}
			for _, call := range n.calls {
				require.Contains(t, call, "a.example:", "nobody else is called")
			}
		})
	}
}

func TestWebHeaders(t *testing.T) {
	t.Parallel()
	all := newInternet(t)
	with := all.good(t, "a.example")
	const csp = "Content-Security-Policy"
	for _, test := range []struct {
		name string
		page http.Handler
		want []string
	}{
		{"none of them", answering(http.StatusOK, "text/html"), []string{"header/csp", "header/framing", "header/hsts", "header/nosniff", "header/referrer"}},
		{"an API", answering(http.StatusOK, "application/json"), []string{"header/hsts", "header/nosniff"}},
		{"not found", answering(http.StatusNotFound, "text/html"), []string{"header/hsts"}},
		{"HSTS for a day", fine("Strict-Transport-Security", `includeSubDomains; MAX-AGE="86400"`), []string{"header/hsts-short"}},
		{"HSTS switched off", fine("Strict-Transport-Security", "max-age=0"), []string{"header/hsts"}},
		{"HSTS of letters", fine("Strict-Transport-Security", "max-age=a year"), []string{"header/hsts"}},
		{"the older way against frames", fine(csp, "default-src 'self'", "X-Frame-Options", "sameorigin"), nil},
		{"no way against frames", fine(csp, "default-src 'self'", "X-Frame-Options", "ALLOW-FROM https://b.example"), []string{"header/framing"}},
		{"no policy", fine(csp, "", "X-Frame-Options", "DENY"), []string{"header/csp"}},
		{"a policy for frames only", fine(csp, "frame-ancestors 'none'"), []string{"header/csp-weak"}},
		{"any script", fine(csp, "frame-ancestors 'none'; script-src 'self' *"), []string{"header/csp-weak"}},
		{"any script within", fine(csp, "frame-ancestors 'none'; default-src 'self' 'unsafe-inline'"), []string{"header/csp-weak"}},
		{"any script, for old browsers", fine(csp, "frame-ancestors 'none'; script-src 'nonce-abc' 'strict-dynamic' https: 'unsafe-inline'"), nil},
		{"scripts by hash", fine(csp, "frame-ancestors 'none';; script-src 'sha256-x' 'unsafe-inline'; script-src *"), nil},
		{"two policies", fine(csp, "default-src 'self', frame-ancestors 'none'"), nil},
		{"an open referrer", fine("Referrer-Policy", "no-referrer, unsafe-url"), []string{"header/referrer"}},
		{"a referrer with a word for later", fine("Referrer-Policy", "origin, something-new"), nil},
		{"versions", fine("Server", "nginx/1.18.0 (Ubuntu)", "X-Powered-By", "PHP/7"), []string{"header/version", "header/version"}},
		{"names", fine("Server", "cloudflare", "X-Powered-By", "Express"), nil},
		{"a good cookie", fine("Set-Cookie", "a=b; Secure; HttpOnly; SameSite=Lax"), nil},
		{"a bad cookie", fine("Set-Cookie", "a=b"), []string{"cookie/http-only", "cookie/same-site", "cookie/secure"}},
		{"a cookie that goes", fine("Set-Cookie", "a=b; Max-Age=0"), nil},
		{"a cookie that has gone", fine("Set-Cookie", "a=b; Expires=Wed, 01 Jan 2020 00:00:00 GMT"), nil},
		{"a cookie for others", fine("Set-Cookie", "a=b; Secure; HttpOnly; SameSite=None"), nil},
		{"a cookie on the way", paths(map[string]http.Handler{"/": http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Set-Cookie", "a=<script>; Secure; SameSite=Strict")
			http.Redirect(w, r, "/x", http.StatusFound)
		}), "/x": fine("Set-Cookie", "a=c; Secure; SameSite=Strict")}), []string{"cookie/http-only"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			n := &internet{at: map[string]string{}, roots: all.roots}
			n.serve(t, "a.example:443", with, test.page)
			rules, _, err := look(t, n.web(t), distr.ScanWebApp, "https://a.example")
			require.NoError(t, err)
			require.Equal(t, test.want, rules)
		})
	}
}

func TestWebHosts(t *testing.T) {
	t.Parallel()
	n := newInternet(t)
	n.serve(t, "a.example:443", n.good(t, "a.example"), fine())
	n.serve(t, "a.example:80", nil, upgrade())
	n.serve(t, "plain.example:80", nil, fine())
	for _, at := range []string{"192.0.2.1:443", "192.0.2.3:443", "[2001:db8::1]:443"} {
		n.serve(t, at, n.good(t, "a.example"), answering(http.StatusOK, "text/html"))
	}
	page := []string{"header/csp", "header/framing", "header/nosniff", "header/referrer"}
	for _, test := range []struct {
		kind   distr.ScanKind
		target string
		want   []string
	}{
		{distr.ScanHost, "a.example", nil},
		{distr.ScanHost, "plain.example", []string{"http/plain"}},
		{distr.ScanHost, "none.example", []string{"http/silent"}},
		{distr.ScanAddress, "192.0.2.1", page}, // neither the name nor HSTS is asked of an address
		{distr.ScanAddress, "2001:db8::1", page},
		{distr.ScanAddress, "192.0.2.0/30", []string{page[0], page[0], page[1], page[1], page[2], page[2], page[3], page[3]}},
		{distr.ScanAddress, "192.0.2.4", []string{"http/silent"}},
		{distr.ScanAddress, "192.0.2.4/31", nil},
	} {
		rules, _, err := look(t, n.web(t), test.kind, test.target)
		require.NoError(t, err, test.target)
		require.Equal(t, test.want, rules, test.target)
	}
}

func TestWebErrors(t *testing.T) {
	t.Parallel()
	n := newInternet(t)
	n.serve(t, "a.example:443", n.good(t, "a.example"), fine())
	for target, want := range map[string]string{
		"https://none.example/": "connection refused",
		"http://none.example/":  "connection refused",
		"ftp://a.example/":      "is no URL of the web",
		"https:///x":            "is no URL of the web",
		"https://a.example:x/":  "is no URL of the web",
		"a.example/x":           "is no host and no address",
		"a.example:443":         "is no host and no address",
		"user@a.example":        "is no host and no address",
		"":                      "is no host and no address",
	} {
		var done int
		err := n.web(t).Scan(t.Context(), distr.ScanJob{
			Targets:  []distr.ScanTarget{{Text: target}, {Text: "https://a.example"}},
			Progress: func(n, total int) { done = n*10 + total },
		}, func(f distr.Finding) error { return fmt.Errorf("found %s", f.Rule) })
		require.ErrorContains(t, err, want, target)
		require.Equal(t, 22, done, "the other one is looked at all the same")
	}
	_, err := scan.NewWeb(scan.WebConfig{Agent: "me\r\nCookie: x"})
	require.ErrorContains(t, err, "cannot be sent")
}
