package distr_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/mail"
	"github.com/seed361c4c3e/distr-go/tenant"
)

func queued(t *testing.T, o *office, letters ...distr.Letter) {
	t.Helper()
	_, err := o.acme.QueueLetters(t.Context(), letters)
	require.NoError(t, err)
}

// The vendor's Administrators see letters to all, a customer's Administrators those
// that concern it, and nobody else any.
func TestWhoSeesLetters(t *testing.T) {
	onEachStore(t, "who sees letters", func(t *testing.T, o *office) {
		o.hire(t, "boss@acme.example", "")
		o.hire(t, "sam@acme.example", tenant.User)
		o.join(t, o.globex, "ann@globex.example", "")
		o.join(t, o.globex, "bob@globex.example", tenant.User)
		queued(t, o, distr.Letter{ID: "ltr_1", Customer: "globex", To: "bob@globex.example", Template: mail.NewRelease},
			distr.Letter{ID: "ltr_2", Customer: "initech", To: "a@initech.example", Template: mail.NewRelease})
		all, one := distr.LetterQuery{}, distr.LetterQuery{Customer: "globex"}
		for _, tt := range []struct {
			actor distr.Actor
			all   int // -1: refused
			one   int
		}{
			{distr.Operator(), 2, 1}, {distr.Staff("boss@acme.example"), 2, 1}, {distr.Staff("sam@acme.example"), -1, -1},
			{distr.CustomerUser("ann@globex.example"), -1, 1}, {distr.CustomerUser("bob@globex.example"), -1, -1},
		} {
			for i, q := range []distr.LetterQuery{all, one} {
				want := []int{tt.all, tt.one}[i]
				got, err := o.as(tt.actor).Letters(t.Context(), q)
				if want < 0 {
					require.Error(t, err, tt.actor)
					continue
				}
				require.NoError(t, err, tt.actor)
				require.Len(t, got, want, tt.actor)
				n := 0
				for l, err := range o.as(tt.actor).EachLetter(t.Context(), q) {
					require.NoError(t, err)
					require.Equal(t, got[n], l)
					n++
				}
				require.Equal(t, want, n)
			}
		}
	})
}

// A letter is in one pair of hands at a time, until the lease is over.
func TestClaimLetters(t *testing.T) {
	onEachStore(t, "claim letters", func(t *testing.T, o *office) {
		ctx := t.Context()
		queued(t, o, distr.Letter{ID: "ltr_1", To: "a@b.example"}, distr.Letter{ID: "ltr_2", To: "a@b.example"}, distr.Letter{ID: "ltr_3", To: "a@b.example"})
		queued(t, o, distr.Letter{ID: "ltr_1", To: "other@b.example"}) // it stays as it is
		mine, err := o.acme.ClaimLetters(ctx, 2, time.Minute)
		require.NoError(t, err)
		require.Len(t, mine, 2)
		require.Equal(t, tenant.Email("a@b.example"), mine[0].To)
		theirs, err := o.acme.ClaimLetters(ctx, 5, time.Minute)
		require.NoError(t, err)
		require.Len(t, theirs, 1)
		none, err := o.acme.ClaimLetters(ctx, 5, time.Minute)
		require.NoError(t, err)
		require.Empty(t, none)

		require.NoError(t, o.acme.SettleLetter(ctx, mine[0], distr.LetterOutcome{Sent: true, Subject: "hello"}))
		require.NoError(t, o.acme.SettleLetter(ctx, theirs[0], distr.LetterOutcome{Error: "never"}))
		o.clock.move(2 * time.Minute)
		again, err := o.acme.ClaimLetters(ctx, 5, time.Minute)
		require.NoError(t, err)
		require.Len(t, again, 1, "whoever held it has died")
		require.Equal(t, 2, again[0].Attempts)

		require.NoError(t, o.acme.SettleLetter(ctx, mine[1], distr.LetterOutcome{Error: "too late to say so", Next: o.clock.now()}))
		letters, err := o.acme.Letters(ctx, distr.LetterQuery{State: distr.LetterWaiting})
		require.NoError(t, err)
		require.Equal(t, again[0].Holder, letters[0].Holder, "it stays in the other's hands")
		require.NoError(t, o.acme.SettleLetter(ctx, mine[1], distr.LetterOutcome{Sent: true}))
		letters, err = o.acme.Letters(ctx, distr.LetterQuery{State: distr.LetterSent})
		require.NoError(t, err)
		require.Len(t, letters, 2, "what was sent was sent, whoever says so")
		require.Equal(t, "hello", letters[0].Subject)
		failed, err := o.acme.Letters(ctx, distr.LetterQuery{State: distr.LetterFailed})
		require.NoError(t, err)
		require.Len(t, failed, 1)
		require.Equal(t, "never", failed[0].Error)
	})
}

// Old letters are forgotten, but for those that wait: those are to be sent still.
func TestForgetLetters(t *testing.T) {
	onEachStore(t, "forget letters", func(t *testing.T, o *office) {
		ctx := t.Context()
		queue := func(ids ...distr.LetterID) {
			for _, id := range ids {
				queued(t, o, distr.Letter{ID: id, To: "a@b.example"})
			}
		}
		settle := func(out distr.LetterOutcome, ids ...distr.LetterID) {
			claimed, err := o.acme.ClaimLetters(ctx, 10, time.Minute)
			require.NoError(t, err)
			for _, l := range claimed {
				if slices.Contains(ids, l.ID) {
					require.NoError(t, o.acme.SettleLetter(ctx, l, out))
				}
			}
			o.clock.move(2 * time.Minute)
		}
		queue("ltr_sent", "ltr_failed", "ltr_retried", "ltr_waiting")
		settle(distr.LetterOutcome{Sent: true}, "ltr_sent")
		settle(distr.LetterOutcome{Error: "no"}, "ltr_failed", "ltr_retried")
		o.clock.move(distr.LettersStay - time.Hour)
		_, err := o.acme.RetryLetter(ctx, "ltr_retried")
		require.NoError(t, err)
		settle(distr.LetterOutcome{Sent: true}, "ltr_retried")
		queue("ltr_new")
		settle(distr.LetterOutcome{Sent: true}, "ltr_new")
		require.NoError(t, o.acme.ForgetLetters(ctx))
		left := func() (ids []distr.LetterID) {
			letters, err := o.acme.Letters(ctx, distr.LetterQuery{})
			require.NoError(t, err)
			for _, l := range letters {
				ids = append(ids, l.ID)
			}
			return ids
		}
		require.ElementsMatch(t, []distr.LetterID{"ltr_sent", "ltr_failed", "ltr_retried", "ltr_waiting", "ltr_new"}, left(), "not yet")
		o.clock.move(time.Hour)
		require.NoError(t, o.acme.ForgetLetters(ctx))
		require.ElementsMatch(t, []distr.LetterID{"ltr_retried", "ltr_waiting", "ltr_new"}, left())
		o.clock.move(2 * distr.LettersStay)
		require.NoError(t, o.acme.ForgetLetters(ctx))
		require.Equal(t, []distr.LetterID{"ltr_waiting"}, left())
		require.NoError(t, o.acme.ForgetLetters(ctx), "there is nothing to forget")
	})
}

// Letters that were in the hands of a process which died are due when somebody says
// so: all, by who knows it, or one, by who asks for that.
func TestTakeBackLetters(t *testing.T) {
	onEachStore(t, "take back letters", func(t *testing.T, o *office) {
		ctx := t.Context()
		queued(t, o, distr.Letter{ID: "ltr_1", To: "a@b.example"})
		queued(t, o, distr.Letter{ID: "ltr_2", To: "a@b.example"})
		claim := func() (ids []distr.LetterID) {
			claimed, err := o.acme.ClaimLetters(ctx, 10, 10*time.Minute)
			require.NoError(t, err)
			for _, l := range claimed {
				ids = append(ids, l.ID)
			}
			return ids
		}
		require.Len(t, claim(), 2)
		require.Empty(t, claim())
		l, err := o.acme.RetryLetter(ctx, "ltr_1")
		require.NoError(t, err)
		require.Empty(t, l.Holder)
		require.Zero(t, l.Until)
		require.Equal(t, []distr.LetterID{"ltr_1"}, claim())
		require.NoError(t, o.acme.TakeBackLetters(ctx))
		require.ElementsMatch(t, []distr.LetterID{"ltr_1", "ltr_2"}, claim())
	})
}

// All letters that failed are tried again, and no other.
func TestRetryFailedLetters(t *testing.T) {
	onEachStore(t, "retry failed letters", func(t *testing.T, o *office) {
		ctx := t.Context()
		const n = 1001 // more than a page
		letters := make([]distr.Letter, n)
		for i := range letters {
			letters[i] = distr.Letter{ID: distr.LetterID(fmt.Sprintf("ltr_%04d", i)), To: "a@b.example"}
		}
		_, err := o.acme.QueueLetters(ctx, letters)
		require.NoError(t, err)
		claimed, err := o.acme.ClaimLetters(ctx, n, time.Minute)
		require.NoError(t, err)
		for i, l := range claimed {
			require.NoError(t, o.acme.SettleLetter(ctx, l, distr.LetterOutcome{Sent: i == 7, Error: "no"}))
		}
		again, err := o.acme.RetryFailedLetters(ctx)
		require.NoError(t, err)
		require.Equal(t, n-1, again)
		claimed, err = o.acme.ClaimLetters(ctx, n, time.Minute)
		require.NoError(t, err)
		require.Len(t, claimed, n-1)
		require.Equal(t, 1, claimed[0].Attempts)
		again, err = o.acme.RetryFailedLetters(ctx)
		require.NoError(t, err)
		require.Zero(t, again)
		events, err := o.acme.Events(ctx, distr.EventQuery{Kinds: []distr.Kind{distr.LetterRetried}})
		require.NoError(t, err)
		require.Len(t, events, n-1)
	})
}

// An invitation by letter hands out nothing that opens the door, whoever invites.
func TestInvitationsByLetterHandOutNothing(t *testing.T) {
	o := newOffice(t)
	o.join(t, o.globex, "ann@globex.example", "")
	invited, err := o.user("ann@globex.example").Invite(t.Context(), distr.NewMember{Email: "bob@globex.example", Letter: true})
	require.NoError(t, err)
	require.Empty(t, invited.Token.Reveal())
	resent, err := o.user("ann@globex.example").ResendLetter(t.Context(), invited.Member.ID)
	require.NoError(t, err)
	require.Empty(t, resent.Token.Reveal())
	require.True(t, resent.Resent)
	events := o.events(t, "globex")
	require.Contains(t, string(events[len(events)-1].Data), `"letter":true`)
	plain, err := o.globex.Invite(t.Context(), distr.NewMember{Email: "cal@globex.example"})
	require.NoError(t, err)
	require.NotEmpty(t, plain.Token.Reveal())
	events = o.events(t, "globex")
	require.NotContains(t, string(events[len(events)-1].Data), "letter")
}
