package entitlement_test

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

const password = "hunter2-Correct-Horse"

// requireHidden checks that no form of the password is in some output.
func requireHidden(t *testing.T, out string) {
	t.Helper()
	for _, leak := range []string{
		"hunter2", "Horse", hex.EncodeToString([]byte(password))[:12], strings.ToUpper(hex.EncodeToString([]byte(password))[:12]),
		strings.Trim(fmt.Sprint([]byte(password[:6])), "[]"),
	} {
		require.NotContains(t, out, leak)
	}
}

// A keeper keeps a login where fmt cannot call its methods.
type keeper struct{ login entitlement.Login }

func TestLoginHidesInEveryFormat(t *testing.T) {
	login := entitlement.NewLogin("robot", password)
	origin := entitlement.Origin{Registry: "registry.example", Login: login}
	values := map[string]any{
		"itself": login, "a pointer": &login, "a slice": []entitlement.Login{login}, "a map": map[string]entitlement.Login{"l": login},
		"a key": map[entitlement.Login]bool{login: true}, "an origin": origin, "a pointer to one": &origin, "an interface": []any{login, origin},
		"an unexported field": keeper{login}, "a pointer to its struct": &keeper{login}, "an origin in an unexported field": struct{ o entitlement.Origin }{origin},
	}
	for name, v := range values {
		for verb := 'A'; verb <= 'z'; verb++ {
			for _, flags := range []string{"", "+", "#", "-60", "0", " ", "+#", "3.1"} {
				requireHidden(t, fmt.Sprintf("%"+flags+string(verb), v))
			}
		}
		requireHidden(t, fmt.Sprint(v)+fmt.Sprintln(name, v))
	}
	for _, format := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d", "%60v"} {
		require.Equal(t, "robot:***", fmt.Sprintf(format, login), format)
	}
	require.Equal(t, "robot:***", login.String())
	require.Equal(t, "nobody", fmt.Sprint(entitlement.Login{}))
}

func TestLoginHidesInJSONAndLogs(t *testing.T) {
	login := entitlement.NewLogin("robot", password)
	origin := entitlement.Origin{Registry: "registry.example", Login: login}
	out, err := json.Marshal(map[string]any{"login": login, "all": []*entitlement.Login{&login}, "kept": keeper{login}, "origin": origin})
	require.NoError(t, err)
	require.Contains(t, string(out), `"login":"robot:***"`)
	require.Contains(t, string(out), `"Login":"robot:***"`)
	requireHidden(t, string(out))

	var log bytes.Buffer
	for _, h := range []slog.Handler{slog.NewTextHandler(&log, nil), slog.NewJSONHandler(&log, nil)} {
		slog.New(h).With("with", login).Info("made", "login", login, "pointer", &login, "all", []entitlement.Login{login},
			slog.Group("in", "group", login), "kept", keeper{login}, "origin", origin, "pointer to origin", &origin)
	}
	require.Contains(t, log.String(), "robot:***")
	requireHidden(t, log.String())
}

func TestLogin(t *testing.T) {
	login := entitlement.NewLogin("robot", password)
	require.Equal(t, password, login.Reveal())
	require.False(t, login.IsZero())
	require.True(t, login.Equal(entitlement.NewLogin("robot", password)))
	require.False(t, login.Equal(entitlement.NewLogin("robot", "")))
	require.False(t, login.Equal(entitlement.NewLogin("Robot", password)))

	require.True(t, entitlement.Login{}.IsZero())
	require.True(t, entitlement.NewLogin("", "").IsZero())
	require.True(t, entitlement.NewLogin("", "").Equal(entitlement.Login{}))
	require.False(t, entitlement.NewLogin("", password).IsZero(), "a password alone is a login")
	require.Empty(t, entitlement.Login{}.Reveal())
	requireHidden(t, entitlement.NewLogin("", password).String())
}
