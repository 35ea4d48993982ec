package scan

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// An unchecked is what could not be checked of a job, and why, in the job's order.
type unchecked struct {
	targets []string
	reasons reasons
}

func (u *unchecked) add(target string, why error) {
	u.targets = append(u.targets, target)
	u.reasons = append(u.reasons, &reason{target, why})
}

// err is nil if all was checked.
func (u *unchecked) err() error {
	if len(u.targets) == 0 {
		return nil
	}
	return &distr.NotChecked{Targets: u.targets, Err: u.reasons}
}

// A reason is why one target could not be checked.
type reason struct {
	target string
	why    error
}

func (r *reason) Error() string { return cleanLine(r.target) + ": " + cleanLine(r.why.Error()) }
func (r *reason) Unwrap() error { return r.why }

// reasons are those of several targets. All together are a tenant.ErrInvalid only if
// each is: one that may do better the next time is worth another.
type reasons []error

// fewReasons is how many of them are told.
const fewReasons = 5

func (r reasons) Error() string {
	var few []string
	for _, one := range r[:min(len(r), fewReasons)] {
		few = append(few, one.Error())
	}
	if more := len(r) - len(few); more > 0 {
		few = append(few, fmt.Sprintf("and so on for %d more", more))
	}
	return strings.Join(few, "; ")
}

func (r reasons) Is(kind error) bool {
	differs := func(one error) bool { return !errors.Is(one, kind) }
	switch kind {
	case tenant.ErrInvalid:
		return !slices.ContainsFunc(r, differs)
	case context.DeadlineExceeded:
		return slices.ContainsFunc(r, func(one error) bool { return !differs(one) })
	}
	return false
}

// An inside is an error whose text is for everybody; what is behind it is for those of
// the vendor, who read the log.
type inside struct {
	told string
	err  error
}

func (i *inside) Error() string { return i.told }
func (i *inside) Unwrap() error { return i.err }

// forLog is all of an error, for the log.
func forLog(err error) string {
	text := err.Error()
	if i, is := errors.AsType[*inside](err); is {
		text += " (" + i.err.Error() + ")"
	}
	return cleanLine(text)
}
