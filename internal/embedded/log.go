package embedded

import (
	"context"
	"io"
	"log/slog"
	"reflect"

	"github.com/sirupsen/logrus"
)

// distribution logs with logrus. It takes its logger from the context, under a
// key whose type is private to it, and else uses logrus's one global logger.
// Setting up that global one would redirect the logs of an embedder who uses
// logrus too, and two registries in one process could not have two logs. So we
// answer the question for that key ourselves: see logContext.

// newLogger returns a logrus logger of our own, which writes to log only.
func newLogger(log *slog.Logger) *logrus.Entry {
	l := logrus.New()
	l.Out = io.Discard
	l.Formatter = silent{}
	l.ExitFunc = func(int) { panic("embedded registry: a fatal error, see the log") } // never ends the process
	l.SetLevel(logrus.PanicLevel)
	if log != nil {
		l.SetLevel(logrus.DebugLevel) // what is kept is the slog handler's to say, at any time
		l.AddHook(hook{log})
	}
	return logrus.NewEntry(l)
}

// logContext is a context that knows distribution's logger. Should a later
// version of distribution name its key otherwise, then its lines go to
// logrus's global logger again, and TestLog fails.
type logContext struct {
	context.Context //nolint:containedctx // it is a context, with one key more
	entry           *logrus.Entry
}

func (c logContext) Value(key any) any {
	if t := reflect.TypeOf(key); t != nil && t.Name() == "loggerKey" && t.PkgPath() == "github.com/distribution/distribution/v3/internal/dcontext" {
		return c.entry
	}
	return c.Context.Value(key)
}

// hook passes what is logged on to slog.
type hook struct{ log *slog.Logger }

func (h hook) Levels() []logrus.Level { return logrus.AllLevels }

func (h hook) Fire(e *logrus.Entry) error {
	ctx := e.Context
	if ctx == nil {
		ctx = context.Background()
	}
	level := levelOf(e)
	if !h.log.Enabled(ctx, level) {
		return nil
	}
	attrs := make([]slog.Attr, 0, len(e.Data))
	for _, key := range fields {
		if v, ok := e.Data[key]; ok {
			attrs = append(attrs, slog.Any(key, v))
		}
	}
	h.log.LogAttrs(ctx, level, e.Message, attrs...)
	return nil
}

// fields are the ones that are passed on: never the URI, whose query holds
// the state of an upload, and never a header.
var fields = [...]string{
	"http.request.id", "http.request.method",
	"vars.name", "vars.reference", "vars.digest", "vars.uuid",
	"http.response.status", "http.response.written", "http.response.duration",
	"err.code", "err.message", "err.detail", "error",
}

// levelOf judges a line by the answer that it is about, if it is about one:
// distribution calls every 404 an error, and asking for a layer that is not
// there yet is how each push begins.
func levelOf(e *logrus.Entry) slog.Level {
	status, answered := e.Data["http.response.status"].(int)
	switch {
	case status >= 500:
		return slog.LevelError
	case !answered && e.Level <= logrus.WarnLevel:
		return slog.LevelWarn
	default:
		return slog.LevelDebug
	}
}

// silent keeps logrus from formatting lines that nobody reads.
type silent struct{}

func (silent) Format(*logrus.Entry) ([]byte, error) { return nil, nil }
