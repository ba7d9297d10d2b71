// Package mail sends email through one mail server: a text to one address. What is said stands in package handlers.
package mail

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	stdmail "net/mail"
	"net/netip"
	"net/url"
	"strconv"
	"time"

	gomail "github.com/wneessen/go-mail"
)

// Sender sends through one mail server.
type Sender struct {
	client *gomail.Client
	from   *stdmail.Address
	logger *slog.Logger
	room   chan struct{} // for those that nobody waits for
}

// timeout is how long a message may take that nobody waits for, and each step of any.
const timeout = 10 * time.Second

// New returns a Sender through the mail server at an address like smtps://user:password@mail.example?from=prices@example.com. With
// smtp:// it insists on STARTTLS, but for a server on this machine.
func New(address string, logger *slog.Logger) (*Sender, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, errors.New("the address of the mail server cannot be read") // its text may hold the password
	}
	from, err := stdmail.ParseAddress(u.Query().Get("from"))
	if err != nil {
		return nil, fmt.Errorf("the address of the mail server needs ?from= with the sender's email address: %w", err)
	}
	options := []gomail.Option{gomail.WithTimeout(timeout)}
	switch {
	case u.Scheme == "smtps":
		options = append(options, gomail.WithSSL(), gomail.WithPort(465))
	case u.Scheme == "smtp" && local(u.Hostname()):
		options = append(options, gomail.WithTLSPolicy(gomail.NoTLS), gomail.WithPort(25))
	case u.Scheme == "smtp":
		options = append(options, gomail.WithTLSPolicy(gomail.TLSMandatory), gomail.WithPort(587))
	default:
		return nil, fmt.Errorf("the address of the mail server begins with smtps:// or smtp://, not with %s://", u.Scheme)
	}
	if u.Port() != "" {
		port, err := strconv.Atoi(u.Port())
		if err != nil {
			return nil, err
		}
		options = append(options, gomail.WithPort(port))
	}
	if password, given := u.User.Password(); given {
		options = append(options, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover), gomail.WithUsername(u.User.Username()), gomail.WithPassword(password))
	}
	client, err := gomail.NewClient(u.Hostname(), options...)
	if err != nil {
		return nil, fmt.Errorf("mail server: %w", err)
	}
	return &Sender{client, from, logger, make(chan struct{}, 10)}, nil
}

// local reports whether a host is this machine.
func local(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}

// Check reports why the mail server cannot be reached, or does not let this program in; nil where it does. Nothing is sent.
func (s *Sender) Check(ctx context.Context) error {
	if err := s.client.DialWithContext(ctx); err != nil {
		return err
	}
	return s.client.Close()
}

// Send sends a text to an address, and returns when the mail server has it or cannot be reached. What fails is logged, without the text.
func (s *Sender) Send(ctx context.Context, to, subject, text string) error {
	m := gomail.NewMsg()
	err := errors.Join(m.FromFormat(s.from.Name, s.from.Address), m.To(to))
	if err == nil {
		m.SetDate()
		m.SetMessageID()
		m.Subject(subject)
		m.SetBodyString(gomail.TypeTextPlain, text)
		err = s.client.DialAndSendWithContext(ctx, m)
	}
	if err != nil {
		s.logger.WarnContext(ctx, "an email was not sent", "to", to, "error", err)
		return fmt.Errorf("send an email to %s: %w", to, err)
	}
	return nil
}

// Post is Send for who does not wait: nobody learns from how long it takes whether anything was sent. Where too many are on their way
// already, the message is dropped, and logged.
func (s *Sender) Post(to, subject, text string) {
	select {
	case s.room <- struct{}{}:
	default:
		s.logger.Warn("an email was dropped: too many are on their way", "to", to)
		return
	}
	go func() {
		defer func() { <-s.room }()
		ctx, cancel := context.WithTimeout(context.Background(), timeout)
		defer cancel()
		_ = s.Send(ctx, to, subject, text) // it is logged
	}()
}
