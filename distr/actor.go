package distr

import (
	"github.com/seed361c4c3e/distr-go/tenant"
)

// An Actor is who asks for something or changes it; the events say their name. The
// zero value is nobody, and may do nothing.
type Actor struct {
	Name string      // an e-mail address, or the name of a program
	side tenant.Side // whose people to look for; unexported, so that nobody is made an operator by a literal
}

// Operator is who works at the machine itself, with the command line.
func Operator() Actor { return Program("operator") }

// Program is one of the vendor's own programs. It may do what an operator may: it
// vouches for whom it acts for.
func Program(name string) Actor { return Actor{name, tenant.OperatorSide} }

// Staff is somebody of the vendor's own people, whom the vendor has signed in. What
// they may do is looked up each time.
func Staff(email tenant.Email) Actor { return Actor{string(email), tenant.VendorSide} }

// CustomerUser is somebody of a customer's people, whom the vendor has signed in.
// They may be one in several customers. What they may do is looked up each time.
func CustomerUser(email tenant.Email) Actor { return Actor{string(email), tenant.CustomerSide} }
