package server

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// roomyHeap is how many bytes of heap are in use before anything is collected: what a run over two thousand resellers takes.
const roomyHeap = 128 << 20

// besides is what a process holds besides its heap, at most.
const besides = 64 << 20

// BoundMemory lets the heap of a process grow to roomyHeap, and beyond that by half over what is in use, before it is collected, not to the
// double; and what the heap gave up is handed back at once where the process would hold more. So a crowd of sign-ins, each of which takes
// 19 MiB, and runs over ten thousand resellers stay within the memory that docs/deploy.md says.
// Below that, collecting at each half more would take a run a third of its processor time. GOGC and GOMEMLIMIT say otherwise.
func BoundMemory() {
	if os.Getenv("GOGC") == "" && os.Getenv("GOMEMLIMIT") == "" {
		bound(0)
	}
}

// bound says how far the heap and all of the memory may grow by what the last collection left in use, and does so again after the next one.
func bound(set uint64) {
	held := []metrics.Sample{{Name: "/gc/heap/live:bytes"}, {Name: "/memory/classes/heap/unused:bytes"}}
	metrics.Read(held)
	now, pieces := max(held[0].Value.Uint64(), 1<<20), held[1].Value.Uint64()
	if now != set {
		debug.SetGCPercent(growth(now))
		debug.SetMemoryLimit(limit(now, pieces))
	}
	collected := new([8]uint64)
	runtime.AddCleanup(collected, bound, now)
}

// growth is by how many percent a heap may grow of which so many bytes are in use.
func growth(live uint64) int {
	return max(50, int(100*roomyHeap/max(live, 1<<20))-100)
}

// limit is how many bytes a process may hold, the program itself excepted, of which so many of the heap are in use, and so many free in pieces
// between these, which cannot be handed back: counted among the others they would leave no room, and all would be collected again and again.
func limit(live, pieces uint64) int64 {
	return max(roomyHeap, int64(live)*3/2+besides) + int64(pieces)
}
