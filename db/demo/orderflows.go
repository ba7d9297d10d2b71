package demo

import "tiersync/domain"

// orderFlow is an order flow. Its steps are listed type by type in the order in which orders usually go.
type orderFlow struct {
	key, name string
	steps     []domain.Transition
}

func orderFlows() []orderFlow {
	return []orderFlow{
		{"fast", "Fast track", []domain.Transition{
			step("Sales", "Opened", "Payment processing"), step("Sales", "Payment processing", "Provisioning"),
			step("Sales", "Provisioning", "Completed"), step("Sales", "Opened", "Canceled"),
			step("Renewal", "Opened", "Payment processing"), step("Renewal", "Payment processing", "Completed"),
			step("Billing", "Opened", "Invoiced"), step("Billing", "Invoiced", "Paid"),
			step("Change", "Opened", "Provisioning"), step("Change", "Provisioning", "Completed"),
			step("Cancellation", "Opened", "Deprovisioning"), step("Cancellation", "Deprovisioning", "Completed"),
		}},
		{"checked", "With credit check", []domain.Transition{
			step("Sales", "Opened", "Credit check"), approved("Sales", "Credit check", "Payment processing"),
			approved("Sales", "Credit check", "Rejected"), step("Sales", "Payment processing", "Provisioning"),
			step("Sales", "Provisioning", "Completed"),
			step("Renewal", "Opened", "Payment processing"), step("Renewal", "Payment processing", "Completed"),
			step("Billing", "Opened", "Invoiced"), step("Billing", "Invoiced", "Paid"), approved("Billing", "Invoiced", "Written off"),
			step("Change", "Opened", "Credit check"), approved("Change", "Credit check", "Provisioning"),
			step("Change", "Provisioning", "Completed"),
			step("Cancellation", "Opened", "Retention call"), approved("Cancellation", "Retention call", "Deprovisioning"),
			step("Cancellation", "Deprovisioning", "Completed"),
		}},
	}
}

func step(orderType, from, to string) domain.Transition {
	return domain.Transition{OrderType: orderType, From: from, To: to}
}

// approved is a step that somebody has to approve.
func approved(orderType, from, to string) domain.Transition {
	return domain.Transition{OrderType: orderType, From: from, To: to, Manual: true}
}
