package license

import "net/netip"

// Block is the range of addresses that an asset is, one address too; false if it is
// none.
func (a Asset) Block() (netip.Prefix, bool) {
	if a.IsURL() {
		return netip.Prefix{}, false
	}
	return blockOf(a.Canonical)
}

// Patch is the largest range that could be an asset and in which a block lies. It
// is where to look for what overlaps with it: of two assets that are blocks, either
// one contains the other, or they have nothing in common.
func Patch(block netip.Prefix) netip.Prefix {
	return netip.PrefixFrom(block.Addr(), min(block.Bits(), block.Addr().BitLen()-maxHostBits)).Masked()
}

// KeysWithin are the first and the last key that a block of addresses and what lies
// in it can have: its own, and that of its last address.
func KeysWithin(block netip.Prefix) (first, last string) {
	end := block.Masked().Addr().AsSlice()
	for bit := block.Bits(); bit < 8*len(end); bit++ {
		end[bit/8] |= 1 << (7 - bit%8)
	}
	a, _ := netip.AddrFromSlice(end) // it has as many bytes as it had
	return blockKey(block.Masked()), blockKey(netip.PrefixFrom(a, a.BitLen()))
}
