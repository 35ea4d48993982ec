package scan

import "github.com/seed361c4c3e/distr-go/distr"

// A Rule is one thing that a [Web] looks for.
type Rule struct {
	ID    string // stays what it is
	Level distr.FindingLevel
	Title string
	Help  string
}

// WebRules are all that a [Web] looks for.
func WebRules() []Rule {
	return append([]Rule(nil), webRules[:]...)
}

func ruleOf(id string) Rule {
	for _, r := range webRules {
		if r.ID == id {
			return r
		}
	}
	return Rule{ID: id, Level: distr.LevelWarning, Title: id}
}

var webRules = [...]Rule{
	{"tls/expired", distr.LevelError, "The certificate has expired",
		"Renew the certificate and install it with its chain. Have it renewed automatically, for instance by ACME, and watch the end date."},
	{"tls/not-yet-valid", distr.LevelError, "The certificate is not valid yet",
		"Install a certificate that is valid now, and check the clock of the server that issued it."},
	{"tls/expires-soon", distr.LevelWarning, "The certificate expires soon",
		"Renew the certificate now. If it is renewed automatically, find out why that has not happened yet."},
	{"tls/wrong-name", distr.LevelError, "The certificate is for another name",
		"Issue a certificate that names this host, or correct which certificate the server shows for this name (SNI)."},
	{"tls/self-signed", distr.LevelError, "The certificate is signed by itself",
		"Use a certificate of an authority that browsers trust."},
	{"tls/untrusted", distr.LevelError, "The certificate comes from nobody whom browsers trust",
		"Use a certificate of an authority that browsers trust, and have the server send the intermediate certificates along."},
	{"tls/weak-key", distr.LevelWarning, "The key of the certificate is too short",
		"Issue a new certificate with an RSA key of at least 2048 bits, or an ECDSA key of at least 256 bits."},
	{"tls/weak-signature", distr.LevelError, "The certificate is signed with a broken algorithm",
		"Issue a new certificate, signed with SHA-256 or better. Browsers refuse MD5 and SHA-1."},
	{"tls/old-protocol", distr.LevelWarning, "The server accepts an outdated version of TLS",
		"Switch TLS 1.0 and 1.1 off (RFC 8996), and leave TLS 1.2 and 1.3 on."},
	{"tls/weak-cipher", distr.LevelWarning, "The server accepts a broken cipher",
		"Switch RC4 (RFC 7465) and 3DES off, and prefer AES-GCM and ChaCha20-Poly1305."},
	{"tls/broken", distr.LevelError, "No encrypted connection can be made",
		"Find out in the log of the server why the TLS handshake fails. A certificate, a version of TLS from 1.0 on and a cipher that both sides know are needed."},

	{"http/plain", distr.LevelWarning, "The site can be used without encryption",
		"Answer every request to http:// with a redirect to https:// (status 301 or 308), and serve nothing else there."},
	{"http/silent", distr.LevelNote, "Nothing answers on the web's ports",
		"If a web site should be here, find out why it is not. If none should, nothing has to be done."},
	{"redirect/downgrade", distr.LevelError, "A redirect leads from https to http",
		"Have the redirect lead to https://. What travels over http:// can be read and changed on its way."},
	{"redirect/loop", distr.LevelWarning, "Redirects lead in a circle, or too far",
		"Break the circle. Browsers give up, so that nobody sees the page."},
	{"redirect/elsewhere", distr.LevelNote, "A redirect leads to another host",
		"Make sure that the other host is yours, and scan it as well: it was not looked at here."},

	{"header/hsts", distr.LevelWarning, "Browsers are not told to insist on encryption",
		"Send Strict-Transport-Security: max-age=31536000; includeSubDomains with every answer over https (RFC 6797), so that a browser that has been here before never uses http again."},
	{"header/hsts-short", distr.LevelNote, "Browsers insist on encryption for a short time only",
		"Raise max-age in Strict-Transport-Security to 31536000, which is a year, once everything works over https."},
	{"header/csp", distr.LevelNote, "No Content-Security-Policy says what a page may load",
		"Send a Content-Security-Policy that names where scripts, styles and frames may come from. It makes injected scripts harmless. Try it first with Content-Security-Policy-Report-Only."},
	{"header/csp-weak", distr.LevelNote, "The Content-Security-Policy lets any script run",
		"In script-src, replace 'unsafe-inline', *, data: and whole schemes by nonces or hashes, and by the hosts that are needed."},
	{"header/framing", distr.LevelWarning, "Any other site may show the page in a frame",
		"Send Content-Security-Policy: frame-ancestors 'self' (or X-Frame-Options: SAMEORIGIN), so that nobody can lay the page under a page of their own and have people click on it."},
	{"header/nosniff", distr.LevelNote, "Browsers may guess what kind of file an answer is",
		"Send X-Content-Type-Options: nosniff, so that an uploaded file is never run as a script."},
	{"header/referrer", distr.LevelNote, "Other sites may learn the address of a page",
		"Send Referrer-Policy: strict-origin-when-cross-origin or stricter, so that addresses with secrets in them do not travel to other sites."},
	{"header/version", distr.LevelNote, "The server says which version of what it runs",
		"Have the header left out or its version removed. It helps those who look for servers with a known hole."},

	{"cookie/secure", distr.LevelWarning, "A cookie may travel without encryption",
		"Set the cookie with the attribute Secure."},
	{"cookie/http-only", distr.LevelNote, "Scripts may read a cookie",
		"Set the cookie with the attribute HttpOnly, unless a script of the page needs it."},
	{"cookie/same-site", distr.LevelNote, "It is left to the browser when other sites have a cookie sent",
		"Set the cookie with SameSite=Lax or SameSite=Strict; or with SameSite=None and Secure if other sites are meant to."},
}
