package tenant_test

import (
	"bytes"
	"errors"
	"fmt"
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

func ExampleNewCredential() {
	at := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	chance := bytes.NewReader(make([]byte, 64)) // crypto/rand.Reader, outside of an example
	who := tenant.Principal{Side: tenant.CustomerSide, Vendor: "acme", Customer: "globex"}

	credential, token, err := tenant.NewCredential(who, "production cluster", at, chance)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("keep:", credential.ID, credential.Name)
	fmt.Println("log: ", token)
	fmt.Println("hand over once, with Reveal:", len(token.Reveal()), "characters")

	// Later, somebody stands at the door with a password.
	shown, err := tenant.ParseToken(token.Reveal())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("says it is of", shown.Claim().Customer)
	fmt.Println("and it is:", credential.Matches(shown, at.AddDate(0, 1, 0)))
	fmt.Println("and once revoked:", credential.Revoke(at.AddDate(0, 2, 0)).Matches(shown, at.AddDate(0, 2, 0)))
	// Output:
	// keep: crd_aaaaaaaaaaaaaaaa production cluster
	// log:  dst_***
	// hand over once, with Reveal: 120 characters
	// says it is of globex
	// and it is: true
	// and once revoked: false
}

func ExampleParseToken() {
	_, err := tenant.ParseToken("dst_mn2xg5dpnvsxel3bmnwwkl3hnrxwezlyf5rxezc7ge_0123")
	fmt.Println(err)
	fmt.Println(errors.Is(err, tenant.ErrUnauthenticated))
	// Output:
	// unauthenticated: the token is cut short or has something added; paste all of it
	// true
}

func ExampleFeatureGraph() {
	g, err := tenant.NewFeatureGraph(
		tenant.FeatureDef{Name: tenant.Deployments, Default: true},
		tenant.FeatureDef{Name: tenant.Alerts, Requires: []tenant.Feature{tenant.Deployments}},
		tenant.FeatureDef{Name: "sms", Requires: []tenant.Feature{tenant.Alerts}},
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	before := g.Defaults()
	fmt.Println("a new customer has", before)

	after := g.Enable(before, "sms")
	fmt.Println("sms brings along", after.Without(before))

	before, after = after, g.Disable(after, tenant.Deployments)
	fmt.Println("deployments takes away", before.Without(after))

	_, err = g.Change(before, map[tenant.Feature]bool{"sms": true, tenant.Deployments: false})
	fmt.Println(err)
	// Output:
	// a new customer has deployments
	// sms brings along alerts, sms
	// deployments takes away alerts, deployments, sms
	// invalid features: sms on and deployments off contradict each other, since sms requires deployments
}

func ExampleParseEmail() {
	for _, s := range []string{"Ann.Lee@ACME.example", "ann@Bücher.example", `"ann"@acme.example`} {
		email, err := tenant.ParseEmail(s)
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Println(email)
	}
	// Output:
	// ann.lee@acme.example
	// ann@xn--bcher-kva.example
	// invalid e-mail address "\"ann\"@acme.example": the part before the @ holds '"'
}

func ExampleCheckName() {
	fmt.Println(tenant.CheckName("customer", "Globex Corp."))
	fmt.Println(tenant.CheckName("customer", "Globex\u202eproC"))
	// Output:
	// <nil>
	// invalid customer name "Globex\u202eproC": it holds the unprintable character U+202E
}
