package distr

import (
	"io"

	"github.com/seed361c4c3e/distr-go/internal/seal"
)

// A MasterKey seals what is kept secret: logins at upstream registries and the
// private halves of signing keys. Keep it apart from the database and its
// backups; who has both has the secrets. It prints hidden, in every format;
// Reveal shows its text.
type MasterKey = seal.Key

// NewMasterKey makes a master key.
func NewMasterKey(rand io.Reader) (MasterKey, error) { return seal.NewKey(rand) }

// ParseMasterKey reads the text of a master key.
func ParseMasterKey(text string) (MasterKey, error) { return seal.ParseKey(text) }

// What a sealed value is, beside whose: it opens as nothing else. Vendor.Reseal
// knows all of them.
const (
	sealedUpstream   = "upstream login"
	sealedGrantLogin = "grant login"
	sealedSigningKey = "signing key"
	sealedWebhook    = "webhook secret"
	sealedMailKey    = "mail key"
)

// seal seals a value of this vendor's: kind and names say which.
func (v *Vendor) seal(plain []byte, kind string, names ...string) ([]byte, error) {
	if v.hub.noRing != nil {
		return nil, v.hub.noRing
	}
	return v.hub.ring.Seal(plain, v.hub.config.Rand, append([]string{string(v.id), kind}, names...)...)
}

// open is the other way round.
func (v *Vendor) open(sealed []byte, kind string, names ...string) ([]byte, error) {
	if v.hub.noRing != nil {
		return nil, v.hub.noRing
	}
	return v.hub.ring.Open(sealed, append([]string{string(v.id), kind}, names...)...)
}
