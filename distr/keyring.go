package distr

import (
	"crypto/ecdsa"
	"crypto/x509"
	"fmt"
	"slices"
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// A keyring is the keys that are good, the one that signs first, for as long as
// nothing changes.
type keyring struct {
	keys  []tenant.SigningKey
	until time.Time // when the next of them retires; zero: none does
}

func (r *keyring) good(at time.Time) bool {
	return r != nil && (r.until.IsZero() || at.Before(r.until))
}

// unlock opens the keys that are good.
func (v *Vendor) unlock(kept []SigningKey, at time.Time) (*keyring, error) {
	ring := &keyring{}
	for _, k := range kept {
		state := k.State(at)
		if state == KeyRetired {
			continue
		}
		der, err := v.open(k.Private, sealedSigningKey, k.ID)
		if err != nil {
			return nil, fmt.Errorf("signing key %s: %w", k.ID, err)
		}
		private, err := x509.ParsePKCS8PrivateKey(der)
		if err != nil {
			return nil, fmt.Errorf("signing key %s: %w", k.ID, err)
		}
		key := tenant.SigningKey{ID: k.ID}
		key.Private, _ = private.(*ecdsa.PrivateKey) // Check minds what is none
		if err := key.Check(); err != nil {
			return nil, err
		}
		if state == KeyActive {
			ring.keys = slices.Insert(ring.keys, 0, key)
		} else {
			ring.keys = append(ring.keys, key)
		}
		if !k.Retires.IsZero() && (ring.until.IsZero() || k.Retires.Before(ring.until)) {
			ring.until = k.Retires
		}
	}
	return ring, nil
}

// completed lets the next key sign if none does, and adds what is missing.
func completed(keys, spare []SigningKey, at time.Time) []SigningKey {
	keys = slices.DeleteFunc(keys, func(k SigningKey) bool { return k.State(at) == KeyRetired })
	next := func() int {
		return slices.IndexFunc(keys, func(k SigningKey) bool { return k.State(at) == KeyNext })
	}
	if !slices.ContainsFunc(keys, func(k SigningKey) bool { return k.State(at) == KeyActive }) {
		if next() < 0 {
			keys, spare = append(keys, spare[0]), spare[1:]
			keys[len(keys)-1].Created = at
		}
		keys[next()].Signs = at
	}
	if next() < 0 {
		keys = append(keys, spare[0])
		keys[len(keys)-1].Created = at
	}
	return keys
}

func putKeys(tx VendorTx, before, after []SigningKey) error {
	for _, k := range after {
		if err := tx.PutSigningKey(k); err != nil {
			return err
		}
	}
	for _, k := range before {
		if slices.ContainsFunc(after, func(a SigningKey) bool { return a.ID == k.ID }) {
			continue
		}
		if err := tx.RemoveSigningKey(k.ID); err != nil {
			return err
		}
	}
	return nil
}

// newKey makes a key and seals it.
func (v *Vendor) newKey() (SigningKey, error) {
	key, err := tenant.NewSigningKey(v.hub.config.Rand)
	if err != nil {
		return SigningKey{}, err
	}
	der, err := x509.MarshalPKCS8PrivateKey(key.Private)
	if err != nil {
		return SigningKey{}, fmt.Errorf("making a signing key: %w", err)
	}
	sealed, err := v.seal(der, sealedSigningKey, key.ID)
	return SigningKey{ID: key.ID, Private: sealed}, err
}

func keyStates(keys []SigningKey, at time.Time) map[string]KeyState {
	states := map[string]KeyState{}
	for _, k := range keys {
		states[k.ID] = k.State(at)
	}
	return states
}

func keyIDs(keys []SigningKey) string {
	ids := make([]string, len(keys))
	for i, k := range keys {
		ids[i] = k.ID
	}
	return shortened(ids)
}
