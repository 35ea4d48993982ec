package storetest

import (
	"crypto/sha256"
	"encoding/binary"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// secretName is the key of the vendor's secret that every sample uses.
const secretName = "DB_PASSWORD"

func secretKeyOf(mark string) distr.SealedKey {
	return distr.SealedKey{Number: 3, Wrapper: "wrapper of " + mark, Wrapped: []byte("wrapped for \x00" + mark), Created: at(27)}
}

func secretOf(mark string) distr.Secret {
	return distr.Secret{Key: "OF_" + hexadecimal(mark), Version: 7, Sealed: []byte("\x00sealed for " + mark), Changed: at(28), By: "ann@" + mark}
}

// marked is an instant that the mark moves a little, where nothing else can be
// marked.
func marked(t time.Time, mark string) time.Time {
	sum := sha256.Sum256([]byte(mark))
	return t.Add(time.Duration(binary.BigEndian.Uint16(sum[:])) * time.Microsecond)
}

func putSecretUses(tx distr.CustomerTx, s *sample) error {
	if err := tx.PutSecretUse(s.wideUse); err != nil {
		return err
	}
	return tx.PutSecretUse(s.use)
}

// wantUses says who uses the vendor's secrets when everything has been written.
func (p pair) wantUses(v tenant.VendorID, want lines) {
	uses := map[tenant.CustomerID][]distr.SecretUse{}
	for _, id := range p.customers {
		uses[id] = []distr.SecretUse{p.sample(v, id, intoCustomer).wideUse}
	}
	want["VendorView.SecretUses(all)"] = text(uses)
	want["VendorView.SecretUses(of "+secretName+")"] = text(uses)
}
