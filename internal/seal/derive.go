package seal

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
)

// deriveLabel begins what is hashed, so that what is derived is nothing that the
// key is used for otherwise.
const deriveLabel = "distr derived secret 1\x00"

// Derive makes 32 bytes that nobody without the key can tell, the same each time
// for the same names: HMAC-SHA256 of the names, each behind its length in 8 bytes,
// big-endian. It is for a secret that has to come out the same again and must lie
// nowhere. The zero Key derives nothing.
func (k Key) Derive(names ...string) []byte {
	if k.secret == nil {
		return nil
	}
	h := hmac.New(sha256.New, []byte(*k.secret))
	text := []byte(deriveLabel)
	for _, name := range names {
		text = binary.BigEndian.AppendUint64(text, uint64(len(name)))
		text = append(text, name...)
	}
	h.Write(text)
	return h.Sum(nil)
}
