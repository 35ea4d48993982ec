package storetest

import (
	"crypto/sha256"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

func settingsOf(mark string) tenant.Settings {
	return tenant.Settings{
		PortalMode: tenant.PortalNewOnly, PortalForAll: true, AutoInvite: true,
		DefaultAccess: tenant.AccessReadOnly, StopPulls: true,
		App: "app of " + mark, ClassicAddress: "https://{app}.example/{customer}?<a>&b", NewAddress: "https://new.{app}.example", Domain: "portal.example",
		Features: []tenant.FeatureDef{
			{Name: "reports", Requires: []tenant.Feature{tenant.Deployments, "audits"}, Default: true},
			{Name: "audits"},
		},
	}
}

// memberOf is one of the staff as well as of a customer's people.
func memberOf(mark string) tenant.Member {
	return tenant.Member{
		ID: memberID, Email: address, Name: "Ann of " + mark, Role: tenant.User, Super: true,
		Created: at(18), Joined: at(19), Via: tenant.ViaInvitation,
		Invitation: tenant.Invitation{Hash: sha256.Sum256([]byte("invitation of " + mark)), Sent: at(20), Expires: at(21), By: "bob@" + mark},
	}
}

// seen is the credential once the activity was put.
func (s *sample) seen() tenant.Credential {
	c := s.credential
	c.Used = s.activity.Used
	return c
}

// ofStaff is the activity of the staff's credential.
func (s *sample) ofStaff() distr.Activity {
	return distr.Activity{Credential: s.activity.Credential, Used: s.activity.Used}
}
