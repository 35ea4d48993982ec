package cli

import (
	"context"
	"crypto/rand"
	"errors"
	"io/fs"

	"github.com/seed361c4c3e/distr-go/distr"
)

// masterKeys are those that seal the vendor's secrets. The folder's own is made
// when nothing was sealed yet. Where something was, and the key is gone, a new one
// would open nothing and hide the loss.
func (p place) masterKeys(ctx context.Context) ([]distr.MasterKey, error) {
	keys, missing := p.folder.ReadMasterKeys(p.masterKey)
	if p.masterKey != "" || !errors.Is(missing, fs.ErrNotExist) {
		return keys, missing
	}
	sealed, err := p.sealed(ctx)
	if err != nil {
		return nil, err
	}
	if sealed {
		return nil, missing
	}
	return p.folder.MakeMasterKeys(rand.Reader)
}

// sealed says whether anything of the vendor's was sealed. Signing keys are made
// by the first serve; a login may be older.
func (p place) sealed(ctx context.Context) (bool, error) {
	v := distr.New(p.store, distr.Config{}).Vendor(p.vendor).As(distr.Operator())
	keys, err := v.Keys(ctx)
	if err != nil || len(keys) > 0 {
		return true, err
	}
	upstreams, err := v.Upstreams(ctx)
	for _, u := range upstreams {
		if u.Login.Username != "" {
			return true, err
		}
	}
	return false, err
}
