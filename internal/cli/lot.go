package cli

import (
	"fmt"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/license"
)

// A lotRecord is what was bought ahead.
type lotRecord struct {
	ID        license.LotID       `json:"id"`
	Model     license.Model       `json:"model"`
	Quantity  int64               `json:"quantity"`
	Left      int64               `json:"left"`
	List      license.UnitPrice   `json:"list"`
	Discount  license.BasisPoints `json:"discount"`
	Cost      license.UnitPrice   `json:"cost"`
	Purchased *time.Time          `json:"purchased"`
	Expires   *time.Time          `json:"expires"`
}

func newLotRecord(l license.Lot) lotRecord {
	return lotRecord{l.ID, l.Model, l.Quantity, l.Left, l.List, l.Discount, l.Cost, moment(l.Purchased), moment(l.Expires)}
}

func (r lotRecord) fields() []field {
	return []field{
		{"id", string(r.ID)}, {"model", string(r.Model)}, {"left", fmt.Sprintf("%d of %d", r.Left, r.Quantity)},
		{"cost", fmt.Sprintf("%v (%v less %v)", r.Cost, r.List, r.Discount)}, {"bought", clock(r.Purchased, "")}, {"expires", clock(r.Expires, "never")},
	}
}

func lotCommand(c *call) *cobra.Command {
	return noun("lot", "Write down what you bought ahead, at a discount.", lotBuy(c), lotList(c))
}

func lotBuy(c *call) *cobra.Command {
	var list, currency, discount, bought, expires string
	cmd := verb("buy MODEL QUANTITY (--list P | --currency C) [--discount D] [--bought WHEN] [--expires DATE]", "Add a lot.", operands("MODEL", "QUANTITY"),
		func(cmd *cobra.Command, args []string) error {
			n := distr.NewLot{Model: license.Model(args[0])}
			var err error
			if n.Quantity, err = strconv.ParseInt(args[1], 10, 64); err != nil {
				return misuse(cmd, "QUANTITY %q: it is a whole number of 1 or more", args[1])
			}
			if (list == "") == (currency == "") {
				return misuse(cmd, "say either --list, or the --currency of the price list")
			}
			if list != "" {
				n.List, err = license.ParseUnitPrice(list)
			} else {
				n.Currency, err = license.ParseCurrency(currency)
			}
			if err != nil {
				return err
			}
			if discount != "" {
				if n.Discount, err = license.ParsePercent(discount); err != nil {
					return err
				}
			}
			now := time.Now().UTC()
			if n.Purchased, err = parseWhen(bought, now, 0); err != nil {
				return misuse(cmd, "--bought %q: %w", bought, err)
			}
			if expires != "" {
				if n.Expires, err = parseNewEnd(expires, now); err != nil {
					return err
				}
			}
			return c.change(cmd.Context(), func(v *distr.Vendor) error {
				l, err := v.BuyLot(cmd.Context(), n)
				if err != nil {
					return err
				}
				return c.show(newLotRecord(l))
			})
		})
	cmd.Long = `A unit of the lot costs the list cost less the discount. Periods that begin from then on
draw from lots before they come at list cost, from what expires first before all else, and
keep that cost. Only super-admins see and buy lots.`
	cmd.Example = `  distr lot buy per-scan 10000 --list "0.02 EUR" --discount 25% --expires 2099-12-31
  distr lot buy per-scan 10000 --currency EUR --discount 12.5%`
	flags := cmd.Flags()
	flags.StringVar(&list, "list", "", `the list cost of one unit is "AMOUNT CURRENCY"`)
	flags.StringVar(&currency, "currency", "", "the list cost is that of the price list in the currency `C`, for the quantity")
	flags.StringVar(&discount, "discount", "", "the discount is `D`, such as 12.5% (default: none)")
	flags.StringVar(&bought, "bought", "", "it was bought `WHEN`: a time ago such as 7d, a date or an instant (default: now)")
	flags.StringVar(&expires, "expires", "", "what is left is lost after `DATE` (default: never)")
	return cmd
}

func lotList(c *call) *cobra.Command {
	cmd := verb("list", "List lots, with what is left of them.", operands(), func(cmd *cobra.Command, _ []string) error {
		return c.as(cmd.Context(), func(v *distr.Vendor) error {
			lots, err := v.Lots(cmd.Context())
			if err != nil {
				return err
			}
			return list(c, collect(lots, newLotRecord), `None yet. Add one with "distr lot buy MODEL QUANTITY".`)
		})
	})
	cmd.Example = `  distr lot list`
	return cmd
}
