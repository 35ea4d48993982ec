package demo

import (
	"context"
	"net/http"

	v1 "github.com/google/go-containerregistry/pkg/v1"

	"github.com/seed361c4c3e/distr-go/internal/wares"
)

// script is what the customers try, in order. At its end Globex holds the old
// version and not the next one, so that whoever watches can go on from there.
func (s *stage) script() ([]ask, error) {
	digest, err := s.apps[next].Digest()
	if err != nil {
		return nil, err
	}
	shared, own, err := layersOf(next)
	if err != nil {
		return nil, err
	}
	g, i := s.globex, s.initech
	var (
		yes      = answer{status: http.StatusOK}
		denied   = answer{status: http.StatusForbidden, code: "DENIED"}
		noName   = answer{status: http.StatusNotFound, code: "NAME_UNKNOWN"}
		noDigest = answer{status: http.StatusNotFound, code: "MANIFEST_UNKNOWN"}
		noBlob   = answer{status: http.StatusNotFound, code: "BLOB_UNKNOWN"}
		noToken  = answer{status: http.StatusUnauthorized, code: "UNAUTHORIZED"}
	)
	return []ask{
		{who: g.name, what: image + ":" + old, try: s.pullImage(g, old), want: yes},
		{who: g.name, what: image + ":" + next, try: s.pullImage(g, next), want: denied},
		{who: g.name, what: image + ":9.9.9 (there is none)", try: s.pullImage(g, "9.9.9"), want: denied},
		{who: g.name, what: image + " without a tag", try: s.pullNewest(g), want: yes},
		{who: g.name, what: "the digest of " + next, try: s.pullManifest(g, digest), want: noDigest},
		{who: g.name, what: "a layer that only " + next + " has", try: s.pullLayer(g, own), want: noBlob},
		{who: g.name, what: "a layer that both have", try: s.pullLayer(g, shared), want: yes},
		{who: g.name, what: "the tags of " + image, try: s.listTags(g), want: yes},
		{who: g.name, what: chart + ":" + old, try: s.pullChart(g, old), want: yes},
		{who: g.name, what: chart + ":" + next, try: s.pullChart(g, next), want: denied},
		{who: i.name, what: image + ":" + next + ", holding nothing", try: s.pullImage(i, next), want: noName},
		{
			who: i.name, what: image + ":" + next + ", granted just now", try: s.pullImage(i, next), want: yes,
			before: func(ctx context.Context) error { return grant(ctx, i, next) },
		},
		{
			who: i.name, what: image + ":" + next + ", token revoked just now", try: s.pullImage(i, next), want: noToken,
			before: func(ctx context.Context) error {
				return i.account.RevokeToken(ctx, i.token.Claim().Credential)
			},
		},
	}, nil
}

// layersOf are two layers of a version of the image for the first platform: the
// one that all versions share, and its own.
func layersOf(version string) (shared, own v1.Hash, err error) {
	built, err := wares.Image(version, wares.Platforms[0])
	if err != nil {
		return shared, own, err
	}
	layers, err := built.Layers()
	if err != nil {
		return shared, own, err
	}
	if shared, err = layers[0].Digest(); err != nil {
		return shared, own, err
	}
	own, err = layers[1].Digest()
	return shared, own, err
}
