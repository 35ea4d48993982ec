package cli

import (
	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/license"
)

// priceFlags are what is asked for one unit, and what it costs.
type priceFlags struct{ price, cost string }

func (f *priceFlags) define(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.price, "price", "", `ask for the end-user price "AMOUNT CURRENCY" of one unit and period`)
	cmd.Flags().StringVar(&f.cost, "cost", "", `pay "AMOUNT CURRENCY" for it (default: as the price list says)`)
}

const priceHelp = `A price is that of one unit and period, such as "149.99 EUR" or "0.0125 EUR": one asset,
one scan, or the flat fee. Only super-admins see and set prices.`

// parse reads the price; zero if none is given.
func (f *priceFlags) parse(cmd *cobra.Command) (p license.Price, err error) {
	if f.price == "" && f.cost != "" {
		return p, misuse(cmd, "--cost %q belongs to a --price", f.cost)
	}
	for _, part := range []struct {
		text string
		to   *license.UnitPrice
	}{{f.price, &p.Unit}, {f.cost, &p.Cost}} {
		if part.text == "" {
			continue
		}
		if *part.to, err = license.ParseUnitPrice(part.text); err != nil {
			return p, err
		}
	}
	return p, nil
}
