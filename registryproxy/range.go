package registryproxy

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
)

// maxRanges is how many parts of a blob one request may want. Clients that fetch
// what has changed of a layer want up to so many.
const maxRanges = 1024

// rangeOf is what a client wants of a blob of so many bytes. Its If-Range (RFC
// 9110 §13.1.5) holds our entity tag and nobody else's, so it is answered here: a
// range of anything but this blob means all of it. Ranges go on with both of their
// ends, because not every registry reads one that is open. ok is false when nothing
// of the blob is in them (§14.1.2).
//
// What is not understood is ignored (§14.2), and so is what would cost more than
// the whole blob: too many parts, or parts that overlap so much that they add up
// to more.
func rangeOf(r *http.Request, tag string, size int64) (header http.Header, ok bool) {
	header = http.Header{"Accept": {"*/*"}}
	ranges := r.Header["Range"]
	condition := r.Header.Get("If-Range")
	if len(ranges) != 1 || condition != "" && condition != tag {
		return header, true
	}
	set, inBytes := strings.CutPrefix(ranges[0], "bytes=")
	if !inBytes || strings.Count(set, ",") >= maxRanges {
		return header, true
	}
	var wanted []string
	var sum int64
	for part := range strings.SplitSeq(set, ",") {
		first, last, formed := span(part, size)
		if !formed {
			return header, true
		}
		if first <= last {
			wanted = append(wanted, fmt.Sprintf("%d-%d", first, last))
			sum += last - first + 1
		}
	}
	if sum <= size && wanted != nil {
		header["Range"] = []string{"bytes=" + strings.Join(wanted, ",")}
	}
	return header, wanted != nil
}

// span is the first and the last byte of a range, such as 0-9, 100- or -5, of so
// many bytes. The first is behind the last when there are none in it. formed is
// false for what is no range, which is ignored as if nothing had been said.
func span(set string, size int64) (first, last int64, formed bool) {
	from, till, dash := strings.Cut(strings.TrimSpace(set), "-")
	a, fromErr := strconv.ParseUint(from, 10, 63)
	b, tillErr := strconv.ParseUint(till, 10, 63)
	switch {
	case !dash:
		return 0, 0, false
	case from == "" && tillErr == nil:
		return max(size-int64(b), 0), size - 1, true
	case fromErr == nil && till == "":
		return int64(a), size - 1, true
	case fromErr == nil && tillErr == nil && a <= b:
		return int64(a), min(int64(b), size-1), true
	default:
		return 0, 0, false
	}
}

// nothingThere is the answer to a range in which nothing of the blob is.
func nothingThere(w http.ResponseWriter, size int64) {
	h := w.Header()
	h.Set("Content-Range", fmt.Sprintf("bytes */%d", size))
	h.Set("Content-Length", "0")
	w.WriteHeader(http.StatusRequestedRangeNotSatisfiable)
}
