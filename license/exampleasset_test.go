package license_test

import (
	"errors"
	"fmt"

	"github.com/seed361c4c3e/distr-go/license"
)

func ExampleParseAsset() {
	for _, text := range []string{"WWW.Example.com.", "münchen.de", "::ffff:192.0.2.1", "192.0.2.5/29", "HTTPS://Example.COM:443/a/../app/?x=1"} {
		a, err := license.ParseAsset(text, license.Auto)
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Println(a, a.Kind, a.Counts())
	}
	// Output:
	// www.example.com subdomain 1
	// xn--mnchen-3ya.de domain 1
	// 192.0.2.1 ip 1
	// 192.0.2.0/29 ip 8
	// https://example.com/app webapp 1
}

func ExampleParseAsset_refused() {
	_, err := license.ParseAsset("example.com:8443", license.Auto)
	fmt.Println(err, errors.Is(err, license.ErrNeedsURL))
	_, err = license.ParseAsset("10.0.0.0/8", license.Auto)
	fmt.Println(err)
	_, err = license.ParseAsset("*.example.com", license.Auto)
	fmt.Println(err)
	_, err = license.ParseAsset("https://admin:secret@example.com/", license.Auto)
	fmt.Println(err)
	// Output:
	// invalid asset "example.com:8443": it has a port; write it as a URL, https://example.com:8443/ or with http true
	// invalid asset "10.0.0.0/8": a range has at most 4096 addresses; write prefixes of /20 or longer instead of /8
	// invalid asset "*.example.com": a wildcard counts nothing; add each name that is found there
	// invalid asset "https://***@example.com/": a login has no place in an asset; leave away what stands in front of the host
}

func ExampleInventory() {
	var inventory license.Inventory
	for _, text := range []string{"example.com", "EXAMPLE.com.", "https://example.com", "http://example.com/", "192.0.2.1", "192.0.2.0/29"} {
		a, err := license.ParseAsset(text, license.Auto)
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Printf("%-22s +%d\n", text, inventory.Add(a))
	}
	fmt.Println("total:", inventory.Total())
	// Output:
	// example.com            +1
	// EXAMPLE.com.           +0
	// https://example.com    +1
	// http://example.com/    +0
	// 192.0.2.1              +1
	// 192.0.2.0/29           +7
	// total: 10
}

func ExampleAssetPolicy() {
	www := license.NewInventory(license.AssetPolicy{Version: 1, FoldWWW: true})
	for _, text := range []string{"example.com", "www.example.com"} {
		a, err := license.ParseAsset(text, license.Auto)
		if err != nil {
			fmt.Println(err)
			continue
		}
		www.Add(a)
	}
	fmt.Println(www.Total())
	// Output: 1
}
