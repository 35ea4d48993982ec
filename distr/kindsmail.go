package distr

// The kinds of event about letters.
const (
	InvitationWritten      Kind = "member.invitation.written" // {member, email, letter}: its secret was made, for the letter alone
	StaffInvitationWritten Kind = "staff.invitation.written"  // the same
	LetterRetried          Kind = "letter.retried"            // {letter, template, email}
	LetterTemplateChanged  Kind = "letter.template.changed"   // {template, before, after}: subjects, and the SHA-256 of text and HTML
	LetterTemplateRestored Kind = "letter.template.restored"  // {template}: it is the program's own again
	MailSettingsChanged    Kind = "mail.changed"              // {before, after}: what has changed of them; of a key, the SHA-256 of its public half
	GrantExpiring          Kind = "grant.expiring"            // {grant, name, product, expires, step, days}: so many days are left, the step being 90, 60, 30, 14, 7, 1 or 0
)
