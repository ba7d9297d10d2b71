package main

// Step is one thing that is measured; its text is the row of the table.
type Step string

// What is measured, in the order of the table.
const (
	Floor          Step = "floor: one pointer and one log row per reseller"
	FirstDelivery  Step = "first delivery, all boxes"
	AllPrices      Step = "all prices, no own values"
	AllOverwrite   Step = "all prices, overwrite own values"
	AllKeep        Step = "all prices, keep own values"
	AllByRules     Step = "all prices, keep price rules"
	PartOfPrices   Step = "1 % of prices"
	Nothing        Step = "nothing changed"
	NothingKept    Step = "nothing changed, own values kept"
	Everything     Step = "all boxes, all prices, overwrite"
	OneReseller    Step = "one reseller, all prices"
	PreviewAll     Step = "preview of all prices, overwrite"
	UndoAll        Step = "undo of all prices, no own values"
	UndoOverwrite  Step = "undo of overwrite"
	OpenDialog     Step = "opening the dialog with its counts"
	DivergedAll    Step = "diverged: all prices"
	EditDuringRuns Step = "edit by a reseller while runs go on"
	RunDuringEdits Step = "all prices while resellers edit"
	ListPage       Step = "list page of a reseller"
	PlanPage       Step = "plan page of a reseller"
)

// Steps returns all of them.
func Steps() []Step {
	return []Step{Floor, FirstDelivery, AllPrices, AllOverwrite, AllKeep, AllByRules, PartOfPrices, Nothing, NothingKept, Everything,
		OneReseller, PreviewAll, UndoAll, UndoOverwrite, OpenDialog, DivergedAll, EditDuringRuns, RunDuringEdits, ListPage, PlanPage}
}

// Figures are all measurements of one run of the benchmark.
type Figures struct {
	Size    Size
	Sample  int               // resellers with row copies, and in the diverged world
	Ours    map[Step]Sample   // the floor among them
	Copying map[Step]Sample   // of Sample resellers, not scaled
	Phases  map[Step][]Sample // of each kind of run, by the index of Phases
	Program map[Step]Sample   // for how long each kind of run kept processors busy, from when it had the lock
	Server  map[Step]Sample   // likewise, of PostgreSQL
	Disk    Disk
	Memory  Memory

	RulesMemory Memory // where a share of the resellers has price rules, and hardly anybody shares prices
	Distinct    int    // catalogs of the diverged world's resellers
	Growth      []Point
}

// Disk is what a delivered world takes, in bytes. Tables that every design has (accounts, subscriptions) do not count.
type Disk struct {
	Ours, Copying             int64 // after the first delivery; Copying of the sampled resellers
	OursPerRun, CopyingPerRun int64 // what a run over all prices adds, its log included
}

// Memory is the most that was in use at any time, in bytes; 0 where the system does not tell.
type Memory struct {
	Program int64 // resident
	Backend int64 // resident and private: without the shared buffers
}

// Point is one place on the curves of growth.
type Point struct {
	Resellers, Plans int
	ByPlans          bool // on the curve of plans, else on that of resellers
	Floor, Run       Sample
}

func (f *Figures) ours(step Step, s ...Sample) {
	for _, sample := range s {
		f.Ours[step] = append(f.Ours[step], sample...)
	}
}

// scale is by how much the figures of the copies grow for all resellers.
func (f *Figures) scale() float64 { return float64(f.Size.Resellers) / float64(f.Sample) }
