package distr

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"time"
	"unicode/utf8"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// A Mark says where a page of customers ended. It means nothing to anybody but
// [Vendor.List], is fit for a URL, and tells who holds it the name or the instant
// that the page ended with. It opens nothing: whatever it says, only customers of the
// vendor come that the query selects and who asks may see.
type Mark string

const (
	markVersion = 1
	markSum     = 8    // bytes
	maxMark     = 4096 // characters; a name has at most 200, an ID 64
)

// errMark is a mark that does not belong to the list which is asked for.
func errMark(m Mark, why string) error {
	return fmt.Errorf("%w mark %.40q: %s; take Next of the page before, of the same list, or begin without one", tenant.ErrInvalid, string(m), why)
}

// A markScope is what a mark belongs to. The instants of a TimeRange are not in it:
// they may be counted from now, and now moves on from page to page.
type markScope struct {
	Vendor                    tenant.VendorID
	Search, Plan              string
	Status                    CustomerStatus
	Access                    tenant.Access
	Assigned                  tenant.MemberID
	Sort                      CustomerSort
	Descending                bool
	Expires, Pulled, Scanned  bool
	NoEnd, NoPulls, Unscanned bool
}

func (q CustomerList) scope(v tenant.VendorID) markScope {
	return markScope{
		Vendor: v, Search: q.Search, Plan: q.Plan, Status: q.Status, Access: q.Access, Assigned: q.Assigned,
		Sort: q.Sort, Descending: q.Descending,
		Expires: !q.Expires.IsZero(), Pulled: !q.Pulled.IsZero(), Scanned: !q.Scanned.IsZero(),
		NoEnd: q.Expires.Never, NoPulls: q.Pulled.Never, Unscanned: q.Scanned.Never,
	}
}

// mark writes a place down: version, checksum, instant, ID and name. The checksum is
// also over what the mark belongs to.
func (s markScope) mark(p ListPlace) (Mark, error) {
	if p == (ListPlace{}) {
		return "", nil
	}
	place := placeBytes(p)
	sum, err := s.sum(place)
	if err != nil {
		return "", err
	}
	return Mark(base64.RawURLEncoding.EncodeToString(append(append([]byte{markVersion}, sum...), place...))), nil
}

func placeBytes(p ListPlace) []byte {
	b := binary.AppendVarint(nil, p.Time.Unix())
	b = binary.AppendUvarint(b, uint64(p.Time.Nanosecond())) //nolint:gosec // it is within a second
	b = binary.AppendUvarint(b, uint64(len(p.ID)))
	return append(append(b, p.ID...), p.Name...)
}

// place reads what mark has written.
func (s markScope) place(m Mark) (ListPlace, error) {
	if m == "" {
		return ListPlace{}, nil
	}
	if len(m) > maxMark {
		return ListPlace{}, errMark(m, "it is too long")
	}
	b, err := base64.RawURLEncoding.Strict().DecodeString(string(m))
	if err != nil || len(b) < 1+markSum {
		return ListPlace{}, errMark(m, "it is not one of ours")
	}
	if b[0] != markVersion {
		return ListPlace{}, errMark(m, "another version of this program made it")
	}
	sum, err := s.sum(b[1+markSum:])
	if err != nil {
		return ListPlace{}, err
	}
	if !bytes.Equal(sum, b[1:1+markSum]) {
		return ListPlace{}, errMark(m, "it belongs to another list, or was changed")
	}
	p, ok := readPlace(b[1+markSum:])
	if !ok {
		return ListPlace{}, errMark(m, "it is no place in a list")
	}
	return p, nil
}

// readPlace reads what placeBytes has written, and nothing that merely resembles it.
func readPlace(b []byte) (p ListPlace, ok bool) {
	seconds, n := binary.Varint(b)
	if n <= 0 {
		return p, false
	}
	nanos, m := binary.Uvarint(b[n:])
	if m <= 0 || nanos >= uint64(time.Second) {
		return p, false
	}
	length, k := binary.Uvarint(b[n+m:])
	rest := b[n+m+max(k, 0):]
	if k <= 0 || length > uint64(len(rest)) {
		return p, false
	}
	p = ListPlace{Time: time.Unix(seconds, int64(nanos)).UTC(), ID: tenant.CustomerID(rest[:length]), Name: string(rest[length:])}
	if p.Time.IsZero() {
		p.Time = time.Time{}
	}
	_, err := tenant.ParseCustomerID(string(p.ID))
	return p, err == nil && utf8.ValidString(p.Name) && bytes.Equal(placeBytes(p), b)
}

func (s markScope) sum(place []byte) ([]byte, error) {
	text, err := json.Marshal(s)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(append(append(text, '\n'), place...))
	return sum[:markSum], nil
}
