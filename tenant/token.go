package tenant

import "io"

// A Token is the secret that a client sends as its password. Its text is
//
//	dst_<claim>_<secret><checksum>
//
// where the secret has 256 random bits, and the claim says whose it is, so that
// nothing has to be searched. The claim proves nothing: the hash of the whole text
// does.
//
// A Token prints as dst_***, in every format; Reveal shows it. Two tokens are
// compared by [Credential.Matches], not by ==.
type Token struct {
	bearer[tokenKind]
	claim Principal
}

type tokenKind struct{}

func (tokenKind) form() (prefix, a string) { return "dst_", "a token" }

func newToken(p Principal, rand io.Reader) (Token, error) {
	b, err := newBearer[tokenKind](p, string(p.Credential), rand)
	if err != nil {
		return Token{}, err
	}
	return Token{b, p}, nil
}

// ParseToken reads a token's text. It finds out whether the text can be a token
// at all; whether it opens a door is for [Credential.Matches]. The error is an
// [ErrUnauthenticated] that says what is wrong and never repeats the text.
func ParseToken(s string) (Token, error) {
	b, p, id, err := parseBearer[tokenKind](s)
	if err != nil {
		return Token{}, err
	}
	p.Credential = CredentialID(id)
	return Token{b, p}, nil
}

// Claim is whom the token says it belongs to. Treat it as a stranger's word
// until the credential it names [Credential.Matches].
func (t Token) Claim() Principal { return t.claim }
