package cli

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
)

// many are ten thousand tags, the last first, and an alias for each.
func many() (tags []distr.HeldTag, aliases []entitlement.Alias) {
	for i := range 10_000 {
		line := fmt.Sprintf("1.%d", 9_999-i)
		d := entitlement.SHA256([]byte(line))
		tags = append(tags, distr.HeldTag{Tag: line + ".0", Version: line + ".0", Digest: d, Grant: "grt_1"})
		aliases = append(aliases, entitlement.Alias{Tag: line, Version: line + ".0", Digest: d})
	}
	return tags, aliases
}

func TestALongPreviewIsShort(t *testing.T) {
	t.Parallel()
	tags, aliases := many()
	seen := distr.Preview{Products: []distr.ProductPreview{{
		Product: entitlement.Product{ID: "app"}, Grants: []entitlement.Grant{{ID: "grt_1", Name: "gold"}},
		Repositories: []distr.RepositoryPreview{{
			Repository: "acme/app", Standing: distr.Standing{Visible: true, Reason: entitlement.Granted}, Tags: tags, Aliases: aliases, Referrers: 1,
		}},
	}}}
	for i := range 30 {
		seen.Products = append(seen.Products, distr.ProductPreview{Repositories: []distr.RepositoryPreview{{
			Repository: entitlement.RepositoryPath(fmt.Sprint("acme/other", i)), Standing: distr.Standing{Reason: entitlement.NoGrant},
		}}})
	}
	var text bytes.Buffer
	previewText{customer: "globex", seen: seen, most: newest}.write(&text)
	require.Equal(t, 1+1+20+1+20+1+1, strings.Count(text.String(), "\n"))
	require.Contains(t, text.String(), "acme/app (product app): 10000 tags, 1 referrer\n")
	require.Contains(t, text.String(), "  1.9980.0  1.9980.0  for ever  gold   sha256:")
	require.NotContains(t, text.String(), "1.9979")
	require.Contains(t, text.String(), "\n  and 9980 older tags\n")
	require.Contains(t, text.String(), "\n  and 9980 versions with aliases\n")
	require.Contains(t, text.String(), "acme/other19 and 10 more; to the customer they do not exist.\n")

	text.Reset()
	previewText{customer: "globex", seen: seen, most: everything}.write(&text)
	require.Equal(t, 1+1+10_000+10_000+1, strings.Count(text.String(), "\n"))
}

func TestALongGainIsShort(t *testing.T) {
	t.Parallel()
	tags, aliases := many()
	gain := distr.Gain{Grant: entitlement.Grant{Name: "gold", Product: "app", Versions: entitlement.All()}}
	r := distr.RepositoryGain{Repository: "acme/app", After: distr.Standing{Visible: true, Reason: entitlement.Granted}, Gained: tags, Lost: tags, Referrers: -1}
	for i, tag := range tags {
		r.Ends = append(r.Ends, distr.MovedEnd{Tag: tag.Tag, Version: tag.Version, From: time.Unix(0, 0)})
		r.Aliases = append(r.Aliases, distr.MovedAlias{Tag: aliases[i].Tag, To: aliases[i].Version})
		gain.Tried = append(gain.Tried, distr.Tried{Repository: "acme/app", Reference: tag.Digest.String(), Version: tag.Version, Times: 2})
	}
	gain.Repositories = []distr.RepositoryGain{r}
	var text bytes.Buffer
	gainText{"globex", gain}.write(&text)
	require.Equal(t, 1+1+5*21+1, strings.Count(text.String(), "\n"))
	require.Contains(t, text.String(), "acme/app: 10000 tags gained, 10000 tags lost, 1 referrer fewer, 10000 ends moved, 10000 aliases moved\n")
	require.Contains(t, text.String(), "\n  acme/app@"+tags[0].Digest.String()+"  version 1.9999.0  2 times  last ")
	require.Contains(t, text.String(), "\n  1.9999.0 ends: 1970-01-01T00:00:00Z → never\n")
}

func TestParseAhead(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	tests := []struct {
		name, in string
		want     time.Time
		err      string
	}{
		{name: "now", in: ""},
		{name: "today", in: "2026-11-22"},
		{name: "a day begins at midnight", in: "2026-11-23", want: time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)},
		{name: "an instant", in: "2026-11-22T14:00:00+01:00", want: now.Add(time.Hour)},
		{name: "yesterday", in: "2026-11-21", err: "it has passed"},
		{name: "an instant that has passed", in: "2026-11-22T11:59:59Z", err: "it has passed"},
		{name: "no date", in: "soon", err: `invalid date "soon"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := parseAhead(tt.in, now)
			if tt.err != "" {
				require.ErrorIs(t, err, entitlement.ErrInvalid)
				require.ErrorContains(t, err, tt.err)
				return
			}
			require.NoError(t, err)
			require.True(t, tt.want.Equal(got))
		})
	}
}
