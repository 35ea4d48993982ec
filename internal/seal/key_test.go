package seal_test

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/internal/seal"
)

// counting yields the bytes from start on, one after the other.
type counting byte

func (c *counting) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(*c)
		*c++
	}
	return len(p), nil
}

func from(start byte) *counting {
	c := counting(start)
	return &c
}

func newKey(t testing.TB, start byte) seal.Key {
	t.Helper()
	k, err := seal.NewKey(from(start))
	require.NoError(t, err)
	return k
}

// zeroKey is the text of the key that newKey makes of 0, computed by another
// program.
const zeroKey = "distr-master-key-1 80a75e297a4874bc AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"

func TestKeyText(t *testing.T) {
	t.Parallel()
	k := newKey(t, 0)
	require.Equal(t, zeroKey, k.Reveal())
	require.Equal(t, "80a75e297a4874bc", k.ID())
	again, err := seal.ParseKey(zeroKey)
	require.NoError(t, err)
	require.Equal(t, zeroKey, again.Reveal())
	require.NotEqual(t, k.ID(), newKey(t, 1).ID())

	require.Empty(t, seal.Key{}.Reveal())
	require.Empty(t, seal.Key{}.ID())
	broken := errors.New("broken")
	_, err = seal.NewKey(iotest.ErrReader(broken))
	require.ErrorIs(t, err, broken)
	_, err = seal.NewKey(strings.NewReader("short"))
	require.Error(t, err)
}

func TestParseKeyRefuses(t *testing.T) {
	t.Parallel()
	const id, secret = "80a75e297a4874bc", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"
	for _, tt := range []struct{ name, text, says string }{
		{"nothing", "", "begins with"},
		{"the key alone", secret, "begins with"},
		{"the next format", "distr-master-key-2 " + id + " " + secret, "begins with"},
		{"a prefix alone", "distr-master-key-1 ", "cut short"},
		{"cut short", zeroKey[:len(zeroKey)-1], "cut short"},
		{"something added", zeroKey + "=", "something added"},
		{"a line end", zeroKey + "\n", "something added"},
		{"an endless one", "distr-master-key-1 " + strings.Repeat("A", 1<<20), "something added"},
		{"no space", "distr-master-key-1 " + id + "_" + secret, "something added"},
		{"an ID in capitals", "distr-master-key-1 " + strings.ToUpper(id) + " " + secret, "does not match its ID"},
		{"another's ID", "distr-master-key-1 80a75e297a4874bd " + secret, "does not match its ID"},
		{"a typing error", strings.Replace(zeroKey, "BgcI", "BgcJ", 1), "does not match its ID"},
		{"a letter of ordinary base64", strings.Replace(zeroKey, "BgcI", "Bg/I", 1), "letters that none has"},
		{"line ends within", strings.Replace(zeroKey, "BgcI", "Bg\r\n", 1), "too few"},
		{"loose bits at the end", zeroKey[:len(zeroKey)-1] + "9", "letters that none has"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := seal.ParseKey(tt.text)
			require.ErrorContains(t, err, tt.says)
			require.NotContains(t, err.Error(), secret[4:12], "an error goes to logs")
			require.Less(t, len(err.Error()), 200)
		})
	}
}

// A holder keeps secrets where fmt cannot call their methods.
type holder struct {
	key  seal.Key
	ring *seal.Ring
}

func TestKeysHide(t *testing.T) {
	t.Parallel()
	k := newKey(t, 0xA0) // bytes that stand out in every base
	ring, err := seal.NewRing(k)
	require.NoError(t, err)
	var secret [32]byte
	_, err = from(0xA0).Read(secret[:])
	require.NoError(t, err)
	leaks := []string{
		k.Reveal()[36:44], string(secret[:4]), hex.EncodeToString(secret[:4]), strings.ToUpper(hex.EncodeToString(secret[:4])),
		strings.Trim(fmt.Sprint(secret[:4]), "[]"), strings.Trim(fmt.Sprintf("%x", secret[:4]), "[]"), "0xa0, 0xa1", `\xa0\xa1`,
	}
	requireHidden := func(out string) {
		for _, leak := range leaks {
			require.NotContains(t, out, leak)
		}
	}
	for name, v := range map[string]any{
		"itself": k, "a pointer": &k, "a slice": []seal.Key{k}, "an exported field": struct{ Key seal.Key }{k}, "a key of a map": map[seal.Key]int{k: 1},
		"a ring": ring, "unexported fields": holder{k, ring}, "a pointer to them": &holder{k, ring}, "an interface": []any{k, ring},
	} {
		for verb := 'A'; verb <= 'z'; verb++ {
			for _, flags := range []string{"", "+", "#", "-60", "0", " ", "+#", "3.1"} {
				requireHidden(fmt.Sprintf("%"+flags+string(verb), v))
			}
		}
		requireHidden(fmt.Sprint(v) + fmt.Sprintln(name, v))
		out, err := json.Marshal([]any{fmt.Sprint(v), k, ring, holder{k, ring}})
		require.NoError(t, err)
		requireHidden(string(out))
	}
	for _, format := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d", "%60v"} {
		require.Equal(t, "distr-master-key-1 ***", fmt.Sprintf(format, k), format)
		require.Equal(t, "distr-master-key-1 ***", fmt.Sprintf(format, ring), format)
	}
	require.Equal(t, "distr-master-key-1 ***", k.String())
	require.Equal(t, "distr-master-key-1 ***", ring.String())

	var log bytes.Buffer
	for _, h := range []slog.Handler{slog.NewTextHandler(&log, nil), slog.NewJSONHandler(&log, nil)} {
		slog.New(h).With("with", k).Info("made", "key", k, "pointer", &k, "ring", ring, "all", []seal.Key{k}, "held", holder{k, ring})
	}
	require.Contains(t, log.String(), "***")
	requireHidden(log.String())
}

func FuzzParseKey(f *testing.F) {
	for _, text := range []string{zeroKey, zeroKey[:40], "distr-master-key-1 ", newKey(f, 77).Reveal()} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		k, err := seal.ParseKey(text)
		if err != nil {
			require.Empty(t, k.Reveal())
			return
		}
		require.Equal(t, text, k.Reveal(), "a key has one text")
	})
}
