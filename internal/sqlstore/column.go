package sqlstore

import (
	"encoding"
	"encoding/json"
	"fmt"
	"math"
	"net/netip"
	"time"
)

// micros is how a time is kept. The zero time comes back as the zero time.
func micros(t time.Time) int64 { return t.UnixMicro() }

// A timeColumn reads what micros wrote.
type timeColumn struct{ to *time.Time }

func (c timeColumn) Scan(from any) error {
	n, ok := from.(int64)
	if !ok {
		return fmt.Errorf("a time is kept as a number, not as %T", from)
	}
	*c.to = time.UnixMicro(n).UTC()
	return nil
}

// jsonText is how a list is kept, of features or versions or hosts, and a map of
// annotations. A nil one comes back as nil, an empty one as empty.
func jsonText(list any) (string, error) {
	text, err := json.Marshal(list)
	return string(text), err
}

// A jsonColumn reads what jsonText wrote.
type jsonColumn struct{ to any }

func (c jsonColumn) Scan(from any) error {
	switch text := from.(type) {
	case string:
		return json.Unmarshal([]byte(text), c.to)
	case []byte:
		return json.Unmarshal(text, c.to)
	default:
		return fmt.Errorf("a list is kept as text, not as %T", from)
	}
}

// A textColumn reads what is kept as its text, such as a digest or a price.
type textColumn struct{ to encoding.TextUnmarshaler }

func (c textColumn) Scan(from any) error {
	switch text := from.(type) {
	case string:
		return c.to.UnmarshalText([]byte(text))
	case []byte:
		return c.to.UnmarshalText(text)
	default:
		return fmt.Errorf("it is kept as text, not as %T", from)
	}
}

// A hashColumn reads a hash of a fixed length. A shorter one would compare
// equal to what was never written.
type hashColumn struct{ to []byte }

func (c hashColumn) Scan(from any) error {
	hash, ok := from.([]byte)
	if !ok || len(hash) != len(c.to) {
		return fmt.Errorf("a hash is kept as %d bytes", len(c.to))
	}
	copy(c.to, hash)
	return nil
}

// A bytesColumn reads bytes of which nil and empty are told apart: nil is kept
// as NULL. What is read is the reader's own.
type bytesColumn struct{ to *[]byte }

func (c bytesColumn) Scan(from any) error {
	switch b := from.(type) {
	case nil:
		*c.to = nil
	case []byte:
		*c.to = append([]byte{}, b...) // also when a driver hands out nil for none
	default:
		return fmt.Errorf("bytes are kept as bytes, not as %T", from)
	}
	return nil
}

// addressText is how an address of the network is kept; empty if it is not known.
func addressText(a netip.Addr) string {
	if !a.IsValid() {
		return ""
	}
	return a.String()
}

// An addressColumn reads what addressText wrote.
type addressColumn struct{ to *netip.Addr }

func (c addressColumn) Scan(from any) error {
	switch text := from.(type) {
	case string:
		return c.to.UnmarshalText([]byte(text))
	case []byte:
		return c.to.UnmarshalText(text)
	default:
		return fmt.Errorf("an address is kept as text, not as %T", from)
	}
}

// number is how a truth value is kept: SQLite has no other.
func number(b bool) int {
	if b {
		return 1
	}
	return 0
}

// upTo is a LIMIT for at most so many rows; 0 is no limit.
func upTo(limit int) int64 {
	if limit <= 0 {
		return math.MaxInt64
	}
	return int64(limit)
}
