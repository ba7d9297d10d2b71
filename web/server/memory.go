package server

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// roomyHeap is how many bytes of heap are in use before anything is collected: what a run over two thousand resellers takes.
const roomyHeap = 128 << 20

// BoundMemory lets the heap of a process grow to roomyHeap, and beyond that by half over what is in use, before it is collected, not to the
// double: a crowd of sign-ins, each of which takes 19 MiB, and runs over ten thousand resellers stay within the memory that docs/deploy.md says.
// Below that, collecting at each half more would take a run a third of its processor time. GOGC says otherwise.
func BoundMemory() {
	if os.Getenv("GOGC") == "" {
		bound(0)
	}
}

// bound says how far the heap may grow by what the last collection left in use, and does so again after the next one.
func bound(set int) {
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(live)
	percent := growth(live[0].Value.Uint64())
	if percent != set {
		debug.SetGCPercent(percent)
	}
	collected := new([8]uint64)
	runtime.AddCleanup(collected, bound, percent)
}

// growth is by how many percent a heap may grow of which so many bytes are in use.
func growth(live uint64) int {
	return max(50, int(100*roomyHeap/max(live, 1<<20))-100)
}
