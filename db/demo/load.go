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
	id, err := l.EnsureProvider(ctx, distributor, "USD")
	if err != nil {
		return err
	}
	if err := l.addUser(ctx, id, firstUser()); err != nil {
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
		return nil // his account is closed
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.viewers[p.company] = viewer
	return err
}

func (l *loader) addLastUser(ctx context.Context) error {
	return l.addUser(ctx, l.provider().Account.ID, lastUser())
}

// takeIDs gives everything inside catalogs an id.
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
		id, err := l.SaveResource(ctx, v, domain.Resource{Name: r.name, Unit: r.unit, Additive: r.additive, Measurable: r.measurable}, 0)
		if err != nil {
			return err
		}
		l.ids["resource/"+r.key] = int64(id)
	}
	for _, m := range messages() {
		id, err := l.SaveNotificationTemplate(ctx, v, domain.NotificationTemplate{Name: m.name, Subject: m.subject, Body: m.body,
			Visible: m.visible})
		if err != nil {
			return err
		}
		l.ids["message/"+m.key] = int64(id)
	}
	for _, f := range orderFlows() {
		id, err := l.SaveOrderFlow(ctx, v, l.flow(f))
		if err != nil {
			return err
		}
		l.ids["flow/"+f.key] = int64(id)
	}
	for _, r := range exchangeRates() {
		if err := l.SaveExchangeRate(ctx, v, r.currency, r.rate); err != nil {
			return err
		}
	}
	return nil
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
	id, err := l.SaveTemplate(ctx, v, row)
	if err != nil {
		return err
	}
	l.ids["template/"+p.key] = int64(id)
	return nil
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
	err := l.EditCatalog(ctx, l.provider(), "created service plans", fmt.Sprintf("%d service plans", len(catalog.Plans)),
		func(*domain.Catalog) (*domain.Catalog, error) { return catalog, nil })
	if err != nil {
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
	var ids []domain.PlanID
	for id := range remaining {
		ids = append(ids, id)
	}
	row, err := l.Template(ctx, v, domain.TemplateID(l.id("template", template)))
	if err == nil {
		err = l.err
	}
	if err != nil {
		return err
	}
	return l.SetDelegated(ctx, v, row.ID, ids, row.Version)
}
