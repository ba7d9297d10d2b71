package db

// Point is a named place on the way of a run, a change or the undo of either through its transaction.
type Point string

// The points, in the order in which a run and an undo come by. All but the last lie inside the transaction. The preview of either comes by
// Computed alone, between two.
const (
	Locked          Point = "locked"           // the tree is locked, nothing is read yet
	Computed        Point = "computed"         // it is known what happens to whom
	VersionsWritten Point = "versions written" // the new catalogs and own values are stored
	OutcomesWritten Point = "outcomes written" // what came out is stored
	ResultsWritten  Point = "results written"  // who got it is stored
	PointersMoved   Point = "pointers moved"   // and it is in the log
	RunWritten      Point = "run written"      // all that is missing is the commit
	Committed       Point = "committed"        // the caller does not know yet
)

// The points, in the order in which a change and the undo of one come by. All but the last lie inside the transaction.
const (
	ChangeLocked    Point = "change locked"    // the tree is locked, nothing is read yet
	ChangeApplied   Point = "change applied"   // it is known what comes of it
	ChangeStored    Point = "change stored"    // what came of it is stored, and the pointer moved
	ChangeLogged    Point = "change logged"    // all that is missing is the commit
	ChangeCommitted Point = "change committed" // the caller does not know yet
)
