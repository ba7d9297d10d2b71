package domain

// This file says in numbers what a run, or an undo, did to one reseller: what their inbox tells of it.

// Tiding is a row of the table of what matters to a reseller in a run.
type Tiding struct {
	One  string // what is counted: "own price or rule overwritten"
	Many string
	Cost bool // only who sees costs is told
	ways
}

// What matters in a run to whom it reached, what matters most first: places in [Tidings]. The first is how much it changed in all.
const (
	TidingChanges = iota
	TidingOverwritten
	TidingRights
	TidingBelowCost
	TidingWithdrawn
	TidingToPrice
	TidingPaths
	TidingNotified
	allTidings
)

// TidingTable says what each place of [Tidings] counts.
func TidingTable() [allTidings]Tiding { return tidingTable }

var tidingTable = [allTidings]Tiding{
	TidingChanges: {One: "change", Many: "changes"},
	TidingOverwritten: {One: "own price or rule overwritten", Many: "own prices or rules overwritten",
		ways: ways{outcome: func(_ *LookFacts, o *Outcome) bool {
			return o.overwrites() && (o.Key.Field.IsPrice() || o.Key.Field.IsRule())
		}}},
	TidingRights:    {One: "privilege lost", Many: "privileges lost", ways: ways{outcome: losesPrivilege}},
	TidingBelowCost: {One: "price below cost", Many: "prices below cost", Cost: true},
	TidingWithdrawn: {One: "plan withdrawn", Many: "plans withdrawn",
		ways: ways{outcome: func(_ *LookFacts, o *Outcome) bool { return o.withdraws() }}},
	TidingToPrice:  {One: "plan to price", Many: "plans to price", ways: ways{outcome: holdsPlan}},
	TidingPaths:    {One: "upgrade path to add", Many: "upgrade paths to add", ways: because(PathNotCopied)},
	TidingNotified: {One: "notification lost", Many: "notifications lost", ways: because(TemplateNotVisible)},
}

// Tidings are how much there is of each row of the table.
type Tidings [allTidings]int

// Matters is a number of tidings, with what it counts.
type Matters struct {
	Tiding
	Number int
}

// First are those of the tidings that there are, what matters most first, as far as the viewer may see; how much was changed in all is none.
func (t Tidings) First(v Viewer) []Matters {
	var list []Matters
	for i, row := range tidingTable {
		if i != TidingChanges && t[i] > 0 && (!row.Cost || v.SeesCosts()) {
			list = append(list, Matters{row, t[i]})
		}
	}
	return list
}

// TidingsOf says what a run came to at each of its results. looks is what there is to look at in it, nil where nobody looked.
// What resellers have in common is counted once.
func TidingsOf(results []Result, looks []LookCounts) []Tidings {
	shared, all := sharedTidings{map[**Outcomes]Tidings{}, map[*Outcomes]Tidings{}}, make([]Tidings, len(results))
	for i, r := range results {
		t := &all[i]
		*t = shared.of(r)
		if len(r.Own) > 0 {
			t.add(tidingsIn(r.Own))
		}
		t[TidingChanges] = r.Changes()
		if looks != nil {
			t[TidingBelowCost] = looks[i].Of(LookBelowCost)
		}
	}
	return all
}

// sharedTidings is what was counted of the lists that resellers have in common, and of all lists of those who have all of them in common.
type sharedTidings struct {
	all   map[**Outcomes]Tidings
	lists map[*Outcomes]Tidings
}

// of counts what a reseller has in common with others.
func (s sharedTidings) of(r Result) Tidings {
	sum, known := s.all[r.Shares()]
	if known {
		return sum
	}
	for _, o := range r.Outcomes {
		counts, known := s.lists[o]
		if !known && o != nil {
			counts = tidingsIn(o.List)
			s.lists[o] = counts
		}
		sum.add(counts)
	}
	s.all[r.Shares()] = sum
	return sum
}

func tidingsIn(list []Outcome) (t Tidings) {
	for i := range list {
		for k, row := range tidingTable {
			if row.outcome != nil && row.outcome(nil, &list[i]) {
				t[k]++
			}
		}
	}
	return t
}

func (t *Tidings) add(other Tidings) {
	for i, n := range other {
		t[i] += n
	}
}

// ReachedBy are the kinds of change by which somebody above changes what a reseller may do or has, besides runs. A move reaches the vendors
// before and the new ones, too.
func ReachedBy() []ChangeKind {
	return []ChangeKind{ResellerChanged, DisplaySynchronized, ResellerMoved, SubscriptionCreated, SubscriptionChanged, SubscriptionDeleted}
}

// SeenFromBelow is a change that somebody above made, as an account may read it that it reached: who made it is not their affair, nor which
// run it made, nor to who was moved who their vendors are or were. Others, who are or were vendors of theirs, know these as far as they know the names.
func (c ChangeRecord) SeenFromBelow(reader AccountID) ChangeRecord {
	c.UserName, c.Above, c.Run = "", true, 0
	if c.About == (Ref{Of: ObjectReseller, ID: int64(reader), Name: c.About.Name}) {
		c.Edits = filter(c.Edits, func(e Edit) bool { return e.Key.Field != FieldVendor })
	}
	return c
}

// Vendors are from whom a reseller bought before a move, and from whom since; zero for any other change.
func (c ChangeRecord) Vendors() (from, to AccountID) {
	for _, e := range c.Edits {
		if was, is := ParseIDs[AccountID](e.From.Text), ParseIDs[AccountID](e.To.Text); c.Kind == ResellerMoved && e.Key.Field == FieldVendor && len(was) == 1 && len(is) == 1 {
			return was[0], is[0]
		}
	}
	return 0, 0
}
