package sqlite

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// An earlier program has written a database, and told what is in it: each record by
// the fields that it had then.
type earlier struct {
	Token string // of globex
	Plant string // of an installation of globex
	Build string // of the staff
	Told  map[string][]any
}

// TestMigrateFromEarlier reads what earlier programs wrote, and finds what they told of
// it; and goes on from there.
func TestMigrateFromEarlier(t *testing.T) {
	for _, version := range []int64{6, 7, 8, 9, 13} {
		t.Run(fmt.Sprint(version), func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "portal.db")
			atVersion(t, path, version)
			s := openAt(t, path)
			require.Equal(t, []string{"ok"}, column(t, s, "PRAGMA integrity_check"))
			require.Empty(t, column(t, s, "SELECT \"table\" FROM pragma_foreign_key_check"))
			require.Empty(t, canaries(t, s))
			text, err := os.ReadFile(filepath.Join("testdata", fmt.Sprintf("version%d.json", version)))
			require.NoError(t, err)
			var vendors map[tenant.VendorID]earlier
			require.NoError(t, json.Unmarshal(text, &vendors))
			require.Len(t, vendors, 2)
			key, err := distr.NewMasterKey(bytes.NewReader(bytes.Repeat([]byte{7}, 64)))
			require.NoError(t, err)
			now := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
			hub := distr.New(s, distr.Config{MasterKeys: []distr.MasterKey{key}, Now: func() time.Time { return now }})
			for id, was := range vendors {
				v := hub.Vendor(id).As(distr.Operator())
				is := tell(t, v, version)
				require.Len(t, is, len(was.Told))
				for section, records := range was.Told {
					require.Len(t, is[section], len(records), section)
					for i, record := range records {
						requireWithin(t, record, is[section][i], fmt.Sprintf("%s %d of %s", section, i, id))
					}
				}
				requireEarlierTokens(t, v, was, version)
				requireEarlierGoesOn(t, v)
			}
		})
	}
}

// requireEarlierTokens lets those in who had a token then, and gives an installation
// its secrets.
func requireEarlierTokens(t *testing.T, v *distr.Vendor, was earlier, version int64) {
	t.Helper()
	ctx := t.Context()
	for _, text := range []string{was.Token, was.Plant, was.Build} {
		token, err := tenant.ParseToken(text)
		require.NoError(t, err)
		who, err := v.Authenticate(ctx, token)
		require.NoError(t, err)
		if text != was.Plant || version < 8 {
			continue
		}
		secrets, err := v.ResolveSecrets(ctx, who)
		require.NoError(t, err)
		values := map[string]string{}
		for key, s := range secrets {
			values[key] = string(s.Value.Reveal())
		}
		require.Equal(t, map[string]string{"MIRROR": "for all of " + string(v.ID()), "LICENSE": "for globex of " + string(v.ID())}, values)
	}
}

// requireEarlierGoesOn changes what was there, in all that came since too.
func requireEarlierGoesOn(t *testing.T, v *distr.Vendor) {
	t.Helper()
	ctx := t.Context()
	before, err := v.VerifyEvents(ctx, distr.Head{})
	require.NoError(t, err)
	name := "Renamed"
	_, err = v.Account("initech").Edit(ctx, distr.Edit{Name: &name})
	require.NoError(t, err)
	_, err = v.SetSecret(ctx, "LATER", []byte("value"))
	require.NoError(t, err)
	n, err := v.QueueLetters(ctx, []distr.Letter{{ID: "ltr_later", To: "ann@globex.example"}})
	require.NoError(t, err)
	require.Equal(t, 1, n)
	e, _, err := v.AddEndpoint(ctx, distr.NewEndpoint{URL: "https://hooks.example.com/"})
	require.NoError(t, err)
	_, err = v.NoteDeliveries(ctx, e.ID, []distr.Delivery{{Event: "evt_1", Done: true}})
	require.NoError(t, err)
	after, err := v.VerifyEvents(ctx, distr.Head{})
	require.NoError(t, err)
	require.Equal(t, before.Count+3, after.Count)
	found, err := v.List(ctx, distr.CustomerList{Search: "renamed"})
	require.NoError(t, err)
	require.Len(t, found.Rows, 1)
}
