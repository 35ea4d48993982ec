package distr

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// A resolution is all that an installation's secrets are made of, in one state of
// the store.
type resolution struct {
	installation tenant.InstallationID
	own, wide    shelfOfSecrets
	uses         []SecretUse
}

// A shelfOfSecrets is what lies in one room.
type shelfOfSecrets struct {
	room secretRoom
	key  SealedKey
	all  []Secret
}

func readShelf(r secretRoom, view secretView) (s shelfOfSecrets, err error) {
	s.room = r
	if s.key, err = view.SecretKey(); err != nil {
		return s, err
	}
	all, err := view.Secrets()
	s.all = live(all)
	return s, err
}

// keys are all that there are.
func (r resolution) keys() (keys []string) {
	for _, s := range slices.Concat(r.own.all, r.wide.all) {
		keys = append(keys, s.Key)
	}
	return keys
}

// open opens the values of those keys.
func (r resolution) open(ctx context.Context, keys []string) (map[string]ResolvedSecret, error) {
	var own, wide []Secret
	var missing []string
	for _, key := range slices.Compact(slices.Sorted(slices.Values(keys))) {
		if i := placeOf(r.own.all, key); i >= 0 {
			own = append(own, r.own.all[i])
		} else if i := placeOf(r.wide.all, key); i >= 0 {
			wide = append(wide, r.wide.all[i])
		} else {
			missing = append(missing, key)
		}
	}
	if len(missing) > 0 {
		return nil, fmt.Errorf("secret %s: %w; neither the customer nor the vendor has set it", strings.Join(missing, ", "), tenant.ErrNotFound)
	}
	resolved := map[string]ResolvedSecret{}
	if err := r.own.open(ctx, own, resolved); err != nil {
		return nil, err
	}
	return resolved, r.wide.open(ctx, wide, resolved)
}

// open opens some of what lies in the room. Where none is to be, nobody is asked for
// the key.
func (s shelfOfSecrets) open(ctx context.Context, some []Secret, into map[string]ResolvedSecret) error {
	if len(some) == 0 {
		return nil
	}
	k, err := s.room.key(ctx, s.key)
	if err != nil {
		return err
	}
	for _, secret := range some {
		value, err := s.room.open(k, secret)
		if err != nil {
			return err
		}
		text := string(value)
		into[secret.Key] = ResolvedSecret{SecretValue{&text}, secret.Version, s.room.customer != ""}
	}
	return nil
}

// usedEvery is how often it is written down that an installation gets a secret.
const usedEvery = time.Hour

// due is what is to be written down.
func (r resolution) due(resolved map[string]ResolvedSecret, at time.Time) (uses []SecretUse) {
	for key, s := range resolved {
		known := slices.ContainsFunc(r.uses, func(u SecretUse) bool {
			return u.Installation == r.installation && u.Key == key && u.Own == s.Own && at.Sub(u.At) < usedEvery
		})
		if !known {
			uses = append(uses, SecretUse{r.installation, key, s.Own, at})
		}
	}
	return uses
}
