package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"net"
	"strings"
	"testing"

	"github.com/lib/pq"
	"github.com/lib/pq/pqerror"

	"tiersync/domain"
)

func TestTranslate(t *testing.T) {
	t.Parallel()
	code := func(code pqerror.Code) error { return &pq.Error{Code: code, Message: "secret SQL"} }
	tests := []struct {
		name string
		err  error
		want domain.Kind
	}{
		{"statement timeout or cancel", code("57014"), domain.KindUnavailable},
		{"terminated by an administrator", code("57P01"), domain.KindUnavailable},
		{"starting up", code("57P03"), domain.KindUnavailable},
		{"connection failure", code("08006"), domain.KindUnavailable},
		{"too many connections", code("53300"), domain.KindUnavailable},
		{"disk full", code("53100"), domain.KindUnavailable},
		{"a standby", code("25006"), domain.KindUnavailable},
		{"a standby that is to write", code("0A000"), domain.KindUnavailable},
		{"lock timeout", code("55P03"), domain.KindUnavailable},
		{"deadlock", code("40P01"), domain.KindUnavailable},
		{"bad connection", driver.ErrBadConn, domain.KindUnavailable},
		{"network", &net.OpError{Op: "read", Err: errors.New("reset")}, domain.KindUnavailable},
		{"deadline", context.DeadlineExceeded, domain.KindUnavailable},
		{"unique", code("23505"), domain.KindConflict},
		{"foreign key", code("23503"), domain.KindConflict},
		{"check", code("23514"), domain.KindInvalid},
		{"not UTF-8", code("22021"), domain.KindInvalid},
		{"no row", sql.ErrNoRows, domain.KindNotFound},
		{"known already", domain.Forbidden("No."), domain.KindForbidden},
		{"syntax error", code("42601"), domain.KindInternal},
		{"anything else", errors.New("secret SQL"), domain.KindInternal},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			err := translate(fmt.Errorf("do: %w", test.err))
			if got := domain.KindOf(err); got != test.want {
				t.Errorf("kind %d, want %d", got, test.want)
			}
			if !errors.Is(err, test.err) {
				t.Error("the cause is lost")
			}
			var known *domain.Error
			if errors.As(err, &known) && strings.Contains(known.Message, "SQL") {
				t.Errorf("the message %q shows SQL", known.Message)
			}
		})
	}
	if translate(nil) != nil {
		t.Error("no error became one")
	}
}
