package tenant

import "errors"

// The errors that every floor of the house returns, and that a caller acts on.
// They are wrapped with what was being done; test them with errors.Is. An error
// that is none of these is trouble on our side: its text belongs in the log and
// not in an answer.
var (
	// ErrNotFound says that something asked for by name is not there, or is
	// not there for this caller. HTTP 404.
	ErrNotFound = errors.New("not found")
	// ErrConflict says that a change contradicts what stands. HTTP 409.
	ErrConflict = errors.New("conflict")
	// ErrInvalid says that an input cannot mean anything. HTTP 422.
	ErrInvalid = errors.New("invalid")
	// ErrForbidden says that the caller is known and may not. HTTP 403.
	ErrForbidden = errors.New("forbidden")
	// ErrUnauthenticated says that the caller did not prove who it is: no
	// credential, a wrong one, or one that has ended or been revoked. HTTP 401.
	ErrUnauthenticated = errors.New("unauthenticated")
)
