package license

import "math/bits"

// scale divides a×b by d, rounded half to even, with all 128 bits of the product.
// It says no if the result does not fit, or if d is 0.
func scale(a, b, d uint64) (uint64, bool) {
	hi, lo := bits.Mul64(a, b)
	if hi >= d {
		return 0, false
	}
	q, r := bits.Div64(hi, lo, d)
	if half := d - r; r > half || r == half && q&1 == 1 {
		q++
		return q, q != 0
	}
	return q, true
}

// scaleSigned is scale of a number with a sign. Half to even is the same on both
// sides of zero.
func scaleSigned(a int64, b, d uint64) (int64, bool) {
	q, ok := scale(magnitude(a), b, d)
	if !ok {
		return 0, false
	}
	return signed(q, a < 0)
}

// magnitude is a number without its sign; that of the least one fits, too.
func magnitude(n int64) uint64 {
	if n < 0 {
		return -uint64(n)
	}
	return uint64(n)
}

// signed puts the sign back, and says no if the number does not fit with it.
func signed(n uint64, negative bool) (int64, bool) {
	if negative {
		return -int64(n), n <= 1<<63
	}
	return int64(n), n < 1<<63
}

// perMinor divides a×b millionths by how many of them the smallest unit of a currency
// with so many digits has, rounded half to even. It is scale, faster where the product
// fits into 64 bits: a division by a constant is a multiplication.
func perMinor(a, b uint64, digits int) (uint64, bool) {
	hi, lo := bits.Mul64(a, b)
	if hi != 0 {
		return scale(a, b, microsPerMinor[digits])
	}
	var q uint64
	switch digits {
	case 0:
		q = lo / 1_000_000
	case 2:
		q = lo / 10_000
	default:
		q = lo / microsPerMinor[digits]
	}
	d := microsPerMinor[digits]
	r := lo - q*d
	if half := d - r; r > half || r == half && q&1 == 1 {
		q++
	}
	return q, true
}

// microsPerMinor is how many millionths the smallest unit has, by digits.
var microsPerMinor = [...]uint64{1_000_000, 100_000, 10_000, 1_000, 100}
