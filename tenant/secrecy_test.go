package tenant_test

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/tenant"
)

const hidden = "dst_***"

// requireHidden checks that no form of the secret is in some output.
func requireHidden(t *testing.T, token tenant.Token, out string) {
	t.Helper()
	text := token.Reveal()
	body := strings.TrimPrefix(text, "dst_")
	for _, leak := range []string{
		text, body[:8], text[len(text)-12:],
		hex.EncodeToString([]byte(text))[8:24], strings.ToUpper(hex.EncodeToString([]byte(text))[8:24]),
		strings.Trim(fmt.Sprint([]byte(body[:6])), "[]"),
	} {
		require.NotContains(t, out, leak)
	}
}

// A holder keeps a token where fmt cannot call its methods.
type holder struct{ token tenant.Token }

func TestTokenHidesInEveryFormat(t *testing.T) {
	_, token := newToken(t, cluster, same(42))
	values := map[string]any{
		"itself": token, "a pointer": &token, "a slice": []tenant.Token{token}, "a map": map[string]tenant.Token{"t": token},
		"a key": map[tenant.Token]bool{token: true}, "an exported field": struct{ Token tenant.Token }{token},
		"an unexported field": holder{token}, "a pointer to one": &holder{token}, "an interface": []any{token},
	}
	for name, v := range values {
		for verb := 'A'; verb <= 'z'; verb++ {
			for _, flags := range []string{"", "+", "#", "-60", "0", " ", "+#", "3.1"} {
				requireHidden(t, token, fmt.Sprintf("%"+flags+string(verb), v))
			}
		}
		requireHidden(t, token, fmt.Sprint(v)+fmt.Sprintln(name, v))
	}
	for _, format := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%60v"} {
		require.Equal(t, hidden, fmt.Sprintf(format, token), format)
	}
	require.Equal(t, hidden, token.String())
	require.Equal(t, hidden, fmt.Sprint(tenant.Token{}), "no token looks like one")
}

func TestTokenHidesInJSONAndLogs(t *testing.T) {
	_, token := newToken(t, cluster, same(42))
	out, err := json.Marshal(map[string]any{"token": token, "all": []tenant.Token{token}, "held": holder{token}})
	require.NoError(t, err)
	require.JSONEq(t, `{"token":"dst_***","all":["dst_***"],"held":{}}`, string(out))

	var log bytes.Buffer
	for _, h := range []slog.Handler{slog.NewTextHandler(&log, nil), slog.NewJSONHandler(&log, nil)} {
		slog.New(h).With("with", token).Info("made", "token", token, "pointer", &token, "all", []tenant.Token{token},
			slog.Group("in", "group", token), "held", holder{token}, "text", slog.StringValue(token.String()))
	}
	require.Contains(t, log.String(), hidden)
	requireHidden(t, token, log.String())
}

func TestCredentialHoldsNoToken(t *testing.T) {
	c, token := newToken(t, cluster, same(42))
	out, err := json.Marshal(c)
	require.NoError(t, err)
	requireHidden(t, token, fmt.Sprintf("%+v %s", c, out))
}
