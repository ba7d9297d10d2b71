package db

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"
	"github.com/pquerna/otp/hotp"

	"tiersync/domain"
)

// This file is the second step of a sign-in. Nothing here can read a secret: whoever asks brings what opens it, from the session key, which
// is not in the database.

// signInRow is a user who signs in, at a moment of the database's clock. Secret is the sealed one of their second step, "" for none.
type signInRow struct {
	userRow
	Secret string    `db:"secret"`
	Used   int64     `db:"used"`
	Now    time.Time `db:"now"`
}

const signInColumns = userColumns + `, coalesce(u.two_step_secret, '') AS secret, u.two_step_used AS used, clock_timestamp() AS now`

// stamp stands for the password and the secret of a user.
func (r signInRow) stamp() string {
	sum := sha256.Sum256([]byte(r.Hash + " " + r.Secret))
	return hex.EncodeToString(sum[:])
}

func (r signInRow) half(email string) domain.HalfSigned {
	return domain.HalfSigned{User: r.ID, Email: email, Stamp: r.stamp(), At: r.Now}
}

// SignInByCode ends the sign-in of who gave the right password: it returns them where s has a code of their app or a recovery code of
// theirs, which is used up. It fails with [domain.SecondStepOver] where the password was given too long ago or does not count any more,
// with KindInvalid for a wrong code, which counts as a wrong password does, and with KindTooOften while the next try has to wait.
func (d *DB) SignInByCode(ctx context.Context, s domain.SignIn, half domain.HalfSigned, opens domain.Opener) (domain.User, error) {
	s.Email = half.Email
	var user domain.User
	err := d.byCode(ctx, s, half.User, opens, func(tx *sqlx.Tx, row signInRow) error {
		if !half.Holds(row.stamp(), row.Now) {
			return domain.SecondStepOver()
		}
		user = row.user()
		return nil
	}, d.signInDone)
	if err != nil {
		return domain.User{}, fmt.Errorf("second step of user %d: %w", half.User, err)
	}
	return user, nil
}

// ProveCode asks for a code of somebody who is signed in, as SignInByCode does, which uses it up.
func (d *DB) ProveCode(ctx context.Context, s domain.SignIn, user domain.UserID, opens domain.Opener) error {
	err := d.byCode(ctx, s, user, opens, func(*sqlx.Tx, signInRow) error { return nil },
		func(context.Context, *sqlx.Tx, domain.SignIn, domain.Viewer) error { return nil })
	if err != nil {
		return fmt.Errorf("a code of user %d: %w", user, err)
	}
	return nil
}

// byCode takes a code. Tries of one user come one after the other, so that many at once are no more than the limit lets through.
func (d *DB) byCode(ctx context.Context, s domain.SignIn, user domain.UserID, opens domain.Opener,
	may func(*sqlx.Tx, signInRow) error, done func(context.Context, *sqlx.Tx, domain.SignIn, domain.Viewer) error) error {
	var wrong error
	err := d.inTx(ctx, d.signIn, nil, func(tx *sqlx.Tx) error {
		row, err := lockSignIn(ctx, tx, user)
		if err == nil {
			err = may(tx, row)
		}
		if err == nil {
			err = mayTry(ctx, tx, s)
		}
		if err != nil {
			return err
		}
		who := domain.Viewer{User: row.user(), Account: domain.Account{ID: row.Account}, From: s.From}
		if wrong = d.takeCode(ctx, tx, s.Code, who, row, opens); wrong == nil {
			return done(ctx, tx, s, who)
		}
		if domain.KindOf(wrong) != domain.KindInvalid {
			return wrong
		}
		if err := countTry(ctx, tx, s); err != nil {
			return err
		}
		return d.securityEvent(ctx, tx, who, domain.CodeFailedEvent, s.Email)
	})
	if err != nil {
		return d.slowed(ctx, s, err)
	}
	return wrong
}

// lockSignIn is a user who signs in in two steps, held until the transaction ends. Others may still store what names them.
func lockSignIn(ctx context.Context, tx *sqlx.Tx, user domain.UserID) (row signInRow, err error) {
	const query = `
		SELECT ` + signInColumns + ` FROM app_user u JOIN account a ON a.id = u.account_id
		WHERE u.id = $1 AND u.active AND u.two_step_secret IS NOT NULL AND a.status <> 'closed' FOR NO KEY UPDATE OF u`
	err = tx.GetContext(ctx, &row, query, user)
	if errors.Is(err, sql.ErrNoRows) {
		return row, domain.SecondStepOver()
	}
	return row, err
}

// takeCode uses up a code, or fails with KindInvalid.
func (d *DB) takeCode(ctx context.Context, tx *sqlx.Tx, typed string, who domain.Viewer, row signInRow, opens domain.Opener) error {
	code, app := domain.CleanCode(typed)
	if !app {
		const use = `DELETE FROM recovery_code WHERE user_id = $1 AND hash = $2`
		if err := used(tx.ExecContext(ctx, use, row.ID, hashRecovery(row.ID, code))); err != nil {
			return err
		}
		return d.securityEvent(ctx, tx, who, domain.CodeUsedEvent, row.Email)
	}
	secret, anew := opens(row.Secret)
	if secret == "" {
		return domain.SecretUnreadable()
	}
	step := stepOf(secret, code, row.Now, row.Used)
	const use = `
		UPDATE app_user SET two_step_used = $2, two_step_secret = coalesce(nullif($3, ''), two_step_secret)
		WHERE id = $1 AND two_step_used < $2`
	return used(tx.ExecContext(ctx, use, row.ID, step, anew))
}

// used refuses a code of which nothing was found to use up.
func used(result sql.Result, err error) error {
	if err != nil {
		return fmt.Errorf("use up a code: %w", err)
	}
	if n, err := result.RowsAffected(); err != nil || n == 0 {
		return errors.Join(domain.CodeRefused(), err)
	}
	return nil
}

// stepOf is the time step that a code is of, behind the last that was used and at most one away from now; 0 for none.
func stepOf(secret, code string, now time.Time, last int64) int64 {
	at := now.Unix() / int64(domain.CodePeriod/time.Second)
	for _, step := range []int64{at, at - 1, at + 1} {
		if step > last && hotp.Validate(code, uint64(step), secret) {
			return step
		}
	}
	return 0
}

// FirstStep is the time step that a first code is of, by the clock that decides at each sign-in: it shows that an app has the secret. It
// fails with KindInvalid for a code that is of none.
func (d *DB) FirstStep(ctx context.Context, secret, typed string) (step int64, err error) {
	var now time.Time
	err = d.inTx(ctx, d.signIn, nil, func(tx *sqlx.Tx) error { return tx.GetContext(ctx, &now, `SELECT clock_timestamp()`) })
	if err != nil {
		return 0, fmt.Errorf("a first code: %w", err)
	}
	if code, app := domain.CleanCode(typed); app {
		step = stepOf(secret, code, now, 0)
	}
	if step == 0 {
		return 0, domain.CodeRefused()
	}
	return step, nil
}

// DoWithCodes is Do for a change that makes recovery codes, [domain.TwoStepOn] or [domain.RecoveryCodesMade], and returns them: nobody can
// find them out later.
func (d *DB) DoWithCodes(ctx context.Context, v domain.Viewer, c domain.Change) (done domain.Done, codes []string, err error) {
	var keys domain.TwoStepKeys
	if c.TwoStep != nil {
		keys = *c.TwoStep
	}
	all := new(big.Int).Exp(big.NewInt(10), big.NewInt(domain.RecoveryDigits), nil)
	for range domain.RecoveryCodes {
		n, err := rand.Int(rand.Reader, all)
		if err != nil {
			return done, nil, fmt.Errorf("make recovery codes: %w", err)
		}
		code := fmt.Sprintf("%0*d", domain.RecoveryDigits, n)
		codes = append(codes, domain.ShownCode(code))
		keys.Codes = append(keys.Codes, hashRecovery(domain.UserID(c.About.ID), code))
	}
	c.TwoStep = &keys
	if done, err = d.Do(ctx, v, c); err != nil {
		return done, nil, err
	}
	return done, codes, nil
}

// hashRecovery is what is stored of a recovery code. It is random enough that nobody finds it from that.
func hashRecovery(user domain.UserID, code string) []byte {
	sum := sha256.Sum256(fmt.Appendf(nil, "%d %s", user, code))
	return sum[:]
}

// keepTwoStep stores what a change sets of a user's two-step sign-in.
func (s *store) keepTwoStep(ctx context.Context, u domain.UserRow, done domain.Done) error {
	keys := done.Change.TwoStep
	turns := slices.ContainsFunc(done.Edits, func(e domain.Edit) bool { return e.Key.Field == domain.FieldUserTwoStep && e.From.There })
	if keys == nil && !turns {
		return nil
	}
	if keys == nil {
		keys = &domain.TwoStepKeys{}
	}
	const update = `
		UPDATE app_user SET two_step_secret = CASE WHEN $2 THEN coalesce(nullif($3, ''), two_step_secret) END,
			two_step_used = CASE WHEN $3 = '' THEN two_step_used ELSE $4 END
		WHERE id = $1`
	if _, err := s.tx.ExecContext(ctx, update, u.ID, u.TwoStep, keys.Sealed, keys.Step); err != nil {
		return fmt.Errorf("keep the second step of user %d: %w", u.ID, err)
	}
	if _, err := s.tx.ExecContext(ctx, `DELETE FROM recovery_code WHERE user_id = $1`, u.ID); err != nil {
		return fmt.Errorf("forget the recovery codes of user %d: %w", u.ID, err)
	}
	const insert = `INSERT INTO recovery_code (user_id, hash) SELECT $1, unnest($2::bytea[])`
	if _, err := s.tx.ExecContext(ctx, insert, u.ID, pq.ByteaArray(keys.Codes)); err != nil {
		return fmt.Errorf("keep the recovery codes of user %d: %w", u.ID, err)
	}
	return nil
}

// RecoveryCodesLeft is how many recovery codes the viewer has.
func (d *DB) RecoveryCodesLeft(ctx context.Context, v domain.Viewer) (left int, err error) {
	err = d.inTx(ctx, d.signIn, nil, func(tx *sqlx.Tx) error {
		return tx.GetContext(ctx, &left, `SELECT count(*) FROM recovery_code WHERE user_id = $1`, v.User.ID)
	})
	if err != nil {
		return 0, fmt.Errorf("recovery codes of user %d: %w", v.User.ID, err)
	}
	return left, nil
}

// ResetTwoStep turns somebody's two-step sign-in off from the command line, as Do does with [domain.TwoStepReset]. It fails with
// KindInvalid where it is off.
func (d *DB) ResetTwoStep(ctx context.Context, email string) error {
	u, err := d.UserByEmail(ctx, email)
	if err == nil && !u.TwoStep {
		err = domain.TwoStepIsOff(u.Email)
	}
	var account domain.Account
	if err == nil {
		account, err = d.Account(ctx, u.Account, u.Account)
	}
	if err == nil {
		_, err = d.Do(ctx, CommandLine(account), domain.ResetOfTwoStep(u))
	}
	if err != nil {
		return fmt.Errorf("turn off two-step sign-in of %s: %w", email, err)
	}
	return nil
}
