package license

import "fmt"

// An AssetKind is what an asset is: a label that says how it is shown and scanned.
// It is no part of what is counted, so the same URL is one asset, whether it is
// entered as a web application or as an API.
type AssetKind string

const (
	// Auto leaves it to ParseAsset: a URL is a web application, and what is none
	// is an address or a name.
	Auto AssetKind = ""
	// Domain is a name that is registered as it is, or one without a dot.
	Domain AssetKind = "domain"
	// Subdomain is a name below a Domain. Which of the two a name is, the list of
	// public suffixes decides, whichever of them is asked for.
	Subdomain AssetKind = "subdomain"
	// Address is an IP address, or a range of them.
	Address AssetKind = "ip"
	// WebApp is the URL of a web application.
	WebApp AssetKind = "webapp"
	// API is the base URL of an API.
	API AssetKind = "api"
)

// ParseAssetKind reads what [AssetKind] is written as: "domain", "subdomain",
// "ip", "webapp" or "api", and nothing for [Auto].
func ParseAssetKind(s string) (AssetKind, error) {
	switch k := AssetKind(s); k {
	case Auto, Domain, Subdomain, Address, WebApp, API:
		return k, nil
	default:
		return "", fmt.Errorf("%w %.40q; write domain, subdomain, ip, webapp or api", ErrKind, s)
	}
}

// url says whether assets of the kind are URLs.
func (k AssetKind) url() bool { return k == WebApp || k == API }
