package distr

import (
	"fmt"
	"strings"
)

// A NotChecked is the error of a Scanner that could not check some targets of its job,
// and has checked all others. Only as itself, or wrapped by nothing but text, does it
// say that: joined with another error it is that other failure.
//
// A run of which at least one target was checked has succeeded: it says how many were
// not, and the first of Err; what was found before at the targets that were checked, and
// is not found now, is resolved. If none was, the run fails as by Err.
type NotChecked struct {
	Targets []string // their texts, as the job has them
	Err     error    // why, for the customer, too; a tenant.ErrInvalid only if it is of no use to try any of them again
}

func (n *NotChecked) Error() string {
	text := "a target could not be checked"
	if len(n.Targets) != 1 {
		text = fmt.Sprintf("%d targets could not be checked", len(n.Targets))
	}
	if n.Err == nil {
		return text
	}
	return text + ": " + n.Err.Error()
}

// Unwrap is why they could not be.
func (n *NotChecked) Unwrap() error { return n.Err }

// spared says which targets of a job a scanner has not checked, if it is sure to have
// checked all others, and there are any. Whoever names others than its targets, or
// none, is not believed.
func spared(err error, targets []ScanTarget) (not map[string]bool, why string) {
	n := notChecked(err)
	if n == nil || len(n.Targets) == 0 {
		return nil, ""
	}
	job := make(map[string]bool, len(targets))
	for _, t := range targets {
		job[t.Text] = true
	}
	not = map[string]bool{}
	for _, text := range n.Targets {
		if !job[text] {
			return nil, ""
		}
		not[text] = true
	}
	if len(not) == len(job) {
		return nil, ""
	}
	why = fmt.Sprintf("%d of %d targets could not be checked", len(not), len(job))
	if n.Err != nil {
		why += ": " + strings.ReplaceAll(plainText(n.Err.Error()), "\n", "; ")
	}
	return not, why
}

// notChecked is the error if it says nothing else besides.
func notChecked(err error) *NotChecked {
	for err != nil {
		if n, is := err.(*NotChecked); is { //nolint:errorlint // errors.As would find one that is joined with another error
			return n
		}
		wrapping, is := err.(interface{ Unwrap() error })
		if !is {
			return nil
		}
		err = wrapping.Unwrap()
	}
	return nil
}
