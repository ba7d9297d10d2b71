package demo

import (
	"context"
	"fmt"
	"slices"

	"tiersync/domain"
)

// ashdown and ireland are the resellers who are protected from parts of a run.
const (
	ashdown    = "Ashdown Managed IT"
	ireland    = "Harborline Ireland"
	rheinblick = "Rheinblick Systemhaus"
)

// addResellers makes the accounts from the top down, and an administrator for each.
func (l *loader) addResellers(ctx context.Context) error {
	if err := l.at(ctx, 60, "09:10"); err != nil {
		return err
	}
	accounts := map[string]domain.AccountID{distributor: l.provider().Account.ID}
	for _, s := range sellers() {
		id, err := l.CreateAccount(ctx, domain.Account{Parent: accounts[s.vendor], Name: s.name, Currency: s.currency,
			Status:   s.accountStatus(),
			Switches: domain.Switches{OperatingUnit: s.name == ireland, DisableCategories: s.name == ashdown}})
		if err != nil {
			return err
		}
		accounts[s.name] = id
	}
	l.accounts = accounts
	return together(otherUsers(), func(p person) error { return l.addUser(ctx, accounts[p.company], p) })
}

// as returns the administrator of a company with the privileges that their company has now.
func (l *loader) as(ctx context.Context, company string) (domain.Viewer, error) {
	return l.Viewer(ctx, l.viewers[company].User.ID)
}

// firstRuns signs the resellers up, level by level, and delivers everything to them: a reseller can sell the reseller
// plan once they have it.
func (l *loader) firstRuns(ctx context.Context) error {
	for level, plans := range [][]string{{"gold", "silver"}, {"gold", "silver"}, {"gold"}} {
		if err := l.at(ctx, 56-7*level, "14:20"); err != nil {
			return err
		}
		if err := l.subscribe(ctx, level+1, plans...); err != nil {
			return err
		}
		for _, plan := range plans {
			if err := l.run(ctx, l.provider(), plan, domain.AllOptions(), domain.Overwrite); err != nil {
				return err
			}
		}
	}
	if err := l.rheinblicksRun(ctx); err != nil {
		return err
	}
	if err := l.at(ctx, 36, "16:45"); err != nil {
		return err
	}
	settings := domain.Account{Status: domain.AccountActive, Switches: domain.Switches{OperatingUnit: true, DisablePrices: true}}
	_, err := l.Do(ctx, l.provider(), domain.Change{Kind: domain.ResellerChanged, Part: true, Typed: settings.Settings(),
		About: domain.Ref{Of: domain.ObjectReseller, ID: int64(l.accounts[ireland]), Name: ireland}})
	return err
}

// rheinblicksRun does the same for those who take Rheinblick Systemhaus' own plan.
func (l *loader) rheinblicksRun(ctx context.Context) error {
	if err := l.at(ctx, 38, "11:15"); err != nil {
		return err
	}
	v, err := l.as(ctx, rheinblick)
	if err != nil {
		return err
	}
	if err := l.addOwnProgram(ctx, v); err != nil {
		return err
	}
	if err := l.subscribe(ctx, 2, ownProgram().key); err != nil {
		return err
	}
	return l.run(ctx, v, ownProgram().key, domain.AllOptions(), domain.Overwrite)
}

// addOwnProgram makes the template and the reseller plan of Rheinblick Systemhaus, and a category of their own.
func (l *loader) addOwnProgram(ctx context.Context, v domain.Viewer) error {
	p := ownProgram()
	if err := l.addTemplate(ctx, v, p); err != nil {
		return err
	}
	var made []deed
	for i, s := range resellersCategories() {
		made = append(made, l.salesDeed(domain.SalesCategoryCreated, s.key, func(e *catalogEdit) {
			e.addSales(e.salesCategory(s, len(salesCategories())+i+1))
		}))
	}
	if err := l.doAll(ctx, v, append(made, l.newPlan(p.plan))); err != nil {
		return err
	}
	return l.delegate(ctx, v, p.key, ownProgramPlans(), nil)
}

// subscribe makes the subscriptions of one level to these reseller plans. Each vendor sells their own.
func (l *loader) subscribe(ctx context.Context, level int, plans ...string) error {
	for _, s := range sellers() {
		if s.level != level || !slices.Contains(plans, s.program) {
			continue
		}
		v, err := l.as(ctx, s.vendor)
		if err != nil {
			return err
		}
		start := l.created.AddDate(0, 0, -s.age)
		sub := domain.Subscription{Name: programName(s.program) + " for " + s.name, Account: l.accounts[s.name],
			Plan: l.planID(s.program), Period: l.periodID(s.program, "12m"), Status: s.subscriptionStatus(),
			Start: start, Expires: start.AddDate(1, 0, 0)}
		if l.err != nil {
			return l.err
		}
		if _, err := l.CreateSubscription(ctx, v, sub); err != nil {
			return err
		}
	}
	return nil
}

// programName returns the name of a reseller plan.
func programName(key string) string {
	for _, p := range append(programs(), ownProgram()) {
		if p.key == key {
			return p.plan.name
		}
	}
	return key
}

// run synchronizes all subscriptions to a plan, at all levels.
func (l *loader) run(ctx context.Context, v domain.Viewer, plan string, options domain.OptionSet, policy domain.Policy) error {
	_, err := l.Synchronize(ctx, v, domain.RunRequest{Plan: l.planID(plan), Options: options, Policy: policy})
	return err
}

// editOwn makes the resellers' own changes: two a day, in the two weeks before the second run.
func (l *loader) editOwn(ctx context.Context) error {
	for i, edit := range ownEdits() {
		if err := l.at(ctx, 34-i/2, []string{"09:25", "15:50"}[i%2]); err != nil {
			return err
		}
		v, err := l.as(ctx, edit.company)
		if err != nil {
			return err
		}
		if err := l.do(ctx, v, l.ownChange(edit)); err != nil {
			return fmt.Errorf("%s, plan %q: %w", edit.company, edit.plan, err)
		}
	}
	return l.customizeFlow(ctx)
}

// customizeFlow lets Ashdown approve every sale themselves: a step that the distributor is going to replace.
func (l *loader) customizeFlow(ctx context.Context) error {
	v, err := l.as(ctx, ashdown)
	if err != nil {
		return err
	}
	key := domain.TransitionKey(domain.FlowID(l.id("flow", orderFlows()[0].key)), step("Sales", "Opened", "Payment processing"))
	return l.do(ctx, v, domain.Change{Kind: domain.FlowCustomized, Part: true, Typed: []domain.KeyedValue{{Key: key, Value: domain.Yes}},
		About: domain.Ref{Of: domain.ObjectOrderFlow, Name: "Sales: Opened → Payment processing"}})
}

// secondRun passes two new prices and a withdrawn plan on and lets the resellers keep their own values.
func (l *loader) secondRun(ctx context.Context) error {
	if err := l.at(ctx, 19, "10:40"); err != nil {
		return err
	}
	if err := l.doAll(ctx, l.provider(), l.betweenRuns()); err != nil {
		return err
	}
	if err := l.redelegate(ctx, "gold", nil, []string{"antivirus"}); err != nil {
		return err
	}
	if err := l.at(ctx, 17, "13:30"); err != nil {
		return err
	}
	options := domain.OptionSet{domain.EnablePlans: true, domain.UpdateFees: true, domain.UpdatePrices: true}
	return l.run(ctx, l.provider(), "gold", options, domain.Keep)
}

// redelegate adds plans to a template's Delegated Plans and takes others away.
func (l *loader) redelegate(ctx context.Context, template string, add, remove []string) error {
	row, err := l.Template(ctx, l.provider(), domain.TemplateID(l.id("template", template)))
	if err != nil {
		return err
	}
	plans := slices.DeleteFunc(row.Delegated, func(id domain.PlanID) bool {
		return slices.ContainsFunc(remove, func(key string) bool { return l.planID(key) == id })
	})
	for _, key := range add {
		plans = append(plans, l.planID(key))
	}
	if l.err != nil {
		return l.err
	}
	row.Delegated = plans
	_, err = l.save(ctx, l.provider(), domain.DelegationChanged, templateRef(row), row)
	return err
}
