package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"tiersync/db/versions"
	"tiersync/domain"
)

// keeper is what is known here of a kind of thing.
type keeper struct {
	// Of what is in no catalog: load returns the viewer's thing, locked where it is about to be changed, nil where it is not there; save
	// stores what came of a change, and gives a new thing its id. nil where changes of it are made apart.
	load func(ctx context.Context, s *store, v domain.Viewer, about domain.Ref, lock bool) (domain.Thing, error)
	save func(ctx context.Context, s *store, v domain.Viewer, done *domain.Done) error

	row    string       // finds its row by the account ($1) and what follows, its id or code; "" where a thing never goes
	name   domain.Field // of which no two of an account have the same; "" for none
	users  users        // nil where nobody asks
	passed string       // outside the catalog: that template t passes on a change of it; about has the viewer's account_id and its id. "": every one does
}

var keepers = map[domain.Object]keeper{
	domain.ObjectPlan: {users: (*store).planUsers},
	domain.ObjectTemplate: {load: loadTemplate, save: saveTemplate, row: `template WHERE account_id = $1 AND id = `, name: domain.FieldTemplateName,
		passed: `t.account_id = about.account_id AND t.id = about.id`},
	domain.ObjectResource: {load: loadResource, save: saveResource, row: `resource WHERE account_id = $1 AND id = `, name: domain.FieldResourceName, users: (*store).catalogUsers},
	domain.ObjectNotification: {load: loadNotification, save: saveNotification, row: `notification_template WHERE account_id = $1 AND id = `, name: domain.FieldMessageName,
		users: (*store).catalogUsers},
	domain.ObjectFlow: {load: loadFlow, save: saveFlow, row: `order_flow WHERE account_id = $1 AND id = `, name: domain.FieldOrderFlow, users: (*store).flowUsers,
		passed: `t.order_flow_id = about.id`},
	domain.ObjectExchangeRate: {load: loadExchangeRate, save: saveExchangeRate, row: `exchange_rate WHERE account_id = $1 AND currency = `,
		users: (*store).exchangeRateUsers},
	domain.ObjectRecipe: {load: loadRecipe, save: saveRecipe, row: `recipe WHERE account_id = $1 AND id = `, name: domain.FieldRecipeName,
		users: (*store).nobody},
	domain.ObjectReseller:     {load: loadSettings, save: saveSettings, row: `account WHERE account_within(id, $1) AND id = `},
	domain.ObjectUser:         {load: loadUser, save: saveUser},
	domain.ObjectSubscription: {row: `subscription WHERE account_within(account_id, $1) AND id = `},
}

// forUpdate is the end of a query that locks the row it finds.
func forUpdate(lock bool) string {
	if lock {
		return " FOR UPDATE"
	}
	return ""
}

// found returns the thing that was read. One that was not there is nil where it may be about to be made, which the id says, or it has
// none; else it is KindNotFound.
func found(about domain.Ref, thing domain.Thing, err error) (domain.Thing, error) {
	if !errors.Is(err, sql.ErrNoRows) && domain.KindOf(err) != domain.KindNotFound {
		return thing, err
	}
	if about.ID != domain.NewID && !about.Of.Info().ByCode {
		return nil, domain.NotFound("The " + about.Of.Noun())
	}
	return nil, nil
}

// nameFree refuses a name that another thing of the account has, and says which. Of two that take it in the same moment, the index of the
// table refuses the second.
func (s *store) nameFree(ctx context.Context, v domain.Viewer, done *domain.Done) error {
	about, k := done.Change.About, keepers[done.Change.About.Of]
	if k.name == "" || !slices.ContainsFunc(done.Edits, func(e domain.Edit) bool { return e.Key.Field == k.name }) {
		return nil
	}
	other := domain.Ref{Of: about.Of}
	query := `SELECT id, name FROM ` + strings.TrimSuffix(k.row, `id = `) + `lower(name) = lower($2) AND id <> $3`
	err := s.tx.QueryRowContext(ctx, query, v.Account.ID, domain.NameOf(done.After), about.ID).Scan(&other.ID, &other.Name)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil
	case err != nil:
		return fmt.Errorf("who has the name of %s: %w", about.Name, err)
	}
	return domain.NameTaken(k.name, other)
}

// taken is the refusal of a name where err says that another thing has it.
func taken(err error, index string, name domain.Field) error {
	if violates(err, index) {
		return domain.NameTaken(name, domain.Ref{})
	}
	return err
}

func loadResource(ctx context.Context, s *store, v domain.Viewer, about domain.Ref, lock bool) (domain.Thing, error) {
	var r resourceRow
	err := s.tx.GetContext(ctx, &r, resourceQuery+`WHERE account_id = $1 AND id = $2`+forUpdate(lock), v.Account.ID, about.ID)
	resource := domain.Resource(r)
	return found(about, &resource, err)
}

func saveResource(ctx context.Context, s *store, v domain.Viewer, done *domain.Done) error {
	r := *done.After.(*domain.Resource)
	query := `INSERT INTO resource (account_id, id, name, unit, additive, measurable) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (account_id, id) DO UPDATE SET name = $3, unit = $4, additive = $5, measurable = $6`
	_, err := s.tx.ExecContext(ctx, query, v.Account.ID, done.Change.About.ID, r.Name, r.Unit, r.Additive, r.Measurable)
	return taken(err, "resource_name", domain.FieldResourceName)
}

func loadNotification(ctx context.Context, s *store, v domain.Viewer, about domain.Ref, lock bool) (domain.Thing, error) {
	var r notificationRow
	err := s.tx.GetContext(ctx, &r, notificationQuery+`WHERE account_id = $1 AND id = $2`+forUpdate(lock), v.Account.ID, about.ID)
	template := domain.NotificationTemplate(r)
	return found(about, &template, err)
}

func saveNotification(ctx context.Context, s *store, v domain.Viewer, done *domain.Done) error {
	t := *done.After.(*domain.NotificationTemplate)
	const query = `
		INSERT INTO notification_template (account_id, id, name, subject, body, visible) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (account_id, id) DO UPDATE SET name = $3, subject = $4, body = $5, visible = $6, version = notification_template.version + 1`
	_, err := s.tx.ExecContext(ctx, query, v.Account.ID, done.Change.About.ID, t.Name, t.Subject, t.Body, t.Visible)
	return taken(err, "notification_template_name", domain.FieldMessageName)
}

func loadFlow(ctx context.Context, s *store, v domain.Viewer, about domain.Ref, lock bool) (domain.Thing, error) {
	var row flowRow
	err := s.tx.GetContext(ctx, &row, `SELECT id, name, transitions FROM order_flow WHERE account_id = $1 AND id = $2`+forUpdate(lock),
		v.Account.ID, about.ID)
	flow := row.flow()
	return found(about, &flow, err)
}

func saveFlow(ctx context.Context, s *store, v domain.Viewer, done *domain.Done) error {
	f := done.After.(*domain.OrderFlow)
	const query = `
		INSERT INTO order_flow (account_id, id, name, transitions) VALUES ($1, $2, $3, $4)
		ON CONFLICT (account_id, id) DO UPDATE SET name = $3, transitions = $4`
	_, err := s.tx.ExecContext(ctx, query, v.Account.ID, done.Change.About.ID, f.Name, versions.Transitions(f.Transitions))
	return taken(err, "order_flow_name", domain.FieldOrderFlow)
}

func loadExchangeRate(ctx context.Context, s *store, v domain.Viewer, about domain.Ref, lock bool) (domain.Thing, error) {
	r := domain.ExchangeRate{Currency: domain.Currency(about.Code)}
	query := `SELECT trim_scale(rate)::text FROM exchange_rate WHERE account_id = $1 AND currency = $2` + forUpdate(lock)
	err := s.tx.GetContext(ctx, &r.Rate, query, v.Account.ID, about.Code)
	return found(about, &r, err)
}

func saveExchangeRate(ctx context.Context, s *store, v domain.Viewer, done *domain.Done) error {
	r := *done.After.(*domain.ExchangeRate)
	const query = `
		INSERT INTO exchange_rate (account_id, currency, rate) VALUES ($1, $2, $3)
		ON CONFLICT (account_id, currency) DO UPDATE SET rate = excluded.rate, updated_at = now()`
	_, err := s.tx.ExecContext(ctx, query, v.Account.ID, r.Currency, r.Rate)
	return err
}

func loadSettings(ctx context.Context, s *store, v domain.Viewer, about domain.Ref, lock bool) (domain.Thing, error) {
	if lock {
		const query = `SELECT 1 FROM account WHERE id = $1 AND account_within($1, $2) FOR UPDATE`
		if err := lockRow(ctx, s.tx, query, about.ID, v.Account.ID); err != nil {
			return nil, err
		}
	}
	a, err := accountWithin(ctx, s.tx, v.Account.ID, domain.AccountID(about.ID))
	return &a, err
}

func saveSettings(ctx context.Context, s *store, v domain.Viewer, done *domain.Done) error {
	a := *done.After.(*domain.Account)
	const update = `
		UPDATE account SET status = $2, operating_unit = $3, disable_categories = $4, disable_prices = $5, sync_display_category = $6, ask_two_step = $8,
			price_jump_limit = $9, low_margin = $10, guards = $11, shop_open = $12, shop_name = $13
		WHERE id = $1 AND account_within(id, $7)`
	p := a.Switches
	if _, err := s.tx.ExecContext(ctx, update, done.Change.About.ID, a.Status, p.OperatingUnit, p.DisableCategories, p.DisablePrices,
		p.SyncDisplayCategory, v.Account.ID, a.AskTwoStep, a.JumpLimit, a.LowMargin, guardsColumn(a.Guards), a.Shop.Open, a.Shop.Name); err != nil {
		return shopNameTaken(err)
	}
	for _, e := range done.Edits {
		if e.Key.Field == domain.FieldVendor {
			return s.move(ctx, a)
		}
	}
	if a.Status != domain.AccountClosed {
		return nil
	}
	// A closed account has no live sessions; without this, one would live on when the account is opened again.
	return endSessions(ctx, s.tx, 0, domain.AccountID(done.Change.About.ID), done.Change.Kind)
}

func loadUser(ctx context.Context, s *store, v domain.Viewer, about domain.Ref, lock bool) (domain.Thing, error) {
	if about.ID == domain.NewID {
		return nil, nil
	}
	u, err := managedUserOf(ctx, s.tx, v, domain.UserID(about.ID), forUpdate(lock))
	return &u, err
}

func saveUser(ctx context.Context, s *store, v domain.Viewer, done *domain.Done) error {
	u := *done.After.(*domain.UserRow)
	const upsert = `
		INSERT INTO app_user (account_id, id, email, name, role, rights, active, password_hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT (id) DO UPDATE SET email = $3, name = $4, role = $5, rights = $6, active = $7,
			password_hash = coalesce(nullif($8, ''), app_user.password_hash)
		WHERE app_user.account_id = $1`
	_, err := s.tx.ExecContext(ctx, upsert, v.Account.ID, done.Change.About.ID, u.Email, u.Name, u.Role, rightsArray(u.Rights), u.Active,
		done.Change.Secret)
	if violates(err, "app_user_email") {
		return domain.UserEmailTaken()
	}
	if err != nil {
		return err
	}
	if done.Change.Link != "" {
		return s.keepLink(ctx, v, u, done.Change)
	}
	if done.Change.Secret != "" || !u.Active {
		if err := s.dropLinks(ctx, domain.UserID(done.Change.About.ID)); err != nil {
			return err
		}
	}
	if err := s.keepTwoStep(ctx, u, *done); err != nil {
		return err
	}
	if slices.Contains([]domain.ChangeKind{domain.OwnNameChanged, domain.RecoveryCodesMade}, done.Change.Kind) {
		return nil // it takes nothing from anybody
	}
	by := done.Change.Kind
	if !u.Active {
		by = domain.UserDeactivated
	}
	return endSessions(ctx, s.tx, domain.UserID(done.Change.About.ID), 0, by)
}
