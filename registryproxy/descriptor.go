package registryproxy

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// A descriptor names content (OCI image specification, "Descriptor").
type descriptor struct {
	mediaType string
	digest    entitlement.Digest
	size      int64
	elsewhere bool // it says other places (urls) where the content lies
}

func parseDescriptors(top map[string]json.RawMessage, key string) ([]descriptor, error) {
	if key == "" {
		return nil, nil
	}
	raw, there := top[key]
	if !there {
		return nil, manifestError("it has no %q", key)
	}
	var items []json.RawMessage
	if err := json.Unmarshal(raw, &items); err != nil {
		return nil, manifestError("%s is not a list", key)
	}
	if len(items) > maxDescriptors {
		return nil, manifestError("%s has %d entries, at most %d are allowed", key, len(items), maxDescriptors)
	}
	list := make([]descriptor, 0, len(items))
	for i, item := range items {
		d, err := parseDescriptor(item)
		if err != nil {
			return nil, manifestError("%s[%d]: %v", key, i, err)
		}
		list = append(list, d)
	}
	return list, nil
}

func parseDescriptor(raw json.RawMessage) (descriptor, error) {
	fields, err := object(raw, "mediaType", "digest", "size", "urls")
	if err != nil {
		return descriptor{}, err
	}
	var d descriptor
	if d.mediaType, err = text(fields, "mediaType"); err != nil || d.mediaType == "" {
		return descriptor{}, fmt.Errorf("it has no mediaType")
	}
	digest, err := text(fields, "digest")
	if err != nil {
		return descriptor{}, err
	}
	if d.digest, err = entitlement.ParseDigest(digest); err != nil {
		return descriptor{}, err
	}
	if d.size, err = strconv.ParseInt(string(fields["size"]), 10, 64); err != nil || d.size < 0 {
		return descriptor{}, fmt.Errorf("size %.30q is not a number of bytes", fields["size"])
	}
	urls := fields["urls"]
	d.elsewhere = len(urls) > 0 && !slices.Contains([]string{"null", "[]"}, string(urls))
	return d, nil
}

// object reads an object, and refuses a key that is one of known but for the
// case of its letters: Go's own reader would take it for that.
func object(raw json.RawMessage, known ...string) (map[string]json.RawMessage, error) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(raw, &fields); err != nil || fields == nil {
		return nil, fmt.Errorf("it is not an object")
	}
	for key := range fields {
		for _, k := range known {
			if key != k && strings.EqualFold(key, k) {
				return nil, fmt.Errorf("the key %.30q is not %q", key, k)
			}
		}
	}
	return fields, nil
}

// text is a string among the fields, empty if it is not there.
func text(fields map[string]json.RawMessage, key string) (string, error) {
	raw, there := fields[key]
	if !there {
		return "", nil
	}
	var s string
	if err := json.Unmarshal(raw, &s); err != nil || bytes.Equal(raw, []byte("null")) {
		return "", fmt.Errorf("%s is not a string", key)
	}
	return s, nil
}
