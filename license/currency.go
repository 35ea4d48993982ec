package license

import (
	"errors"
	"fmt"
	"strings"
)

// A Currency is one of ISO 4217's active ones that has a minor unit. The zero value
// is none. Currencies are compared with ==.
type Currency struct {
	packed uint32 // three letters and the number of digits: a word is compared and handed on faster than an array
}

// byDigits are the active currencies of ISO 4217 (list one, up to its amendment
// 180), by the number of digits of their minor unit. Metals, funds and test codes that
// have none (XAU, XDR, XXX and the like) are left out: nothing is sold for them.
var byDigits = [...]string{
	0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
	1: "",
	2: "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD " +
		"CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD " +
		"HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU " +
		"MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK " +
		"SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD " +
		"XCG YER ZAR ZMW ZWG",
	3: "BHD IQD JOD KWD LYD OMR TND",
	4: "CLF UYW",
}

// ParseCurrency reads an ISO 4217 code in capitals, as in EUR. The error is a
// tenant.ErrInvalid.
func ParseCurrency(code string) (Currency, error) {
	if c, known := currencyOf(code); known {
		return c, nil
	}
	if c, known := currencyOf(strings.ToUpper(code)); known {
		return Currency{}, invalid("currency", code, errors.New("write it as "+c.String()))
	}
	return Currency{}, invalid("currency", code, errors.New("use a code of ISO 4217 that is in force and has a minor unit, as in EUR, USD or JPY"))
}

func currencyOf(code string) (Currency, bool) {
	if len(code) != 3 || strings.Contains(code, " ") {
		return Currency{}, false
	}
	for digits, codes := range byDigits {
		if strings.Contains(codes, code) {
			return Currency{uint32(code[0])<<24 | uint32(code[1])<<16 | uint32(code[2])<<8 | uint32(digits)}, true
		}
	}
	return Currency{}, false
}

// String is the code; empty if there is none.
func (c Currency) String() string {
	if c.IsZero() {
		return ""
	}
	return string([]byte{byte(c.packed >> 24), byte(c.packed >> 16), byte(c.packed >> 8)})
}

// Digits is how many decimals the currency's minor unit has: 2 for EUR, 0 for JPY.
func (c Currency) Digits() int { return int(c.packed & 0xff) }

// IsZero says whether this is no currency.
func (c Currency) IsZero() bool { return c == Currency{} }

// MarshalText is [Currency.String].
func (c Currency) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// UnmarshalText is [ParseCurrency], and takes the empty text for none.
func (c *Currency) UnmarshalText(text []byte) (err error) {
	if len(text) == 0 {
		*c = Currency{}
		return nil
	}
	*c, err = ParseCurrency(string(text))
	return err
}

// mismatch is the error about two currencies in one sum.
func mismatch(a, b Currency) error {
	return fmt.Errorf("%w: %s and %s; keep them apart, or convert one of them first", ErrCurrencyMismatch, orNone(a), orNone(b))
}

func orNone(c Currency) string {
	if c.IsZero() {
		return "none"
	}
	return c.String()
}
