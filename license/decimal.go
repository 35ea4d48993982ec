package license

import (
	"errors"
	"fmt"
	"strings"
)

// maxDecimal is how long a number may be, in bytes: the longest that fits has 19
// digits, a point and a sign.
const maxDecimal = 24

// parseDecimal reads a decimal number such as 149.99 as a whole number of its
// last digit of so many behind the point. It takes what String writes and fewer
// digits behind the point; no exponent, no plus, no separators of thousands, no
// spaces, no zero in front, no minus zero. The error says what is wrong with it.
func parseDecimal(s string, digits int) (int64, error) {
	if len(s) > maxDecimal {
		return 0, fmt.Errorf("it has more than %d characters", maxDecimal)
	}
	text, negative := strings.CutPrefix(s, "-")
	whole, part, pointed := strings.Cut(text, ".")
	switch {
	case strings.Contains(s, ","):
		return 0, errors.New("write a point before the decimals, and nothing between thousands")
	case !isDigits(whole) || pointed && !isDigits(part):
		return 0, errors.New("write digits, and a point if there are decimals, as in 149.99")
	case len(whole) > 1 && whole[0] == '0':
		return 0, errors.New("leave out the zeros in front")
	case len(part) > digits && digits == 0:
		return 0, errors.New("it has no digits after the point; round it yourself")
	case len(part) > digits:
		return 0, fmt.Errorf("it has at most %d digits after the point; round it yourself", digits)
	}
	var n uint64
	for _, d := range []byte(whole + part + strings.Repeat("0", digits-len(part))) {
		if n > (1<<63)/10 {
			return 0, ErrOverflow
		}
		n = n*10 + uint64(d-'0')
	}
	if n == 0 && negative {
		return 0, errors.New("leave out the minus before zero")
	}
	value, ok := signed(n, negative)
	if !ok {
		return 0, ErrOverflow
	}
	return value, nil
}

func isDigits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// formatDecimal writes what parseDecimal reads, with all digits behind the point.
func formatDecimal(n int64, digits int) string {
	text := fmt.Sprintf("%0*d", digits+1, magnitude(n))
	if digits > 0 {
		text = text[:len(text)-digits] + "." + text[len(text)-digits:]
	}
	if n < 0 {
		return "-" + text
	}
	return text
}

// withoutZeros leaves out the zeros at the end of a decimal, down to so many digits
// behind the point.
func withoutZeros(text string, digits int) string {
	whole, part, pointed := strings.Cut(text, ".")
	if !pointed {
		return text
	}
	for len(part) > digits && part[len(part)-1] == '0' {
		part = part[:len(part)-1]
	}
	if part == "" {
		return whole
	}
	return whole + "." + part
}

// parseAmount reads a decimal and a currency with one space between them. How many
// digits the decimal may have is said by the currency, or by fixed if that is
// above zero.
func parseAmount(what, s string, fixed int) (int64, Currency, error) {
	wrong := func(why error) (int64, Currency, error) {
		return 0, Currency{}, invalid(what, s, why)
	}
	number, code, spaced := strings.Cut(s, " ")
	if !spaced {
		return wrong(errors.New("write the amount, a space and the currency, as in 149.99 EUR"))
	}
	currency, err := ParseCurrency(code)
	if err != nil {
		return wrong(err)
	}
	digits := max(fixed, currency.Digits())
	value, err := parseDecimal(number, digits)
	if err != nil {
		return wrong(err)
	}
	return value, currency, nil
}
