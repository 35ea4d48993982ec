package cli

import (
	"bytes"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/internal/embedded"
)

// A releaseRecord is one published version. Pin is what is said of it in each
// repository: a pin, or a walkedPin by the command that has just walked it.
type releaseRecord[Pin fmt.Stringer] struct {
	Product      entitlement.ProductID `json:"product"`
	Version      string                `json:"version"`
	Published    *time.Time            `json:"published"`
	Follows      bool                  `json:"follows"` // it goes where its tag goes
	Repositories []Pin                 `json:"repositories"`
}

type pin struct {
	Repository entitlement.RepositoryPath `json:"repository"`
	Tag        string                     `json:"tag"`
	Digest     string                     `json:"digest"`
}

type walkedPin struct {
	pin
	Manifests int   `json:"manifests"`
	Blobs     int   `json:"blobs"`
	Bytes     int64 `json:"bytes"`
	Referrers int   `json:"referrers"` // signatures, SBOMs and the like
}

// String is repository:tag@digest, which every client pulls by the digest.
func (p pin) String() string { return fmt.Sprintf("%s:%s@%s", p.Repository, p.Tag, p.Digest) }

// String adds what was found below the digest.
func (p walkedPin) String() string {
	return fmt.Sprintf("%s (%s, %s, %s, %s)", p.pin,
		count(p.Manifests, "manifest", "manifests"), count(p.Blobs, "blob", "blobs"), count(p.Bytes, "byte", "bytes"), count(p.Referrers, "referrer", "referrers"))
}

func newReleaseRecord[Pin fmt.Stringer](id entitlement.ProductID, r entitlement.Release, of func(pin) Pin) releaseRecord[Pin] {
	record := releaseRecord[Pin]{Product: id, Version: r.Version, Published: moment(r.At), Follows: r.Follows, Repositories: []Pin{}}
	for _, path := range slices.Sorted(maps.Keys(r.Roots)) {
		root := r.Roots[path]
		record.Repositories = append(record.Repositories, of(pin{Repository: path, Tag: root.Tag, Digest: root.Digest.String()}))
	}
	return record
}

func (r releaseRecord[Pin]) fields() []field {
	return []field{
		{"product", string(r.Product)},
		{"version", r.Version},
		{"published", clock(r.Published, "")},
		{"follows", map[bool]string{true: "its tag", false: ""}[r.Follows]},
		{"repositories", join(collect(r.Repositories, Pin.String))},
	}
}

func releaseCommand(c *call) *cobra.Command {
	return noun("release", "Publish versions of a product, and see which there are.", releasePublish(c), releaseList(c))
}

func releasePublish(c *call) *cobra.Command {
	var tag string
	var follow, notify bool
	cmd := verb("publish PRODUCT VERSION [--tag TAG] [--follow] [--notify]", "Publish what a tag means now as a version of a product.", operands("PRODUCT", "VERSION"),
		func(cmd *cobra.Command, args []string) error {
			// Warnings, such as that a layer lies on another server, belong to a
			// release. An error says all that there is to say.
			var warnings bytes.Buffer
			walked := newProgress(c.stderr)
			log := slog.New(slog.NewTextHandler(&warnings, &slog.HandlerOptions{Level: slog.LevelWarn}))
			err := inForce(cmd.Context(), c.enter(cmd.Context(), func(p place) error {
				return p.images(cmd.Context(), log, walked.show, func(hub *distr.Hub, _ *embedded.Registry) error {
					id := entitlement.ProductID(args[0])
					v, err := c.hands(cmd.Context(), hub.Vendor(p.vendor))
					if err != nil {
						return err
					}
					if _, err := v.Releases(cmd.Context(), id); err != nil {
						return about(aProduct, err)
					}
					published, err := v.PublishRelease(cmd.Context(), distr.NewRelease{Product: id, Version: args[1], Tag: tag, Follows: follow, Notify: notify})
					walked.wipe()
					if err != nil {
						return err
					}
					return c.show(newReleaseRecord(id, published.Release, func(at pin) walkedPin {
						closure := published.Closures[at.Repository]
						return walkedPin{at, closure.Manifests(), closure.Blobs(), closure.Bytes(), len(published.Referrers[at.Repository])}
					}))
				})
			}))
			if err == nil {
				_, _ = warnings.WriteTo(c.stderr)
			}
			return err
		})
	cmd.Long = `Push the images first. Publishing looks the tag up in every repository of the
product, checks that everything below it is there, and remembers the digests: from
then on the version is that, whatever becomes of the tag. If anything is missing,
nothing is published. Publishing the same digests again changes nothing; other
digests under the same version are refused.

Customers pull a version by its own name, and by the tag that it was published
from. A tag stays with its version: publish each version from a tag of its own.

What refers to the images, such as signatures and SBOMs, is found along with them,
and what is pushed through "distr serve" later joins them; publish again to find
what was pushed past it.

With --follow the version goes where its tag goes, such as a nightly build: at once
when the tag is pushed through "distr serve", and within a minute otherwise.`
	cmd.Example = `  distr release publish app 1.4.2
  distr release publish app 2.0.0 --tag build-7781
  distr release publish app nightly --follow`
	cmd.Flags().StringVar(&tag, "tag", "", "look up `TAG` (default: VERSION, with + written as _)")
	cmd.Flags().BoolVar(&follow, "follow", false, "let the version go where its tag goes")
	cmd.Flags().BoolVar(&notify, "notify", false, "write to the people of the customers who hold the version")
	return cmd
}

func releaseList(c *call) *cobra.Command {
	cmd := verb("list PRODUCT", "List the versions of a product, oldest first.", operands("PRODUCT"),
		func(cmd *cobra.Command, args []string) error {
			return c.as(cmd.Context(), func(v *distr.Vendor) error {
				id := entitlement.ProductID(args[0])
				all, err := v.Releases(cmd.Context(), id)
				if err != nil {
					return about(aProduct, err)
				}
				records := collect(all, func(r entitlement.Release) releaseRecord[pin] {
					return newReleaseRecord(id, r, func(at pin) pin { return at })
				})
				return list(c, records, `No versions yet. Publish one with "distr release publish PRODUCT VERSION".`)
			})
		})
	cmd.Example = `  distr release list app`
	return cmd
}
