package registryproxy

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"unicode/utf8"
)

// maxNesting is how deep a manifest's JSON may go. Five would do.
const maxNesting = 32

// strictJSON says whether a document is one value of JSON in UTF-8, in which no
// object has a key twice.
func strictJSON(document []byte) error {
	if !utf8.Valid(document) || !json.Valid(document) {
		return errors.New("it is not JSON")
	}
	d := json.NewDecoder(bytes.NewReader(document))
	d.UseNumber()
	// The containers that are open: the keys of an object, nil for a list.
	var open []map[string]bool
	key := false // the next token is a key
	for d.More() || len(open) > 0 {
		token, err := d.Token()
		if err != nil {
			return fmt.Errorf("it is not JSON: %w", err)
		}
		switch token := token.(type) {
		case json.Delim:
			switch token {
			case '{':
				open = append(open, map[string]bool{})
			case '[':
				open = append(open, nil)
			default:
				open = open[:len(open)-1]
			}
			if len(open) > maxNesting {
				return fmt.Errorf("it is nested deeper than %d", maxNesting)
			}
			key = len(open) > 0 && open[len(open)-1] != nil
			continue
		case string:
			if key {
				seen := open[len(open)-1]
				if seen[token] {
					return fmt.Errorf("the key %.50q comes twice", token)
				}
				seen[token] = true
				key = false
				continue
			}
		}
		key = len(open) > 0 && open[len(open)-1] != nil
	}
	return nil
}
