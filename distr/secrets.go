package distr

import (
	"context"
)

// The kinds of event about secrets. The data is {key, version}: never a value, nor
// anything that is made of one, such as its length or a hash.
const (
	SecretSet     Kind = "secret.set"
	SecretRemoved Kind = "secret.removed"
)

// SetSecret sets the value of a vendor-wide secret: the installations of all
// customers get it, but for those of customers who have one of the same key. A key
// is a letter or underscore and up to 127 more letters, digits and underscores; a
// value is 1 to MaxSecretValue bytes. Nobody is ever shown it again, so each call
// sets another version, also if the value is the same.
func (v *Vendor) SetSecret(ctx context.Context, key string, value []byte) (SecretChange, error) {
	return secretRoom{vendor: v}.set(ctx, key, value)
}

// SetSecret sets the value of one of the customer's own secrets, which goes before
// a vendor-wide one of the same key; otherwise as [Vendor.SetSecret].
func (a *Account) SetSecret(ctx context.Context, key string, value []byte) (SecretChange, error) {
	return secretRoom{a.vendor, a.id}.set(ctx, key, value)
}

// RemoveSecret removes a vendor-wide secret. It is a tenant.ErrNotFound if there is
// none of that key.
func (v *Vendor) RemoveSecret(ctx context.Context, key string) (SecretChange, error) {
	return secretRoom{vendor: v}.remove(ctx, key)
}

// RemoveSecret removes one of the customer's own secrets, so that a vendor-wide one
// of the same key counts again.
func (a *Account) RemoveSecret(ctx context.Context, key string) (SecretChange, error) {
	return secretRoom{a.vendor, a.id}.remove(ctx, key)
}

// Secrets lists the vendor-wide secrets by key, without their values.
func (v *Vendor) Secrets(ctx context.Context) ([]SecretState, error) {
	return secretRoom{vendor: v}.list(ctx)
}

// Secrets lists the customer's own secrets by key, without their values. To the
// customer's own people the vendor's are "the vendor".
func (a *Account) Secrets(ctx context.Context) ([]SecretState, error) {
	return secretRoom{a.vendor, a.id}.list(ctx)
}

func (r secretRoom) event(kind Kind, key string, version int64) (Event, error) {
	return happened(kind, r.customer, map[string]any{"key": key, "version": version})
}
