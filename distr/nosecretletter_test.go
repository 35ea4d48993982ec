package distr_test

import (
	"crypto/x509"
	"io"
	"log/slog"
	"mime"
	"mime/multipart"
	"net/mail"
	"os"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	letters "github.com/seed361c4c3e/distr-go/distr/mail"
)

// letterSecrets sends letters with secrets in them, and puts the secrets in.
func letterSecrets(t *testing.T, o *office, log *slog.Logger, v vault) {
	t.Helper()
	ctx, folder := t.Context(), t.TempDir()
	invited, err := o.globex.Invite(ctx, distr.NewMember{Email: "dan@globex.example", Letter: true})
	require.NoError(t, err)
	log.Debug("invited by letter", "got", invited)
	o.clock.move(time.Minute) // the one sent before is not sent any more
	_, err = o.globex.ResendLetter(ctx, invited.Member.ID)
	require.NoError(t, err)
	_, err = o.acme.SetDKIM(ctx, "acme.example", "letters2026")
	require.NoError(t, err)
	settings, key, err := o.acme.LetterSigner(ctx)
	require.NoError(t, err)
	log.Debug("settings", "got", settings)
	private, err := x509.MarshalPKCS8PrivateKey(key)
	require.NoError(t, err)
	v["the second half of the key that signs letters"] = private[len(private)/2:]

	m, err := letters.New(letters.Config{Vendor: o.acme, Folder: folder, Log: log, Now: o.clock.now})
	require.NoError(t, err)
	events, err := o.acme.Events(ctx, distr.EventQuery{})
	require.NoError(t, err)
	_, err = m.Courier().Deliver(ctx, events)
	require.NoError(t, err)
	const link = "https://portal.acme.example/in#the-secret-of-a-link-to-sign-in"
	v.text("a link to sign in", link)
	_, err = m.SendSignIn(ctx, letters.SignInLetter{To: "dan@globex.example", Link: link, Expires: o.clock.now().Add(time.Hour)})
	require.NoError(t, err)
	_, err = m.Send(ctx)
	require.NoError(t, err)
	files, err := filepath.Glob(filepath.Join(folder, "*.eml"))
	require.NoError(t, err)
	found := 0
	for _, file := range files {
		if secret := regexp.MustCompile(`dsi_\w+`).FindString(textOf(t, file)); secret != "" {
			v.text("an invitation in a letter", secret)
			found++
		}
	}
	require.Equal(t, 1, found)
	require.Len(t, files, 3, "that somebody came is told, too")
	sent, err := o.acme.Letters(ctx, distr.LetterQuery{})
	require.NoError(t, err)
	log.Debug("letters", "got", sent)
}

func textOf(t *testing.T, file string) string {
	t.Helper()
	f, err := os.Open(file)
	require.NoError(t, err)
	defer func() { require.NoError(t, f.Close()) }()
	m, err := mail.ReadMessage(f)
	require.NoError(t, err)
	_, with, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	require.NoError(t, err)
	part, err := multipart.NewReader(m.Body, with["boundary"]).NextPart()
	require.NoError(t, err)
	text, err := io.ReadAll(part)
	require.NoError(t, err)
	return string(text)
}
