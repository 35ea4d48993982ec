package entitlement

import (
	"net/netip"
	"time"
)

// A Pull is one pull as the log keeps it, allowed or not. Whose it was, the room
// it lies in says.
type Pull struct {
	Time       time.Time // when it began
	Repository RepositoryPath
	Reference  string // the tag or digest as it was asked for
	Digest     Digest // what it meant; zero if nothing
	Version    string // the release; empty if none
	Allowed    bool
	Reason     Reason
	Bytes      int64      // how much was sent of it
	Cut        bool       // not all of an answer was sent: the client went, or there was trouble
	Client     string     // the User-Agent header, cut at 200 bytes
	Address    netip.Addr // the client's; the zero value if it is not known
}

// Sent is what was sent of content that is part of a pull and begins none: a
// blob, a part of one, or a manifest below an index.
type Sent struct {
	Took       time.Duration // how long ago it was asked for
	Repository RepositoryPath
	Digest     Digest
	Version    string   // the release by which it is allowed; empty if none
	Versions   []string // all releases that hold it: more of them may be pulled
	Bytes      int64
	Cut        bool // not all of the answer was sent
	Client     string
	Address    netip.Addr
}
