package cli

import (
	"runtime/debug"

	"github.com/spf13/cobra"
)

// newRoot builds the tree of commands for one call.
func newRoot(c *call, env func(string) string) *cobra.Command {
	root := &cobra.Command{
		Use:   "distr COMMAND",
		Short: "Say which customer may have which version, and let the registry keep to it.",
		Example: `  distr product add app --repository acme/app
  distr customer add Globex --id globex
  distr release publish app 1.4.2
  distr grant add globex app --version 1.4.2
  distr token add globex --name "production cluster"
  distr serve`,
		Version:               version(),
		Args:                  cobra.ArbitraryArgs,
		RunE:                  choose,
		PersistentPreRunE:     noneEmpty,
		SilenceErrors:         true, // Main says it, in one line
		SilenceUsage:          true,
		DisableFlagsInUseLine: true,
		CompletionOptions:     cobra.CompletionOptions{DisableDefaultCmd: true},
	}
	root.SetHelpFunc(help)
	root.SetHelpCommand(helpCommand())
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error { return misuse(cmd, "%w", err) })
	c.globals(root.PersistentFlags(), env)
	root.AddCommand(
		customerCommand(c),
		featureCommand(c),
		accessCommand(c),
		portalCommand(c),
		domainCommand(c),
		memberCommand(c),
		inviteCommand(c),
		installationCommand(c),
		secretCommand(c),
		staffCommand(c),
		productCommand(c),
		releaseCommand(c),
		grantCommand(c),
		tokenCommand(c),
		planCommand(c),
		licenseCommand(c),
		priceCommand(c),
		lotCommand(c),
		assetCommand(c),
		scheduleCommand(c),
		scanCommand(c),
		reportCommand(c),
		triggerCommand(c),
		upstreamCommand(c),
		keysCommand(c),
		checkCommand(c),
		previewCommand(c),
		pullsCommand(c, env),
		eventsCommand(c),
		webhookCommand(c),
		mailCommand(c),
		serveCommand(c),
		demoCommand(c),
	)
	return root
}

// noun is a command that only has commands below it.
func noun(name, short string, verbs ...*cobra.Command) *cobra.Command {
	cmd := &cobra.Command{
		Use: name + " COMMAND", Short: short, Args: cobra.ArbitraryArgs, RunE: choose, DisableFlagsInUseLine: true,
	}
	cmd.AddCommand(verbs...)
	return cmd
}

// verb is a command that does something. Its use is written out, flags and all.
func verb(use, short string, args cobra.PositionalArgs, run func(cmd *cobra.Command, args []string) error) *cobra.Command {
	return &cobra.Command{Use: use, Short: short, Args: args, RunE: run, DisableFlagsInUseLine: true}
}

// version is what the program was built from.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "unknown"
	}
	return info.Main.Version
}
