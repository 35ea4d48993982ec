package storetest

import (
	"crypto/sha512"
	"fmt"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
)

// imageClosure is an image of a config and two layers, one of which is named by
// a sha512 digest. Its manifest is not even text: bytes come back as they were.
func imageClosure(mark string) entitlement.Closure {
	manifest := []byte("{\"of\":\"" + mark + "\"}\r\n\x00\xff\xfe not text")
	return entitlement.Closure{Root: entitlement.SHA256(manifest), Annotations: map[string]string{"of": mark}, Items: []entitlement.Item{
		{Digest: entitlement.SHA256(manifest), Role: entitlement.RoleRoot, Size: int64(len(manifest)),
			MediaType: "application/vnd.oci.image.manifest.v1+json", Manifest: manifest},
		{Digest: entitlement.SHA256([]byte("config of " + mark)), Role: entitlement.RoleConfig, Size: 1<<40 + 1,
			MediaType: "application/vnd.oci.image.config.v1+json"},
		{Digest: sha512Of("layer of " + mark), Role: entitlement.RoleLayer, Size: 2,
			MediaType: "application/vnd.oci.image.layer.v1.tar+gzip"},
		{Digest: entitlement.SHA256([]byte("a layer that all share")), Role: entitlement.RoleLayer, Size: 3,
			MediaType: "application/vnd.oci.image.layer.v1.tar+zstd"},
	}}
}

func chartClosure(mark string) entitlement.Closure {
	index, manifest := []byte(`{"index":"`+mark+`"}`), []byte(`{"chart":"`+mark+`"}`)
	return entitlement.Closure{Root: sha512Of(string(index)), Items: []entitlement.Item{
		{Digest: sha512Of(string(index)), Role: entitlement.RoleRoot, Size: int64(len(index)), MediaType: "application/vnd.oci.image.index.v1+json", Manifest: index},
		{Digest: entitlement.SHA256(manifest), Role: entitlement.RoleChild, Size: int64(len(manifest)), MediaType: "application/vnd.oci.image.manifest.v1+json", Manifest: manifest},
		{Digest: entitlement.SHA256([]byte("a layer that all share")), Role: entitlement.RoleLayer, Size: 3, MediaType: "application/vnd.cncf.helm.chart.content.v1.tar+gzip"},
	}}
}

// signature is a manifest that says of itself all that one can say, and a blob.
func signature(mark string, subject entitlement.Digest) entitlement.Referrer {
	manifest := []byte(`{"signature":"` + mark + `"}`)
	return entitlement.Referrer{Subject: subject, Tag: "sha256-" + hexadecimal(mark) + ".sig", Closure: entitlement.Closure{
		Root: entitlement.SHA256(manifest), Subject: subject, ArtifactType: "application/vnd.example.signature of " + mark,
		Annotations: map[string]string{"": "an empty key", "org.example.by": mark, "org.example.empty": "", `<"quoted">`: "\u2028 & \x00"},
		Items: []entitlement.Item{
			{Digest: entitlement.SHA256(manifest), Role: entitlement.RoleRoot, Size: int64(len(manifest)),
				MediaType: "application/vnd.oci.image.manifest.v1+json", Manifest: manifest},
			{Digest: sha512Of("signature by " + mark), Role: entitlement.RoleLayer, Size: 4, MediaType: "application/octet-stream"},
		},
	}}
}

// upstreamOf has no login in its origin: none is kept there.
func upstreamOf(r entitlement.RepositoryPath, mark string) distr.Upstream {
	return distr.Upstream{
		Repository: r,
		Origin: entitlement.Origin{
			Registry: "https://registry.example:8443", Repository: entitlement.RepositoryPath("private/" + hexadecimal(mark)),
			TokenHosts: []string{"auth.example", "auth.example:8443"}, RedirectHosts: []string{"*.blobs.example", "a.example", mark},
		},
		Login: distr.SealedLogin{Username: "vendor " + mark, Password: []byte("sealed for \xff\x00" + mark)},
	}
}

func sha512Of(content string) entitlement.Digest {
	d, err := entitlement.ParseDigest(fmt.Sprintf("sha512:%x", sha512.Sum512([]byte(content))))
	if err != nil {
		panic("storetest: the sample's digest: " + err.Error())
	}
	return d
}
