package distr

import (
	"fmt"
	"io"
)

// A SecretValue is the value of a secret. It prints as "***", in every format;
// Reveal shows it.
type SecretValue struct {
	text *string // a pointer, since fmt calls no method on a value in somebody's unexported field
}

const hiddenSecret = "***"

// Reveal is the value. What is returned is the caller's own.
func (s SecretValue) Reveal() []byte {
	if s.text == nil {
		return nil
	}
	return []byte(*s.text)
}

// String hides the value.
func (s SecretValue) String() string { return hiddenSecret }

// Format hides the value whatever verb and flags are asked for.
func (s SecretValue) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, hiddenSecret) }

// MarshalText hides the value in JSON, in structured logs, and wherever else text is
// made of it.
func (s SecretValue) MarshalText() ([]byte, error) { return []byte(hiddenSecret), nil }
