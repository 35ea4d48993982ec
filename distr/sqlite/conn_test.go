package sqlite

import (
	"database/sql"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestStatementInUse asks the same question twice at once on one connection: a
// statement that is in use is not handed to somebody else.
func TestStatementInUse(t *testing.T) {
	s := open(t)
	c, err := s.readers.Conn(t.Context())
	require.NoError(t, err)
	defer func() { require.NoError(t, c.Close()) }()
	before := idle(t, c)
	for range 2 {
		interleave(t, c)
	}
	require.Equal(t, before+1, idle(t, c), "of one text one statement is kept")
}

// interleave reads two answers of one query in turns.
func interleave(t *testing.T, c *sql.Conn) {
	const query = "SELECT column1 FROM (VALUES (1), (2), (3)) WHERE column1 > $1"
	all, err := c.QueryContext(t.Context(), query, 0)
	require.NoError(t, err)
	defer func() { require.NoError(t, all.Close()) }()
	some, err := c.QueryContext(t.Context(), query, 1)
	require.NoError(t, err)
	defer func() { require.NoError(t, some.Close()) }()
	var sum int
	for all.Next() {
		var v int
		require.NoError(t, all.Scan(&v))
		sum += v
		if some.Next() {
			require.NoError(t, some.Scan(&v))
			sum += 10 * v
		}
	}
	require.NoError(t, all.Err())
	require.NoError(t, some.Err())
	require.Equal(t, 1+2+3+20+30, sum)
}

// idle counts the statements that the connection keeps.
func idle(t *testing.T, c *sql.Conn) (n int) {
	require.NoError(t, c.Raw(func(c any) error {
		n = len(c.(*conn).idle)
		return nil
	}))
	return n
}
