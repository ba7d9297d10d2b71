package oracle

import (
	"slices"

	"tiersync/domain"
)

// What the program lets happen. The rules do not depend on it, but nobody can do in the program what is not possible here.

// program is the reseller plan that is based on a template, zero when there is none.
func (w *World) program(template *domain.Template) domain.PlanID {
	for i, t := range w.Templates {
		if t.ID == template.ID && i < len(w.Programs) {
			return w.Programs[i]
		}
	}
	return 0
}

// holds reports whether the account has a privilege.
func (a *Account) holds(p domain.Privilege) bool {
	_, delivered := a.Shop.Delivered[Key{Field: domain.FieldPrivilege, Name: string(p)}]
	return a.Parent == 0 || delivered
}

// mayTick reports whether the account may synchronize with these boxes.
func (a *Account) mayTick(boxes domain.OptionSet) bool {
	lacks := func(o domain.Option) bool { return boxes[o.Key] && o.Right != "" && !a.holds(o.Right) }
	return a.holds(domain.SynchronizeSubReseller) && !slices.ContainsFunc(domain.Options(), lacks)
}

// passedBy reports whether runs skip the account (rule G3).
func (a *Account) passedBy() bool {
	return slices.Contains([]domain.SubscriptionStatus{domain.Ordered, domain.Terminated, domain.Canceled}, a.Status)
}

// MayClick reports whether the click can be made: by somebody who has the reseller plan and the rights, and with somebody
// to reach.
func (w *World) MayClick(c Click) bool {
	by := w.Account(c.By)
	if !by.mayTick(c.Boxes) || !by.Shop.Effective().hasPlan(w.program(c.Template)) {
		return false
	}
	if c.On != 0 {
		on := w.Account(c.On)
		if !w.subscribed(on, c.Template) || !w.below(on, c.By) || c.Reach == domain.ThisReseller && on.passedBy() {
			return false
		}
	}
	return len(w.reached(c)) > 0
}

// undone reports whether a run is taken back, by an undo that was not taken back itself.
func (w *World) undone(run int) bool {
	for i := len(w.Runs) - 1; i > run; i-- {
		if w.Runs[i].IsUndo && w.Runs[i].Undoes == run {
			return !w.undone(i)
		}
	}
	return false
}

// MayUndo reports whether the run can be taken back now by whom started it.
func (w *World) MayUndo(run int) bool {
	c := w.Runs[run].Click
	return !w.undone(run) && w.Account(c.By).mayTick(c.Boxes)
}
