package registryproxy

import (
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// claims are those of an access token: what the distribution token specification
// wants, and our own.
type claims struct {
	Issuer    string `json:"iss"`
	Subject   string `json:"sub"` // the credential
	Audience  string `json:"aud"`
	Expires   int64  `json:"exp"`
	NotBefore int64  `json:"nbf"`
	Issued    int64  `json:"iat"`
	ID        string `json:"jti"`

	// Access is what was asked for and is held. Any registry may trust it.
	Access []access `json:"access"`
	// Asked is what else was asked for. It means something to us only; see
	// the package comment.
	Asked []access `json:"asked,omitempty"`

	Side     tenant.Side       `json:"side"`
	Vendor   tenant.VendorID   `json:"vendor"`
	Customer tenant.CustomerID `json:"customer,omitempty"`
	Rotated  int64             `json:"rotated,omitempty"` // see tenant.Principal
}

func (c *claims) GetExpirationTime() (*jwt.NumericDate, error) { return date(c.Expires), nil }
func (c *claims) GetIssuedAt() (*jwt.NumericDate, error)       { return date(c.Issued), nil }
func (c *claims) GetNotBefore() (*jwt.NumericDate, error)      { return date(c.NotBefore), nil }
func (c *claims) GetIssuer() (string, error)                   { return c.Issuer, nil }
func (c *claims) GetSubject() (string, error)                  { return c.Subject, nil }
func (c *claims) GetAudience() (jwt.ClaimStrings, error)       { return jwt.ClaimStrings{c.Audience}, nil }

// date is nil for a claim that is not there, so that a token without an end is
// refused.
func date(unix int64) *jwt.NumericDate {
	if unix == 0 {
		return nil
	}
	return jwt.NewNumericDate(time.Unix(unix, 0))
}
