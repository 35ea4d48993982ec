//go:build unix

package embedded

import (
	"context"
	"testing"

	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A contestGate is a vendor whose only release is an image that has the blob. What
// is held is prepared, as a gate that answers from memory has it.
type contestGate struct {
	tokenGate
	held     entitlement.Holding
	contents *entitlement.Contents
}

func newContestGate(t *testing.T, blob entitlement.Digest, size int64, image []byte) contestGate {
	t.Helper()
	if image == nil {
		image = []byte("{}")
	}
	root := entitlement.SHA256(image)
	closure := entitlement.Closure{Root: root, Items: []entitlement.Item{
		{Digest: root, Role: entitlement.RoleRoot, Size: int64(len(image)), MediaType: "application/vnd.docker.distribution.manifest.v2+json", Manifest: image},
		{Digest: blob, Role: entitlement.RoleLayer, Size: size},
	}}
	contents := (*entitlement.Contents)(nil).With([]entitlement.Pinned{{Version: "1.4.2", Tag: "1.4.2", Closures: []entitlement.Closure{closure}}}, nil)
	held := entitlement.Holding{Grants: []entitlement.Grant{{ID: "grt_1", Versions: entitlement.Only("1.4.2")}}}.Over(contents)
	return contestGate{newTokenGate(t), held, contents}
}

func (g contestGate) Holding(context.Context, tenant.Principal, string) (entitlement.Holding, *entitlement.Contents, error) {
	return g.held, g.contents, nil
}
