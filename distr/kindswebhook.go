package distr

// The kinds of event about webhooks. No data holds a secret, nor the whole address:
// often whoever knows that may post there.
const (
	WebhookAdded    Kind = "webhook.added"    // {endpoint, host, owner, customer, kinds}
	WebhookRemoved  Kind = "webhook.removed"  // {endpoint, host, owner}
	WebhookRotated  Kind = "webhook.rotated"  // {endpoint, host, owner, oldUntil}: the secret; until when the old one signs too
	WebhookEnabled  Kind = "webhook.enabled"  // {endpoint, host, owner, missed}: whether it is told of what happened while it was off
	WebhookDisabled Kind = "webhook.disabled" // {endpoint, host, owner, why, failing}: since when it has refused everything
	WebhookTest     Kind = "webhook.test"     // {endpoint, host, owner}: only this endpoint is told
)
