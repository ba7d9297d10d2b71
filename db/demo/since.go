package demo

import (
	"context"
	"slices"

	"tiersync/domain"
)

// changeSince makes what the distributor changed since the last run and has passed on to nobody yet.
func (l *loader) changeSince(ctx context.Context) error {
	if err := l.at(ctx, 9, "09:05"); err != nil {
		return err
	}
	if err := l.doAll(ctx, l.provider(), l.afterRuns()); err != nil {
		return err
	}
	later := []string{}
	for _, p := range laterProducts() {
		later = append(later, p.key)
	}
	if err := l.redelegate(ctx, "gold", append(later, "antivirus"), []string{"canva"}); err != nil {
		return err
	}
	if err := l.redelegate(ctx, "silver", later, nil); err != nil {
		return err
	}
	if err := l.at(ctx, 4, "14:10"); err != nil {
		return err
	}
	if err := l.changeFlow(ctx); err != nil {
		return err
	}
	return l.changeTemplate(ctx)
}

// changeFlow asks for an approval before services are taken down, and checks sales for fraud.
func (l *loader) changeFlow(ctx context.Context) error {
	flow := l.flow(orderFlows()[0])
	flow.ID = domain.FlowID(l.id("flow", orderFlows()[0].key))
	steps := slices.DeleteFunc(flow.Transitions, func(t domain.Transition) bool {
		return t.OrderType == "Sales" && t.From == "Opened" && t.To == "Payment processing"
	})
	for i := range steps {
		if steps[i].OrderType == "Cancellation" && steps[i].To == "Deprovisioning" {
			steps[i].Manual = true
		}
	}
	flow.Transitions = append(steps, step("Sales", "Opened", "Fraud check"), approved("Sales", "Fraud check", "Payment processing"))
	slices.SortFunc(flow.Transitions, compareSteps)
	_, err := l.save(ctx, l.provider(), domain.FlowSaved, flowRef(flow), flow)
	return err
}

// changeTemplate gives gold partners the reports, takes the users away and puts new terms in force.
func (l *loader) changeTemplate(ctx context.Context) error {
	row, err := l.Template(ctx, l.provider(), domain.TemplateID(l.id("template", "gold")))
	if err != nil {
		return err
	}
	row.Privileges = append(slices.DeleteFunc(row.Privileges, func(p domain.Privilege) bool { return p == domain.ManageUsers }),
		domain.ViewReports)
	documents := slices.Clone(goldProgram().documents)
	documents[0] = termsOfSale("4.0", -30)
	documents[0].text += " Prices may be adjusted once a year with 60 days' notice."
	row.Terms = l.terms("first purchase and after each change", documents)
	_, err = l.save(ctx, l.provider(), domain.TemplateChanged, templateRef(row), row)
	return err
}
