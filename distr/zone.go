package distr

import (
	"fmt"
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// zoneOf loads a time zone by its name in the IANA database; an empty one is UTC. One
// that does not exist is a tenant.ErrInvalid.
func zoneOf(name string) (*time.Location, error) {
	zone, err := time.LoadLocation(name)
	if err != nil || name == "Local" { // which is another one on each machine
		return nil, fmt.Errorf("%w time zone %.60q: there is none of that name; name one of the IANA database, such as Europe/Berlin or UTC", tenant.ErrInvalid, name)
	}
	return zone, nil
}
