package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

const (
	onTheirWay = 5000            // requests at most; who asks when there are so many is not counted as answered
	runPause   = 2 * time.Second // between a run and its undo
)

// ask asks for pages at their times, whether or not those before were answered, and for runs and undos beside them.
func (l *load) ask(ctx context.Context, load int) (*loadFigures, error) {
	f := &loadFigures{Errors: map[string]int{}, CPU: map[string]time.Duration{}}
	before, err := l.used(ctx)
	if err != nil {
		return nil, err
	}
	var mu sync.Mutex // of f
	var group sync.WaitGroup
	began := time.Now()
	end := began.Add(time.Duration(l.Seconds) * time.Second)
	group.Go(func() { l.runsAndUndos(ctx, end, f, &mu) })
	places := make(chan struct{}, onTheirWay)
	for n := 0; ; n++ {
		due := began.Add(time.Duration(n) * time.Second / time.Duration(load))
		if !due.Before(end) || ctx.Err() != nil {
			break
		}
		time.Sleep(time.Until(due))
		f.Asked++
		select {
		case places <- struct{}{}:
		default:
			f.Late++
			continue
		}
		who := l.callers[0]
		if n%5 != 0 {
			who = l.callers[1+rand.IntN(len(l.callers)-1)]
		}
		group.Go(func() {
			defer func() { <-places }()
			answer, path, err := who.look(ctx)
			took := time.Since(due)
			mu.Lock()
			defer mu.Unlock()
			f.count(answer, path, took, err)
		})
	}
	group.Wait()
	f.Lasted = time.Since(began)
	after, err := l.used(ctx)
	if err != nil {
		return nil, err
	}
	for process, used := range after {
		f.CPU[process] = used - before[process]
	}
	f.Memory, err = mostMemory(l.program.Process.Pid)
	return f, err
}

func (f *loadFigures) count(answer answered, path string, took time.Duration, err error) {
	switch {
	case err != nil:
		f.Errors["no answer"]++
	case answer.status == http.StatusOK:
		f.Good++
		f.Took = append(f.Took, took)
	case answer.status == http.StatusServiceUnavailable && answer.header.Get("Retry-After") != "":
		f.Shed++
	default:
		f.Errors[fmt.Sprintf("%d at %s", answer.status, path)]++
	}
}

func (s Sample) at(q float64) float64 { return float64(s.Quantile(q).Microseconds()) / 1000 }

// runsAndUndos makes a run over everybody and takes it back, again and again, as the provider.
func (l *load) runsAndUndos(ctx context.Context, end time.Time, f *loadFigures, mu *sync.Mutex) {
	who, run := l.callers[0], ""
	for time.Now().Before(end) && ctx.Err() == nil {
		began := time.Now()
		var err error
		if run == "" {
			run, err = who.synchronize(ctx, l.world.Plan)
		} else if _, err = who.submit(ctx, run+"/undo", nil); err == nil {
			run = ""
		}
		mu.Lock()
		f.Runs++
		f.RunTook = append(f.RunTook, time.Since(began))
		if err != nil {
			f.RunErrs++
			f.Errors["run or undo: "+err.Error()]++
		}
		mu.Unlock()
		time.Sleep(min(runPause, max(0, time.Until(end))))
	}
}

// used is how much of the processors each process has used so far.
func (l *load) used(ctx context.Context) (map[string]time.Duration, error) {
	var backend int
	if err := l.conn.QueryRowContext(ctx, `SELECT pg_backend_pid()`).Scan(&backend); err != nil {
		return nil, err
	}
	own, err := statOf(backend)
	if err != nil {
		return nil, err
	}
	server, err := family(own.parent)
	if err != nil {
		return nil, err
	}
	program, err := statOf(l.program.Process.Pid)
	if err != nil {
		return nil, err
	}
	var client syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &client); err != nil {
		return nil, err
	}
	return map[string]time.Duration{"program": program.used, "PostgreSQL": server,
		"client": time.Duration(client.Utime.Nano() + client.Stime.Nano())}, nil
}

// processStat is what /proc says of a process.
type processStat struct {
	parent int
	used   time.Duration // by itself
	ended  time.Duration // by those of its children that have ended
}

// tick is the unit of time in /proc on Linux.
const tick = time.Second / 100

func statOf(pid int) (processStat, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return processStat{}, err
	}
	_, rest, _ := strings.Cut(string(text), ") ") // after the name, which may hold anything
	fields := strings.Fields(rest)
	number := func(i int) int { n, _ := strconv.Atoi(fields[i]); return n } // they are numbers
	return processStat{number(1), time.Duration(number(11)+number(12)) * tick, time.Duration(number(13)+number(14)) * tick}, nil
}

// family is what a process and its children have used, those that have ended included.
func family(pid int) (time.Duration, error) {
	own, err := statOf(pid)
	if err != nil {
		return 0, err
	}
	sum := own.used + own.ended
	entries, err := os.ReadDir("/proc")
	for _, entry := range entries {
		child, notPID := strconv.Atoi(entry.Name())
		if notPID != nil {
			continue
		}
		if stat, gone := statOf(child); gone == nil && stat.parent == pid {
			sum += stat.used
		}
	}
	return sum, err
}

// mostMemory is the most that a process has had in memory, in bytes.
func mostMemory(pid int) (int64, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, err
	}
	_, rest, _ := strings.Cut(string(text), "VmHWM:")
	var kilobytes int64
	_, err = fmt.Sscan(rest, &kilobytes)
	return kilobytes << 10, err
}
