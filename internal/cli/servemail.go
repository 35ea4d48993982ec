package cli

import (
	"bytes"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"runtime"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr/mail"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A mailCall is what the flags of serve say of the mail server.
type mailCall struct {
	url, host, username, password, encryption, from string
	port                                            int
}

func (m *mailCall) define(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&m.url, "smtp-url", "", "send letters by the mail server at `URL`, such as smtps://user@smtp.acme.example:465; smtp:// is STARTTLS")
	flags.StringVar(&m.host, "smtp-host", "", "send letters by the mail server `HOST` (default: write them into the data folder)")
	flags.IntVar(&m.port, "smtp-port", 0, "at its `PORT` (default: 587, or 465 for implicit)")
	flags.StringVar(&m.username, "smtp-username", "", "sign in there as `USER`")
	flags.StringVar(&m.password, "smtp-password-file", "", "with the password that is the first line of `FILE`")
	flags.StringVar(&m.encryption, "smtp-encryption", "starttls", "encrypt `HOW`: starttls, implicit, opportunistic or none")
	flags.StringVar(&m.from, "mail-from", "", `send letters from ADDRESS, unless "distr mail sender" says another (default: the user, if that is an address)`)
}

// config is the mail server, or the folder.
func (m *mailCall) config(folder string, log *slog.Logger) (c mail.Config, err error) {
	if m.url != "" {
		if err := m.parse(); err != nil {
			return c, err
		}
	}
	if m.from != "" {
		if c.From, err = tenant.ParseEmail(m.from); err != nil {
			return c, err
		}
	}
	if m.host == "" {
		if m.username != "" || m.password != "" || m.port != 0 {
			return c, fmt.Errorf("a mail server has a host: say --smtp-host or --smtp-url")
		}
		c.Folder = folder
		return c, nil
	}
	c.SMTP = mail.SMTP{Host: m.host, Port: m.port}
	if c.SMTP.Encryption, err = encryptionNamed(m.encryption); err != nil {
		return c, err
	}
	if m.username == "" {
		if m.password != "" {
			return c, fmt.Errorf("a password belongs to a user: say --smtp-username")
		}
		return c, nil
	}
	password, err := readPassword(m.password, log)
	if err != nil {
		return c, err
	}
	c.SMTP.Login = entitlement.NewLogin(m.username, password)
	return c, nil
}

func encryptionNamed(name string) (mail.Encryption, error) {
	switch e := mail.Encryption(name); e {
	case "starttls", mail.StartTLS:
		return mail.StartTLS, nil
	case mail.ImplicitTLS, mail.Opportunistic, mail.Unencrypted:
		return e, nil
	}
	return "", fmt.Errorf("%w encryption %q of the mail server: it is starttls, %s, %s or %s", tenant.ErrInvalid, name, mail.ImplicitTLS, mail.Opportunistic, mail.Unencrypted)
}

// parse takes the URL apart. A password in it is refused: everybody on the machine
// sees arguments.
func (m *mailCall) parse() error {
	u, err := url.Parse(m.url)
	if err != nil || u.Host == "" || u.Scheme != "smtp" && u.Scheme != "smtps" || u.Path != "" && u.Path != "/" || u.RawQuery != "" {
		return fmt.Errorf("mail server: it is smtp:// or smtps://, a user and @ if there is one, a host, and a port if it is another than usual")
	}
	if _, open := u.User.Password(); open {
		return fmt.Errorf("mail server: everybody on the machine sees a password there; write it into a file, and say --smtp-password-file")
	}
	if m.host != "" || m.port != 0 || m.username != "" {
		return fmt.Errorf("mail server: say it by --smtp-url, or by --smtp-host, --smtp-port and --smtp-username")
	}
	m.host, m.username = u.Hostname(), u.User.Username()
	if u.Scheme == "smtps" {
		m.encryption = string(mail.ImplicitTLS)
	}
	if u.Port() != "" {
		m.port, err = strconv.Atoi(u.Port())
	}
	return err
}

func readPassword(path string, log *slog.Logger) (string, error) {
	if path == "" {
		return "", fmt.Errorf("the mail server wants a password: write it into a file, and say --smtp-password-file")
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return "", fmt.Errorf("reading the mail server's password: %w", err)
	}
	// It is no error, since what hands secrets to containers often makes them readable.
	if info, err := os.Stat(path); err == nil && info.Mode().Perm()&0o007 != 0 && runtime.GOOS != "windows" {
		log.Warn("the mail server's password can be read by everybody on this machine", "file", path, "mode", fmt.Sprintf("%04o", info.Mode().Perm()))
	}
	line, _, _ := bytes.Cut(text, []byte("\n"))
	if line = bytes.TrimRight(line, "\r"); len(line) == 0 {
		return "", fmt.Errorf("the mail server's password in %q: its first line is empty", path)
	}
	return string(line), nil
}
