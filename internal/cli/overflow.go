package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
)

// maxOverflow is how much of a text waits in memory before it goes to the disk.
const maxOverflow = 1 << 20

// An overflow is a text that is written now and said later: in memory while it is
// short, and in a file of its own, which nobody else sees, once it is long.
type overflow struct {
	text bytes.Buffer
	file *os.File
}

func (o *overflow) Write(b []byte) (int, error) {
	if o.text.Len()+len(b) > maxOverflow {
		if err := o.spill(); err != nil {
			return 0, fmt.Errorf("putting a part of the answer aside: %w", err)
		}
	}
	return o.text.Write(b)
}

func (o *overflow) spill() (err error) {
	if o.file == nil {
		if o.file, err = os.CreateTemp("", "distr-answer-"); err != nil {
			return err
		}
	}
	_, err = o.text.WriteTo(o.file)
	return err
}

// WriteTo says all of it.
func (o *overflow) WriteTo(w io.Writer) (n int64, err error) {
	if o.file != nil {
		if _, err := o.file.Seek(0, io.SeekStart); err != nil {
			return 0, err
		}
		if n, err = io.Copy(w, o.file); err != nil {
			return n, err
		}
	}
	rest, err := o.text.WriteTo(w)
	return n + rest, err
}

// Close removes the file, if there is one.
func (o *overflow) Close() error {
	if o.file == nil {
		return nil
	}
	return errors.Join(o.file.Close(), os.Remove(o.file.Name()))
}
