package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"

	"github.com/lib/pq"
	"github.com/lib/pq/pqerror"

	"tiersync/domain"
)

// translate gives an error of the driver the kind that a caller can act on. What is a *domain.Error already keeps its
// kind; what is unknown stays internal. [DB.InTx] and [DB.InReadTx] apply it, so that nobody else has to.
func translate(err error) error {
	var known *domain.Error
	switch {
	case err == nil, errors.As(err, &known):
		return err
	case errors.Is(err, sql.ErrNoRows):
		return domain.Missing.Because(err)
	}
	if pqErr := pq.As(err); pqErr != nil {
		if trouble, known := troubleOf(pqErr.Code); known {
			return trouble.Because(err)
		}
		return err
	}
	if lostOrLate(err) {
		return domain.Unreachable.Because(err)
	}
	return err
}

// translateCommit is translate for the answer to COMMIT: when none came, the work may be stored or not.
func translateCommit(err error) error {
	err = fmt.Errorf("commit: %w", err)
	if pq.As(err) == nil && lostOrLate(err) {
		return domain.EndUnknown.Because(err)
	}
	return translate(err)
}

// troubleOf says what a SQLSTATE means; known is false for one that means a fault of ours.
func troubleOf(code pqerror.Code) (trouble domain.Trouble, known bool) {
	switch code {
	case "23505", "23P01": // unique_violation, exclusion_violation
		return domain.SavedTwice, true
	case "23503", "23001": // foreign_key_violation, restrict_violation
		return domain.Entangled, true
	case "23502", "23514": // not_null_violation, check_violation
		return domain.OutOfRange, true
	case "40001", "40P01", "55P03": // serialization_failure, deadlock_detected, lock_not_available
		return domain.Busy, true
	case "53100": // disk_full
		return domain.Full, true
	case "25006", "25P03", "25P04": // read_only_sql_transaction (a standby), transaction timeouts
		return domain.Unreachable, true
	case "0A000": // feature_not_supported: a standby is asked to write, or a migration changed what a statement returns (prepared.go)
		return domain.Unreachable, true
	}
	switch code.Class() {
	case "22": // data_exception: too long, out of range, not UTF-8
		return domain.OutOfRange, true
	case "08", "53", "57", "58": // connection, insufficient resources, operator intervention, system error
		return domain.Unreachable, true
	}
	return 0, false
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

// ended reports whether err says that the server has closed the connection, or closes it now.
func ended(err error) bool {
	if pqErr := pq.As(err); pqErr != nil {
		return pqErr.Code.Class() == "57"
	}
	var netErr net.Error
	return lostOrLate(err) && !(errors.As(err, &netErr) && netErr.Timeout()) // who waited long need not wait again
}

// serverFull reports whether the server has no connection to give at this moment.
func serverFull(err error) bool {
	pqErr := pq.As(err)
	return pqErr != nil && pqErr.Code == pqerror.TooManyConnections
}

// worthAnotherTry reports whether a transaction ended for a reason that is gone when it is tried again, and nothing of it was stored:
// another one was in the way, or a migration changed what a prepared statement returns.
func worthAnotherTry(err error) bool {
	pqErr := pq.As(err)
	return pqErr != nil && slices.Contains([]pqerror.Code{pqerror.TRSerializationFailure, pqerror.TRDeadlockDetected, pqerror.FeatureNotSupported}, pqErr.Code)
}

// violates reports whether err is the violation of the named constraint or unique index.
func violates(err error, constraint string) bool {
	pqErr := pq.As(err)
	return pqErr != nil && pqErr.Constraint == constraint
}
