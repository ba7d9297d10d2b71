package mail

import (
	"bufio"
	"fmt"
	"log/slog"
	"net"
	"strings"
	"testing"
	"time"
)

// server is a mail server that takes one message and hands over what it got.
func server(t *testing.T) (address string, got <-chan string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	message := make(chan string, 1)
	go func() {
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		defer conn.Close()
		fmt.Fprint(conn, "220 mail.example\r\n")
		var all strings.Builder
		data := false
		for lines := bufio.NewScanner(conn); lines.Scan(); {
			line := lines.Text()
			all.WriteString(line + "\n")
			switch {
			case data && line == ".":
				data = false
				fmt.Fprint(conn, "250 taken\r\n")
			case data:
			case strings.HasPrefix(line, "DATA"):
				data = true
				fmt.Fprint(conn, "354 go on\r\n")
			case strings.HasPrefix(line, "QUIT"):
				fmt.Fprint(conn, "221 bye\r\n")
				message <- all.String()
				return
			default:
				fmt.Fprint(conn, "250 ok\r\n")
			}
		}
	}()
	return listener.Addr().String(), message
}

func TestAMessageIsSent(t *testing.T) {
	t.Parallel()
	address, got := server(t)
	sender, err := New("smtp://"+address+"?from=Tiersync+%3Cprices@provider.example%3E", slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	sender.Post("ann@company.example", "Einladung für Ann", "Hello Ann,\n\nhttps://prices.example/set-password?link=abc\n")
	select {
	case text := <-got:
		for _, want := range []string{"MAIL FROM:<prices@provider.example>", "RCPT TO:<ann@company.example>", `From: "Tiersync" <prices@provider.example>`,
			"set-password?link=3Dabc"} {
			if !strings.Contains(text, want) {
				t.Errorf("no %q in %s", want, text)
			}
		}
	case <-time.After(10 * time.Second):
		t.Fatal("nothing arrives")
	}
	if err := sender.Send(t.Context(), "ann@company.example\r\nRCPT TO:<eve@x.example>", "x", "x"); err == nil {
		t.Error("an address of two lines is taken")
	}
}

// TestAMailServerIsAsked whether it answers, and sent nothing.
func TestAMailServerIsAsked(t *testing.T) {
	t.Parallel()
	address, got := server(t)
	sender, err := New("smtp://"+address+"?from=prices@provider.example", slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	if err := sender.Check(t.Context()); err != nil {
		t.Errorf("it takes no email: %v", err)
	}
	if said := <-got; strings.Contains(said, "MAIL FROM") {
		t.Errorf("it was sent something: %s", said)
	}
	if silent, err := New("smtp://127.0.0.1:1?from=prices@provider.example", slog.New(slog.DiscardHandler)); err != nil || silent.Check(t.Context()) == nil {
		t.Errorf("one that is not there takes email (%v)", err)
	}
}

func TestAddressesOfMailServers(t *testing.T) {
	t.Parallel()
	for _, bad := range []string{"", "mail.example", "http://mail.example?from=a@b.example", "smtps://mail.example", "smtps://mail.example?from=nobody", "smtp://user:secret@%zz"} {
		if _, err := New(bad, slog.Default()); err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("%q: %v", bad, err)
		}
	}
	for _, good := range []string{"smtps://user:secret@mail.example?from=a@b.example", "smtp://mail.example:2525?from=a@b.example"} {
		if _, err := New(good, slog.Default()); err != nil {
			t.Errorf("%q: %v", good, err)
		}
	}
}
