package entitlement

import (
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"fmt"
	"strings"
)

// A Digest names content by its hash, such as sha256:9f86d0…. It is comparable;
// the zero value names nothing. Only well-formed digests exist: the algorithm is
// sha256 or sha512, the two that the OCI image specification registers, and the
// hash has the right length.
type Digest struct {
	sum  [sha512.Size]byte // sha256 uses the first half
	size uint8             // of sum in bytes, which also tells the algorithm
}

// SHA256 is the sha256 digest of some content.
func SHA256(content []byte) Digest {
	d := Digest{size: sha256.Size}
	sum := sha256.Sum256(content)
	copy(d.sum[:], sum[:])
	return d
}

// ParseDigest reads algorithm:hex, with the hash in lower case. The error is an
// [ErrInvalid].
func ParseDigest(s string) (Digest, error) {
	algorithm, hash, _ := strings.Cut(s, ":")
	var d Digest
	switch algorithm {
	case "sha256":
		d.size = sha256.Size
	case "sha512":
		d.size = sha512.Size
	default:
		return Digest{}, digestError(s, "it begins with sha256: or sha512:")
	}
	if len(hash) != 2*int(d.size) {
		return Digest{}, digestError(s, fmt.Sprintf("the hash has %d hexadecimal digits", 2*int(d.size)))
	}
	for i := range len(hash) {
		if 'A' <= hash[i] && hash[i] <= 'F' {
			return Digest{}, digestError(s, "the hash is in lower case")
		}
	}
	if _, err := hex.Decode(d.sum[:], []byte(hash)); err != nil {
		return Digest{}, digestError(s, "the hash is hexadecimal")
	}
	return d, nil
}

// Verify says whether the content is what the digest names.
func (d Digest) Verify(content []byte) bool {
	switch d.size {
	case sha256.Size:
		return d == SHA256(content)
	case sha512.Size:
		return d.sum == sha512.Sum512(content)
	default:
		return false
	}
}

// IsZero says whether the digest names nothing.
func (d Digest) IsZero() bool { return d.size == 0 }

// Algorithm is sha256 or sha512, and empty for the zero value.
func (d Digest) Algorithm() string {
	switch d.size {
	case sha256.Size:
		return "sha256"
	case sha512.Size:
		return "sha512"
	default:
		return ""
	}
}

// String is the form that [ParseDigest] reads, and empty for the zero value.
func (d Digest) String() string {
	if d.IsZero() {
		return ""
	}
	return d.Algorithm() + ":" + hex.EncodeToString(d.sum[:d.size])
}

// MarshalText writes the form that [ParseDigest] reads.
func (d Digest) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText wrote; empty text is the zero value.
func (d *Digest) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Digest{}
		return nil
	}
	parsed, err := ParseDigest(string(text))
	if err == nil {
		*d = parsed
	}
	return err
}

func digestError(s, why string) error {
	if len(s) > 160 {
		s = s[:160] + "…"
	}
	return fmt.Errorf("%w digest %q: %s", ErrInvalid, s, why)
}
