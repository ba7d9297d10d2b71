package versions

import (
	"encoding/json"
	"strings"

	"tiersync/db/bulk"
	"tiersync/domain"
)

// Outcomes that were stored before fields had keys name them by the labels that pages had then, and some of their values are
// sentences. They are read under the keys of today; a sentence keeps a field of its own.

var pastFields = map[domain.Field]domain.Field{
	"Service plan": domain.FieldPlan, "Name": domain.FieldName, "Short description": domain.FieldShort,
	"Long description": domain.FieldLong, "Service terms": domain.FieldServiceTerms, "Published": domain.FieldPublished,
	"Attach Usage Statistics": domain.FieldUsageStatistics, "Notification schedule": domain.FieldSchedule,
	"Auto-renewal": "past_renewal", "Billing": "past_billing", "Upgrade path": "past_upgrade",
	"Plan category": domain.FieldPlanCategory, "Sales categories": domain.FieldPlacement,
	"Subscription period": domain.FieldPeriod, "Period terms": "past_period_terms", "Resource rate": domain.FieldRate,
	"Rate display": "past_rate_display", "Included": domain.FieldIncluded, "Minimum": domain.FieldMinimum,
	"Maximum": domain.FieldMaximum, "Price row": domain.FieldPriceRow, "Confirmation": domain.FieldConfirmation,
	"Sales category": domain.FieldSalesCategory, "Category name": domain.FieldCategoryName,
	"Category description": domain.FieldCategoryText, "Parent category": domain.FieldCategoryParent,
	"Category position": domain.FieldCategoryPosition, "Display Category in Customer Control Panel": domain.FieldDisplay,
	"Plan category properties": "past_plan_category", "Resource category": "past_resource_category",
	"Grouping of Resources": domain.FieldGrouping, "Notification schedule content": "past_schedule",
	"Order flow": domain.FieldOrderFlow, "Order flow transition": domain.FieldTransition, "Privilege": domain.FieldPrivilege,
	"Terms document": "past_document", "Terms acceptance": domain.FieldTermsAcceptance,
	"Setup fee": domain.SetupFee.Field(), "Recurring fee": domain.RecurringFee.Field(), "Renewal fee": domain.RenewalFee.Field(),
	"Transfer fee": domain.TransferFee.Field(), "Cancellation fee": domain.CancellationFee.Field(), "Deposit": domain.DepositFee.Field(),
	"Non-refundable amount": domain.NonRefundableFee.Field(), "Setup price": domain.SetupPrice.Field(),
	"Recurring price": domain.RecurringPrice.Field(), "Overuse price": domain.OverusePrice.Field(),
	"Cancellation price": domain.CancellationPrice.Field(),
}

// past gives outcomes of that time the keys of today.
func past(list []domain.Outcome) []domain.Outcome {
	for i := range list {
		key := &list[i].Key
		if field, known := pastFields[key.Field]; known {
			key.Field = field
		}
		if key.Field == domain.FieldTransition {
			key.Name = pastTransition(key.Name)
		}
	}
	return list
}

// pastTransition reads "7 Sales: New → Done". Where a status holds an arrow itself, the first one counts: nobody can tell.
func pastTransition(name string) string {
	flow, rest, _ := strings.Cut(name, " ")
	kind, steps, _ := strings.Cut(rest, ": ")
	from, to, _ := strings.Cut(steps, " → ")
	return strings.Join([]string{flow, kind, from, to}, "\n")
}

// pastOutcome is an outcome as it was stored before the compact formats.
type pastOutcome struct {
	Option domain.OptionKey `json:"Option"`
	What   domain.What      `json:"What"`
	Reason domain.Reason    `json:"Reason"`
	Key    struct {
		Field    domain.Field      `json:"Field"`
		Plan     domain.PlanID     `json:"Plan"`
		Period   domain.PeriodID   `json:"Period"`
		Resource domain.ResourceID `json:"Resource"`
		From     int64             `json:"From"`
		Category domain.CategoryID `json:"Category"`
		Schedule domain.ScheduleID `json:"Schedule"`
		Name     string            `json:"Name"`
	} `json:"Key"`
	Old  string `json:"Old"`
	New  string `json:"New"`
	Rate string `json:"Rate"`
}

func readPastJSON(body []byte) ([]domain.Outcome, error) {
	var list []pastOutcome
	err := json.Unmarshal(body, &list)
	return bulk.Column(list, pastOutcome.outcome), err
}

func (o pastOutcome) outcome() domain.Outcome {
	k := o.Key
	return domain.Outcome{Option: o.Option, What: o.What, Reason: o.Reason, Old: o.Old, New: o.New, Rate: o.Rate,
		Key: domain.Key{Field: k.Field, Plan: k.Plan, Period: k.Period, Resource: k.Resource, From: k.From,
			Category: k.Category, Schedule: k.Schedule, Name: k.Name}}
}
