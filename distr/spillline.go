package distr

import (
	"encoding/json"
	"errors"
	"hash/crc32"
	"net/netip"
	"strconv"
	"time"

	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A spilled is an entry as a spill file has it. The names are those of the
// format, and stay when the record's change.
type spilled struct {
	Vendor     tenant.VendorID            `json:"vendor"`
	Side       tenant.Side                `json:"side"`
	ID         PullID                     `json:"id"`
	Customer   tenant.CustomerID          `json:"customer"`
	Token      tenant.CredentialID        `json:"token"`
	TokenName  string                     `json:"tokenName"`
	Count      int64                      `json:"count"`
	Time       time.Time                  `json:"time"`
	Repository entitlement.RepositoryPath `json:"repository"`
	Reference  string                     `json:"reference"`
	Digest     entitlement.Digest         `json:"digest"`
	Version    string                     `json:"version"`
	Allowed    bool                       `json:"allowed"`
	Reason     entitlement.Reason         `json:"reason"`
	Bytes      int64                      `json:"bytes"`
	Cut        bool                       `json:"cut"`
	Client     string                     `json:"client"`
	Address    netip.Addr                 `json:"address"`
}

// A summed is a line: an entry and its checksum, CRC-32C of the very bytes.
type summed struct {
	Sum  string          `json:"sum"`
	Pull json.RawMessage `json:"pull"`
}

func sum(text []byte) string {
	return strconv.FormatUint(uint64(crc32.Checksum(text, crc32.MakeTable(crc32.Castagnoli))), 16)
}

// spillLine is the entry as a line.
func spillLine(p writtenPull) ([]byte, error) {
	r := p.record
	text, err := json.Marshal(spilled{
		Vendor: p.who.Vendor, Side: p.who.Side,
		ID: r.ID, Customer: r.Customer, Token: r.Token, TokenName: r.TokenName, Count: r.Count,
		Time: r.Time, Repository: r.Repository, Reference: r.Reference, Digest: r.Digest, Version: r.Version,
		Allowed: r.Allowed, Reason: r.Reason, Bytes: r.Bytes, Cut: r.Cut, Client: r.Client, Address: r.Address,
	})
	if err != nil {
		return nil, err
	}
	line, err := json.Marshal(summed{sum(text), text})
	return append(line, '\n'), err
}

var errBrokenLine = errors.New("the line is not as it was written")

// parseSpillLine reads what spillLine wrote, and nothing else.
func parseSpillLine(line []byte) (writtenPull, error) {
	var whole summed
	if err := json.Unmarshal(line, &whole); err != nil {
		return writtenPull{}, errBrokenLine
	}
	var s spilled
	if whole.Sum != sum(whole.Pull) || json.Unmarshal(whole.Pull, &s) != nil {
		return writtenPull{}, errBrokenLine
	}
	return writtenPull{
		who: tenant.Principal{Side: s.Side, Vendor: s.Vendor, Customer: s.Customer, Credential: s.Token},
		record: PullRecord{
			ID: s.ID, Customer: s.Customer, Token: s.Token, TokenName: s.TokenName, Count: s.Count,
			Pull: entitlement.Pull{
				Time: s.Time, Repository: s.Repository, Reference: s.Reference, Digest: s.Digest, Version: s.Version,
				Allowed: s.Allowed, Reason: s.Reason, Bytes: s.Bytes, Cut: s.Cut, Client: s.Client, Address: s.Address,
			},
		},
	}, nil
}
