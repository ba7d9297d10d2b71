package domain

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// Leave is one thing that a run leaves as it is (rule L1): a reseller, a plan at everybody, a check box at a plan, or a value of one reseller.
type Leave struct {
	Account AccountID // of a reseller, and of a value of theirs
	Plan    PlanID    // of a plan, and of a box at it
	Option  OptionKey // of a box at a plan
	Key     Key       // of a value
}

// LeaveReseller, LeavePlan, LeaveBox and LeaveValue are the four kinds.
func LeaveReseller(id AccountID) Leave { return Leave{Account: id} }

// LeavePlan leaves a plan out, at all whom the run reaches.
func LeavePlan(id PlanID) Leave { return Leave{Plan: id} }

// LeaveBox leaves a check box out at one plan, at all whom the run reaches.
func LeaveBox(id PlanID, box OptionKey) Leave { return Leave{Plan: id, Option: box} }

// LeaveValue leaves a value of one reseller out, and what belongs together with it (rule L3). That of a plan, a period, a rate, a price row
// or another thing leaves out the whole of it.
func LeaveValue(id AccountID, key Key) Leave { return Leave{Account: id, Key: key.together()} }

// together is the key by which all that stays together with a value is left out: limits of a rate, a schedule with its notifications, an
// order flow with its steps, a document with its texts; enabling a plan publishes it.
func (k Key) together() Key {
	switch k.Field {
	case FieldMinimum, FieldMaximum:
		return k.of(FieldIncluded)
	case FieldPublished:
		return k.of(FieldPlan)
	case FieldConfirmation:
		return k.of(pick(k.Resource != 0, FieldRate, FieldPeriod))
	case FieldScheduleName, FieldNotification:
		return Key{Field: FieldScheduleContent, Schedule: k.Schedule}
	case FieldTransition:
		return Key{Field: FieldOrderFlow}
	case FieldDocumentName, FieldDocumentVersion, FieldDocumentText, FieldDocumentEffective:
		return k.of(FieldTermsDocument)
	}
	return k
}

// The words with which the texts of leaves begin.
const (
	resellerWord = "reseller"
	planWord     = "plan"
	boxWord      = "box"
	valueWord    = "value"
)

// IsReseller reports whether a whole reseller is left out.
func (l Leave) IsReseller() bool { return l.Account != 0 && l.Key == Key{} }

// PlanOf is the plan that it is in, at all or at one reseller; zero: it is not in one.
func (l Leave) PlanOf() PlanID { return cmp.Or(l.Plan, l.Key.Plan) }

// Text writes it for a form or for storage: ParseLeave reads it.
func (l Leave) Text() string {
	switch {
	case l.IsReseller():
		return resellerWord + " " + idText(l.Account)
	case l.Account != 0:
		return valueWord + " " + idText(l.Account) + " " + l.Key.Text()
	case l.Option != "":
		return boxWord + " " + idText(l.Plan) + " " + string(l.Option)
	default:
		return planWord + " " + idText(l.Plan)
	}
}

// ParseLeave reads what Text wrote; ok is false for anything else.
func ParseLeave(text string) (l Leave, ok bool) {
	word, rest, _ := strings.Cut(text, " ")
	number, more, _ := strings.Cut(rest, " ")
	id, err := strconv.ParseInt(number, 10, 64)
	if err != nil || id <= 0 {
		return Leave{}, false
	}
	switch word {
	case resellerWord:
		return LeaveReseller(AccountID(id)), more == ""
	case planWord:
		return LeavePlan(PlanID(id)), more == ""
	case boxWord:
		return LeaveBox(PlanID(id), OptionKey(more)), boxBits[OptionKey(more)] != 0
	case valueWord:
		key, there := ParseKey(more)
		return LeaveValue(AccountID(id), key), there && key.Field.row() != nil
	}
	return Leave{}, false
}

// LeftOut is all that a run leaves out: each thing once, in the order of its kinds, then of ids and keys. The empty one leaves out nothing.
// It is a value: NewLeftOut, With and Without make new ones.
type LeftOut []Leave

// NewLeftOut puts leaves in order, each once.
func NewLeftOut(list ...Leave) LeftOut {
	if len(list) == 0 {
		return nil
	}
	all := slices.Clone(list)
	slices.SortFunc(all, compareLeaves)
	return LeftOut(slices.Compact(all))
}

// ParseLeftOut reads what Texts wrote; what is not a leave is passed over.
func ParseLeftOut(texts []string) LeftOut {
	var list []Leave
	for _, text := range texts {
		if l, ok := ParseLeave(text); ok {
			list = append(list, l)
		}
	}
	return NewLeftOut(list...)
}

// Texts writes each leave as a text.
func (l LeftOut) Texts() []string {
	texts := make([]string, len(l))
	for i, leave := range l {
		texts[i] = leave.Text()
	}
	return texts
}

// Has reports whether this very thing is left out.
func (l LeftOut) Has(leave Leave) bool {
	_, there := slices.BinarySearchFunc(l, leave, compareLeaves)
	return there
}

// ByReseller returns what is left out at each reseller, and, for 0, at everybody.
func (l LeftOut) ByReseller() map[AccountID]LeftOut {
	by := map[AccountID]LeftOut{}
	for _, leave := range l {
		by[leave.Account] = append(by[leave.Account], leave)
	}
	return by
}

// Instead returns what is left out once, of the things that were shown, those that were chosen are, and the others are not.
func (l LeftOut) Instead(shown, chosen LeftOut) LeftOut {
	rest := slices.DeleteFunc(slices.Clone(l), shown.Has)
	return NewLeftOut(slices.Concat(rest, chosen)...)
}

// LeftOutCounts is how much is left out, by kind: plans at everybody, and PlansAt at one reseller.
type LeftOutCounts struct{ Resellers, Plans, Boxes, PlansAt, Values int }

// planAt is the plan that is left out as a whole at one reseller; zero: it is something else.
func (l Leave) planAt() PlanID {
	if l.Account != 0 && l.Key == (Key{Field: FieldPlan, Plan: l.Key.Plan}) {
		return l.Key.Plan
	}
	return 0
}

// Counts returns how much is left out.
func (l LeftOut) Counts() (n LeftOutCounts) {
	for _, leave := range l {
		switch {
		case leave.IsReseller():
			n.Resellers++
		case leave.planAt() != 0:
			n.PlansAt++
		case leave.Account != 0:
			n.Values++
		case leave.Option != "":
			n.Boxes++
		default:
			n.Plans++
		}
	}
	return n
}

// First returns the first n of each kind.
func (l LeftOut) First(n int) LeftOut {
	var taken [4]int
	var first LeftOut
	for _, leave := range l {
		if kind := leave.kind(); taken[kind] < n {
			taken[kind]++
			first = append(first, leave)
		}
	}
	return first
}

func compareLeaves(a, b Leave) int {
	return cmp.Or(cmp.Compare(a.kind(), b.kind()), cmp.Compare(a.Account, b.Account), cmp.Compare(a.Plan, b.Plan),
		cmp.Compare(a.Option, b.Option), compareKeys(a.Key, b.Key))
}

func (l Leave) kind() int {
	switch {
	case l.IsReseller():
		return 0
	case l.Account != 0:
		return 3
	case l.Option != "":
		return 2
	default:
		return 1
	}
}

// Leave returns what of a reseller's is left out where an outcome of theirs is ticked away. ok is false where nothing would happen that could
// be left out, or where it comes and goes with something else: a schedule or a plan category with what refers to it, a resource category
// with the resources in it.
func (o Outcome) Leave(reseller AccountID) (leave Leave, ok bool) {
	switch {
	case o.Reason == WasLeftOut:
	case !o.Did() && o.What != Kept:
		return Leave{}, false
	case o.What == Kept && o.Reason != "":
		return Leave{}, false
	}
	if o.comesOrGoes() {
		switch o.Key.Field {
		case FieldResourceCategory:
			return Leave{}, false
		case FieldScheduleContent, FieldPlanCategoryData:
			if o.What == Created {
				return Leave{}, false
			}
		}
	}
	return LeaveValue(reseller, o.Key), true
}

// leftOutLimit is how many things one run can leave out.
const leftOutLimit = 100_000

// Check refuses to leave out more than can be kept.
func (l LeftOut) Check() error {
	if len(l) <= leftOutLimit {
		return nil
	}
	return Invalid("Leave out at most " + intText(leftOutLimit) + " things, or run fewer boxes.")
}
