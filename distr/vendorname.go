package distr

import (
	"cmp"
	"context"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// VendorName is the vendor's name as the customer knows it: the name beside the
// sender of letters, or that of the app; where neither is set, the vendor's ID.
func (a *Account) VendorName(ctx context.Context) (name string, err error) {
	err = a.lookWide(ctx, tenant.SeeCustomer, func(view VendorView, _ CustomerView) error {
		mail, err := view.MailSettings()
		if err != nil {
			return err
		}
		settings, err := view.Settings()
		name = cmp.Or(mail.Name, settings.App, string(a.vendor.id))
		return err
	})
	return name, err
}
