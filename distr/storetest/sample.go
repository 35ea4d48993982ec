package storetest

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"net/netip"
	"strings"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// The IDs that every sample has, so that only the room tells two samples apart.
const (
	productID    entitlement.ProductID      = "app"
	version                                 = "1.4.2"
	imagePath    entitlement.RepositoryPath = "acme/app"
	chartPath    entitlement.RepositoryPath = "acme/charts/app"
	credentialID tenant.CredentialID        = "crd_1"
	grantID      entitlement.GrantID        = "grt_1"
	eventID      distr.EventID              = "evt_1"
	pullID       distr.PullID               = "pul_1"
	keyID                                   = "key_1"
	courier                                 = "webhook/end_1"
	endpointID   distr.EndpointID           = "end_1"
	letterID     distr.LetterID             = "ltr_globex" // and of another customer after that
	customerID   tenant.CustomerID          = "globex"

	memberID       tenant.MemberID       = "mbr_1" // of the staff, and of every customer
	installationID tenant.InstallationID = "ins_1"
	address        tenant.Email          = "ann@globex.example" // of them all
)

// A sample is one record of each sort, no field of them empty, all of them
// marked with the room that they are for.
type sample struct {
	customer   tenant.Customer
	profile    tenant.Profile // another than the customer's
	credential tenant.Credential
	grant      entitlement.Grant
	product    entitlement.Product
	release    entitlement.Release
	closures   map[entitlement.RepositoryPath]entitlement.Closure
	move       entitlement.Release // of the release, in one of its repositories
	moved      map[entitlement.RepositoryPath]entitlement.Closure
	referrer   entitlement.Referrer
	upstream   distr.Upstream
	key        distr.SigningKey
	login      distr.SealedLogin
	first      distr.Event // was removed
	checkpoint distr.Checkpoint
	event      distr.Event
	post       distr.Post
	endpoint   distr.Endpoint
	deliveries []distr.Delivery
	letter     distr.Letter
	template   distr.LetterTemplate
	mail       distr.MailSettings
	pull       distr.PullRecord
	pulls      []distr.PullRecord // the list in which the pull was put

	settings     tenant.Settings
	member       tenant.Member
	installation tenant.Installation
	activity     distr.Activity   // later than the credential says
	seenAll      []distr.Activity // the list in which the activity was put

	secretKey distr.SealedKey
	secret    distr.Secret
	use       distr.SecretUse // of the customer's own
	wideUse   distr.SecretUse // of the vendor's

	plan      distr.PricedPlan
	priceList distr.PriceList
	lot       license.Lot // as it was added
	sale      distr.Sale
	charge    distr.Charge

	contract license.Contract
	record   distr.UseRecord
	meter    distr.Meter

	assets  []distr.AssetRecord
	counted distr.AssetCount

	schedules []distr.ScanSchedule
	pastRun   distr.ScanRun
	run       distr.ScanRun
	detail    distr.RunDetail
	findings  []distr.FindingRecord
}

// at is some time of a day, to the microsecond: what every store can keep.
func at(minute int) time.Time {
	return time.Date(2026, time.February, 3, 4, minute, 5, 678_901_000, time.UTC)
}

// newSample makes a sample anew: a function given to Update may run again, and
// the check may have spoilt what it handed in.
func newSample(mark string) *sample {
	image, chart, moved := imageClosure(mark), chartClosure(mark), imageClosure(mark+", moved")
	versions, err := entitlement.ParseVersions([]string{version, "1.4.2-" + hexadecimal(mark), "match:>=2.0.0-0 <3 || ~4.1"})
	if err != nil {
		panic("storetest: the sample's versions: " + err.Error())
	}
	return &sample{
		customer: tenant.Customer{ID: customerID, Created: at(1), Profile: tenant.Profile{
			Name: "Globex of " + mark, Email: "it@globex.example", Plan: "bronze of " + mark, Access: tenant.AccessReadOnly,
			Features: tenant.FeaturesOf(tenant.Artifacts, tenant.Deployments),
			Portal:   true, PortalVersion: tenant.PortalNew, DomainsOnly: true, Domains: []tenant.Domain{"globex.example"}, Archived: at(14),
		}},
		profile: tenant.Profile{
			Name: "Globex renamed by " + mark, Email: "ops@globex.example", Plan: "gold of " + mark, Access: tenant.AccessFull,
			Features: tenant.FeaturesOf(tenant.SupportBundles, tenant.Artifacts),
			Portal:   true, PortalVersion: tenant.PortalNew, DomainsOnly: true, Domains: []tenant.Domain{"a.example", "b.example"}, Archived: at(15),
		},
		credential: tenant.Credential{
			ID: credentialID, Name: "cluster of " + mark, Hash: sha256.Sum256([]byte(mark)), Created: at(2), Revoked: at(3),
			Rotated: at(16), Used: at(17),
		},
		grant: entitlement.Grant{
			ID: grantID, Name: "sold by " + mark, Product: productID, Versions: versions,
			Starts: at(4), Expires: at(5), Created: at(6),
		},
		product: entitlement.Product{
			ID: productID, Kind: entitlement.Application, Created: at(7), Exact: true,
			Repositories: []entitlement.RepositoryPath{imagePath, chartPath, entitlement.RepositoryPath("of/" + hexadecimal(mark))},
		},
		release: entitlement.Release{Version: version, At: at(8), Roots: map[entitlement.RepositoryPath]entitlement.Root{
			imagePath: {Tag: "v" + version, Digest: image.Root},
			chartPath: {Tag: version, Digest: chart.Root},
		}, Follows: true, Revision: 3},
		closures: map[entitlement.RepositoryPath]entitlement.Closure{imagePath: image, chartPath: chart},
		move: entitlement.Release{Version: version, Roots: map[entitlement.RepositoryPath]entitlement.Root{
			imagePath: {Tag: "v" + version, Digest: moved.Root},
			chartPath: {Tag: version, Digest: chart.Root},
		}, Revision: 4},
		moved:      map[entitlement.RepositoryPath]entitlement.Closure{imagePath: moved},
		referrer:   signature(mark, image.Root),
		upstream:   upstreamOf(imagePath, mark),
		key:        distr.SigningKey{ID: keyID, Private: []byte("sealed for \x00" + mark), Created: at(11), Signs: at(12), Retires: at(13)},
		login:      distr.SealedLogin{Username: "robot of " + mark, Password: []byte("\x00sealed for " + mark)},
		first:      distr.Event{ID: "evt_first", Time: at(8), Actor: distr.Actor{Name: "first"}, Kind: "test.first", Data: json.RawMessage("{}"), Seq: 1},
		checkpoint: distr.Checkpoint{Link: distr.Link{Seq: 1, Hash: sha256.Sum256([]byte("up to " + mark))}, At: at(27)},
		event: distr.Event{
			ID: eventID, Time: at(9), Actor: distr.Actor{Name: "ann@" + mark, Via: "portal of " + mark, Address: netip.MustParseAddr("2001:db8::18")},
			Kind: distr.GrantAdded, Customer: customerID,
			Data: json.RawMessage(fmt.Sprintf(`{"name": %q, "big":12345678901234567890,  "z":1,"a":[]}`, mark)),
			Seq:  2, Hash: sha256.Sum256([]byte("event of " + mark)),
		},
		post: distr.Post{
			Courier: courier, Seq: 1 << 40, Holder: "rnd_" + mark, Until: at(28), Failures: 3, Next: at(29), LastError: "refused by " + mark,
		},
		endpoint: distr.Endpoint{
			ID: endpointID, URL: "https://" + strings.NewReplacer("/", ".").Replace(mark) + ".example/hook", Kinds: []distr.Kind{"member.", distr.GrantAdded}, Customer: customerID,
			Owner: "owner@globex.example", Secret: []byte("\x00sealed for " + mark), Old: []byte("\xffold for " + mark), OldUntil: at(31),
			Created: at(32), Failing: at(33), Disabled: at(34), Why: "refused by " + mark, Place: 1 << 41,
		},
		deliveries: []distr.Delivery{
			{ID: "dlv_1", Endpoint: endpointID, Event: eventID, Seq: 1 << 42, Kind: distr.GrantAdded, At: at(35), Attempt: 1, Status: 204, Took: 1234 * time.Microsecond, Done: true, Error: "none for " + mark},
			{ID: "dlv_2", Endpoint: endpointID, Event: "evt_2", Seq: 7, Kind: "test." + distr.Kind(mark), At: at(36), Attempt: 2, Status: 500, Took: time.Hour, Error: "refused by " + mark},
		},
		pull: distr.PullRecord{ID: pullID, Customer: customerID, Token: credentialID, TokenName: "cluster of " + mark, Count: 3, Pull: entitlement.Pull{
			Time: at(10), Repository: imagePath, Reference: "v" + version, Digest: image.Root, Version: version,
			Allowed: true, Reason: entitlement.Granted, Bytes: 1 << 40, Cut: true,
			Client: "containerd/2.1.0 for " + mark, Address: netip.MustParseAddr("2001:db8::17"),
		}},
		letter:       letterOf(mark),
		template:     distr.LetterTemplate{Name: "invitation", Subject: "Come, says " + mark, Text: "{{.Link}}\r\n of " + mark, HTML: "<p>of " + mark},
		mail:         mailOf(mark),
		settings:     settingsOf(mark),
		member:       memberOf(mark),
		installation: tenant.Installation{ID: installationID, Name: "plant of " + mark, Credential: credentialID, Created: at(23), By: "ann@" + mark},
		secretKey:    secretKeyOf(mark),
		secret:       secretOf(mark),
		use:          distr.SecretUse{Installation: installationID, Key: "AN_OWN_ONE_OF_" + hexadecimal(mark), Own: true, At: at(29)},
		wideUse:      distr.SecretUse{Installation: installationID, Key: secretName, At: marked(at(30), mark)},
		plan:         planOf(mark),
		priceList:    priceListOf(mark),
		lot:          lotOf(mark),
		sale:         saleOf(mark, customerID),
		charge:       chargeOf(mark, customerID),
		contract:     contractOf(mark),
		record:       useRecordOf(mark),
		meter:        meterOf(mark),
		assets:       assetsOf(mark),
		counted:      assetCountOf(mark),
		schedules:    schedulesOf(mark),
		pastRun:      pastRunOf(mark),
		run:          runOf(mark),
		detail:       runDetailOf(mark),
		findings:     findingsOf(mark),
		activity:     distr.Activity{Customer: customerID, Credential: credentialID, Used: at(24), Pulled: at(25), Scanned: at(26)},
	}
}

// hexadecimal is the mark in letters that can be in a version or a path.
func hexadecimal(mark string) string { return fmt.Sprintf("%x", mark) }

// released is the release as it is once it has moved: its roots and its revision
// are the move's, and the rest is as it was.
func (s *sample) released() entitlement.Release {
	r := s.release
	r.Roots, r.Revision = s.move.Roots, s.move.Revision
	return r
}

// images and charts are what it consists of then.
func (s *sample) images() []entitlement.Closure {
	return []entitlement.Closure{s.closures[imagePath], s.moved[imagePath]}
}

func (s *sample) charts() []entitlement.Closure {
	return []entitlement.Closure{s.closures[chartPath]}
}
