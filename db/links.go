package db

import (
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"

	"github.com/jmoiron/sqlx"

	"tiersync/domain"
)

// This file is about one-time links: who has one sets the password of the user whom it was made for. What is stored is a hash of the
// token in it.

// linkOf is what is stored for a token, as a change has it.
func linkOf(token string) string { return hex.EncodeToString(hashToken(token)) }

// DoWithLink is Do for a change that makes a one-time link, [domain.UserAdded] or [domain.LinkMade], and returns the token of it: nobody
// can find it out later. It is "" where a form was sent before: the link that it made then was handed over then.
func (d *DB) DoWithLink(ctx context.Context, v domain.Viewer, c domain.Change) (done domain.Done, token string, err error) {
	token = newToken()
	c.Link = linkOf(token)
	if done, err = d.Do(ctx, v, c); err != nil || done.Change.Link != c.Link {
		return done, "", err
	}
	return done, token, nil
}

// keepLink stores the link that a change makes. Those made for the user before do not count any more.
func (s *store) keepLink(ctx context.Context, v domain.Viewer, u domain.UserRow, c domain.Change) error {
	hash, err := hex.DecodeString(c.Link)
	if err != nil {
		return fmt.Errorf("a link for user %d: %w", c.About.ID, err)
	}
	kind := u.LinkFor()
	if c.Kind == domain.UserAdded {
		kind = domain.Invitation
	}
	if err := s.dropLinks(ctx, domain.UserID(c.About.ID)); err != nil {
		return err
	}
	const insert = `
		INSERT INTO user_link (token_hash, user_id, kind, ends_at, made_by)
		VALUES ($1, $2, $3, clock_timestamp() + make_interval(secs => $4), nullif($5::bigint, 0))`
	if _, err := s.tx.ExecContext(ctx, insert, hash, c.About.ID, kind, kind.Life().Seconds(), v.User.ID); err != nil {
		return fmt.Errorf("make a link for user %d: %w", c.About.ID, err)
	}
	return nil
}

func (s *store) dropLinks(ctx context.Context, user domain.UserID) error {
	if _, err := s.tx.ExecContext(ctx, `DELETE FROM user_link WHERE user_id = $1`, user); err != nil {
		return fmt.Errorf("drop the links of user %d: %w", user, err)
	}
	return nil
}

// LinkUser returns whose password a link sets, by its token. It fails with KindNotFound for a link that cannot be used: one that is
// unknown, was used, or is over; of somebody who may not sign in; and one whose maker may not set that user's password (any more).
func (d *DB) LinkUser(ctx context.Context, token string) (v domain.Viewer, err error) {
	// Whoever has it is signed in nowhere, so that nobody knows of which moment a standby would have to be.
	err = d.readApart(onPrimary(ctx), func(s *store) error {
		v, err = s.linkViewer(ctx, token)
		return err
	})
	if err != nil {
		return v, fmt.Errorf("look up a link: %w", err)
	}
	return v, nil
}

// SetPasswordByLink sets the password of the user whom a link was made for, as Do does with [domain.PasswordChanged], and uses up all links
// of theirs. from is the network address that it is used from. It fails as LinkUser does.
func (d *DB) SetPasswordByLink(ctx context.Context, token, password, from string) error {
	v, err := d.LinkUser(ctx, token) // before anything is hashed
	if err != nil {
		return err
	}
	hash, err := d.newPassword(ctx, password, v.Account, v.User.Email, v.User.Name)
	if err != nil {
		return err
	}
	err = d.write(ctx, func(s *store) error {
		v, err := s.linkViewer(ctx, token)
		if err != nil {
			return err
		}
		if err := lockTree(ctx, s.tx, v.Account.Provider, false); err != nil {
			return err
		}
		if err := lockRow(ctx, s.tx, `SELECT 1 FROM app_user WHERE id = $1 FOR UPDATE`, v.User.ID); err != nil {
			return err
		}
		if v, err = s.linkViewer(ctx, token); err != nil { // it may have been used meanwhile
			return err
		}
		v.From = from
		c := domain.Change{Kind: domain.PasswordChanged, Part: true, Secret: hash,
			About: domain.Ref{Of: domain.ObjectUser, ID: int64(v.User.ID), Name: v.User.Email}}
		numbers, err := s.number(ctx, true, c)
		if err != nil {
			return err
		}
		_, err = s.do(ctx, v, c, numbers, true)
		return err
	})
	if err != nil {
		return fmt.Errorf("set a password by a link: %w", err)
	}
	return nil
}

// linkRow is a link that is not over, and the two whom it is about.
type linkRow struct {
	User         domain.UserID    `db:"user_id"`
	Account      domain.AccountID `db:"account_id"`
	Kind         domain.LinkKind  `db:"kind"`
	Invited      bool             `db:"invited"`
	MadeBy       domain.UserID    `db:"made_by"`
	MakerAccount domain.AccountID `db:"maker_account"`
}

// linkViewer is who has the link of a token.
func (s *store) linkViewer(ctx context.Context, token string) (v domain.Viewer, err error) {
	var link linkRow
	const query = `
		SELECT l.user_id, u.account_id, l.kind, u.password_hash = '' AS invited, coalesce(m.id, 0) AS made_by, coalesce(m.account_id, 0) AS maker_account
		FROM user_link l JOIN app_user u ON u.id = l.user_id LEFT JOIN app_user m ON m.id = l.made_by
		WHERE l.token_hash = $1 AND l.ends_at > clock_timestamp()`
	if err = s.tx.GetContext(ctx, &link, query, hashToken(token)); err == nil {
		v, err = loadViewer(ctx, s.tx, link.User)
	}
	switch {
	case errors.Is(err, sql.ErrNoRows), err != nil && domain.KindOf(err) == domain.KindNotFound:
		return v, domain.LinkOver()
	case err != nil:
		return v, err
	case link.Kind == domain.Invitation && !link.Invited:
		return v, domain.LinkOver()
	}
	return v, s.makerMay(ctx, link, v.User)
}

// makerMay asks whether whoever made a link may set that user's password at this moment: who could have kept the link is not to become
// somebody whose rights have grown since. Who made an account invited its first administrator, from another.
func (s *store) makerMay(ctx context.Context, link linkRow, user domain.User) error {
	if link.MadeBy == 0 || link.MakerAccount != link.Account {
		return nil
	}
	maker, err := loadViewer(ctx, s.tx, link.MadeBy)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return domain.LinkOver()
	case err != nil:
		return err
	case domain.CheckGrant(maker, user, user) != nil:
		return domain.LinkOver()
	}
	return nil
}

// ForgottenPassword makes a link for whoever signs in with an email address, and returns who they are and its token; "" where nobody does.
// It does the same for an address that nobody has, and fails with KindTooOften when too many were asked for, with the address or from
// its network: each counts as a try to sign in does.
func (d *DB) ForgottenPassword(ctx context.Context, s domain.SignIn) (v domain.Viewer, token string, err error) {
	email, made := domain.CleanEmail(s.Email), []domain.UserID(nil)
	token = newToken()
	try := domain.SignIn{Email: "a link for " + email, From: s.From}
	err = d.inTx(ctx, d.signIn, nil, func(tx *sqlx.Tx) error {
		if err := mayTry(ctx, tx, try); err != nil {
			return err
		}
		if err := countTry(ctx, tx, try); err != nil {
			return err
		}
		const forget = `DELETE FROM user_link WHERE ends_at < now()`
		if _, err := tx.ExecContext(ctx, forget); err != nil {
			return err
		}
		const insert = `
			INSERT INTO user_link (token_hash, user_id, kind, ends_at)
			SELECT $2, u.id, CASE WHEN u.password_hash = '' THEN 'invitation' ELSE 'reset' END, clock_timestamp() + make_interval(secs => $3)
			FROM app_user u JOIN account a ON a.id = u.account_id
			WHERE lower(u.email) = $1 AND u.active AND a.status <> 'closed'
			RETURNING user_id`
		if err := tx.SelectContext(ctx, &made, insert, email, hashToken(token), domain.Reset.Life().Seconds()); err != nil {
			return err
		}
		if len(made) > 0 {
			if v, err = loadViewer(ctx, tx, made[0]); err != nil {
				return err
			}
		}
		return d.securityEvent(ctx, tx, v, domain.LinkAskedEvent, email)
	})
	if err != nil {
		return v, "", fmt.Errorf("make a link for a forgotten password: %w", err)
	}
	if len(made) == 0 {
		token = ""
	}
	return v, token, nil
}
