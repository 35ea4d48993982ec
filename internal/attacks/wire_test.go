package attacks_test

import (
	"bufio"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// patience is how long we wait for what has to come. Nothing is measured by it:
// it ends a test that would hang.
const patience = 2 * time.Minute

// A reply is an answer as it came.
type reply struct {
	status int
	header http.Header
	body   string
	closes bool // the connection ends with it
}

// dial opens a connection.
func dial(t testing.TB, host string) net.Conn {
	t.Helper()
	conn, err := new(net.Dialer).DialContext(t.Context(), "tcp", host)
	require.NoError(t, err)
	require.NoError(t, conn.SetDeadline(time.Now().Add(patience)))
	return conn
}

// wire sends bytes just as they are, and reads the answers to that many requests,
// of which the methods say whether a body comes. It returns early when the server
// closes the connection.
func wire(t testing.TB, host, raw string, methods ...string) []reply {
	t.Helper()
	conn := dial(t, host)
	defer conn.Close()
	go func() {
		// The server may answer and close before it has all.
		_, _ = io.WriteString(conn, raw)
	}()
	return read(t, conn, methods...)
}

// read reads answers until the connection ends.
func read(t testing.TB, conn net.Conn, methods ...string) (all []reply) {
	t.Helper()
	from := bufio.NewReader(conn)
	for _, method := range methods {
		if _, err := from.Peek(1); err != nil {
			return all // closed, or reset with something unread
		}
		got, err := receive(from, method)
		require.NoError(t, err)
		all = append(all, got)
	}
	return all
}

// one sends one request with nothing in it but what is given.
func one(t testing.TB, host, method, target string, header ...string) reply {
	t.Helper()
	l := line{host: host}
	defer l.hangUp()
	return l.ask(t, method, target, header...)
}

// A line is a connection over which one request comes after the other.
type line struct {
	host string
	conn net.Conn // nil: none yet, or the last answer ended it
	from *bufio.Reader
}

func (l *line) ask(t testing.TB, method, target string, header ...string) reply {
	t.Helper()
	if l.conn == nil {
		l.conn = dial(t, l.host)
		l.from = bufio.NewReader(l.conn)
	}
	_, err := io.WriteString(l.conn, request(method, target, l.host, header...))
	require.NoError(t, err)
	got, err := receive(l.from, method)
	require.NoError(t, err, "%s %s", method, target)
	if got.closes {
		l.hangUp()
	}
	return got
}

func (l *line) hangUp() {
	if l.conn != nil {
		_ = l.conn.Close()
		l.conn = nil
	}
}

// receive reads one answer.
func receive(from *bufio.Reader, method string) (reply, error) {
	resp, err := http.ReadResponse(from, &http.Request{Method: method})
	if err != nil {
		return reply{}, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	return reply{resp.StatusCode, resp.Header, string(body), resp.Close}, err
}

// request writes a request that leaves everything else out.
func request(method, target, host string, header ...string) string {
	var b strings.Builder
	b.WriteString(method + " " + target + " HTTP/1.1\r\nHost: " + host + "\r\n")
	for _, line := range header {
		b.WriteString(line + "\r\n")
	}
	b.WriteString("\r\n")
	return b.String()
}

// code is the first error code of an answer, and empty if it is no error document.
func (r reply) code() string {
	var document struct {
		Errors []struct{ Code string }
	}
	if json.Unmarshal([]byte(r.body), &document) != nil || len(document.Errors) != 1 {
		return ""
	}
	return document.Errors[0].Code
}
