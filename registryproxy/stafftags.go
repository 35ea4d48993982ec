package registryproxy

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"slices"
)

// maxStaffTags is how large a registry's whole list of tags may be, in bytes.
const maxStaffTags = 16 << 20

// serveStaffTags sends staff a list of tags that the upstream calls the last page:
// in order, and no more of it than was asked for. Older registries list all that
// they have in any order, whatever they are asked.
func (p *Proxy) serveStaffTags(w http.ResponseWriter, r *http.Request, on route, resp *http.Response) {
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxStaffTags+1))
	if err == nil && len(body) > maxStaffTags {
		err = errors.New("the list of tags is too long")
	}
	var list struct {
		Tags []string `json:"tags"` // perhaps null
	}
	if err == nil {
		err = json.Unmarshal(body, &list)
	}
	if err != nil {
		p.badGateway(w, r, on, nil, err)
		return
	}
	slices.Sort(list.Tags)
	p.listTags(w, r, on, slices.Compact(list.Tags))
}
