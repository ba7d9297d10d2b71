package domain

// What the tests that tell stories use of the engine's insides. They cannot be in this package, which the stories import.
var (
	SamePlan       = samePlan
	SameOverride   = sameOverride
	SameCategories = sameCategories
	GroupOf        = groupOf
	CompareKeys    = compareKeys
	Meeting        = meeting
)

// Unexplained is Synchronize without the reasons for what was not changed.
func Unexplained(in Input) []Result { return newRun(in, newShared(in), false).results() }

// Shares reports whether two catalogs are made of the same parts.
func (c *Catalog) Shares(d *Catalog) bool { return c.shares(d) }
