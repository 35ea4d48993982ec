package registryproxy

import (
	"errors"
	"io"
	"net/http"
	"time"
)

// download brings the upstream's body to the client, moved by the kernel from its
// connection if there is one, else with a buffer lent by the proxy.
func (t *transfer) download(w http.ResponseWriter, conn *spliceConn, body io.Reader, buffer []byte) (sent int64, err error) {
	for {
		n, failed, err := t.piece(w, conn, body, buffer)
		sent += n
		switch {
		case failed != nil:
			return sent, failed
		case errors.Is(err, io.EOF):
			err = t.control.Flush()
			_ = t.control.SetWriteDeadline(time.Time{}) // or it would hit the connection's next answer
			return sent, err
		case err != nil:
			return sent, err
		}
	}
}

// piece brings a piece of the upstream's body to the client. What fails is the client
// or, with err, the upstream.
func (t *transfer) piece(w io.Writer, conn *spliceConn, body io.Reader, buffer []byte) (sent int64, failed, err error) {
	t.watch.Reset(t.stall)
	n, moved, err := conn.read(body, buffer, func(from io.Reader) int64 {
		t.ahead()
		if sent, failed = io.Copy(w, from); sent == 0 && failed == nil {
			failed = io.ErrNoProgress
		}
		return sent
	})
	if !moved && n > 0 {
		t.ahead()
		n, failed = w.Write(buffer[:n])
		sent = int64(n)
	}
	return sent, failed, err
}

// ahead is that the upstream went on, and now the client has to.
func (t *transfer) ahead() {
	t.watch.Reset(t.stall)
	_ = t.control.SetWriteDeadline(fromNow(t.stall)) // a writer that knows no deadlines has the server's
}
