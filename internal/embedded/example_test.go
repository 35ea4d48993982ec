package embedded_test

import (
	"fmt"
	"log"
	"os"

	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/remote"

	"github.com/seed361c4c3e/distr-go/internal/embedded"
)

// Push an image and ask for it again, with go-containerregistry and without a
// network.
func Example() {
	root, err := os.MkdirTemp("", "registry")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(root)
	reg, err := embedded.Open(embedded.Config{Root: root})
	if err != nil {
		log.Fatal(err)
	}
	defer reg.Close()

	ref, err := name.ParseReference(embedded.Host+"/acme/app:1.4.2", name.Insecure)
	if err != nil {
		log.Fatal(err)
	}
	via := remote.WithTransport(reg.Transport())
	if err := remote.Write(ref, empty.Image, via); err != nil {
		log.Fatal(err)
	}
	head, err := remote.Head(ref, via)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(ref, head.MediaType)
	// Output: embedded.invalid/acme/app:1.4.2 application/vnd.docker.distribution.manifest.v2+json
}
