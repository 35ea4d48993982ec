package cli

import (
	"context"
	"crypto/rand"
	"errors"
	"io/fs"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/internal/seal"
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

// sealed says whether anything was sealed, of whichever vendor's in the folder: they
// have one master key. Without any, whatever was cannot be carried over to it.
func (p place) sealed(ctx context.Context) (bool, error) {
	_, err := p.reseal(ctx, nil)
	if errors.Is(err, seal.ErrNoKey) {
		return true, nil
	}
	return false, err
}
