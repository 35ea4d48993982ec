package cli

import "github.com/spf13/cobra"

func assetCommand(c *call) *cobra.Command {
	return noun("asset", "Count assets, and keep the inventory of a customer.", assetCount(c), assetAdd(c), assetList(c), assetArchive(c))
}
