package tenant

import "fmt"

// A Role is what somebody may do among the people of one side: the vendor's staff,
// or a customer's users.
type Role string

// The roles, from most to least. The zero value is nobody's.
const (
	Administrator Role = "administrator" // manages the people too
	User          Role = "user"          // works with what is there
	Viewer        Role = "viewer"        // looks
)

// ParseRole checks that s names a role. The error is an [ErrInvalid].
func ParseRole(s string) (Role, error) {
	if r := Role(s); r.rank() > 0 {
		return r, nil
	}
	return "", fmt.Errorf("%w role %q: it is %s, %s or %s", ErrInvalid, s, Administrator, User, Viewer)
}

// AtLeast says whether r may do whatever other may.
func (r Role) AtLeast(other Role) bool { return r.rank() >= other.rank() }

func (r Role) rank() int {
	switch r {
	case Administrator:
		return 3
	case User:
		return 2
	case Viewer:
		return 1
	default:
		return 0
	}
}
