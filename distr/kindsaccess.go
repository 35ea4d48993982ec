package distr

// The kinds of event about settings, access and installations.
const (
	SettingsChanged       Kind = "settings.changed"       // {before, after}: what has changed of the settings
	FeatureDefined        Kind = "feature.defined"        // {feature, requires, default, before}: before is how it was defined, if it was
	CustomerChanged       Kind = "customer.changed"       // {before, after}: name, email and plan
	CustomerArchived      Kind = "customer.archived"      // {name}
	CustomerUnarchived    Kind = "customer.unarchived"    // {name, archived}: since when it was
	AccessChanged         Kind = "access.changed"         // {before, after}: levels
	PortalChanged         Kind = "portal.changed"         // {before, after}: {open, version}, as it is set and not as it is in effect
	DomainsChanged        Kind = "domains.changed"        // {before, after}: {restricted, domains}
	InstallationStarted   Kind = "installation.started"   // {installation, name, token}
	InstallationRenamed   Kind = "installation.renamed"   // {installation, before, after}: names
	InstallationDiscarded Kind = "installation.discarded" // {installation, name, token}
	TokenRotated          Kind = "token.rotated"          // {token, name, installation}
)
