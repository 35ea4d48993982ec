package tenant

// An Action is something that somebody may do or not: [May] knows the rule of each.
type Action uint8

// What may be done with a vendor as a whole.
const (
	SeeProducts     Action = iota + 1 // products, releases, where they lie
	ManageProducts                    // add products, publish
	ManageUpstreams                   // where repositories lie, and the logins there
	ManageKeys                        // the keys that sign access tokens, and the master key
	SeeLog                            // events and pulls of all customers
	SeeSettings                       // settings of the vendor, features that are defined
	ManageSettings                    // the same, to change them
	SeeStaff                          // who the staff are, and their tokens
	ManageStaff                       // the staff's roles, assignments and tokens
	SeePrices                         // plans, costs, margins
	ManagePrices                      // the same, to set them
	LetSeePrices                      // who of the staff sees and sets them
	SeeCustomers                      // the list, as far as it is theirs
	AddCustomer                       // a new one
	SeeSecrets                        // vendor-wide ones: their keys and who uses them, never a value
	ManageSecrets                     // set and remove them, for all customers
	PruneLog                          // remove events that are old, and mend what the others are found by
	DeliverEvents                     // carry events elsewhere, with what is secret in that, and forget couriers
	SeeMail                           // letters to all, their templates, and in whose name they are sent
	ManageMail                        // the same, to change them and to try again
	SeeWebhooks                       // who is told what happens, and the history of that
	ManageWebhooks                    // the same, to change it
	SeePlans                          // what is sold by name: model, quantity, period; prices are a matter of their own
	SeeSchedules                      // when the vendor scans, and for whom
	ManageSchedules                   // the same, to change it, and to fire triggers
	CarryOutScans                     // hand out what is due, run scanners, write down what they find
)

// What may be done with one customer.
const (
	SeeCustomer           Action = iota + 64 // the record, features, grants, what is held
	EditCustomer                             // name, address, plan
	ArchiveCustomer                          // and unarchive
	SwitchFeature                            // features on and off
	ManageGrants                             // entitlements, and the logins they bring
	SeeCustomerLog                           // the customer's events and pulls
	SetAccess                                // the access level
	SetPortal                                // whether the portal is there
	SetPortalVersion                         // which of the two it is
	SetDomains                               // which addresses may be invited
	SeeMembers                               // the customer's people and invitations
	InviteMember                             // and send an invitation again
	ManageMembers                            // change roles
	RemoveMember                             // and take an invitation back
	JoinCustomer                             // accept an invitation
	SeeTokens                                // names and use of tokens and service accounts, never a token
	ManageTokens                             // make tokens for pulls
	RevokeToken                              // for good
	StartInstallation                        // and rename or discard one
	RotateServiceAccount                     // a new token for the same account
	RevokeServiceAccount                     // for good
	SeeCustomerSecrets                       // their keys and who uses them, never a value
	ManageCustomerSecrets                    // set and remove them
	LeaveCustomer                            // to remove oneself
	SeeContracts                             // licenses and where their use stands, without any price
	ManageContracts                          // sell a plan, change a license
	EndContracts                             // end a license
	RecordUse                                // what was used, as programs of the vendor do
	SeeAssets                                // the inventory
	ManageAssets                             // add and archive assets
	SeeScans                                 // the customer's own schedules, runs, findings and reports
	RunScans                                 // ask for a run, and cancel one
	ManageScans                              // the customer's own schedules
)

// A rule is who may do one thing, and in which state of the customer.
//
// A Viewer looks, and at the access level Read-Only all the customer's people do. So
// what is given to a customer's Viewer changes nothing, but for one's own coming and
// going.
type rule struct {
	name     string
	vendor   Role    // the least of the staff; empty: none of them
	customer Role    // the least of the customer's people; empty: none of them
	super    bool    // of the staff, only who may see prices
	about    bool    // it concerns one customer: staff have to be assigned to it
	people   bool    // whoever does it: only while the customer's people have access
	joins    bool    // also who is invited and has not come yet
	archived bool    // the vendor's people: also while the customer is archived
	feature  Feature // whoever does it: only while the customer has it
	operator bool    // no people at all: the operator, and the vendor's programs
}

// rules is the whole table: nothing else says who may do what.
var rules = [...]rule{
	SeeProducts:     {name: "see products", vendor: Viewer},
	ManageProducts:  {name: "manage products", vendor: User},
	ManageUpstreams: {name: "manage upstream registries", vendor: Administrator},
	ManageKeys:      {name: "manage keys", vendor: Administrator},
	SeeLog:          {name: "see the log of all customers", vendor: Administrator},
	SeeSettings:     {name: "see settings", vendor: Viewer},
	ManageSettings:  {name: "manage settings", vendor: Administrator},
	SeeStaff:        {name: "see the staff", vendor: Viewer},
	ManageStaff:     {name: "manage the staff", vendor: Administrator},
	SeePrices:       {name: "see prices", vendor: Viewer, super: true},
	ManagePrices:    {name: "manage prices", vendor: Viewer, super: true},
	LetSeePrices:    {name: "say who sees prices", vendor: Administrator, super: true},
	SeeCustomers:    {name: "list customers", vendor: Viewer},
	AddCustomer:     {name: "add customers", vendor: User},
	PruneLog:        {name: "prune the log", vendor: Administrator},
	DeliverEvents:   {name: "deliver events", operator: true},
	SeeSecrets:      {name: "see vendor-wide secrets", vendor: Viewer},
	ManageSecrets:   {name: "manage vendor-wide secrets", vendor: Administrator},
	SeeMail:         {name: "see letters", vendor: Administrator},
	ManageMail:      {name: "manage letters", vendor: Administrator},
	SeeWebhooks:     {name: "see webhooks", vendor: Administrator},
	ManageWebhooks:  {name: "manage webhooks", vendor: Administrator},
	SeePlans:        {name: "see plans", vendor: Viewer},
	SeeSchedules:    {name: "see schedules", vendor: Viewer},
	ManageSchedules: {name: "manage schedules", vendor: Administrator},
	CarryOutScans:   {name: "carry out scans", operator: true},

	SeeCustomer:          {name: "see the customer", vendor: Viewer, customer: Viewer, about: true, archived: true},
	EditCustomer:         {name: "edit the customer", vendor: User, about: true},
	ArchiveCustomer:      {name: "archive the customer", vendor: User, about: true, archived: true},
	SwitchFeature:        {name: "switch features", vendor: User, about: true},
	ManageGrants:         {name: "manage entitlements", vendor: User, about: true},
	SeeCustomerLog:       {name: "see the customer's log", vendor: Viewer, customer: Administrator, about: true, archived: true},
	SetAccess:            {name: "set the access level", vendor: Administrator, about: true},
	SetPortal:            {name: "open and close the portal", vendor: Administrator, about: true},
	SetPortalVersion:     {name: "set the portal's version", vendor: Administrator, about: true},
	SetDomains:           {name: "restrict domains", vendor: Administrator, about: true},
	SeeMembers:           {name: "see the customer's people", vendor: Viewer, customer: Viewer, about: true, archived: true},
	InviteMember:         {name: "invite people", vendor: User, customer: Administrator, about: true, people: true},
	ManageMembers:        {name: "manage the customer's people", vendor: User, customer: Administrator, about: true},
	RemoveMember:         {name: "remove the customer's people", vendor: User, customer: Administrator, about: true, archived: true},
	JoinCustomer:         {name: "accept the invitation", customer: Viewer, about: true, people: true, joins: true},
	SeeTokens:            {name: "see tokens", vendor: Viewer, customer: Viewer, about: true, archived: true},
	ManageTokens:         {name: "manage tokens", vendor: User, customer: Administrator, about: true},
	RevokeToken:          {name: "revoke tokens", vendor: User, customer: Administrator, about: true, archived: true},
	StartInstallation:    {name: "manage installations", vendor: User, customer: User, about: true, feature: Deployments},
	RotateServiceAccount: {name: "rotate service accounts", customer: Administrator, about: true},
	RevokeServiceAccount: {name: "revoke service accounts", vendor: User, customer: Administrator, about: true, archived: true},
	LeaveCustomer:        {name: "leave", customer: Viewer, about: true},

	SeeCustomerSecrets:    {name: "see the customer's secrets", vendor: Viewer, customer: Administrator, about: true, archived: true, feature: Deployments},
	ManageCustomerSecrets: {name: "manage the customer's secrets", vendor: User, customer: Administrator, about: true, feature: Deployments},

	SeeContracts:    {name: "see the customer's licenses", vendor: Viewer, customer: Viewer, about: true, archived: true},
	ManageContracts: {name: "manage the customer's licenses", vendor: User, about: true},
	EndContracts:    {name: "end the customer's licenses", vendor: User, about: true, archived: true},
	RecordUse:       {name: "record use", vendor: User, about: true},
	SeeAssets:       {name: "see the customer's assets", vendor: Viewer, customer: Viewer, about: true, archived: true},
	ManageAssets:    {name: "manage the customer's assets", vendor: User, customer: User, about: true},
	SeeScans:        {name: "see the customer's scans", vendor: Viewer, customer: Viewer, about: true, archived: true},
	RunScans:        {name: "run scans", vendor: User, customer: User, about: true},
	ManageScans:     {name: "manage the customer's schedules", vendor: User, customer: Administrator, about: true},
}

// ruleOf is the rule of an action, and whether it is one.
func ruleOf(a Action) (rule, bool) {
	if int(a) >= len(rules) {
		return rule{}, false
	}
	return rules[a], rules[a].name != ""
}

// String names the action, as in "invite people".
func (a Action) String() string {
	if r, known := ruleOf(a); known {
		return r.name
	}
	return "do something unknown"
}
