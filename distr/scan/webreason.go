package scan

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"strings"
	"syscall"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// forCustomers is why a target could not be checked, in plain words. It is a
// tenant.ErrInvalid if it always will be so, and nothing else: that something else was
// late does not make the scan late.
func forCustomers(err error) error {
	told := errors.New(inWords(err))
	if errors.Is(err, tenant.ErrInvalid) {
		return hopeless{told}
	}
	return told
}

// A hopeless error is one that another try does not help against.
type hopeless struct{ error }

func (h hopeless) Is(kind error) bool { return kind == tenant.ErrInvalid }

// inWords is why somebody could not be talked to, without what is of our machine: its
// addresses, whom it asks for names, and where it was led by one.
func inWords(err error) string {
	if private, is := errors.AsType[*notPublic](err); is {
		return private.Error()
	}
	if name, is := errors.AsType[*net.DNSError](err); is {
		switch {
		case name.IsNotFound:
			return "there is no such name"
		case name.IsTimeout:
			return "its name was not looked up in time"
		}
		return "its name could not be looked up"
	}
	if number, is := errors.AsType[syscall.Errno](err); is && !number.Timeout() {
		return number.Error()
	}
	switch {
	case late(err):
		return "it did not answer in time"
	case hungUp(err):
		return "it hung up"
	}
	if _, is := errors.AsType[*unconnected](err); is { // by which way that was tried is ours to know
		return "it could not be connected to"
	}
	if op, is := errors.AsType[*net.OpError](err); is && op.Err != nil {
		return inWords(op.Err)
	}
	return strings.TrimPrefix(err.Error(), "net/http: ")
}

// late says whether somebody did not answer in time.
func late(err error) bool {
	is, of := errors.AsType[net.Error](err)
	return of && is.Timeout() || errors.Is(err, context.DeadlineExceeded) || errors.Is(err, os.ErrDeadlineExceeded)
}

// hungUp says whether somebody ended a connection before time.
func hungUp(err error) bool {
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE)
}

// reached says whether somebody was connected to, whatever came of it.
func reached(err error) bool {
	_, not := errors.AsType[*unconnected](err)
	return !not
}

// refused says whether there is nobody to connect to at the moment, for sure.
func refused(err error) bool { return errors.Is(err, syscall.ECONNREFUSED) }

// silent says whether nobody is there, as far as can be seen: of a range, most addresses
// are like that.
func silent(err error) bool { return refused(err) || late(err) || errors.Is(err, syscall.EHOSTUNREACH) }

// An unconnected is that nobody could be connected to.
type unconnected struct{ error }

func (u *unconnected) Unwrap() error { return u.error }

// A notPublic is why somebody was not connected to, and never will be.
type notPublic struct{}

func (*notPublic) Error() string { return "it leads to an address which is not on the public Internet" }

func (*notPublic) Is(kind error) bool { return kind == tenant.ErrInvalid }
