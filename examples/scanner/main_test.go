package main

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
)

// site is one that answers so when it is asked for its file.
func site(t *testing.T, status int, text string) (url string) {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/.well-known/security.txt" {
			w.WriteHeader(http.StatusTeapot)
			return
		}
		w.WriteHeader(status)
		_, _ = fmt.Fprint(w, text)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

func here() contact {
	return contact{Client: http.DefaultClient, Now: func() time.Time { return time.Date(2026, time.July, 1, 12, 0, 0, 0, time.UTC) }}
}

func TestContact(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, text string
		status     int
		want       string // empty: nothing is wrong
	}{
		{"as it should be", "# ours\nContact: mailto:security@globex.example\nExpires: 2026-12-31T00:00:00Z\n", 200, ""},
		{"not there", "", 404, "The file is not there: 404."},
		{"nobody", "Expires: 2026-12-31T00:00:00Z\n", 200, "It has no line Contact."},
		{"for ever", "Contact: mailto:security@globex.example\nExpires: never\n", 200, "It has no line Expires with a time of RFC 3339."},
		{"over", "CONTACT : https://globex.example\nexpires:2026-01-31T00:00:00Z\n", 200, "It has expired on 2026-01-31."},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := ""
			job := distr.ScanJob{Targets: []distr.ScanTarget{{Text: site(t, tt.status, tt.text), Kind: distr.ScanWebApp}}}
			require.NoError(t, here().Scan(t.Context(), job, func(f distr.Finding) error {
				got = f.Message
				return nil
			}))
			require.Equal(t, tt.want, got)
		})
	}
}

// goneSite is a site that hangs up on everybody.
func goneSite(t *testing.T) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }))
	t.Cleanup(server.Close)
	return server.URL
}

// One site that is gone keeps no other from being looked at, and is told.
func TestContactTellsOfWhatItCouldNotSee(t *testing.T) {
	t.Parallel()
	gone := goneSite(t)
	found := 0
	job := distr.ScanJob{Targets: []distr.ScanTarget{{Text: gone}, {Text: site(t, 404, "")}}}
	err := here().Scan(t.Context(), job, func(distr.Finding) error {
		found++
		return nil
	})
	var not *distr.NotChecked
	require.ErrorAs(t, err, &not)
	require.Equal(t, []string{gone}, not.Targets)
	require.ErrorContains(t, err, gone+": ")
	require.Equal(t, 1, found)

	job = distr.ScanJob{Targets: []distr.ScanTarget{{Text: site(t, 200, "")}}}
	require.ErrorContains(t, newContact().Scan(t.Context(), job, nil), "is not on the public Internet")
}

// Whoever tries it out is told at once what is missing.
func TestRunEnds(t *testing.T) {
	t.Parallel()
	gone := goneSite(t)
	var out bytes.Buffer
	require.ErrorContains(t, run(t.Context(), &out, here(), nil), "say which sites, as in: go run ./examples/scanner https://")
	require.Empty(t, out.String())
	require.NoError(t, run(t.Context(), &out, here(), []string{gone}))
	require.Contains(t, out.String(), "Globex: failed, findings: 0\n")
	require.Contains(t, out.String(), gone)
	out.Reset()
	require.NoError(t, run(t.Context(), &out, here(), []string{gone, site(t, 404, "")}))
	require.Contains(t, out.String(), "Globex: succeeded, findings: 1\n")
	require.Contains(t, out.String(), "1 of 2 targets could not be checked: "+gone)
}

func TestRun(t *testing.T) {
	t.Parallel()
	good := site(t, 200, "Contact: mailto:security@globex.example\nExpires: 2026-12-31T00:00:00Z\n")
	bad := site(t, 404, "")
	var out bytes.Buffer
	require.NoError(t, run(t.Context(), &out, here(), []string{good, bad}))
	require.Equal(t, "Globex: succeeded, findings: 1\n"+
		"note at "+bad+"/.well-known/security.txt: Nobody can tell you of a problem. The file is not there: 404.\n", out.String())
}
