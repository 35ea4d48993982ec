package distr

import (
	"time"

	"github.com/seed361c4c3e/distr-go/license"
)

// A ContractView is a customer's room with licenses and their use, to be read.
type ContractView interface {
	// Contracts lists the customer's licenses, ended ones too.
	Contracts() ([]license.Contract, error)
	// Use is what was written down under a key. It is a tenant.ErrNotFound if
	// nothing was.
	Use(key string) (UseRecord, error)
	// Meter is how much of a license was used in a period; zero if nothing was
	// ever put there.
	Meter(c license.ContractID, period int) (Meter, error)
}

// A ContractTx is the same, open for changes.
type ContractTx interface {
	// PutContract adds a license or replaces it.
	PutContract(license.Contract) error
	// RecordUse writes a use down, and says whether its key is a fresh one. If it
	// is not, what is there stays as it is. Whether there is such a license is
	// not asked. It does not raise the version.
	RecordUse(UseRecord) (fresh bool, err error)
	// PutMeter adds a meter or replaces it. Whether there is such a license is
	// not asked. It does not raise the version.
	PutMeter(Meter) error
}

// A UseRecord is something that was used, as it is kept: for ever, since its key
// keeps it from being counted again.
type UseRecord struct {
	Key      string // the caller's: a scan's ID
	Model    license.Model
	Quantity int64
	At       time.Time          // when it was used
	Told     time.Time          // when it was written down
	Contract license.ContractID // by which it is counted
	Period   int                // of that, in which it is
	Late     bool               // its own period was closed by then
}

// A Meter is how much of a license was used in one of its periods, and what was told
// of that.
type Meter struct {
	Contract license.ContractID
	Period   int
	Used     int64
	Peak     int64 // the most that was used at once
	Revision int   // of the license's limit, when the meter was last held against it
	Alerted  []Told
}

// A Told is a threshold that people were told of in a period: a percentage of a limit.
// Each is told once, also when the limit has been another one in between.
type Told struct {
	Percent int   `json:"percent"`
	Limit   int64 `json:"limit"`
}
