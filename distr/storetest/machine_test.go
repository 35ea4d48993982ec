package storetest

import (
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/memory"
)

// TestMachine lets rapid choose what is done, and look for the shortest way to go
// wrong if there is one.
func TestMachine(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		p := rapid.SampledFrom(confusable()).Draw(rt, "names")
		choose := func(what string, n int) int { return rapid.IntRange(0, n-1).Draw(rt, what) }
		m := newMachine(rt, memory.New(), p, choose)
		m.run(rapid.IntRange(1, 12).Draw(rt, "updates"))
	})
}

// TestMachineGoesEverywhere looks whether what the check does each time has every
// method come out well, and refuse whatever it may refuse.
func TestMachineGoesEverywhere(t *testing.T) {
	seen := map[string]int{}
	s := memory.New()
	for i, p := range confusable() {
		m := newMachine(t, s, p, chosenBy(i))
		m.seen = seen
		m.run(machineUpdates)
	}
	for room, methods := range map[string][]string{
		"VendorTx.":   writes(reflect.TypeFor[distr.VendorTx](), reflect.TypeFor[distr.VendorView]()),
		"CustomerTx.": writes(reflect.TypeFor[distr.CustomerTx](), reflect.TypeFor[distr.CustomerView]()),
	} {
		for _, method := range methods {
			if method != "Edit" {
				require.Positive(t, seen[room+method+" comes out well"], "%s%s comes out well", room, method)
			}
		}
	}
	for _, refused := range strings.Fields("AddCustomer PutStaff Append RemoveEvents PutProduct PutRelease") {
		require.Positive(t, seen["VendorTx."+refused+" is conflict"], refused)
	}
	for _, refused := range strings.Fields("RemoveStaff Assign Unassign PutRelease MoveRelease PutReferrer RemoveUpstream RemoveSigningKey RemovePost RemoveEndpoint RemoveLetterTemplate RemoveSecret") {
		require.Positive(t, seen["VendorTx."+refused+" is not found"], refused)
	}
	for _, refused := range strings.Fields("PutMember PutInstallation") {
		require.Positive(t, seen["CustomerTx."+refused+" is conflict"], refused)
	}
	for _, refused := range strings.Fields("RemoveMember PutInstallation RemoveInstallation PutGrant PutLogin RemoveLogin RemoveSecret PutSecretUse") {
		require.Positive(t, seen["CustomerTx."+refused+" is not found"], refused)
	}
}
