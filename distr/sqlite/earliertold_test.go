package sqlite

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// tell is what this program tells of a vendor.
func tell(t *testing.T, v *distr.Vendor, version int64) map[string][]any {
	t.Helper()
	ctx, told := t.Context(), teller{t, map[string][]any{}}
	tellVendor(ctx, told, v)
	tellCustomers(ctx, told, v)
	if version >= 7 {
		posts, err := v.Couriers(ctx)
		say(told, "posts", posts, err)
		chain, err := v.VerifyEvents(ctx, distr.Head{})
		say(told, "chain", []distr.Verified{chain}, err)
	}
	if version >= 8 {
		wide, err := v.Secrets(ctx)
		require.NoError(t, err)
		own, err := v.Account("globex").Secrets(ctx)
		say(told, "secrets", []map[string]any{{"wide": wide, "own": own}}, err)
	}
	if version >= 9 {
		letters, err := v.Letters(ctx, distr.LetterQuery{})
		say(told, "letters", letters, err)
		templates, err := v.LetterTemplates(ctx)
		require.NoError(t, err)
		sender, signer, err := v.LetterSigner(ctx)
		require.NotNil(t, signer)
		sender.Private = nil
		say(told, "mail", []map[string]any{{"templates": templates, "sender": sender}}, err)
	}
	if version >= 13 {
		tellSold(ctx, told, v)
	}
	return told.all
}

// tellSold is what globex has bought, and what it has used and has to be told of that.
func tellSold(ctx context.Context, told teller, v *distr.Vendor) {
	endpoints, err := v.Endpoints(ctx)
	say(told, "endpoints", endpoints, err)
	deliveries, err := v.Deliveries(ctx, distr.DeliveryQuery{})
	say(told, "deliveries", deliveries, err)
	plans, err := v.PlanPrices(ctx)
	say(told, "plans", plans, err)
	lists, err := v.PriceLists(ctx)
	say(told, "price lists", lists, err)
	lots, err := v.Lots(ctx)
	say(told, "lots", lots, err)
	margins, err := v.Margins(ctx, distr.MarginQuery{})
	say(told, "margins", []distr.MarginReport{margins}, err)
	globex := v.Account("globex")
	standings, err := globex.Standing(ctx)
	say(told, "licenses", standings, err)
	count, err := globex.AssetCount(ctx)
	say(told, "count of assets", []distr.AssetCount{count}, err)
	for _, archived := range []bool{false, true} {
		assets, err := globex.Assets(ctx, distr.AssetQuery{Archived: archived})
		say(told, "assets", assets, err)
	}
}

type teller struct {
	t   *testing.T
	all map[string][]any
}

// say keeps records as JSON has them.
func say[R any](told teller, section string, records []R, err error) {
	told.t.Helper()
	require.NoError(told.t, err, section)
	for _, r := range records {
		text, err := json.Marshal(r)
		require.NoError(told.t, err)
		var plain any
		require.NoError(told.t, json.Unmarshal(text, &plain))
		told.all[section] = append(told.all[section], plain)
	}
}

func tellVendor(ctx context.Context, told teller, v *distr.Vendor) {
	settings, err := v.Settings(ctx)
	say(told, "settings", []tenant.Settings{settings}, err)
	staff, err := v.Staff(ctx)
	say(told, "staff", staff, err)
	for _, m := range staff {
		assigned, err := v.Assignments(ctx, m.ID)
		say(told, "assignments", []map[string]any{{"of": m.ID, "to": assigned}}, err)
	}
	tokens, err := v.StaffTokens(ctx)
	say(told, "staff tokens", tokens, err)
	products, err := v.Products(ctx)
	say(told, "products", products, err)
	keys, err := v.Keys(ctx)
	for _, k := range keys {
		say(told, "keys", []string{k.ID}, err)
	}
	upstreams, err := v.Upstreams(ctx)
	say(told, "upstreams", upstreams, err)
	events, err := v.Events(ctx, distr.EventQuery{})
	say(told, "events", events, err)
}

func tellCustomers(ctx context.Context, told teller, v *distr.Vendor) {
	page, err := v.List(ctx, distr.CustomerList{Status: distr.AnyState})
	say(told, "customers", page.Rows, err)
	for _, row := range page.Rows {
		a := v.Account(row.ID)
		members, err := a.Members(ctx)
		require.NoError(told.t, err)
		grants, err := a.Grants(ctx)
		require.NoError(told.t, err)
		tokens, err := a.Tokens(ctx)
		require.NoError(told.t, err)
		installations, err := a.Installations(ctx)
		say(told, "rooms", []map[string]any{{"of": row.ID, "members": members, "grants": grants, "tokens": tokens, "installations": installations}}, err)
	}
	found, err := v.List(ctx, distr.CustomerList{Search: "ärzte", Status: distr.AnyState})
	for _, row := range found.Rows {
		say(told, "found", []tenant.CustomerID{row.ID}, err)
	}
}

// requireWithin compares what was told with what is told now, which may say more of
// each record.
func requireWithin(t *testing.T, was, is any, where string) {
	t.Helper()
	switch was := was.(type) {
	case map[string]any:
		now, same := is.(map[string]any)
		require.True(t, same, where)
		for field, value := range was {
			require.Contains(t, now, field, where)
			requireWithin(t, value, now[field], where+", "+field)
		}
	case []any:
		now, same := is.([]any)
		require.True(t, same, where)
		require.Len(t, now, len(was), where)
		for i, value := range was {
			requireWithin(t, value, now[i], fmt.Sprintf("%s %d", where, i))
		}
	default:
		require.Equal(t, was, is, where)
	}
}
