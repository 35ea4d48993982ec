package cli

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

func licenseCommand(c *call) *cobra.Command {
	return noun("license", "Sell licenses, count their use, and see what they earn.",
		licenseSell(c), licenseQuote(c), licensePrice(c), licenseCharge(c), licenseMargin(c), licenseReport(c),
		licenseList(c), licenseStanding(c), licenseAmend(c), licenseEnd(c), licenseUse(c))
}

// A licenseRecord is a license as it was sold. It has no price.
type licenseRecord struct {
	ID       license.ContractID `json:"id"`
	Customer tenant.CustomerID  `json:"customer"`
	Plan     string             `json:"plan"`
	Model    license.Model      `json:"model"`
	Limit    int64              `json:"limit"` // 0 of what is not metered
	Alerts   []int              `json:"alerts"`
	Overage  license.Overage    `json:"overage"`
	Every    license.Interval   `json:"every"`
	Zone     string             `json:"zone"`
	Starts   *time.Time         `json:"starts"`
	Ends     *time.Time         `json:"ends"`
}

func newLicenseRecord(customer tenant.CustomerID, c license.Contract) licenseRecord {
	p := newPlanRecord(license.Plan{Model: c.Terms.Model, Alerts: c.Terms.Alerts, Overage: c.Terms.Overage})
	r := licenseRecord{c.ID, customer, c.Plan, c.Terms.Model, c.Terms.Limit, p.Alerts, p.Overage, c.Every, c.Zone, moment(c.Starts), moment(c.Ends)}
	if r.Zone == "" {
		r.Zone = "UTC"
	}
	return r
}

func (r licenseRecord) fields() []field {
	limit := "unlimited"
	if r.Model.Metered() {
		limit = fmt.Sprint(r.Limit)
	}
	return []field{
		{"id", string(r.ID)}, {"customer", string(r.Customer)}, {"plan", r.Plan}, {"model", string(r.Model)}, {"limit", limit}, {"every", string(r.Every)},
		{"starts", clock(r.Starts, "")}, {"ends", clock(r.Ends, "never")}, {"zone", r.Zone}, {"alerts", percentages(r.Alerts)}, {"overage", string(r.Overage)},
	}
}

// licenseNames are the columns of a table of licenses: the names that the fields have in
// JSON.
func licenseNames() []string {
	return strings.Fields("id customer plan model limit alerts overage every zone starts ends")
}

// cells has no limit of what is not metered: 0 is one as well.
func (r licenseRecord) cells() []string {
	limit := ""
	if r.Model.Metered() {
		limit = fmt.Sprint(r.Limit)
	}
	return []string{
		string(r.ID), string(r.Customer), r.Plan, string(r.Model), limit, numbers(r.Alerts), string(r.Overage), string(r.Every),
		r.Zone, clock(r.Starts, ""), clock(r.Ends, ""),
	}
}

// numbers are whole numbers in one cell.
func numbers(list []int) string {
	return join(collect(list, strconv.Itoa))
}
