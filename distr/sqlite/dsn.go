package sqlite

import (
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
	"time"
)

// writerWait is how long SQLite itself waits for another process's lock. It is
// short since a context cannot end it; Store.patiently goes on waiting.
const writerWait = 10 * time.Millisecond

// writerDSN is for the connection that writes. What a savepoint may have to undo it
// keeps in memory: of more than 64 KB SQLite makes a file beneath /tmp, anew in each
// transaction, and every page that changes from then on is two more writes to that.
func writerDSN(path string) string {
	return dsn(path, writerWait, url.Values{"mode": {"rw"}, "_txlock": {"immediate"}, "_pragma": {"temp_store(MEMORY)"}})
}

// migrateDSN is for whoever changes the schema: to index a table of any length is
// nothing for the memory.
func migrateDSN(path string) string {
	return dsn(path, writerWait, url.Values{"mode": {"rw"}, "_txlock": {"immediate"}})
}

// readerDSN is for connections that SQLite lets only read. They have mode=rw all
// the same: with the write-ahead log readers write too, to the memory that
// processes share.
func readerDSN(path string, wait time.Duration) string {
	return dsn(path, wait, url.Values{"mode": {"rw"}, "_query_only": {"1"}})
}

// createDSN is the only one that makes a file.
func createDSN(path, like string) string {
	return dsn(path, writerWait, url.Values{"mode": {"rwc"}, "modeof": {like}})
}

// dsn is a URI as both SQLite and the driver read it. What it says holds for
// every connection:
//   - foreign_keys, which SQLite leaves off;
//   - synchronous=FULL, so that a commit returns when the disk has it, and
//     fullfsync, without which macOS does not empty the disk's own cache;
//   - trusted_schema off, _defensive and _dqs off: a file that somebody has
//     prepared can make SQLite do less.
func dsn(path string, wait time.Duration, q url.Values) string {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // C:/… on Windows
	}
	q["_pragma"] = append(q["_pragma"], "foreign_keys(1)", "synchronous(FULL)", "fullfsync(1)", "trusted_schema(0)")
	q.Set("_busy_timeout", fmt.Sprint(wait.Milliseconds()))
	q.Set("_defensive", "1")
	q.Set("_dqs", "0")
	q.Set("_error_rc", "1")
	query := strings.ReplaceAll(q.Encode(), "+", "%20") // to SQLite a plus is a plus
	return (&url.URL{Scheme: "file", Path: path, RawQuery: query}).String()
}
