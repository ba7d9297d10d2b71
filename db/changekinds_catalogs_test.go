package db_test

import "tiersync/domain"

// The kinds of change that are about what stands in a catalog beside its plans.

func catalogFixtures() []kindFixture {
	return []kindFixture{
		{kind: domain.SalesCategoryCreated, says: "category_name: nothing -> New #0", nobodys: made, makes: func(b things) domain.Change {
			return whole(b.made(), domain.SalesCategory{ID: domain.CategoryID(b.made()), Name: b.named("New")})
		}},
		{kind: domain.SalesCategoryChanged, says: "category_description:  -> Text", makes: func(b things) domain.Change {
			return part(b.category(), kv(domain.Key{Field: domain.FieldCategoryText, Category: b.category()}, "Text"))
		}},
		{kind: domain.SalesCategoryDeleted, says: "category_name: Empty #0 -> nothing", makes: func(b things) domain.Change {
			return removal(b.emptyCategory())
		}},
		{kind: domain.DisplayChanged, says: "display_category: yes -> no", makes: func(b things) domain.Change {
			return part(b.category(), kv(domain.DisplayKey(b.category()), domain.No))
		}},
		{kind: domain.PlanCategoryCreated, says: "plan_category_name: nothing -> New #0", nobodys: made, makes: func(b things) domain.Change {
			return whole(b.made(), domain.PlanCategory{ID: domain.CategoryID(b.made()), Name: b.named("New")})
		}},
		{kind: domain.PlanCategoryChanged, says: "tax_category:  -> Tax", makes: func(b things) domain.Change {
			return part(b.planCategory(), kv(domain.Key{Field: domain.FieldTaxCategory, Category: b.planCategory()}, "Tax"))
		}},
		{kind: domain.PlanCategoryDeleted, says: "plan_category_name: Empty #0 -> nothing", makes: func(b things) domain.Change {
			return removal(b.emptyPlanCategory())
		}},
		{kind: domain.ResourceCategoryCreated, says: "resource_category_name: nothing -> New #0", nobodys: made, makes: func(b things) domain.Change {
			return whole(b.made(), domain.ResourceCategory{ID: domain.CategoryID(b.made()), Name: b.named("New")})
		}},
		{kind: domain.ResourceCategoryChanged, says: "resource_category_position: 1 -> 2", makes: func(b things) domain.Change {
			return part(b.resourceCategory(), kv(domain.Key{Field: domain.FieldResourceCategoryPosition, Category: b.resourceCategory()}, "2"))
		}},
		{kind: domain.ResourceCategoryDeleted, says: "resource_grouping: #25 -> nothing", makes: func(b things) domain.Change {
			return removal(b.resourceCategory())
		}},
		{kind: domain.ResourceGrouped, says: "resource_grouping: #25 -> #26", below: domain.KindInvalid, beside: domain.KindInvalid,
			makes: func(b things) domain.Change {
				return part(int64(0), kv(domain.Key{Field: domain.FieldGrouping, Resource: b.resource()}, domain.IDs([]domain.CategoryID{b.emptyResourceCategory()})))
			}},
		{kind: domain.ScheduleCreated, says: "schedule_name: nothing -> New #0", nobodys: made, makes: func(b things) domain.Change {
			return whole(b.made(), domain.Schedule{ID: domain.ScheduleID(b.made()), Name: b.named("New")})
		}},
		{kind: domain.ScheduleChanged, says: "schedule_notification: nothing -> yes", makes: func(b things) domain.Change {
			return part(b.schedule(), kv(domain.NotificationKey(b.schedule(), domain.ScheduleDetail{Days: 3, Template: b.root().notification(),
				Condition: "Always", AppliesTo: "all"}), domain.Yes))
		}},
		{kind: domain.ScheduleDeleted, says: "schedule_name: Schedule #0 -> nothing", makes: func(b things) domain.Change {
			return removal(b.schedule())
		}},
		// What an import brings and is not there is made: half a category is not valid.
		{kind: domain.CatalogChanged, says: "category_description:  -> Text", below: domain.KindInvalid, beside: domain.KindInvalid,
			makes: func(b things) domain.Change {
				return part(int64(0), kv(domain.Key{Field: domain.FieldCategoryText, Category: b.category()}, "Text"))
			}},
	}
}

// resellerFixtures are the kinds of change that only resellers make.
func resellerFixtures() []kindFixture {
	return []kindFixture{
		{kind: domain.DocumentCreated, says: "document_name: nothing -> Document", nobodys: made, makes: func(b things) domain.Change {
			return whole(b.made(), b.newDocument(int64(b.made())))
		}},
		{kind: domain.DocumentChanged, says: "document_text: Be kind. -> Be fair.", makes: func(b things) domain.Change {
			return part(b.document(), kv(domain.Key{Field: domain.FieldDocumentText, Name: domain.IDs([]int64{b.document()})}, "Be fair."))
		}},
		{kind: domain.DocumentDeleted, says: "document_name: Document -> nothing", makes: func(b things) domain.Change {
			return removal(b.document())
		}},
		{kind: domain.PriceRulesChanged, says: "fee_rule: nothing -> 20 0 unit 2 (own)", over: true, below: domain.KindInvalid, beside: domain.KindInvalid,
			makes: func(b things) domain.Change {
				return part(int64(0), kv(domain.FeeRuleKey(b.delivered(), 0), "20 0 unit 2"))
			}},
		{kind: domain.FlowCustomized, says: "order_flow_transition: no -> yes (own)", over: true,
			makes: func(b things) domain.Change {
				step, flow := domain.Transition{OrderType: "Sales", From: "New", To: "Done"}, b.flow()
				if b == providers2 {
					step.OrderType, flow = "Change", providers.flow() // a reseller has one flow
				}
				return part(int64(0), kv(domain.TransitionKey(flow, step), domain.Yes))
			}},
	}
}
