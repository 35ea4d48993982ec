package distr

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"strconv"
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// A Link is a place in the chain of events.
type Link struct {
	Seq  int64    // of the event; 0: in front of all
	Hash [32]byte // of the event; zero: it is older than the chain
}

// String is 42:6b86b2…, the hash in full.
func (l Link) String() string { return fmt.Sprintf("%d:%x", l.Seq, l.Hash) }

// A Checkpoint is up to where events were removed: the last one that went. What is
// left of the chain begins behind it.
type Checkpoint struct {
	Link
	At time.Time // when they were removed; zero: none were
}

// chainName begins what is hashed, so that no hash of ours can be taken for one of
// something else.
const chainName = "distr event 1\x00"

// next is the link of an event that follows. Its hash is the SHA-256 of the name of
// the format, the hash before it, and then each field behind its length in 8 bytes:
// the vendor, the number, the ID, the time in microseconds since 1970, the actor's
// name, way and address, the kind, the customer, and the data word for word. All
// numbers are big-endian, of 8 bytes.
func (l Link) next(v tenant.VendorID, e *Event) Link {
	seq := l.Seq + 1
	h := make([]byte, 0, 512+len(e.Data))
	h = append(h, chainName...)
	h = append(h, l.Hash[:]...)
	h = hashed(h, v)
	h = hashedNumber(h, seq)
	h = hashed(h, e.ID)
	h = hashedNumber(h, e.Time.UnixMicro())
	h = hashed(h, e.Actor.Name)
	h = hashed(h, e.Actor.Via)
	address := ""
	if e.Actor.Address.IsValid() {
		address = e.Actor.Address.String()
	}
	h = hashed(h, address)
	h = hashed(h, e.Kind)
	h = hashed(h, e.Customer)
	h = hashed(h, e.Data)
	return Link{Seq: seq, Hash: sha256.Sum256(h)}
}

func hashed[T ~string | ~[]byte](h []byte, field T) []byte {
	h = binary.BigEndian.AppendUint64(h, uint64(len(field)))
	return append(h, field...)
}

func hashedNumber(h []byte, n int64) []byte {
	h = binary.BigEndian.AppendUint64(h, 8)
	return binary.BigEndian.AppendUint64(h, uint64(n)) //nolint:gosec // the same bits
}

// append writes events behind the last one, as having happened now and by the
// handle's actor. An ID that is set stays: whoever makes it of what it is about
// writes the same thing down once.
func (v *Vendor) append(tx VendorTx, at time.Time, events []Event) error {
	last, err := tx.LastEvent()
	if err != nil {
		return err
	}
	for _, e := range events {
		if e.ID == "" {
			id, err := tenant.NewID("evt_"+strconv.FormatInt(last.Seq+1, 10), v.hub.config.Rand)
			if err != nil {
				return err
			}
			e.ID = EventID(id)
		}
		e.Time, e.Actor = at, v.actor.told()
		last = last.next(v.id, &e)
		e.Seq, e.Hash = last.Seq, last.Hash
		if err := tx.Append(e); err != nil {
			return fmt.Errorf("writing down %s: %w", e.Kind, err)
		}
	}
	return nil
}
