package webhook

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/seed361c4c3e/distr-go/distr"
)

// maxExcerpt is how much of an answer is kept, in bytes.
const maxExcerpt = 200

// An attempt is what came of one request.
type attempt struct {
	distr.Delivery
	later time.Duration // when the endpoint wants to be told again; 0: it does not say
	gone  bool          // the endpoint is no more
}

// attempt tells an endpoint of an event, once. The error is one of ours; what went
// wrong with the endpoint is in the attempt.
func (s *Sender) attempt(ctx context.Context, out distr.Outgoing, e distr.Event) (a attempt, err error) {
	text, err := body(e)
	if err != nil {
		return a, err
	}
	begun := s.config.Now()
	a.Delivery = distr.Delivery{Endpoint: out.ID, Event: e.ID, Seq: e.Seq, Kind: e.Kind, At: begun}
	inTime, stop := context.WithTimeout(ctx, s.config.Timeout)
	defer stop()
	req, err := http.NewRequestWithContext(inTime, http.MethodPost, out.URL, bytes.NewReader(text))
	if err != nil {
		return a, fmt.Errorf("the address of webhook %s cannot be read", out.ID)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("User-Agent", "distr-webhook/1")
	req.Header.Set(HeaderID, string(e.ID))
	req.Header.Set(HeaderTimestamp, strconv.FormatInt(begun.Unix(), 10))
	signatures := make([]string, len(out.Secrets))
	for i, secret := range out.Secrets {
		signatures[i] = Sign(secret, string(e.ID), begun, text)
	}
	req.Header.Set(HeaderSignature, strings.Join(signatures, " "))
	resp, err := s.client.Do(req)
	if err != nil {
		a.Error = s.trouble(err)
	} else {
		s.read(&a, resp)
	}
	a.Took = max(s.config.Now().Sub(begun), 0)
	return a, nil
}

// read makes something of an answer. The status decides: what comes behind it, or
// does not, changes nothing.
func (s *Sender) read(a *attempt, resp *http.Response) {
	answer, _ := io.ReadAll(io.LimitReader(resp.Body, maxExcerpt))
	_, _ = io.CopyN(io.Discard, resp.Body, maxAnswer-int64(len(answer)))
	_ = resp.Body.Close()
	a.Status = resp.StatusCode
	a.Done = resp.StatusCode >= 200 && resp.StatusCode <= 299
	a.gone = resp.StatusCode == http.StatusGone
	if a.Done {
		return
	}
	a.later = min(retryAfter(resp.Header.Get("Retry-After"), s.config.Now()), s.config.Longest)
	a.Error = fmt.Sprintf("it answered %d %s", resp.StatusCode, http.StatusText(resp.StatusCode))
	switch text := excerpt(answer); {
	case resp.StatusCode >= 300 && resp.StatusCode <= 399:
		a.Error += "; redirects are not followed: add the address that it leads to"
	case text != "":
		a.Error += ": " + text
	}
}

// trouble says why there was no answer, without the address.
func (s *Sender) trouble(err error) string {
	if outer, is := errors.AsType[*url.Error](err); is {
		err = outer.Err
	}
	if hidden, is := errors.AsType[*notPublic](err); is {
		return hidden.Error()
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return fmt.Sprintf("it did not answer within %s", s.config.Timeout)
	}
	return "it did not answer: " + excerpt([]byte(err.Error()))
}

// excerpt is the beginning of what a stranger has written, on one line.
func excerpt(text []byte) string {
	line := strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == unicode.ReplacementChar || !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(string(text[:min(len(text), maxExcerpt)]), " "))
	return strings.Join(strings.Fields(line), " ")
}

// retryAfter is how long to wait by a Retry-After, which is a number of seconds or a
// date (RFC 9110 section 10.2.3); 0 if it is neither.
func retryAfter(value string, now time.Time) time.Duration {
	if seconds, err := strconv.ParseUint(value, 10, 31); err == nil {
		return time.Duration(seconds) * time.Second //nolint:gosec // of 31 bits
	}
	if at, err := http.ParseTime(value); err == nil {
		return max(at.Sub(now), 0)
	}
	return 0
}
