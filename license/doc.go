// Package license says what was sold, how much of it is used, and what it earns,
// exact to the last unit.
//
// A license follows one of three models:
//
//	                    per-asset                    per-scan                       unlimited
//	pricing basis       number of monitored assets   number of scan executions      flat monthly or annual fee
//	best for            stable asset inventories     infrequent or project-based    continuous scanning
//	                                                 scanning
//	overage handling    alert at 90 %                alert at 80 %                  not applicable
//	use is              a gauge, it goes both ways   a counter, it only goes up     not metered
//
// What it earns is its margin: end-user price − unit cost. Both are a [Price];
// [Price.Margin] tells what some units of it bring in.
//
//	"0.0125 EUR" ──ParseUnitPrice──► UnitPrice ──Times(quantity)──► Money   the one rounding
//
// [Lot] is what was bought ahead at a discount and is drawn before the list cost
// applies; [Tiers] are prices that fall with the quantity; [Money.Split] and
// [Money.Share] divide an amount into parts that sum to the whole.
//
// An [Asset] is what a per-asset license counts: a name, an IP address or a range of
// them, or a URL, in its canonical form by [ParseAsset]. An [Inventory] counts a list
// of them, each once and in whatever order they come:
//
//	example.com, EXAMPLE.com.                           1   two spellings of one name
//	www.example.com                                     1   a name of its own
//	https://example.com/, http://example.com:80         1   a URL is another asset than its host
//	192.0.2.1, 192.0.2.0/29                             8   a range is each address in it, once
//	*.example.com                                       –   refused: what is found there counts
//
// Everything here is a value: no clock, no I/O, no lock. The time is an argument,
// and so is a time zone that had to be loaded.
//
// # The traps
//
// There is no float in this package, which a test sees to: 0.1 + 0.2 is 0.3 here.
// Amounts are whole numbers of the currency's smallest unit, prices of one unit are
// in millionths of the major unit, and both are parsed from decimal strings. Never
// bring an amount along as a float64: what JSON calls a number has lost its last
// cents before this package sees it.
//
// A price of one unit is not Money, since a scan may cost 0.0125 EUR. It becomes
// Money when it is multiplied by a quantity, and is rounded there and nowhere else,
// half to even. So multiply first and add then: the sum of rounded lines is what an
// invoice shows, and each column of it adds up.
//
// Whether two assets are one is said by [Asset.Key], and by nothing else: neither by
// the text, nor by the kind, nor by a list of public suffixes, nor by DNS. Count by an
// Inventory and do not add up [Asset.Counts]: an address that lies in a range is there
// already.
//
// Arithmetic does not wrap around. What does not fit is [ErrOverflow], and two
// currencies in one sum are [ErrCurrencyMismatch]; neither is ever a number.
package license
