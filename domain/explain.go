package domain

// coveredBy tells which box passes on a difference in a field. Differences in other fields are set when a copy is
// created and never again by a run (rule G11).
func coveredBy(key Key) OptionKey {
	switch key.Field {
	case FieldPeriod:
		return CreatePlans
	case FieldPlan:
		return EnablePlans
	case FieldSchedule:
		return UpdateFees
	case FieldPlacement, FieldPlanCategory:
		return UpdateCategories
	case FieldUsageStatistics:
		return AttachUsage
	case FieldPriceRow:
		return UpdatePrices
	case FieldIncluded, FieldMinimum, FieldMaximum:
		return UpdateLimits
	}
	for _, option := range []struct {
		key    OptionKey
		fields []Field
	}{{UpdateFees, feeFields[:]}, {UpdatePrices, priceFields[:]}} {
		for _, field := range option.fields {
			if field == key.Field {
				return option.key
			}
		}
	}
	return ""
}

// explain gives a reason to every value that differs from the offer and was not changed.
func (s *planSync) explain() {
	if s.offer == nil {
		if !s.plan.Disabled {
			s.leave(EnablePlans, NotTicked, s.plan.key(FieldPlan), string(StatusPublished), string(StatusDisabled))
		}
		return
	}
	noted := map[Key]bool{}
	for _, o := range s.out {
		noted[o.Key] = true
	}
	s.explainExistence(noted)
	offered := map[Key]string{}
	for _, v := range s.offer.Values() {
		offered[v.Key] = v.Value
	}
	for _, v := range s.plan.Values() {
		want, there := offered[v.Key]
		if there && want != v.Value && !noted[v.Key] && !explainedElsewhere(v.Key.Field) && !s.priceUnknown(v.Key) {
			s.leaveDifference(v.Key, v.Value, want)
		}
	}
}

// explainedElsewhere names the fields whose differences belong to the reseller or to the catalog as a whole.
func explainedElsewhere(f Field) bool { return f == FieldConfirmation || f == FieldPlacement }

// priceUnknown reports whether the offer has no price at key for want of an exchange rate.
func (s *planSync) priceUnknown(key Key) bool {
	price := s.offer.price(key)
	return price != nil && price.NoRate()
}

func (s *planSync) leaveDifference(key Key, old, new string) {
	switch option := coveredBy(key); {
	case key.Field == FieldUpgrade:
		s.leave("", PathNotCopied, key, old, new)
	case option == "":
		s.leave("", NoBoxCovers, key, old, new)
	default:
		s.leave(option, NotTicked, key, old, new)
	}
}

func (s *planSync) leave(option OptionKey, reason Reason, key Key, old, new string) {
	s.option = option
	s.note(Skipped, reason, key, old, new)
}

// explainExistence reports periods, rates, price rows and upgrade paths that only one side has.
func (s *planSync) explainExistence(noted map[Key]bool) {
	id := s.plan.ID
	for _, period := range s.offer.Periods {
		if key := (Key{Field: FieldPeriod, Plan: id, Period: period.ID}); s.plan.Period(period.ID) == nil && !noted[key] {
			s.leave(CreatePlans, NotTicked, key, "", Yes)
		}
	}
	for _, rate := range s.offer.Rates {
		key := Key{Field: FieldRate, Plan: id, Resource: rate.Resource}
		have := s.plan.Rate(rate.Resource)
		if have == nil {
			if !noted[key] {
				s.leave(CreateResources, NotTicked, key, "", Yes)
			}
			continue
		}
		s.explainRows(key, have, &rate, noted)
	}
	for _, rate := range s.plan.Rates {
		key := Key{Field: FieldRate, Plan: id, Resource: rate.Resource}
		if s.offer.Rate(rate.Resource) == nil && !noted[key] {
			s.leave(RemoveResources, NotTicked, key, Yes, "")
		}
	}
	for _, u := range s.offer.Upgrades {
		if text, there := s.plan.Value(UpgradeKey(id, u.To)); !there {
			s.leave("", PathNotCopied, UpgradeKey(id, u.To), text, upgradeText(u))
		}
	}
}

func (s *planSync) explainRows(key Key, have, offered *Rate, noted map[Key]bool) {
	for _, row := range offered.Prices {
		key := key.row(row).of(FieldPriceRow)
		if have.Row(row.Period, row.From) == nil && !noted[key] && (row.Period == 0 || s.plan.Period(row.Period) != nil) {
			s.leave(UpdatePrices, NotTicked, key, "", Yes)
		}
	}
	for _, row := range have.Prices {
		key := key.row(row).of(FieldPriceRow)
		if offered.Row(row.Period, row.From) == nil && !noted[key] && (row.Period == 0 || s.offer.Period(row.Period) != nil) {
			s.leave(UpdatePrices, NotTicked, key, Yes, "")
		}
	}
}

// explain gives a reason to what the whole catalog lacks or has otherwise than the offer.
func (s *catalogSync) explain(ticked OptionSet) {
	if !ticked[CreatePlans] {
		for _, p := range s.offer.Plans {
			if s.plan(p.ID) == nil {
				s.leave(CreatePlans, NotTicked, p.key(FieldPlan), "", p.Name)
			}
		}
	}
	s.explainSales(ticked[UpdateCategories])
	if !ticked[UpdateSchedules] {
		for _, schedule := range s.schedules {
			if o := s.offer.Schedules.Schedule(schedule.ID); o != nil && !sameSchedule(schedule, *o) {
				s.leave(UpdateSchedules, NotTicked, Key{Field: FieldScheduleContent, Schedule: o.ID}, schedule.String(), o.String())
			}
		}
	}
	rest := *s
	rest.out = nil
	for _, box := range []struct {
		key   OptionKey
		apply func(*catalogSync)
	}{{UpdateOrderFlow, updateOrderFlow}, {UpdatePrivileges, updatePrivileges}, {SynchronizeTerms, synchronizeTerms}} {
		if !ticked[box.key] {
			rest.option = box.key
			box.apply(&rest)
		}
	}
	for _, o := range rest.out {
		s.leave(o.Option, NotTicked, o.Key, o.Old, o.New)
	}
}

// explainSales reports plans and sales categories that stand otherwise than in the offer.
func (s *catalogSync) explainSales(ticked bool) {
	for _, c := range s.categories.Sales {
		o := s.offer.Categories.SalesCategory(c.ID)
		if o == nil {
			continue
		}
		key := Key{Category: c.ID}
		if c.Display != o.Display && !s.switches.SyncDisplayCategory {
			s.leave("", DeliveredOnce, key.of(FieldDisplay), YesNo(c.Display), YesNo(o.Display))
		}
		if ticked {
			continue
		}
		s.leaveText(key.of(FieldCategoryName), c.Name, o.Name)
		s.leaveText(key.of(FieldCategoryText), c.Description, o.Description)
		s.leaveText(key.of(FieldCategoryParent), idText(c.Parent), idText(o.Parent))
		s.leaveText(key.of(FieldCategoryPosition), intText(int64(c.Position)), intText(int64(o.Position)))
	}
	if ticked {
		return
	}
	for _, p := range s.plans {
		if o := s.offer.Plan(p.ID); o != nil {
			s.leaveText(p.key(FieldPlacement), IDs(p.SalesCategories), IDs(o.SalesCategories))
		}
	}
}

func (s *catalogSync) leaveText(key Key, old, new string) {
	if old != new {
		s.leave(UpdateCategories, NotTicked, key, old, new)
	}
}

func (s *catalogSync) leave(option OptionKey, reason Reason, key Key, old, new string) {
	s.option = option
	s.note(Skipped, reason, key, old, new)
}
