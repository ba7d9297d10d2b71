package db

import (
	"context"
	"fmt"
	"slices"

	"github.com/jmoiron/sqlx"

	"tiersync/domain"
)

// SaveSettings sets the status and the protections of an account below the viewer's. Closing an account signs its users out
// for good. It fails as [DB.SaveSwitches] does, and with KindInvalid when there is no such status.
func (d *DB) SaveSettings(ctx context.Context, viewer domain.Viewer, id domain.AccountID, status domain.AccountStatus, s domain.Switches) error {
	return d.changeAccount(ctx, viewer, id, s, func(tx *sqlx.Tx, old domain.Account) error {
		return setStatus(ctx, tx, viewer, old, status)
	})
}

// SaveSwitches sets the protections of an account below the viewer's, or a provider's own setting of his account. It
// fails with KindNotFound when the viewer may not see the account, with KindForbidden when it is his own to be
// protected from or he lacks the right, and with KindInvalid when the switches do not go together.
func (d *DB) SaveSwitches(ctx context.Context, viewer domain.Viewer, id domain.AccountID, s domain.Switches) error {
	return d.changeAccount(ctx, viewer, id, s, func(*sqlx.Tx, domain.Account) error { return nil })
}

// changeAccount sets an account's switches, and what else there is to change.
func (d *DB) changeAccount(ctx context.Context, viewer domain.Viewer, id domain.AccountID, s domain.Switches,
	change func(tx *sqlx.Tx, old domain.Account) error) error {
	err := d.InTx(ctx, func(tx *sqlx.Tx) error {
		account, err := accountWithin(ctx, tx, viewer.Account.ID, id)
		if err != nil {
			return err
		}
		if err := checkSwitches(viewer, account, s); err != nil {
			return err
		}
		if err := lockTree(ctx, tx, account.Provider, false); err != nil {
			return err
		}
		// The old row is read again under its own lock, so that the audit tells what this edit really replaced.
		var old accountRow
		const lockRow = `SELECT ` + accountColumns + ` FROM account a WHERE a.id = $1 FOR UPDATE`
		if err := tx.GetContext(ctx, &old, lockRow, id); err != nil {
			return err
		}
		if err := setSwitches(ctx, tx, viewer, old.account(), s); err != nil {
			return err
		}
		return change(tx, old.account())
	})
	if err != nil {
		return fmt.Errorf("save the settings of account %d: %w", id, err)
	}
	return nil
}

func setSwitches(ctx context.Context, tx *sqlx.Tx, viewer domain.Viewer, old domain.Account, s domain.Switches) error {
	if old.Switches == s {
		return nil
	}
	const update = `
		UPDATE account SET operating_unit = $2, disable_categories = $3, disable_prices = $4, sync_display_category = $5
		WHERE id = $1`
	_, err := tx.ExecContext(ctx, update, old.ID, s.OperatingUnit, s.DisableCategories, s.DisablePrices, s.SyncDisplayCategory)
	if err != nil {
		return err
	}
	return writeAudit(ctx, tx, auditEntry{Account: viewer.Account.ID, User: viewer.User.ID, Action: changedProtections,
		Object: old.Name, Detail: map[string]any{"account": old.ID, "from": old.Switches, "to": s}})
}

func setStatus(ctx context.Context, tx *sqlx.Tx, viewer domain.Viewer, old domain.Account, status domain.AccountStatus) error {
	switch {
	case old.ID == viewer.Account.ID:
		return domain.Forbidden("You cannot change the status of your own account.")
	case !slices.Contains(domain.AccountStatuses(), status):
		return domain.Invalid("Choose from the list", domain.FieldError{Field: "status", Message: "Choose from the list"})
	case old.Status == status:
		return nil
	}
	if _, err := tx.ExecContext(ctx, `UPDATE account SET status = $2 WHERE id = $1`, old.ID, status); err != nil {
		return err
	}
	action := "activated account"
	switch status {
	case domain.AccountOnHold:
		action = "put account on hold"
	case domain.AccountClosed:
		action = "closed account"
		// A closed account has no live sessions; without this, one would live on when the account is opened again.
		const signOut = `DELETE FROM session s USING app_user u WHERE u.id = s.user_id AND u.account_id = $1`
		if _, err := tx.ExecContext(ctx, signOut, old.ID); err != nil {
			return err
		}
	}
	return writeAudit(ctx, tx, auditEntry{Account: viewer.Account.ID, User: viewer.User.ID, Action: action, Object: old.Name,
		Detail: map[string]any{"account": old.ID, "from": old.Status, "to": status}})
}

func checkSwitches(viewer domain.Viewer, account domain.Account, s domain.Switches) error {
	if !viewer.May(domain.ManageSubResellers) {
		return domain.Forbidden("Your role does not include the right: " + string(domain.ManageSubResellers) + ".")
	}
	if account.ID == viewer.Account.ID && account.Kind == domain.Reseller {
		return domain.Forbidden("Only your provider can change the protections of your own account.")
	}
	switch {
	case account.Kind == domain.Provider && (s.OperatingUnit || s.DisableCategories || s.DisablePrices):
		return domain.Invalid("A provider has no protections: nobody synchronizes him.")
	case account.Kind == domain.Reseller && s.SyncDisplayCategory:
		return domain.Invalid("Synchronize Display Category is a setting of the provider.",
			domain.FieldError{Field: "sync_display_category", Message: "Only a provider can have this setting"})
	case s.DisablePrices && !s.OperatingUnit:
		return domain.Invalid("Only an operating unit can have its prices protected.",
			domain.FieldError{Field: "disable_prices", Message: "Make the reseller an operating unit first"})
	}
	return nil
}
