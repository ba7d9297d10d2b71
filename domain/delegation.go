package domain

import "slices"

// PlanCopy says of a reseller who is reached by runs of one of their vendor's reseller plans whether they have a copy of a plan that is enabled.
type PlanCopy struct {
	Account AccountID
	By      PlanID // the reseller plan
	Has     bool
}

// Delegation is whether a service template delegates a plan, and what of that no run has passed on.
type Delegation struct {
	Template  TemplateRow
	Delegated bool
	Resellers int      // who are reached by the reseller plans that are based on the template
	Behind    int      // those of them who do not have the plan, or, where it is not delegated to them any more, have it still
	By        []PlanID // the reseller plans whose runs reach these
}

// Delegations are those of a plan in the vendor's templates.
func (c *Catalog) Delegations(plan PlanID, templates []TemplateRow, copies []PlanCopy) []Delegation {
	list, to := make([]Delegation, len(templates)), map[AccountID]bool{} // to whom some template delegates it
	at := map[TemplateID]int{}
	for i, t := range templates {
		list[i] = Delegation{Template: t, Delegated: t.Delegates(plan)}
		at[t.ID] = i
	}
	of := func(one PlanCopy) *Delegation {
		if by := c.Plan(one.By); by != nil && by.Template != 0 {
			if i, known := at[by.Template]; known {
				return &list[i]
			}
		}
		return nil
	}
	for _, one := range copies {
		if d := of(one); d != nil && d.Delegated {
			to[one.Account] = true
		}
	}
	for _, one := range copies {
		d := of(one)
		if d == nil {
			continue
		}
		d.Resellers++
		if d.Delegated && !one.Has || !d.Delegated && one.Has && !to[one.Account] {
			d.Behind++
			if !slices.Contains(d.By, one.By) {
				d.By = append(d.By, one.By)
			}
		}
	}
	return list
}
