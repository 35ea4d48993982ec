package registryproxy

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// listed is a referrer as it stands in a list (OCI image specification,
// "Descriptor").
type listed entitlement.Descriptor

// append writes it behind b. An image may have thousands of signatures, so it is
// written by hand: the package for JSON takes four times as long for a map.
func (l listed) append(b []byte) (_ []byte, err error) {
	text := func(before, s string) {
		if err == nil {
			b, err = appendText(append(b, before...), s)
		}
	}
	text(`{"mediaType":`, l.MediaType)
	text(`,"digest":`, l.Digest.String())
	b = strconv.AppendInt(append(b, `,"size":`...), l.Size, 10)
	if l.ArtifactType != "" {
		text(`,"artifactType":`, l.ArtifactType)
	}
	before := `,"annotations":{`
	for _, key := range slices.Sorted(maps.Keys(l.Annotations)) {
		text(before, key)
		text(":", l.Annotations[key])
		before = ","
	}
	if len(l.Annotations) > 0 {
		b = append(b, '}')
	}
	return append(b, '}'), err
}

// appendText writes a string of JSON. What has no letters that need care, as
// nearly all, is copied.
func appendText(b []byte, s string) ([]byte, error) {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			text, err := json.Marshal(s)
			return append(b, text...), err
		}
	}
	return append(append(append(b, '"'), s...), '"'), nil
}

// A wired is a referrer as it comes in a list of somebody else's.
type wired struct {
	Digest       string `json:"digest"`
	ArtifactType string `json:"artifactType"`
}
