//go:build unix

package contest

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
)

// bufferSize is how much of an answer is read at once.
const bufferSize = 256 << 10

// A client has one connection, and does as little as it can: it runs on the same
// machine as the server.
type client struct {
	host   string
	conn   net.Conn
	in     *bufio.Reader
	buffer []byte
}

func dial(ctx context.Context, address string) (*client, error) {
	conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", address)
	if err != nil {
		return nil, err
	}
	return &client{address, conn, bufio.NewReader(conn), make([]byte, bufferSize)}, nil
}

func (c *client) close() { _ = c.conn.Close() } // there is nothing left to say

// put asks a question, and returns how long the answer was.
func (c *client) put(q Question) (int64, error) {
	_, err := fmt.Fprintf(c.conn, "%s %s HTTP/1.1\r\nHost: %s\r\nUser-Agent: contest\r\nAccept: */*\r\nAuthorization: %s\r\n\r\n", q.Method, q.Path, c.host, q.Authorization)
	if err != nil {
		return 0, err
	}
	resp, err := http.ReadResponse(c.in, &http.Request{Method: q.Method})
	if err != nil {
		return 0, err
	}
	defer func() { _ = resp.Body.Close() }() // it was only read
	n, err := io.CopyBuffer(struct{ io.Writer }{io.Discard}, struct{ io.Reader }{resp.Body}, c.buffer)
	if err == nil && (resp.StatusCode != q.Status || q.Bytes >= 0 && n != q.Bytes) {
		err = fmt.Errorf("%s %s: %s with %d bytes; to be %d with %d", q.Method, q.Path, resp.Status, n, q.Status, q.Bytes)
	}
	return n, err
}
