//go:build !linux

package localpg

// inMemory is "": there is no folder of which it is known that it is kept in memory.
func inMemory() string { return "" }
