package cli

import (
	"time"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
)

type productRecord struct {
	ID           entitlement.ProductID `json:"id"`
	Kind         entitlement.Kind      `json:"kind"`
	Repositories []string              `json:"repositories"`
	Exact        bool                  `json:"exact"`
	Created      *time.Time            `json:"created"`
}

func newProductRecord(p entitlement.Product) productRecord {
	return productRecord{ID: p.ID, Kind: p.Kind, Repositories: texts(p.Repositories), Exact: p.Exact, Created: moment(p.Created)}
}

func (r productRecord) fields() []field {
	return []field{
		{"id", string(r.ID)},
		{"kind", string(r.Kind)},
		{"repositories", join(r.Repositories)},
		{"aliases", map[bool]string{true: "no", false: "yes"}[r.Exact]},
		{"created", clock(r.Created, "")},
	}
}

func productCommand(c *call) *cobra.Command {
	return noun("product", "Add products, and see which there are.", productAdd(c), productList(c))
}

func productAdd(c *call) *cobra.Command {
	var repositories words
	var kind string
	var exact bool
	cmd := verb("add ID --repository PATH... [--kind artifact|application] [--exact-tags]", "Add a product.", operands("ID"),
		func(cmd *cobra.Command, args []string) error {
			if len(repositories) == 0 {
				return misuse(cmd, "--repository is missing: say where the images of %s are, such as --repository acme/app", args[0])
			}
			p := entitlement.Product{ID: entitlement.ProductID(args[0]), Kind: entitlement.Kind(kind), Exact: exact}
			for _, path := range repositories {
				p.Repositories = append(p.Repositories, entitlement.RepositoryPath(path))
			}
			return c.change(cmd.Context(), func(v *distr.Vendor) error {
				added, err := v.CreateProduct(cmd.Context(), p)
				if err != nil {
					return about(aProduct, err)
				}
				return c.show(newProductRecord(added))
			})
		})
	cmd.Long = `A product is a name for one or more repositories that are released together. A
repository belongs to one product. An application is there for customers who have
the feature deployments, an artifact for those who have the feature artifacts.

A customer who pulls latest, 1 or 1.4 gets the highest version that they hold, of all,
of 1.x and of 1.4.x; a version that was published from a tag of such a name comes
first. With --exact-tags these names mean nothing else.`
	cmd.Example = `  distr product add app --repository acme/app,acme/app-chart
  distr product add agent --repository acme/agent --kind application`
	cmd.Flags().Var(&repositories, "repository", "repository `PATH`, without a host; several with commas, or the flag again")
	cmd.Flags().StringVar(&kind, "kind", string(entitlement.Artifact), "`KIND` of product: artifact or application")
	cmd.Flags().BoolVar(&exact, "exact-tags", false, "take the aliases latest, 1 and 1.4 away")
	return cmd
}

func productList(c *call) *cobra.Command {
	cmd := verb("list", "List the products.", operands(),
		func(cmd *cobra.Command, _ []string) error {
			return c.as(cmd.Context(), func(v *distr.Vendor) error {
				all, err := v.Products(cmd.Context())
				if err != nil {
					return err
				}
				return list(c, collect(all, newProductRecord), `No products yet. Add one with "distr product add ID --repository PATH".`)
			})
		})
	cmd.Example = `  distr product list`
	return cmd
}
