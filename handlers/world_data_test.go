package handlers_test

// worldStory tells of the world of the handlers' tests. Users are named after their account; "P-viewer" is read-only, "P-operator"
// may synchronize and publish. Every plan has a trial, a month and a year, a mailbox and storage; the fees of a month are 1 and 10.
const worldStory = `
ids given: plan Program 1, plan Mail 2, plan Office 3, plan New 4, plan Other 5, period trial 21, period month 22, period year 23
ids given: resource Mailbox 31, resource Storage 32, resource Spare 33, plan category Cloud 41, schedule Reminders 51
provider P: USD
reseller R1 under P: EUR
reseller R11 under R1: USD
reseller R111 under R11: USD
reseller R2 under P: USD
provider P2: USD
user {P,R1,R11,R111,R2,P2}: administrator
user P-viewer at P: read-only
user P-operator at P: operator, Synchronize sub-resellers, Publish plans, View reports
exchange rate: 1 USD = 0.8 EUR
resource Spare: named Spare part
template privileges: all
template terms: first purchase
template delegates Program Mail Office

P adds schedule Reminders
P adds tax Cloud: standard
P adds plan {Program,Mail,Office,New}: plan category Cloud, short description In short, long description At length, billing model In advance, billing period Monthly
P adds period {Program,Mail,Office,New} trial: length 14, unit days, trial
P adds period {Program,Mail,Office,New} month: recurring fee 10
P adds period {Program,Mail,Office,New} year: unit years, active no, recurring fee 100
P changes {Program,Mail,Office,New} {trial,month,year}: setup fee 1, renewal fee 1, transfer fee 1, cancellation fee 1, deposit 1, non-refundable amount 1
P adds resource {Program,Mail,Office,New} Mailbox: included 10, minimum 1, maximum 100, main, recurring price 0.5, overuse price 0.25
P adds resource {Program,Mail,Office,New} Storage: included 5, minimum 5, recurring price 0.5, overuse price 0.25
P changes Program: name Reseller program, type Reseller
P changes Mail: name Hosted Mail
P changes Office: name Office Suite
P changes New: name Not Delegated

P2 adds plan Other: name Other provider's plan, plan category Cloud
P2 adds period Other month: recurring fee 10

everything is delivered
`
