package distr

import (
	"net/netip"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// An Actor is who asks for something or changes it; the events say their name, and
// by which way they came. The zero value is nobody, and may do nothing.
type Actor struct {
	Name    string      // an e-mail address, or the name of a program
	Via     string      // what stood between them and the hub, such as ViaPortal; empty: not said
	Address netip.Addr  // where they came from; the zero one: not known
	side    tenant.Side // whose people to look for; unexported, so that nobody is made an operator by a literal
}

// The ways by which an actor comes. A vendor's own doors may have other names.
const (
	ViaProgram  = "program"  // one of the vendor's own programs acts by itself
	ViaCLI      = "cli"      // the command line
	ViaAPI      = "api"      // the JSON API
	ViaPortal   = "portal"   // the web portal
	ViaRegistry = "registry" // a push through the registry proxy
)

// Operator is who works at the machine itself, with the command line.
func Operator() Actor { return Program("operator").From(ViaCLI, netip.Addr{}) }

// Program is one of the vendor's own programs. It may do what an operator may: it
// vouches for whom it acts for.
func Program(name string) Actor {
	return Actor{Name: name, Via: ViaProgram, side: tenant.OperatorSide}
}

// Staff is somebody of the vendor's own people, whom the vendor has signed in. What
// they may do is looked up each time.
func Staff(email tenant.Email) Actor { return Actor{Name: string(email), side: tenant.VendorSide} }

// CustomerUser is somebody of a customer's people, whom the vendor has signed in.
// They may be one in several customers. What they may do is looked up each time.
func CustomerUser(email tenant.Email) Actor {
	return Actor{Name: string(email), side: tenant.CustomerSide}
}

// From is the same actor, come by that way and from that address of the network:
// what a door knows. It changes nothing of what they may do.
func (a Actor) From(via string, address netip.Addr) Actor {
	a.Via, a.Address = via, address.Unmap().WithZone("")
	return a
}

// told is the actor as events name them: without what one could act with.
func (a Actor) told() Actor { return Actor{Name: a.Name, Via: a.Via, Address: a.Address} }

// is says whether it is the same person or program, by whichever way.
func (a Actor) is(other Actor) bool { return a.Name == other.Name && a.side == other.side }
