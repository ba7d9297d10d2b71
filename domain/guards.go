package domain

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// This file says what a provider keeps synchronizations from. Guards hold for every run that somebody of the provider's tree asks for,
// whatever door it comes through; an undo has none, and neither has what an order that becomes active delivers.

// Guard is the key of something that a run is kept from: stored, and never shown.
type Guard string

// What a run can be kept from, in the order of pages.
const (
	GuardMoves     Guard = "price_moves"
	GuardBelowCost Guard = "below_cost"
	GuardWithdrawn Guard = "withdrawn"
	GuardOwnValues Guard = "own_values"
	allGuards            = 4
)

// GuardMode is what a guard does where it strikes.
type GuardMode string

// The modes. A guard that nobody set is off.
const (
	GuardOff     GuardMode = "off"
	GuardWarns   GuardMode = "warn"   // whoever starts the run is asked, and confirms it by a tick
	GuardRefuses GuardMode = "refuse" // there is no run
)

// GuardModes lists the modes, the mildest first.
func GuardModes() []GuardMode { return []GuardMode{GuardOff, GuardWarns, GuardRefuses} }

// GuardInfo is a row of the table of guards.
type GuardInfo struct {
	Guard Guard
	Words string // what a run is kept from, with … for its number: "Prices that change by more than … %"
	Unit  string // of the number: "%", "resellers"
	Sets  Field  // the settings: what it does, and its number
	UpTo  Field
	Usual int  // the number, until the provider sets another
	Most  int  // that they can set
	Look  Look // the list of what it strikes at; "": the own values of resellers

	says func(found, limit int) string
	any  bool // it strikes at the first, because its number is not how many there may be
}

// Guards is the table of guards: settings, forms, previews, runs and refusals read it.
func Guards() []GuardInfo { return slices.Clone(guardTable) }

var guardTable = []GuardInfo{
	{Guard: GuardMoves, Words: "Prices that change by more than … %", Unit: "%", Sets: "guard_price_moves", UpTo: "guard_price_moves_limit",
		Usual: UsualJumpLimit, Most: jumpLimitMost, Look: LookGuarded, any: true,
		says: func(n, limit int) string {
			return counted(n, "price") + map[bool]string{true: " changes", false: " change"}[n == 1] + " by more than " + strconv.Itoa(limit) + " %"
		}},
	{Guard: GuardBelowCost, Words: "More than … resellers who sell below cost from now on", Unit: "resellers", Sets: "guard_below_cost", UpTo: "guard_below_cost_limit",
		Most: guardMost, Look: LookBelowCost,
		says: func(n, limit int) string {
			return counted(n, "reseller") + map[bool]string{true: " sells", false: " sell"}[n == 1] + " below cost from now on" + mostOf(limit)
		}},
	{Guard: GuardWithdrawn, Words: "A plan that is withdrawn with more than … running subscriptions", Unit: "running subscriptions", Sets: "guard_withdrawn", UpTo: "guard_withdrawn_limit",
		Most: guardMost, Look: LookWithdrawn,
		says: func(n, limit int) string {
			return "a plan with " + counted(n, "running subscription") + " is withdrawn" + mostOf(limit)
		}},
	{Guard: GuardOwnValues, Words: "More than … own values of resellers that are overwritten", Unit: "own values", Sets: "guard_own_values", UpTo: "guard_own_values_limit",
		Most: guardMost,
		says: func(n, limit int) string {
			return counted(n, "own value") + map[bool]string{true: " is", false: " are"}[n == 1] + " overwritten" + mostOf(limit)
		}},
}

// guardMost is the largest number of a guard that counts.
const guardMost = 1_000_000

func mostOf(limit int) string { return ", and at most " + grouped(limit) + " may be" }

// GuardSetting is what a provider set of a guard.
type GuardSetting struct {
	Mode  GuardMode
	Limit int
}

// GuardSettings are those of all guards, in the order of Guards. The zero ones are off.
type GuardSettings [allGuards]GuardSetting

// NoGuards are the settings of a provider who set none.
func NoGuards() (g GuardSettings) {
	for i, info := range guardTable {
		g[i] = GuardSetting{GuardOff, info.Usual}
	}
	return g
}

// Any reports whether one of the guards is on.
func (g GuardSettings) Any() bool {
	return slices.ContainsFunc(g[:], GuardSetting.On)
}

// On reports whether the guard does anything.
func (s GuardSetting) On() bool { return s.Mode == GuardWarns || s.Mode == GuardRefuses }

// moves is by how many percent a price may change before a guard strikes; false where none does. That guard is the first of the table.
func (g GuardSettings) moves() (int, bool) { return g[0].Limit, g[0].On() }

// GuardCounts is what a run comes to by each guard that is on, in the order of Guards.
type GuardCounts [allGuards]int

// guarding is a run that is counted by the guards.
type guarding struct {
	results []Result
	looks   []LookCounts
	facts   *LookFacts
}

// GuardsOf counts what a run comes to by the guards that are on; results are everybody of it, and looks what there is to look at at each.
func GuardsOf(results []Result, looks []LookCounts, facts LookFacts) (counts GuardCounts) {
	g := &guarding{results, looks, &facts}
	for i, info := range guardTable {
		if facts.Guards[i].On() {
			counts[i] = g.count(info.Guard)
		}
	}
	return counts
}

func (g *guarding) count(k Guard) int {
	switch k {
	case GuardMoves:
		return SumLooks(g.looks).Numbers.Of(LookGuarded)
	case GuardBelowCost:
		return g.belowCost()
	case GuardWithdrawn:
		return g.withdrawn()
	default:
		return g.ownValues()
	}
}

// belowCost counts the resellers who sell something below cost that they did not before, whether they take part or not.
func (g *guarding) belowCost() int {
	below := map[AccountID]bool{}
	for i, counts := range g.looks {
		if counts.Of(LookBelowCost)+counts.Of(LookLeftBelow) > 0 {
			below[g.results[i].Target.Account] = true
		}
	}
	return len(below)
}

// withdrawn is how many subscriptions run to the withdrawn plan that has most of them, at all from whom it is withdrawn.
func (g *guarding) withdrawn() (most int) {
	running := map[PlanID]int{}
	for sold, n := range g.facts.WithdrawnBy(g.results) {
		running[sold.Plan] += n
		most = max(most, running[sold.Plan])
	}
	return most
}

func (g *guarding) ownValues() int {
	n := 0
	for _, r := range g.results {
		n += r.OwnOverwritten()
	}
	return n
}

// Strike is a guard that a run meets.
type Strike struct {
	GuardInfo
	GuardSetting
	Found int    // what the run comes to
	Lists []Look // of what it strikes at, as far as it is known: "" is that of own values
}

// Says is what the guard found, and what it allows: "12 own values are overwritten, and at most 10 may be".
func (s Strike) Says() string { return s.says(s.Found, s.Limit) }

// Strikes are the guards that a run meets which comes to these counts, those that refuse it first.
func (g GuardSettings) Strikes(counts GuardCounts) []Strike {
	var list []Strike
	for i, info := range guardTable {
		s, allowed := g[i], g[i].Limit
		if info.any {
			allowed = 0
		}
		if s.On() && counts[i] > allowed {
			list = append(list, Strike{GuardInfo: info, GuardSetting: s, Found: counts[i]})
		}
	}
	slices.SortStableFunc(list, func(a, b Strike) int { return cmp.Compare(rankOf(b.Mode), rankOf(a.Mode)) })
	return list
}

func rankOf(m GuardMode) int { return slices.Index(GuardModes(), m) }

// Refused reports whether one of the guards refuses the run.
func Refused(strikes []Strike) bool {
	return slices.ContainsFunc(strikes, func(s Strike) bool { return s.Mode == GuardRefuses })
}

// Anyway is what somebody confirmed who starts a run all the same: what was found by guards that warn, as it was shown.
type Anyway map[Guard]int

// AnywayOf confirms what these guards found.
func AnywayOf(strikes []Strike) Anyway {
	a := Anyway{}
	for _, s := range strikes {
		a[s.Guard] = s.Found
	}
	return a
}

// Text is what a tick sends: "below_cost:3,own_values:12".
func (a Anyway) Text() string {
	var parts []string
	for _, info := range guardTable {
		if n, has := a[info.Guard]; has {
			parts = append(parts, string(info.Guard)+":"+strconv.Itoa(n))
		}
	}
	return strings.Join(parts, ",")
}

// ParseAnyway reads what Text wrote; what is none is left out.
func ParseAnyway(text string) Anyway {
	a := Anyway{}
	for _, part := range strings.Split(text, ",") {
		name, number, _ := strings.Cut(part, ":")
		n, is := WholeNumber(number)
		if slices.ContainsFunc(guardTable, func(i GuardInfo) bool { return string(i.Guard) == name }) && is {
			a[Guard(name)] = int(n)
		}
	}
	return a
}

// Guarded is the cause where guards hold a run up: what they found. Where one of them refuses it, no confirmation helps.
type Guarded struct{ Strikes []Strike }

// Error is a sentence for the log: what users read is in the list.
func (*Guarded) Error() string { return "guards hold the run up" }

// CheckGuards fails where a run meets guards: with KindInvalid where one refuses it, and with KindUnsure where one warns of more than was
// confirmed. The cause is a [Guarded], and what the guards found stands beside the field "anyway".
func CheckGuards(strikes []Strike, confirmed Anyway) error {
	e := &Error{Kind: KindUnsure, Message: "Look at this first, and confirm it. Nothing was synchronized yet.", Err: &Guarded{strikes}}
	if Refused(strikes) {
		e.Kind, e.Message = KindInvalid, "A guard refuses this synchronization. Nothing was synchronized."
	}
	var says []string
	for _, s := range strikes {
		if found, is := confirmed[s.Guard]; s.Mode == GuardRefuses || !is || found < s.Found {
			says = append(says, s.Says())
		}
	}
	if says == nil {
		return nil
	}
	e.Fields = []FieldError{{Field: "anyway", Message: sentenceCase(strings.Join(says, "; "))}}
	return e
}

func sentenceCase(text string) string { return strings.ToUpper(text[:1]) + text[1:] }

// guardFields are the settings of the table as rows of the table of accounts.
func guardFields() []fieldRow[Account] {
	var rows []fieldRow[Account]
	for i, g := range guardTable {
		rows = append(rows,
			textField(FieldInfo{Field: g.Sets, Of: ObjectReseller, Label: g.Words, Kind: ChoiceValue},
				func(a *Account) *GuardMode { return &a.Guards[i].Mode }),
			numberField(FieldInfo{Field: g.UpTo, Of: ObjectReseller, Label: g.Words + ", number", Kind: NumberValue, Limit: g.Most},
				func(a *Account) *int { return &a.Guards[i].Limit }))
	}
	return rows
}

// setsGuard reports whether a field is one of the settings of guards, and whether it says what one does.
func setsGuard(f Field) (is, mode bool) {
	i := slices.IndexFunc(guardTable, func(g GuardInfo) bool { return g.Sets == f || g.UpTo == f })
	return i >= 0, i >= 0 && guardTable[i].Sets == f
}
