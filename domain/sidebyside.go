package domain

import (
	"runtime"
	"sync"
)

// plansEach is how many plans a processor gets at least: fewer are not worth a goroutine.
const plansEach = 16

// sideBySide does the work for every index below n, on as many processors as it is worth, and returns when all of it is done.
// Each of them has room for notes of its own. A panic is the caller's.
func sideBySide(n int, work func(i int, notes *[]Outcome)) {
	workers := max(1, min(runtime.GOMAXPROCS(0), n/plansEach))
	panics := make([]any, workers)
	share := func(worker int) {
		defer func() { panics[worker] = recover() }()
		var notes []Outcome
		for i := worker; i < n; i += workers {
			work(i, &notes)
		}
	}
	var group sync.WaitGroup
	for worker := range workers - 1 {
		group.Go(func() { share(worker) })
	}
	share(workers - 1)
	group.Wait()
	for _, p := range panics {
		if p != nil {
			panic(p)
		}
	}
}
