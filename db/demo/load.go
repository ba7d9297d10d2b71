package demo

import (
	"context"
	"fmt"
	"sync"
	"time"

	"tiersync/db"
	"tiersync/domain"
)

// loader makes the demo step by step.
type loader struct {
	*db.DB
	builder
	password string
	mu       sync.Mutex
	viewers  map[string]domain.Viewer    // by company: its administrator
	accounts map[string]domain.AccountID // by company
	created  time.Time                   // of the provider, by the database's clock
	moments  []moment                    // when what happened
	now      time.Time                   // the last moment, as it is told
}

// provider is who does everything at the distributor's.
func (l *loader) provider() domain.Viewer { return l.viewers[distributor] }

func (l *loader) addProvider(ctx context.Context) error {
	if err := l.at(ctx, 63, "08:35"); err != nil {
		return err
	}
	p := firstUser()
	id, err := l.AddAdministrator(ctx, db.UseDemo, distributor, "USD", domain.User{Email: p.email, Name: p.name}, l.password)
	if err != nil {
		return err
	}
	if l.viewers[distributor], err = l.Viewer(ctx, id); err != nil {
		return err
	}
	l.created = l.provider().Account.Created
	return nil
}

// addUser makes a user and remembers the administrator of each company as the viewer who acts for it.
func (l *loader) addUser(ctx context.Context, account domain.AccountID, p person) error {
	id, err := l.AddUser(ctx, domain.User{Account: account, Email: p.email, Name: p.name, Role: p.role, Rights: p.rights}, l.password)
	if err != nil || p.role != domain.Administrator {
		return err
	}
	viewer, err := l.Viewer(ctx, id)
	if domain.KindOf(err) == domain.KindNotFound && err != nil {
		return nil // their account is closed
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.viewers[p.company] = viewer
	return err
}

func (l *loader) addLastUser(ctx context.Context) error {
	return l.addUser(ctx, l.provider().Account.ID, lastUser())
}

// takeIDs gives everything inside catalogs an id, which it has when it is made.
func (l *loader) takeIDs(ctx context.Context) error {
	list := keys()
	ids, err := l.NewIDs(ctx, len(list))
	if err != nil {
		return err
	}
	l.ids = map[string]int64{}
	for i, key := range list {
		l.ids[key] = ids[i]
	}
	return nil
}

// addObjects makes what lives outside catalogs.
func (l *loader) addObjects(ctx context.Context) error {
	v := l.provider()
	for _, r := range resources() {
		what := domain.Resource{Name: r.name, Unit: r.unit, Additive: r.additive, Measurable: r.measurable}
		done, err := l.Do(ctx, v, domain.Change{Kind: domain.ResourceSaved, Typed: what.Values(),
			About: domain.Ref{Of: domain.ObjectResource, ID: domain.NewID}})
		if err != nil {
			return err
		}
		l.ids["resource/"+r.key] = done.Change.About.ID
	}
	for _, m := range messages() {
		id, err := l.save(ctx, v, domain.NotificationSaved, domain.Ref{Of: domain.ObjectNotification, ID: domain.NewID, Name: m.name},
			domain.NotificationTemplate{Name: m.name, Subject: m.subject, Body: m.body, Visible: m.visible})
		if err != nil {
			return err
		}
		l.ids["message/"+m.key] = id
	}
	for _, f := range orderFlows() {
		if err := l.addFlow(ctx, f); err != nil {
			return err
		}
	}
	for _, r := range exchangeRates() {
		about := domain.Ref{Of: domain.ObjectExchangeRate, Code: string(r.currency), Name: string(r.currency)}
		if _, err := l.save(ctx, v, domain.ExchangeRateSaved, about, domain.ExchangeRate{Rate: domain.ExchangeRateText(r.rate)}); err != nil {
			return err
		}
	}
	return nil
}

// save makes a change of a whole thing outside catalogs and returns the id of the thing.
func (l *loader) save(ctx context.Context, v domain.Viewer, kind domain.ChangeKind, about domain.Ref, thing domain.Thing) (int64, error) {
	done, err := l.Do(ctx, v, domain.Change{Kind: kind, About: about, Typed: thing.Values()})
	return done.Change.About.ID, err
}

// addFlow makes an order flow, and then its steps, which are named by its id.
func (l *loader) addFlow(ctx context.Context, f orderFlow) error {
	flow := l.flow(f)
	id, err := l.save(ctx, l.provider(), domain.FlowSaved, flowRef(domain.OrderFlow{ID: domain.FlowID(domain.NewID), Name: flow.Name}),
		domain.OrderFlow{Name: flow.Name})
	if err != nil {
		return err
	}
	l.ids["flow/"+f.key] = id
	flow.ID = domain.FlowID(id)
	_, err = l.save(ctx, l.provider(), domain.FlowSaved, flowRef(flow), flow)
	return err
}

func flowRef(f domain.OrderFlow) domain.Ref {
	return domain.Ref{Of: domain.ObjectFlow, ID: int64(f.ID), Name: f.Name}
}

// templateRef names a service template.
func templateRef(t domain.TemplateRow) domain.Ref {
	return domain.Ref{Of: domain.ObjectTemplate, ID: int64(t.ID), Name: t.Name}
}

// addTemplates makes the distributor's templates, which delegate nothing yet.
func (l *loader) addTemplates(ctx context.Context) error {
	for _, p := range programs() {
		if err := l.addTemplate(ctx, l.provider(), p); err != nil {
			return err
		}
	}
	return l.err
}

func (l *loader) addTemplate(ctx context.Context, v domain.Viewer, p program) error {
	row := domain.TemplateRow{Name: p.name, Active: true, OrderFlow: domain.FlowID(l.id("flow", p.flow)), Privileges: p.privileges,
		Terms: l.terms(p.acceptance, p.documents)}
	if l.err != nil {
		return l.err
	}
	row.ID = domain.TemplateID(domain.NewID)
	id, err := l.save(ctx, v, domain.TemplateCreated, templateRef(row), row)
	l.ids["template/"+p.key] = id
	return err
}

// terms builds terms and conditions, with dates counted back from today.
func (l *loader) terms(acceptance string, documents []document) *domain.Terms {
	terms := &domain.Terms{Acceptance: acceptance}
	for _, d := range documents {
		terms.Documents = append(terms.Documents, domain.Document{ID: l.id("document", d.key), Name: d.name, Version: d.version,
			Text: d.text, Effective: l.created.AddDate(0, 0, -d.age).Format(time.DateOnly)})
	}
	return terms
}

// addCatalog makes the distributor's plans and delegates them.
func (l *loader) addCatalog(ctx context.Context) error {
	if err := l.at(ctx, 62, "10:05"); err != nil {
		return err
	}
	catalog := l.catalog()
	if l.err != nil {
		return l.err
	}
	first := domain.ChangeBetween(domain.State{}, domain.State{Own: (&domain.Own{}).WithMade(catalog)})
	first.About.Name = fmt.Sprintf("%d service plans", len(catalog.Plans))
	if _, err := l.Do(ctx, l.provider(), first); err != nil {
		return err
	}
	for _, p := range programs() {
		var plans []string
		for _, product := range firstProducts() {
			plans = append(plans, product.key)
		}
		if err := l.delegate(ctx, l.provider(), p.key, plans, p.without); err != nil {
			return err
		}
	}
	return nil
}

// delegate makes plans, less those without, the Delegated Plans of a template.
func (l *loader) delegate(ctx context.Context, v domain.Viewer, template string, plans, without []string) error {
	remaining := map[domain.PlanID]bool{}
	for _, key := range plans {
		remaining[l.planID(key)] = true
	}
	for _, key := range without {
		delete(remaining, l.planID(key))
	}
	row, err := l.Template(ctx, v, domain.TemplateID(l.id("template", template)))
	if err == nil {
		err = l.err
	}
	if err != nil {
		return err
	}
	row.Delegated = nil
	for id := range remaining {
		row.Delegated = append(row.Delegated, id)
	}
	_, err = l.save(ctx, v, domain.DelegationChanged, templateRef(row), row)
	return err
}
