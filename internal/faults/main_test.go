//go:build unix

package faults

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// servesAs tells this program, run once more, that it is to be a server, and which.
const servesAs = "DISTR_FAULT_SERVES"

func TestMain(m *testing.M) {
	text := os.Getenv(servesAs)
	if text == "" {
		os.Exit(m.Run())
	}
	var o orders
	err := json.Unmarshal([]byte(text), &o)
	if err == nil {
		err = serve(context.Background(), o, os.Stdin, os.Stdout)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// seeded is the seed of a test, which its log names.
func seeded(t *testing.T) uint64 {
	t.Helper()
	seed := uint64(time.Now().UnixNano())
	if text := os.Getenv("DISTR_FAULT_SEED"); text != "" {
		var err error
		seed, err = strconv.ParseUint(text, 10, 64)
		require.NoError(t, err, "DISTR_FAULT_SEED is a number")
	}
	t.Logf("DISTR_FAULT_SEED=%d", seed)
	return seed
}

// chance is what one round draws from.
func chance(seed uint64, round int) *rand.Rand {
	return rand.New(rand.NewPCG(seed, uint64(round)))
}

// roundsOf is how many rounds there are: so many, unless somebody asks for more.
func roundsOf(t *testing.T, usual int) int {
	t.Helper()
	if text := os.Getenv("DISTR_FAULT_ROUNDS"); text != "" {
		n, err := strconv.Atoi(text)
		require.NoError(t, err, "DISTR_FAULT_ROUNDS is a number")
		return n
	}
	if testing.Short() {
		return max(usual/10, 2)
	}
	return usual
}
