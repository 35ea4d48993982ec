package entitlement

import "time"

// A Pull is one pull as the log keeps it, allowed or not. Whose it was, the room
// it lies in says.
type Pull struct {
	Time       time.Time
	Repository RepositoryPath
	Reference  string // the tag or digest as it was asked for
	Digest     Digest // what it meant; zero if nothing
	Version    string // the release; empty if none
	Allowed    bool
	Reason     Reason
	Client     string // the User-Agent header, cut at 200 bytes
}
