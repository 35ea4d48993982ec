package registryproxy

import (
	"errors"
	"net/http"
	"net/url"
	"slices"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// maxTokenBody is how much of a request for a token is read, in bytes.
const maxTokenBody = 64 << 10

// A login is what a client sends to the token endpoint.
type login struct {
	user, password string
	scopes         []string // as they were sent, perhaps several in one
}

// readLogin reads both forms of a request for a token: a GET with Basic, of the
// distribution token specification, and the POST of its OAuth2 variant. If it
// cannot, it answers the request itself.
func (p *Proxy) readLogin(w http.ResponseWriter, r *http.Request) (login, bool) {
	var params url.Values
	var l login
	switch r.Method {
	case http.MethodGet:
		if len(r.Header["Authorization"]) > 1 {
			p.refuse(w, r, malformed(codeUnsupported, "there are several Authorization headers; send one"))
			return login{}, false
		}
		query, err := url.ParseQuery(r.URL.RawQuery)
		if err != nil {
			p.refuse(w, r, malformed(codeUnsupported, "the query cannot be read"))
			return login{}, false
		}
		params = query
		l.user, l.password, _ = r.BasicAuth()
	case http.MethodPost:
		r.Body = http.MaxBytesReader(w, r.Body, maxTokenBody)
		if err := r.ParseForm(); err != nil {
			refuseGrant(w, "invalid_request", "the form cannot be read")
			return login{}, false
		}
		params = r.PostForm // and not the URL, which ends up in logs
		l.user, l.password = params.Get("username"), params.Get("password")
		switch grant := params.Get("grant_type"); grant {
		case "password":
		case "":
			refuseGrant(w, "invalid_request", "there is no grant_type")
			return login{}, false
		default:
			refuseGrant(w, "unsupported_grant_type", "only grant_type=password is offered")
			return login{}, false
		}
	default:
		p.refuse(w, r, notAllowed("GET, POST", "ask for a token with GET or POST"))
		return login{}, false
	}
	if i := slices.IndexFunc(params["service"], func(s string) bool { return s != p.config.Service }); i >= 0 {
		no := malformed(codeUnsupported, "there are no tokens for service %.100q here, only for %q", params["service"][i], p.config.Service)
		if r.Method == http.MethodPost {
			refuseGrant(w, "invalid_request", no.message)
		} else {
			p.refuse(w, r, no)
		}
		return login{}, false
	}
	l.scopes = params["scope"]
	return l, true
}

// authenticate is who logs in. Only text that tells a stranger nothing goes
// into the refusal.
func (p *Proxy) authenticate(r *http.Request, l login) (tenant.Principal, *refusal) {
	if l.password == "" {
		return tenant.Principal{}, wrongLogin("log in with a token as the password; any user name does")
	}
	if l.user == "" {
		return tenant.Principal{}, wrongLogin("the user name is empty; any other does")
	}
	token, err := tenant.ParseToken(l.password)
	if err != nil {
		return tenant.Principal{}, wrongLogin(err.Error())
	}
	who, err := p.gate.Authenticate(r.Context(), token)
	switch {
	case errors.Is(err, tenant.ErrUnauthenticated):
		return tenant.Principal{}, wrongLogin(withoutSecret(err, token))
	case err != nil:
		return tenant.Principal{}, p.trouble(r, "authenticating", err)
	case !p.ours(who):
		p.config.Log.ErrorContext(r.Context(), "registry proxy: the gatekeeper let in somebody of another vendor's", "vendor", who.Vendor, "credential", who.Credential)
		return tenant.Principal{}, wrongLogin(tenant.ErrUnauthenticated.Error())
	}
	return who, nil
}

func wrongLogin(message string) *refusal {
	return &refusal{status: http.StatusUnauthorized, code: codeUnauthorized, challenge: basicLogin, message: message}
}

// refuseGrant sends an error of the OAuth 2.0 token endpoint (RFC 6749 §5.2).
func refuseGrant(w http.ResponseWriter, code, description string) {
	writeJSON(w, http.StatusBadRequest, struct {
		Code        string `json:"error"`
		Description string `json:"error_description"`
	}{code, description})
}
