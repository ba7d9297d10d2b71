package worlds

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"tiersync/domain"
	"tiersync/domain/story"
)

func (w *World) accounts(ctx context.Context) error {
	for i, v := range w.Vendors {
		if i < len(w.there.Vendors) {
			if was := w.there.Vendors[i]; was.Switches != v.Switches || was.Account != v.Account || was.Subscription != v.Subscription {
				return fmt.Errorf("account %s is there already", v.Name)
			}
			continue
		}
		a := domain.Account{Name: v.Name, Currency: v.Currency, Status: v.Account, Switches: v.Switches}
		if v.Parent != nil {
			a.Parent = w.Accounts[v.Parent.Name]
		}
		id, err := w.DB.CreateAccount(ctx, a)
		if err != nil {
			return err
		}
		w.Accounts[v.Name] = id
	}
	return nil
}

func (w *World) users(ctx context.Context) error {
	for _, u := range w.Users[len(w.there.Users):] {
		account := w.Names.Text(int64(u.Account))
		u.Account, u.Email = w.Accounts[account], Email(u.Name)
		id, err := w.DB.Planting().AddUser(ctx, u, Password)
		if err != nil {
			return err
		}
		w.Viewers[u.Name] = domain.Viewer{User: domain.User{ID: id}}
	}
	return w.viewers(ctx)
}

// Email is with what a user of a world signs in.
func Email(user string) string { return strings.ToLower(user) + "@world.example" }

// viewers reads what the users may do now.
func (w *World) viewers(ctx context.Context) error {
	for name, v := range w.Viewers {
		now, err := w.DB.Viewer(ctx, v.User.ID)
		if err != nil {
			return err
		}
		w.Viewers[name] = now
	}
	return nil
}

// loose writes what has an id from the story and is in no catalog, and lets the database number on from there.
func (w *World) loose(ctx context.Context) error {
	if w.Names.Last() == w.last && maps.Equal(w.Visible, w.there.Visible) && maps.Equal(w.Unmeasured, w.there.Unmeasured) && len(w.Resources) == len(w.there.Resources) {
		return nil
	}
	w.last = w.Names.Last()
	resources := w.Names.Of("resource")
	for _, r := range w.Resources {
		resources[int64(r.ID)] = r.Name
	}
	ids, names := columns(resources)
	unmeasured := make([]bool, len(ids))
	for i, id := range ids {
		unmeasured[i] = w.Unmeasured[domain.ResourceID(id)]
	}
	templates, called := columns(w.Names.Of("notification"))
	visible := make([]bool, len(templates))
	for i, id := range templates {
		visible[i] = w.Visible[domain.NotificationID(id)]
	}
	return w.DB.InTx(ctx, func(tx *sqlx.Tx) error {
		provider := w.Accounts[w.Provider.Name]
		_, err := tx.ExecContext(ctx, `
			INSERT INTO resource (account_id, id, name, unit, additive, measurable)
			SELECT $1, u.id, u.name, 'unit', true, NOT u.unmeasured FROM unnest($2::bigint[], $3::text[], $4::boolean[]) AS u (id, name, unmeasured)
			ON CONFLICT (id) DO UPDATE SET measurable = excluded.measurable`, provider, ids, names, pq.Array(unmeasured))
		if err == nil {
			_, err = tx.ExecContext(ctx, `
				INSERT INTO notification_template (account_id, id, name, subject, body, visible)
				SELECT $1, u.id, u.name, u.name, '', u.visible FROM unnest($2::bigint[], $3::text[], $4::boolean[]) AS u (id, name, visible)
				ON CONFLICT (id) DO UPDATE SET visible = excluded.visible`, provider, templates, called, pq.Array(visible))
		}
		if err == nil {
			_, err = tx.ExecContext(ctx, `SELECT setval('object_id', greatest($1, nextval('object_id')))`, w.Names.Last())
		}
		return err
	})
}

// columns are ids and their names, for unnest.
func columns(named map[int64]string) (ids pq.Int64Array, names pq.StringArray) {
	for id := range named {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range ids {
		names = append(names, named[id])
	}
	return ids, names
}

// do makes a change for an account.
func (w *World) do(ctx context.Context, v *story.Vendor, c domain.Change) (domain.Done, error) {
	as, err := w.as(ctx, v)
	if err != nil {
		return domain.Done{}, err
	}
	done, err := w.DB.Planting().Do(ctx, as, c)
	if err == nil {
		w.Made = append(w.Made, Made{v.Name, done})
	}
	return done, err
}

// save makes a change of a whole thing outside catalogs, a new one where it has no id, and returns its id.
func (w *World) save(ctx context.Context, kind domain.ChangeKind, about domain.Ref, thing domain.Thing) (int64, error) {
	about.Of = kind.Info().Of
	if about.ID == 0 && about.Code == "" {
		about.ID = domain.NewID
	}
	done, err := w.do(ctx, w.Provider, domain.Change{Kind: kind, About: about, Typed: thing.Values()})
	return done.Change.About.ID, err
}

func (w *World) rates(ctx context.Context) error {
	for currency, rate := range w.Rates {
		if was, there := w.there.Rates[currency]; there && was.Equal(rate) || currency == w.Provider.Currency {
			continue
		}
		about := domain.Ref{Code: string(currency), Name: string(currency)}
		if _, err := w.save(ctx, domain.ExchangeRateSaved, about, domain.ExchangeRate{Rate: rate.String()}); err != nil {
			return err
		}
	}
	return nil
}

// orderFlow makes the template's order flow: first that there is one, for its steps are named by its id.
func (w *World) orderFlow(ctx context.Context) error {
	if w.World.Template.OrderFlow == w.there.Template.OrderFlow {
		return nil
	}
	flow, about := *w.World.Template.OrderFlow, domain.Ref{ID: int64(w.flow), Name: w.World.Template.OrderFlow.Name}
	if w.flowName != flow.Name {
		id, err := w.save(ctx, domain.FlowSaved, domain.Ref{Name: flow.Name}, domain.OrderFlow{Name: flow.Name})
		if err != nil {
			return err
		}
		about.ID, w.flow, w.flowName = id, domain.FlowID(id), flow.Name
	}
	flow.ID = w.flow
	_, err := w.save(ctx, domain.FlowSaved, about, flow)
	return err
}

// template makes sure that there is the template, for the catalog names it.
func (w *World) template(ctx context.Context) error {
	if w.Provider == nil || w.Template != 0 {
		return nil
	}
	t := w.World.Template
	id, err := w.save(ctx, domain.TemplateCreated, domain.Ref{Name: t.Name}, domain.TemplateRow{Name: t.Name, Active: t.Active})
	w.Template = domain.TemplateID(id)
	return err
}

// delegate makes the template what was told of it: the plans that it names are there.
func (w *World) delegate(ctx context.Context) error {
	t, was := w.World.Template, w.there.Template
	if slices.Equal(t.Delegated, was.Delegated) && t.OrderFlow == was.OrderFlow && t.Privileges == was.Privileges && t.Terms == was.Terms {
		return nil
	}
	row := domain.TemplateRow{Name: t.Name, Active: t.Active, Delegated: t.Delegated, OrderFlow: w.flow, Terms: t.Terms}
	if t.Privileges != nil {
		row.Privileges = t.Privileges.List
	}
	_, err := w.save(ctx, domain.TemplateChanged, domain.Ref{ID: int64(w.Template), Name: t.Name}, row)
	return err
}

// catalogs makes what the vendors have of their own what the story says of those that it told of.
func (w *World) catalogs(ctx context.Context) error {
	for _, v := range w.Vendors {
		now, told := w.now[v]
		if !told || v.State.Own == now.Own {
			continue
		}
		after := domain.State{Delivered: now.Delivered, Own: v.State.Own}
		for _, p := range after.Own.MadeCatalog().Plans {
			if p.Type == domain.ResellerPlan && p.Template != w.Template {
				based := p.Clone()
				based.Template = w.Template
				after.Own = after.Own.WithMade(after.Own.MadeCatalog().WithPlan(based))
				w.Plan = p.ID
			}
		}
		if _, err := w.do(ctx, v, domain.ChangeBetween(now, after)); err != nil {
			return fmt.Errorf("%s: %w", v.Name, err)
		}
	}
	return nil
}

// subscribe writes subscriptions past the checks: resellers are subscribed before anything was delivered to those above them.
func (w *World) subscribe(ctx context.Context) error {
	var accounts, vendors pq.Int64Array
	var names, statuses pq.StringArray
	for _, v := range w.Vendors[len(w.there.Vendors):] {
		if v.Parent != nil {
			accounts, vendors = append(accounts, int64(w.Accounts[v.Name])), append(vendors, int64(w.Accounts[v.Parent.Name]))
			names, statuses = append(names, v.Name), append(statuses, string(v.Subscription))
		}
	}
	if len(accounts) == 0 {
		return nil
	}
	_, state, err := w.DB.Catalog(ctx, domain.Viewer{Account: domain.Account{ID: w.Accounts[w.Provider.Name]}}, w.Accounts[w.Provider.Name])
	plan := state.Own.MadeCatalog().Plan(w.Plan)
	if err == nil && plan == nil {
		err = errors.New("a plan of type Reseller is missing")
	}
	if err != nil {
		return err
	}
	period := domain.PeriodID(0)
	if i := slices.IndexFunc(plan.Periods, func(p domain.Period) bool { return p.Active && !p.Trial }); i >= 0 {
		period = plan.Periods[i].ID
	}
	const insert = `
		INSERT INTO subscription (account_id, vendor_id, plan_id, period_id, name, status, started, expires)
		SELECT u.account, u.vendor, $1, nullif($2::bigint, 0), 'Subscription of ' || u.name, u.status, now(), now() + interval '1 year'
		FROM unnest($3::bigint[], $4::bigint[], $5::text[], $6::text[]) WITH ORDINALITY AS u (account, vendor, name, status, n)
		ORDER BY u.n RETURNING id`
	var ids []domain.SubscriptionID
	err = w.DB.InTx(ctx, func(tx *sqlx.Tx) error {
		return tx.SelectContext(ctx, &ids, insert, w.Plan, period, accounts, vendors, names, statuses)
	})
	for i, id := range ids {
		w.Subscriptions[names[i]] = id
	}
	return err
}
