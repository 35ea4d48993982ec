package mail

import (
	"reflect"
	"time"
)

// The names of the templates.
const (
	Invitation      = "invitation"       // to whom is invited, to a customer's people or to the staff
	SignIn          = "sign_in"          // to who asked for a link to sign in
	MemberJoined    = "member_joined"    // to who invited, or the vendor's Administrators: somebody has come
	NewRelease      = "new_release"      // to the people of customers that hold the version
	LicenseAlert    = "license_alert"    // what is used comes near what was sold
	GrantExpiring   = "grant_expiring"   // an entitlement comes to its end
	WebhookDisabled = "webhook_disabled" // to the owner: it was switched off
)

// Names lists the templates.
func Names() []string {
	return []string{Invitation, SignIn, MemberJoined, NewRelease, LicenseAlert, GrantExpiring, WebhookDisabled}
}

// A Moment is an instant as letters show it: 8 March 2026, 12:00 UTC. Midnight is the
// end of a day, as whoever set it has said it.
type Moment struct{ time.Time }

func (m Moment) String() string {
	at := m.UTC()
	if !at.IsZero() && at.Equal(at.Truncate(24*time.Hour)) {
		return at.AddDate(0, 0, -1).Format("the end of 2 January 2006 (UTC)")
	}
	return at.Format("2 January 2006, 15:04 UTC")
}

// What each template is filled with. App is the vendor's name as letters have it. A
// Link is empty where no address of the portal is set. What is not kept with the
// letter has no name in JSON.
type (
	// Invited fills an invitation.
	Invited struct {
		App      string `json:"-"`
		Customer string `json:"-"` // its name; empty: the vendor's staff
		Email    string `json:"-"`
		By       string `json:"by"` // the address of who invited; empty: a program
		Role     string `json:"role"`
		Expires  Moment `json:"expires"`
		Link     string `json:"-"` // opens the invitation
		Code     string `json:"-"` // its secret, for those who have no portal to open
	}
	// SigningIn fills a letter with a link to sign in.
	SigningIn struct {
		App      string `json:"-"`
		Customer string `json:"customer"` // its name; may be empty
		Email    string `json:"-"`
		Expires  Moment `json:"expires"`
		Link     string `json:"-"`
	}
	// Joined tells who has come.
	Joined struct {
		App      string `json:"-"`
		Customer string `json:"customer"`
		Name     string `json:"name"` // may be empty
		Email    string `json:"email"`
		Role     string `json:"role"`
	}
	// Released tells of a release.
	Released struct {
		App      string `json:"-"`
		Customer string `json:"customer"`
		Product  string `json:"product"`
		Version  string `json:"version"`
		Link     string `json:"-"` // of the portal
	}
	// Alerted tells how much of a license is used.
	Alerted struct {
		App      string `json:"-"`
		Customer string `json:"customer"`
		License  string `json:"license"`
		Used     int64  `json:"used"`
		Limit    int64  `json:"limit"`
		Percent  int64  `json:"percent"` // the threshold that was reached
	}
	// Ending tells of an entitlement that comes to its end.
	Ending struct {
		App      string `json:"-"`
		Customer string `json:"customer"`
		Product  string `json:"product"`
		Grant    string `json:"grant"` // its name
		Expires  Moment `json:"expires"`
		Days     int    `json:"-"` // that are left, begun ones too; 0: it has ended
		Link     string `json:"-"` // of the portal
	}
	// SwitchedOff tells of a webhook.
	SwitchedOff struct {
		App      string `json:"-"`
		Endpoint string `json:"endpoint"`
		Host     string `json:"host"` // where it posts to
		Why      string `json:"why"`
	}
)

// sample is what a preview of the template shows; nil if there is none of that name.
func sample(name string) any {
	const app, customer = "Acme", "Globex"
	when := Moment{time.Date(2026, time.March, 8, 12, 0, 0, 0, time.UTC)}
	switch name {
	case Invitation:
		return Invited{
			App: app, Customer: customer, Email: "ann@globex.example", By: "bob@acme.example", Role: "administrator", Expires: when,
			Link: "https://portal.acme.example/invite#dsi_sample", Code: "dsi_sample",
		}
	case SignIn:
		return SigningIn{App: app, Customer: customer, Email: "ann@globex.example", Expires: when, Link: "https://portal.acme.example/sign-in#sample"}
	case MemberJoined:
		return Joined{App: app, Customer: customer, Name: "Ann Smith", Email: "ann@globex.example", Role: "administrator"}
	case NewRelease:
		return Released{App: app, Customer: customer, Product: "app", Version: "1.4.2", Link: "https://portal.acme.example"}
	case LicenseAlert:
		return Alerted{App: app, Customer: customer, License: "Monitored assets", Used: 905, Limit: 1000, Percent: 90}
	case GrantExpiring:
		return Ending{App: app, Customer: customer, Product: "app", Grant: "app 1.x", Expires: when, Days: 14, Link: "https://portal.acme.example"}
	case WebhookDisabled:
		return SwitchedOff{App: app, Endpoint: "end_4f2", Host: "hooks.globex.example", Why: "it has refused everything for 5 days"}
	}
	return nil
}

// opening is what opens the door in the sample; empty if nothing does.
func opening(name string) string {
	switch v := sample(name).(type) {
	case Invited:
		return v.Code
	case SigningIn:
		return v.Link
	}
	return ""
}

// least is the same with as little in it as there can be.
func least(name string) any { return reflect.Zero(reflect.TypeOf(sample(name))).Interface() }

// A Variable is something that a template may show.
type Variable struct {
	Name   string // as in {{.Name}}
	Sample any    // what a preview shows
}

// Variables lists what a template may show, in order; none if there is no template
// of that name.
func Variables(name string) (list []Variable) {
	v := reflect.ValueOf(sample(name))
	if !v.IsValid() {
		return nil
	}
	for i := range v.NumField() {
		list = append(list, Variable{v.Type().Field(i).Name, v.Field(i).Interface()})
	}
	return list
}
