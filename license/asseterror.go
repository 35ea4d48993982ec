package license

import (
	"fmt"
	"strconv"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// Why a text is no asset. Each is a [tenant.ErrInvalid] as well, and comes wrapped
// with the text and with what to write instead.
var (
	// ErrNeedsURL says that there is a port or a path without a scheme.
	ErrNeedsURL = fmt.Errorf("%w asset: not a URL", tenant.ErrInvalid)
	// ErrZone says that an IPv6 address has a zone, which means something on one
	// machine only.
	ErrZone = fmt.Errorf("%w asset: an address with a zone", tenant.ErrInvalid)
	// ErrUserinfo says that there is a user's name or a password in front of the
	// host. It is not repeated.
	ErrUserinfo = fmt.Errorf("%w asset: a login in front of the host", tenant.ErrInvalid)
	// ErrRangeTooLarge says that a range has more than 4096 addresses.
	ErrRangeTooLarge = fmt.Errorf("%w asset: more than 4096 addresses", tenant.ErrInvalid)
	// ErrWildcard says that a name stands for others. It counts nothing; what is
	// found there counts when it is added.
	ErrWildcard = fmt.Errorf("%w asset: a wildcard", tenant.ErrInvalid)
	// ErrPublicSuffix says that names are registered below this one, which
	// belongs to nobody.
	ErrPublicSuffix = fmt.Errorf("%w asset: a public suffix", tenant.ErrInvalid)
	// ErrHost says that a text is not the name of a host.
	ErrHost = fmt.Errorf("%w asset: not a host", tenant.ErrInvalid)
	// ErrAddress says that a text would be an IP address and is not one that
	// everybody reads alike.
	ErrAddress = fmt.Errorf("%w asset: not an IP address", tenant.ErrInvalid)
	// ErrURL says that a text is not the URL of something that can be scanned.
	ErrURL = fmt.Errorf("%w asset: not an http or https URL", tenant.ErrInvalid)
	// ErrAssetText says that a text is empty, longer than 2048 bytes, or holds
	// what cannot be in any asset.
	ErrAssetText = fmt.Errorf("%w asset: not a text", tenant.ErrInvalid)
	// ErrKind says that an asset is not of the kind that was asked for, or that
	// there is no such kind.
	ErrKind = fmt.Errorf("%w kind of asset", tenant.ErrInvalid)
)

// maxQuoted bounds how much of a text an error repeats, in characters.
const maxQuoted = 80

// A refusedAsset is an error that says what was refused and how it would be
// right.
type refusedAsset struct {
	text, why string
	kind      error
}

func (e refusedAsset) Error() string {
	return fmt.Sprintf("invalid asset %s: %s", quoted(e.text), e.why)
}

func (e refusedAsset) Unwrap() error { return e.kind }

// quoted is a text as an error shows it, cut when long.
func quoted(s string) string {
	short := fmt.Sprintf("%.*s", maxQuoted, s)
	if len(short) < len(s) {
		return strconv.Quote(short) + "…"
	}
	return strconv.Quote(s)
}

func refuse(kind error, text, why string, args ...any) (Asset, error) {
	if len(args) > 0 {
		why = fmt.Sprintf(why, args...)
	}
	return Asset{}, refusedAsset{text: text, why: why, kind: kind}
}
