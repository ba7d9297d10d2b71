package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// processorTime is for how long something kept processors busy. Unlike the time on a clock, it hardly depends on what else the machine does.
type processorTime struct{ program, server time.Duration }

func (t processorTime) since(before processorTime) processorTime {
	return processorTime{t.program - before.program, t.server - before.server}
}

// postmaster is the process whose children serve a connection; 0 where the system does not tell.
func postmaster(ctx context.Context, conn *sql.DB) (pid int, err error) {
	if err := conn.QueryRowContext(ctx, `SELECT pg_backend_pid()`).Scan(&pid); err != nil {
		return 0, fmt.Errorf("the process of a connection: %w", err)
	}
	own, err := statOf(pid)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	return own.parent, err
}

// processorTimeNow is what this program and all processes of the database have used up to now. Where the system does not tell, it is 0.
func processorTimeNow(postmaster int) processorTime {
	var own syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &own) // fails for no arguments but wrong ones
	t := processorTime{program: time.Duration(own.Utime.Nano() + own.Stime.Nano())}
	children, _ := os.ReadFile(fmt.Sprintf("/proc/%d/task/%[1]d/children", postmaster))
	for pid := range strings.FieldsSeq(string(children)) {
		busy, _ := os.ReadFile("/proc/" + pid + "/schedstat")
		first, _, _ := strings.Cut(string(busy), " ")
		nanoseconds, _ := strconv.ParseInt(first, 10, 64)
		t.server += time.Duration(nanoseconds)
	}
	return t
}
