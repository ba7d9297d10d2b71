package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"

	"github.com/lib/pq"
	"github.com/lib/pq/pqerror"

	"tiersync/domain"
)

// The sentences that a user may read. None of them holds a word of the driver's: that goes to the log, as the cause.
const (
	messageUnavailable = "The database cannot answer at the moment. Try again in a few seconds."
	messageUnknownEnd  = "The connection was lost while saving, so it is not known whether this was saved. Open the page again and look before you repeat it."
	messageBusy        = "Somebody else is changing the same data at this moment. Try again."
	messageTaken       = "This already exists: somebody has saved the same meanwhile."
	messageInUse       = "Something that this refers to, or that refers to this, was changed or deleted meanwhile."
	messageRefused     = "A value is out of the range that can be stored."
	messageNotFound    = "What you asked for was not found."
)

// translate gives an error of the driver the kind that a caller can act on. What is a *domain.Error already keeps its
// kind; what is unknown stays internal. [DB.InTx] and [DB.InReadTx] apply it, so that nobody else has to.
func translate(err error) error {
	var known *domain.Error
	switch {
	case err == nil, errors.As(err, &known):
		return err
	case errors.Is(err, sql.ErrNoRows):
		return &domain.Error{Kind: domain.KindNotFound, Message: messageNotFound, Err: err}
	}
	if pqErr := pq.As(err); pqErr != nil {
		kind, message := kindOf(pqErr.Code)
		if kind == domain.KindInternal {
			return err
		}
		return &domain.Error{Kind: kind, Message: message, Err: err}
	}
	if lostOrLate(err) {
		return &domain.Error{Kind: domain.KindUnavailable, Message: messageUnavailable, Err: err}
	}
	return err
}

// translateCommit is translate for the answer to COMMIT: when none came, the work may be stored or not.
func translateCommit(err error) error {
	err = fmt.Errorf("commit: %w", err)
	if pq.As(err) == nil && lostOrLate(err) {
		return &domain.Error{Kind: domain.KindUnavailable, Message: messageUnknownEnd, Err: err}
	}
	return translate(err)
}

// kindOf maps a SQLSTATE to a kind and the sentence for it.
func kindOf(code pqerror.Code) (domain.Kind, string) {
	switch code {
	case "23505", "23P01": // unique_violation, exclusion_violation
		return domain.KindConflict, messageTaken
	case "23503", "23001": // foreign_key_violation, restrict_violation
		return domain.KindConflict, messageInUse
	case "23502", "23514": // not_null_violation, check_violation
		return domain.KindInvalid, messageRefused
	case "40001", "40P01", "55P03": // serialization_failure, deadlock_detected, lock_not_available
		return domain.KindUnavailable, messageBusy
	case "25006", "25P03", "25P04": // read_only_sql_transaction (a standby), transaction timeouts
		return domain.KindUnavailable, messageUnavailable
	}
	switch code.Class() {
	case "22": // data_exception: too long, out of range, not UTF-8
		return domain.KindInvalid, messageRefused
	case "08", "53", "57", "58": // connection, insufficient resources, operator intervention, system error
		return domain.KindUnavailable, messageUnavailable
	}
	return domain.KindInternal, ""
}

// lostOrLate reports whether err says that the connection is gone or that time ran out.
func lostOrLate(err error) bool {
	var netErr net.Error
	for _, lost := range []error{driver.ErrBadConn, sql.ErrConnDone, sql.ErrTxDone, io.EOF, io.ErrUnexpectedEOF,
		net.ErrClosed, context.DeadlineExceeded, context.Canceled} {
		if errors.Is(err, lost) {
			return true
		}
	}
	return errors.As(err, &netErr)
}

// violates reports whether err is the violation of the named constraint or unique index.
func violates(err error, constraint string) bool {
	pqErr := pq.As(err)
	return pqErr != nil && pqErr.Constraint == constraint
}
