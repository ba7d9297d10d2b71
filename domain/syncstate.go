package domain

import (
	"slices"
	"strconv"
	"strings"
)

// SyncState is how a subscription stands to what its vendor offers now (rule G13: computed, never stored). Every page, filter and file says
// it in the words of [SyncState.Words].
type SyncState struct {
	Skip     Reason      // why runs pass the subscription by (rule G3); "" where they reach it
	Nothing  bool        // the reseller plan delegates nothing, and nothing was delivered
	Never    bool        // no run ever delivered anything
	Boxes    []OptionKey // the boxes in which they are behind, in the order of the dialog; none where the others say it all
	BehindAt string      // who of those above them is behind, or was never synchronized, the first from the viewer down; "": nobody
	Standing             // what else there is to know; of a subscription that runs skip, nothing
}

// Standing is what is computed of one reseller and one reseller plan, boxes apart.
type Standing struct {
	Held        int // delivered plans that are not on sale, because prices are missing or not confirmed (rules 1e, G14)
	Protected   int // values that their protection of prices keeps from what is offered (rule 9)
	Unconverted int // prices that stay because there is no exchange rate, or would round to zero (rule G14)
	BelowCost   int // prices of plans that are not disabled, lower than what the reseller pays
	LowMargin   int // those that are not lower, and leave less than the provider's limit
}

// SyncStateKey names a kind of state in filters and addresses.
type SyncStateKey string

// The kinds of states.
const (
	StateSkipped     SyncStateKey = "skipped"
	StateNothing     SyncStateKey = "nothing"
	StateNever       SyncStateKey = "never"
	StateBehind      SyncStateKey = "behind"
	StateBehindAbove SyncStateKey = "behind_above"
	StateProtected   SyncStateKey = "protected"
	StateNoRate      SyncStateKey = "no_rate"
	StateHeld        SyncStateKey = "held"
	StateInSync      SyncStateKey = "in_sync"
)

// StateElsewhere is what filters call those whose state is not known: their vendor made the reseller plan by which they buy, and synchronizes it.
const StateElsewhere SyncStateKey = "elsewhere"

// ElsewhereLabel is what pages call StateElsewhere.
const ElsewhereLabel = "By a vendor's own reseller plan"

// SyncStateInfo is a row of the table of states.
type SyncStateInfo struct {
	Key   SyncStateKey
	Label string // what a filter calls it
	Good  bool   // nothing is left to do
	is    func(SyncState) bool
	words func(SyncState) string
}

// SyncStates is the table of states. A subscription has the first that is true of it.
func SyncStates() []SyncStateInfo {
	return []SyncStateInfo{
		{StateSkipped, "Skipped", false,
			func(s SyncState) bool { return s.Skip != "" }, func(s SyncState) string { return "Skipped: " + string(s.Skip) }},
		{StateNothing, "Nothing is delegated", false,
			func(s SyncState) bool { return s.Nothing }, func(SyncState) string { return "Nothing is delegated" }},
		{StateNever, "Never synchronized", false,
			func(s SyncState) bool { return s.Never }, func(SyncState) string { return "Never synchronized" }},
		{StateBehind, "Behind", false,
			func(s SyncState) bool { return len(s.Boxes) > 0 }, func(s SyncState) string { return "Behind: " + ShortWords(s.Boxes) }},
		{StateBehindAbove, "Behind at a level above", false,
			func(s SyncState) bool { return s.BehindAt != "" }, func(s SyncState) string { return "Behind at " + s.BehindAt }},
		{StateProtected, "Prices protected", false,
			func(s SyncState) bool { return s.Protected > 0 }, func(s SyncState) string { return "Prices protected" + s.notOnSale() }},
		{StateHeld, "In sync, plans not on sale", false,
			func(s SyncState) bool { return s.Held > 0 }, func(s SyncState) string { return "In sync" + s.notOnSale() }},
		{StateNoRate, "In sync, prices not converted", false,
			func(s SyncState) bool { return s.Unconverted > 0 }, func(s SyncState) string { return "In sync, " + counted(s.Unconverted, "price") + " not converted" }},
		{StateInSync, "In sync", true,
			func(SyncState) bool { return true }, func(SyncState) string { return "In sync" }},
	}
}

// Info is the row of the table that is true of the state.
func (s SyncState) Info() SyncStateInfo {
	table := SyncStates()
	return table[slices.IndexFunc(table, func(info SyncStateInfo) bool { return info.is(s) })]
}

// Words is the state in a few words.
func (s SyncState) Words() string { return s.Info().words(s) }

// InSync reports whether the reseller has, and sells, everything that their vendor offers, as far as runs reach them.
func (s SyncState) InSync() bool { return s.Info().Good }

// Order is where the state stands in a list that is sorted by it: what needs somebody first.
func (s SyncState) Order() int {
	key := s.Info().Key
	return slices.Index([]SyncStateKey{StateBehind, StateBehindAbove, StateNever, StateNothing, StateHeld, StateNoRate, StateProtected, StateInSync, StateSkipped}, key)
}

func (s SyncState) notOnSale() string {
	if s.Held == 0 {
		return ""
	}
	return ", " + counted(s.Held, "plan") + " not on sale"
}

// counted is "1 plan", "1,200 plans".
func counted(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return grouped(n) + " " + noun
}

// grouped is "1,200".
func grouped(n int) string {
	text := strconv.Itoa(n)
	for at := len(text) - 3; at > 0; at -= 3 {
		text = text[:at] + "," + text[at:]
	}
	return text
}

// shortWords is how many boxes a state names.
const shortWords = 5

// ShortWords names boxes in a few words, what is paid for first: "prices, fees". Of more than a state has room for it names some, and says
// how many are left.
func ShortWords(boxes []OptionKey) string {
	paid := []OptionKey{UpdatePrices, UpdateFees}
	ordered := filter(paid, func(key OptionKey) bool { return slices.Contains(boxes, key) })
	ordered = append(ordered, filter(boxes, func(key OptionKey) bool { return !slices.Contains(paid, key) })...)
	var words []string
	for _, key := range ordered {
		words = append(words, key.Short())
	}
	if len(words) > shortWords {
		left := len(words) - shortWords + 1
		words = append(words[:shortWords-1:shortWords-1], "and "+strconv.Itoa(left)+" more")
	}
	return strings.Join(words, ", ")
}

// Short is what a state calls the box, "" for none of the table.
func (k OptionKey) Short() string {
	for _, o := range Options() {
		if o.Key == k {
			return o.Short
		}
	}
	return ""
}

// Together sums up the states of a reseller's subscriptions: of those that runs reach, if there are any. What is computed of the reseller is
// the most that one of them says, as each looks at the same plans.
func Together(states []SyncState) SyncState {
	reached := filter(states, func(s SyncState) bool { return s.Skip == "" })
	if len(reached) == 0 {
		if len(states) == 0 {
			return SyncState{}
		}
		return states[len(states)-1]
	}
	sum, boxes := SyncState{Nothing: true}, OptionSet{}
	for _, s := range reached {
		sum.Nothing = sum.Nothing && s.Nothing
		sum.Never = sum.Never || s.Never && !s.Nothing
		for _, box := range s.Boxes {
			boxes[box] = true
		}
		if sum.BehindAt == "" {
			sum.BehindAt = s.BehindAt
		}
		sum.Standing = sum.most(s.Standing)
	}
	sum.Boxes = boxes.Keys()
	return sum
}

func (s Standing) most(t Standing) Standing {
	return Standing{max(s.Held, t.Held), max(s.Protected, t.Protected), max(s.Unconverted, t.Unconverted), max(s.BelowCost, t.BelowCost), max(s.LowMargin, t.LowMargin)}
}
