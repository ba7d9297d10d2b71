package domain

import "slices"

// Everything that differs from the offer and was not changed gets a reason. What the unticked boxes would have changed is
// found by letting them work on a scratch copy.

// coveredBy tells which box rewrites own values of the key's field, "" where none does. Own values of other fields stay as they are.
func coveredBy(key Key) OptionKey {
	if row := key.Field.row(); row != nil && row.Own {
		return row.Box
	}
	return ""
}

// left turns what boxes would have changed into the reasons why they did not. What they would have skipped keeps its own
// reason, unless nobody ticked them and something differs; what is left out of a schedule is told with the schedule. The list is changed in place.
func left(out []Outcome, reason Reason) []Outcome {
	skipped := slices.DeleteFunc(out, func(o Outcome) bool {
		return !o.What.Changes() && (o.What != Skipped || reason == NotTicked && o.Reason == TemplateNotVisible)
	})
	for i := range skipped {
		if skipped[i].What != Skipped || reason == NotTicked && skipped[i].Old != skipped[i].New {
			skipped[i].What, skipped[i].Reason = Skipped, reason
		}
	}
	return skipped
}

// explain gives a reason to every value of a plan that differs from the offer and was not changed.
func (s *planSync) explain(unticked []Option) {
	if s.offer != nil && samePlan(s.plan, s.offer) {
		return
	}
	scratch := planSync{offer: s.offer, plan: s.plan.Clone(), switches: s.switches, rate: s.rate, out: s.out} // in the room of s.out
	scratch.apply(unticked)
	told := len(s.out)
	s.out = scratch.out[:told+len(left(scratch.out[told:], NotTicked))]
	if s.offer == nil || samePlan(scratch.plan, s.offer) && s.plan.Published == s.offer.Published {
		return
	}
	noted := map[Key]bool{}
	for _, o := range s.out {
		noted[o.Key] = true
	}
	offered := map[Key]string{}
	for _, v := range s.offer.Values() {
		offered[v.Key] = v.Value
	}
	s.option = ""
	for _, v := range s.plan.Values() {
		want, there := offered[v.Key]
		gone := !there && v.Key.Field == FieldPeriod
		if (gone || there && want != v.Value) && !noted[v.Key] && !explainedElsewhere(v.Key.Field) {
			s.note(Skipped, NoBoxCovers, v.Key, v.Value, want)
		}
	}
}

// explainedElsewhere names the fields whose differences belong to the reseller or to the catalog as a whole.
func explainedElsewhere(f Field) bool {
	return f == FieldConfirmation || f == FieldPlacement || f.Info().Of == ObjectUpgrade
}

// explain gives a reason to what the whole catalog lacks or has otherwise than the offer.
func (s *catalogSync) explain(from *Catalog) {
	for _, box := range s.run.unticked {
		if box.Key == CreatePlans {
			s.option = CreatePlans
			for _, p := range s.offer.Plans {
				if s.plan(p.ID) == nil {
					s.note(Skipped, NotTicked, p.key(FieldPlan), "", p.Name)
				}
			}
			continue
		}
		s.leave(NotTicked, box)
	}
	s.option = ""
	for _, c := range s.categories.Sales {
		if o := s.offer.Categories.SalesCategory(c.ID); o != nil && c.Display != o.Display && !s.switches.SyncDisplayCategory {
			s.note(Skipped, DeliveredOnce, DisplayKey(c.ID), YesNo(c.Display), YesNo(o.Display))
		}
	}
	s.explainPaths(from)
}

// leave notes what the boxes would change, without changing it.
func (s *catalogSync) leave(reason Reason, boxes ...Option) {
	scratch := s.scratch()
	scratch.apply(boxes)
	s.out = append(s.out, left(scratch.out, reason)...)
}

// scratch is a copy to let boxes work on, with nothing noted.
func (s *catalogSync) scratch() *catalogSync {
	scratch := *s
	scratch.plans, scratch.schedules, scratch.out = slices.Clone(s.plans), slices.Clone(s.schedules), nil
	scratch.categories = Categories{slices.Clone(s.categories.Sales), slices.Clone(s.categories.Plan), slices.Clone(s.categories.Resource)}
	return &scratch
}

// explainPaths lists the upgrade paths that the reseller may want to add, and those that differ (rule G12).
func (s *catalogSync) explainPaths(from *Catalog) {
	for _, p := range s.plans {
		offered := s.offer.Plan(p.ID)
		if offered == nil || offered == p {
			continue
		}
		for _, u := range offered.Upgrades {
			have := p.upgrade(u.To)
			switch {
			case s.plan(u.To) == nil || have != nil && sameUpgrade(have, &u):
			case have != nil:
				s.leavePath(UpgradeKey(p.ID, u.To), have, &u)
			case (from.Plan(p.ID) == nil) != (from.Plan(u.To) == nil):
				s.note(Skipped, PathNotCopied, UpgradeKey(p.ID, u.To), "", Yes)
			default:
				s.note(Skipped, NoBoxCovers, UpgradeKey(p.ID, u.To), "", Yes)
			}
		}
		for _, u := range p.Upgrades {
			if offered.upgrade(u.To) == nil {
				s.note(Skipped, NoBoxCovers, UpgradeKey(p.ID, u.To), Yes, "")
			}
		}
	}
}

// leavePath notes every value of a path that the offer has otherwise.
func (s *catalogSync) leavePath(key Key, have, offered *Upgrade) {
	for _, row := range upgradeTable {
		if old, new := row.get(have), row.get(offered); old != new {
			s.note(Skipped, NoBoxCovers, key.of(row.Field), old, new)
		}
	}
}

// upgrade returns the path to another plan, nil when there is none.
func (p *Plan) upgrade(to PlanID) *Upgrade {
	return find(p.Upgrades, to, func(u Upgrade) PlanID { return u.To })
}
