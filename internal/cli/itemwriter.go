package cli

import (
	"bytes"
	"encoding/json"
	"io"
)

// An itemWriter writes the items of a JSON array one by one, each on a line.
type itemWriter struct {
	w     io.Writer
	items int
	text  bytes.Buffer
}

func (i *itemWriter) write(item any) error {
	i.text.Reset()
	if i.items > 0 {
		i.text.WriteByte(',')
	}
	i.text.WriteString("\n    ")
	e := json.NewEncoder(&i.text)
	e.SetEscapeHTML(false)
	if err := e.Encode(item); err != nil {
		return err
	}
	i.text.Truncate(i.text.Len() - 1) // Encode ends the line
	i.items++
	_, err := i.w.Write(i.text.Bytes())
	return unwritten(err)
}

// end is what stands in front of the bracket that ends the array.
func (i *itemWriter) end() string {
	if i.items == 0 {
		return ""
	}
	return "\n  "
}
