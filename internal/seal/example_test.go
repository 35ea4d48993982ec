package seal_test

import (
	"crypto/rand"
	"errors"
	"fmt"

	"github.com/seed361c4c3e/distr-go/internal/seal"
)

func Example() {
	key, err := seal.NewKey(rand.Reader)
	if err != nil {
		fmt.Println(err)
		return
	}
	ring, err := seal.NewRing(key) // after a rotation: the new one, the old one
	if err != nil {
		fmt.Println(err)
		return
	}
	sealed, err := ring.Seal([]byte("correct horse"), rand.Reader, "acme", "upstream", "acme/app")
	if err != nil {
		fmt.Println(err)
		return
	}
	plain, err := ring.Open(sealed, "acme", "upstream", "acme/app")
	fmt.Println(string(plain), err)
	_, err = ring.Open(sealed, "umbrella", "upstream", "acme/app")
	fmt.Println(err, errors.Is(err, seal.ErrDamaged))
	fmt.Println(key)
	// Output:
	// correct horse <nil>
	// opening a sealed value: it is damaged, or was not sealed for this true
	// distr-master-key-1 ***
}
