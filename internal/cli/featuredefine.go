package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A definitionRecord is a feature that customers can have.
type definitionRecord struct {
	Feature  tenant.Feature `json:"feature"`
	Requires []string       `json:"requires"` // directly or by what it requires
	Default  bool           `json:"default"`  // on for new customers
}

func (r definitionRecord) fields() []field {
	return []field{
		{"feature", string(r.Feature)},
		{"requires", join(r.Requires)},
		{"default", fmt.Sprint(r.Default)},
	}
}

func newDefinitionRecord(g *tenant.FeatureGraph, f tenant.Feature) definitionRecord {
	needs := g.Enable(nil, f).Without(tenant.Features{f})
	return definitionRecord{f, texts(needs), g.Defaults().Has(f)}
}

func featureList(c *call) *cobra.Command {
	cmd := verb("list", "List the features that customers can have.", operands(),
		func(cmd *cobra.Command, _ []string) error {
			return c.as(cmd.Context(), func(v *distr.Vendor) error {
				g, err := v.Features(cmd.Context())
				if err != nil {
					return err
				}
				return list(c, collect(g.Names(), func(f tenant.Feature) definitionRecord { return newDefinitionRecord(g, f) }), "")
			})
		})
	cmd.Example = `  distr feature list`
	return cmd
}

func featureDefine(c *call) *cobra.Command {
	var requires words
	var onByDefault bool
	cmd := verb("define FEATURE [--requires F...] [--default]", "Define a feature of your own, or define it anew.", operands("FEATURE"),
		func(cmd *cobra.Command, args []string) error {
			def := tenant.FeatureDef{Name: tenant.Feature(args[0]), Default: onByDefault}
			for _, f := range requires {
				def.Requires = append(def.Requires, tenant.Feature(f))
			}
			return c.change(cmd.Context(), func(v *distr.Vendor) error {
				if err := v.DefineFeature(cmd.Context(), def); err != nil {
					return err
				}
				g, err := v.Features(cmd.Context())
				if err != nil {
					return err
				}
				return c.show(newDefinitionRecord(g, def.Name))
			})
		})
	cmd.Long = `It is switched per customer like the others, with what it requires; what it does is for
your own programs to ask. Customers that are there already have it off.`
	cmd.Example = `  distr feature define audit-log --requires deployments
  distr feature define backups --default`
	cmd.Flags().Var(&requires, "requires", "it needs the feature `F`; several with commas, or the flag again")
	cmd.Flags().BoolVar(&onByDefault, "default", false, "new customers have it on")
	return cmd
}
