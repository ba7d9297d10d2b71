// Package domain is the product manual as Go: the words of a distributor's catalog and the rules by which a change in it
// reaches the resellers. It is pure: no SQL, no HTTP, no clock, no randomness.
//
// Start with these:
//
//   - Catalog, Plan: what a vendor sells; immutable values, shared by pointer.
//   - Own, Override: what a reseller changed or made themselves. State is both layers; State.Effective is what they sell.
//   - Offer: what a vendor offers under one service template in one currency.
//   - Options: the table of check boxes. Each has its function in plans.go, resources.go or flowprivilegesterms.go.
//   - Synchronize: one click on the button, as a function of its Input. Count and Behind ask it "what if".
//   - Undo: a run taken back, value by value.
//   - Outcome: what happened to one value and why.
//
// The letters and numbers in comments (rule 3b, rule G9) are those of docs/rules.md.
package domain
