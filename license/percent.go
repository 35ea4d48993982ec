package license

import (
	"errors"
	"strings"
)

// BasisPoints are hundredths of a percent: 1250 for 12.5 %.
type BasisPoints int64

// Whole is 100 %.
const Whole BasisPoints = 100_00

// ParsePercent reads a percentage as [BasisPoints.String] writes it: "12.5%", with the
// sign and at most two digits behind the point. The error is a tenant.ErrInvalid.
func ParsePercent(s string) (BasisPoints, error) {
	number, signed := strings.CutSuffix(s, "%")
	if !signed {
		return 0, invalid("percentage", s, errors.New("write it with its sign, as in 12.5%"))
	}
	n, err := parseDecimal(number, 2)
	if err != nil {
		return 0, invalid("percentage", s, err)
	}
	return BasisPoints(n), nil
}

// String is the percentage with as many digits as it needs, as in "12.5%".
func (b BasisPoints) String() string { return withoutZeros(formatDecimal(int64(b), 2), 0) + "%" }

// MarshalText is [BasisPoints.String].
func (b BasisPoints) MarshalText() ([]byte, error) { return []byte(b.String()), nil }

// UnmarshalText is [ParsePercent].
func (b *BasisPoints) UnmarshalText(text []byte) (err error) {
	*b, err = ParsePercent(string(text))
	return err
}
