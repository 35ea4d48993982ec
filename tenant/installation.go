package tenant

import "time"

// An InstallationID names one installation within its customer.
type InstallationID string

// An Installation is one place where a customer runs the vendor's software. It
// has a service account of its own, made when it was started: a credential of the
// same name, with which its agents and CI pull.
type Installation struct {
	ID         InstallationID
	Name       string // unique among those of the customer whose account is live
	Credential CredentialID
	Created    time.Time
	By         string // who started it
}
