package db

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"tiersync/db/bulk"
	"tiersync/domain"
)

// Authenticate returns the user with that email address, however it is written, and password. Whatever does not fit (no such user,
// wrong password, a user or an account that may not sign in) fails with the same KindInvalid error after the same time.
// A password of more than 256 bytes is refused before hashing. Every try is a security event.
//
// Who signs in in two steps is not signed in by it: it fails with [domain.SecondStep], and [DB.SignInByCode] goes on.
//
// After some that failed the next ones fail with KindTooOften until their wait is over: those with the same address or from the same
// network. A device that somebody has signed in with before waits for its own failures alone, so that nobody keeps its owner out, and
// takes its turn at hashing among its like. Where too many wait for their turn it fails with KindUnavailable at once.
func (d *DB) Authenticate(ctx context.Context, s domain.SignIn) (domain.User, error) {
	who, half, err := d.prove(ctx, s)
	switch {
	case err != nil:
		return domain.User{}, err
	case who.User.TwoStep:
		return domain.User{}, domain.SecondStep(half)
	}
	return who.User, d.inTx(ctx, d.signIn, nil, func(tx *sqlx.Tx) error { return d.signInDone(ctx, tx, s, who) })
}

// ProvePassword asks for the password of somebody who is signed in, with the limits of a sign-in: it fails as Authenticate does. What
// failed before is not forgotten.
func (d *DB) ProvePassword(ctx context.Context, s domain.SignIn) error {
	_, _, err := d.prove(ctx, s)
	return err
}

// prove is Authenticate up to the sign-in; half is what the second step goes on with.
func (d *DB) prove(ctx context.Context, s domain.SignIn) (who domain.Viewer, half domain.HalfSigned, err error) {
	if len(s.Password) > domain.LongestPassword {
		return who, half, domain.CheckHashable(s.Password)
	}
	room := d.hashing.strangers
	if s.Device != "" {
		room = d.hashing.known
	}
	// The line comes before the database: who signs in among a crowd would wait for a connection behind all of it.
	leave, err := room.enter(ctx)
	if err != nil {
		return who, half, fmt.Errorf("sign in: %w", err)
	}
	defer leave() // when it is counted: a crowd has no more tries than desks
	row, err := d.signInRow(ctx, s)
	known := !errors.Is(err, sql.ErrNoRows)
	if err != nil && known {
		return who, half, fmt.Errorf("sign in: %w", d.slowed(ctx, s, err))
	}
	hash := nobodysHash
	if known {
		hash = row.Hash
	}
	match, err := matches(s.Password, hash)
	if err != nil {
		return who, half, fmt.Errorf("sign in: %w", err)
	}
	who = domain.Viewer{User: row.user(), Account: domain.Account{ID: row.Account}, From: s.From}
	if !known || !match {
		return who, half, errors.Join(domain.SignInRefused(), d.signInFailed(ctx, s, who))
	}
	return who, row.half(s.Email), nil
}

// signInRow finds who may sign in under an email address; sql.ErrNoRows is in the error when nobody may.
func (d *DB) signInRow(ctx context.Context, s domain.SignIn) (row signInRow, err error) {
	err = d.inTx(ctx, d.signIn, nil, func(tx *sqlx.Tx) (err error) {
		if err = mayTry(ctx, tx, s); err == nil {
			row, err = findSignIn(ctx, tx, s)
		}
		return err
	})
	return row, err
}

// findSignIn is signInRow in a transaction. An earlier version let two users have what is one address: the one that is written as it was
// typed still is who it was.
func findSignIn(ctx context.Context, tx *sqlx.Tx, s domain.SignIn) (row signInRow, err error) {
	email, typed := domain.CleanEmail(s.Email), strings.ToLower(strings.TrimSpace(s.Email))
	if strings.ContainsRune(typed, 0) {
		return row, sql.ErrNoRows // no row can have it, and PostgreSQL would refuse the question
	}
	const query = `
		SELECT ` + signInColumns + `
		FROM app_user u JOIN account a ON a.id = u.account_id CROSS JOIN LATERAL (SELECT lower(u.email) = $2 AS typed) t
		WHERE lower(u.email) IN ($1, $2) AND u.active AND u.password_hash <> '' AND a.status <> 'closed'
		ORDER BY t.typed DESC LIMIT 1`
	return row, tx.GetContext(ctx, &row, query, email, typed)
}

// tried is what the failures of a sign-in count against.
type tried struct {
	who   []byte // its hash: what is typed for an address may be a password
	limit domain.FailureLimit
}

// triedBy is the device of a sign-in where that is known, else the email address, whether somebody has it or not, and the network.
func triedBy(s domain.SignIn) []tried {
	of := func(kind, name string, limit domain.FailureLimit) tried {
		sum := sha256.Sum256([]byte(kind + " " + name))
		return tried{sum[:], limit}
	}
	if s.Device != "" {
		return []tried{of("device", s.Device, domain.GuessLimit())}
	}
	by := []tried{of("address", domain.CleanEmail(s.Email), domain.GuessLimit())}
	if network := domain.NetworkOf(s.From); network != "" {
		by = append(by, of("network", network, domain.NetworkLimit()))
	}
	return by
}

func hashesOf(by []tried) pq.ByteaArray {
	return bulk.Column(by, func(t tried) []byte { return t.who })
}

// failureRow is a row of failed_sign_in, read at a moment of the database's clock.
type failureRow struct {
	Who   []byte    `db:"who"`
	Count int       `db:"failures"`
	Last  time.Time `db:"last_at"`
	Now   time.Time `db:"now"`
}

// of are the failures that a row of some says there were; none where there is no row.
func failuresOf(rows []failureRow, t tried) (f domain.Failures, now time.Time) {
	i := slices.IndexFunc(rows, func(r failureRow) bool { return bytes.Equal(r.Who, t.who) })
	if i < 0 {
		return f, now
	}
	return domain.Failures{Count: rows[i].Count, Last: rows[i].Last}, rows[i].Now
}

// mayTry fails with KindTooOften while a sign-in has to wait.
func mayTry(ctx context.Context, tx *sqlx.Tx, s domain.SignIn) error {
	by, rows, wait := triedBy(s), []failureRow(nil), time.Duration(0)
	const query = `SELECT who, failures, last_at, clock_timestamp() AS now FROM failed_sign_in WHERE who = ANY ($1)`
	if err := tx.SelectContext(ctx, &rows, query, hashesOf(by)); err != nil {
		return fmt.Errorf("count failed sign-ins: %w", err)
	}
	for _, t := range by {
		failures, now := failuresOf(rows, t)
		wait = max(wait, t.limit.Wait(failures, now))
	}
	if wait > 0 {
		return domain.TooOften(wait)
	}
	return nil
}

// slowed records a sign-in that has to wait, for the account of whoever has the address.
func (d *DB) slowed(ctx context.Context, s domain.SignIn, err error) error {
	if domain.KindOf(err) != domain.KindTooOften {
		return err
	}
	return errors.Join(err, d.inTx(ctx, d.signIn, nil, func(tx *sqlx.Tx) error {
		row, err := findSignIn(ctx, tx, s)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		who := domain.Viewer{User: row.user(), Account: domain.Account{ID: row.Account}, From: s.From}
		return d.securityEvent(ctx, tx, who, domain.SignInSlowedEvent, s.Tried())
	}))
}

// signInFailed counts a failed sign-in and records it.
func (d *DB) signInFailed(ctx context.Context, s domain.SignIn, who domain.Viewer) error {
	return d.inTx(ctx, d.signIn, nil, func(tx *sqlx.Tx) error {
		if err := countTry(ctx, tx, s); err != nil {
			return err
		}
		return d.securityEvent(ctx, tx, who, domain.SignInFailedEvent, s.Tried())
	})
}

// countTry counts a try that failed, so that the next one waits.
func countTry(ctx context.Context, tx *sqlx.Tx, s domain.SignIn) error {
	by, rows := triedBy(s), []failureRow(nil)
	// In one order, so that no two wait for each other.
	const lock = `
		INSERT INTO failed_sign_in (who) SELECT who FROM unnest($1::bytea[]) AS t (who) ORDER BY who
		ON CONFLICT (who) DO UPDATE SET failures = failed_sign_in.failures
		RETURNING who, failures, last_at, clock_timestamp() AS now`
	if err := tx.SelectContext(ctx, &rows, lock, hashesOf(by)); err != nil {
		return fmt.Errorf("count a failed sign-in: %w", err)
	}
	counts := bulk.Column(by, func(t tried) int64 {
		failures, now := failuresOf(rows, t)
		return int64(t.limit.Failed(failures, now).Count)
	})
	const update = `
		UPDATE failed_sign_in f SET failures = t.failures, last_at = clock_timestamp()
		FROM unnest($1::bytea[], $2::bigint[]) AS t (who, failures) WHERE f.who = t.who`
	if _, err := tx.ExecContext(ctx, update, hashesOf(by), pq.Int64Array(counts)); err != nil {
		return fmt.Errorf("count a failed sign-in: %w", err)
	}
	const forget = `
		DELETE FROM failed_sign_in WHERE who IN (SELECT who FROM failed_sign_in WHERE last_at < now() - interval '1 day'
			LIMIT 100 FOR UPDATE SKIP LOCKED)`
	if _, err := tx.ExecContext(ctx, forget); err != nil {
		return fmt.Errorf("forget failed sign-ins: %w", err)
	}
	return nil
}

// signInDone forgets the failures with the address, or of the device, and records the sign-in. Those of the network stay: whoever has
// an account could forget their own guesses.
func (d *DB) signInDone(ctx context.Context, tx *sqlx.Tx, s domain.SignIn, who domain.Viewer) error {
	if _, err := tx.ExecContext(ctx, `DELETE FROM failed_sign_in WHERE who = $1`, triedBy(s)[0].who); err != nil {
		return fmt.Errorf("forget failed sign-ins: %w", err)
	}
	if err := forgetSecurityEvents(ctx, tx); err != nil {
		return err
	}
	return d.securityEvent(ctx, tx, who, domain.SignedInEvent, "")
}
