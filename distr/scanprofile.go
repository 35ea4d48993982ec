package distr

import (
	"fmt"
	"strings"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// CheckScanProfile says what is wrong with the name of a profile, as tenant.ErrInvalid:
// it is 1 to 64 of a–z, 0–9, '-', '_' and '.', and begins with a letter or digit. Which
// there are is said by ScanConfig.Scanners of whoever carries scans out.
func CheckScanProfile(name string) error {
	wrong := strings.ContainsFunc(name, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9') && !strings.ContainsRune("-_.", r)
	})
	if wrong || name == "" || len(name) > 64 || strings.ContainsAny(name[:1], "-_.") {
		return fmt.Errorf("%w scan profile %.80q: it is 1 to 64 of a–z, 0–9, '-', '_' and '.', and begins with a letter or digit", tenant.ErrInvalid, name)
	}
	return nil
}
