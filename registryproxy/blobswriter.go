package registryproxy

import (
	"io"
	"net/http"
	"sync"
	"time"
)

// A fileWriter sends a file to a client that has to go on reading. The kernel
// copies it (sendfile), if nobody in front hides that the server's ResponseWriter
// is an [io.ReaderFrom]; the file goes in pieces, each with a deadline of its own.
type fileWriter struct {
	http.ResponseWriter
	control *http.ResponseController
	stall   time.Duration
	buffers *sync.Pool // for where the kernel cannot
	err     error      // the first one
}

func (p *Proxy) newFileWriter(w http.ResponseWriter) *fileWriter {
	return &fileWriter{ResponseWriter: w, control: http.NewResponseController(w), stall: p.config.Stall, buffers: &p.buffers}
}

// Unwrap is for http.ResponseController.
func (w *fileWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// Write sends what lies between the parts of an answer with several.
func (w *fileWriter) Write(b []byte) (int, error) {
	w.ahead()
	n, err := w.ResponseWriter.Write(b)
	return n, w.note(err)
}

// ReadFrom sends what there is to read. [io.CopyN] calls it, and so does
// [http.ServeContent], with the file and how much of it to send.
func (w *fileWriter) ReadFrom(src io.Reader) (sent int64, err error) {
	whole, limited := src.(*io.LimitedReader)
	for err == nil {
		piece := &io.LimitedReader{R: src, N: pieceSize}
		if limited { // only a file that is limited once is copied by the kernel
			piece = &io.LimitedReader{R: whole.R, N: min(pieceSize, whole.N)}
		}
		size := piece.N
		w.ahead()
		var n int64
		n, err = w.copy(piece)
		sent += n
		if limited {
			whole.N -= n
		}
		if n < size || limited && whole.N == 0 {
			break
		}
	}
	return sent, w.note(err)
}

func (w *fileWriter) copy(piece *io.LimitedReader) (int64, error) {
	if _, able := w.ResponseWriter.(io.ReaderFrom); able {
		return io.Copy(w.ResponseWriter, piece)
	}
	buffer := w.buffers.Get().(*[bufferSize]byte)
	defer w.buffers.Put(buffer)
	return io.CopyBuffer(w.ResponseWriter, piece, buffer[:])
}

// pieceSize is how much a client has to read within the time that a transfer may
// stand still: 17 KiB/s by default. A quarter of it would cost a sixth (eight
// clients) to a third (one) more CPU for each byte; four times as much saves hardly
// anything, and cuts off slow clients.
const pieceSize = 1 << 20

func (w *fileWriter) ahead() {
	_ = w.control.SetWriteDeadline(fromNow(w.stall)) // a writer that knows no deadlines has the server's
}

// end brings what is left to the client, and returns the first error.
func (w *fileWriter) end() error {
	err := w.note(w.control.Flush())
	_ = w.control.SetWriteDeadline(time.Time{}) // or it would hit the connection's next answer
	return err
}

func (w *fileWriter) note(err error) error {
	if w.err == nil {
		w.err = err
	}
	return w.err
}
