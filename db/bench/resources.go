package main

import (
	"bufio"
	"context"
	"database/sql"
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"
)

// diskOf returns the bytes of all tables of a schema, with their indexes, but for those that every design has.
func (p *place) diskOf(ctx context.Context, schema string) (int64, error) {
	return p.disk(ctx, schema, `c.relname NOT IN ('account', 'subscription', 'app_user')`)
}

// diskOfVersions is what versions, pointers, runs and the log take, without how the distributor was built: the log says of each reseller
// who made them and how, and that is no part of what was delivered.
func (p *place) diskOfVersions(ctx context.Context) (int64, error) {
	bytes, err := p.diskOf(ctx, "public")
	return bytes - p.built, err
}

// diskOfBuilding is what the log of changes takes.
func (p *place) diskOfBuilding(ctx context.Context) (int64, error) {
	return p.disk(ctx, "public", `c.relname IN ('change', 'change_part')`)
}

func (p *place) disk(ctx context.Context, schema, tables string) (bytes int64, err error) {
	query := `
		SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint
		FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
		WHERE n.nspname = $1 AND c.relkind = 'r' AND ` + tables
	if err := p.conn.QueryRowContext(ctx, query, schema).Scan(&bytes); err != nil {
		return 0, fmt.Errorf("size of schema %s: %w", schema, err)
	}
	return bytes, nil
}

// memoryWatch looks at the memory of this program and of the database's processes while something is measured.
type memoryWatch struct {
	conn    *sql.DB
	done    chan struct{}
	group   sync.WaitGroup
	program int64
	backend int64
}

// watchMemory starts to look. Where /proc is not there it sees nothing.
func watchMemory(conn *sql.DB) *memoryWatch {
	w := &memoryWatch{conn: conn, done: make(chan struct{})}
	w.group.Go(func() {
		tick := time.NewTicker(20 * time.Millisecond)
		defer tick.Stop()
		var backends []int
		for n := 0; ; n++ {
			if n%25 == 0 {
				backends = w.backends()
			}
			w.program = max(w.program, memoryOf(os.Getpid(), "VmRSS"))
			for _, pid := range backends {
				w.backend = max(w.backend, memoryOf(pid, "RssAnon"))
			}
			select {
			case <-w.done:
				return
			case <-tick.C:
			}
		}
	})
	return w
}

func (w *memoryWatch) backends() []int {
	rows, err := w.conn.Query(`SELECT pid FROM pg_stat_activity WHERE datname = current_database()`)
	if err != nil {
		return nil
	}
	defer rows.Close()
	var pids []int
	for rows.Next() {
		var pid int
		if err := rows.Scan(&pid); err != nil {
			return pids
		}
		pids = append(pids, pid)
	}
	return pids
}

// stop ends the watch and stores what it saw.
func (w *memoryWatch) stop(m *Memory) {
	close(w.done)
	w.group.Wait()
	m.Program, m.Backend = w.program, w.backend
}

// memoryOf returns a field of /proc/<pid>/status in bytes, 0 when it cannot be read.
func memoryOf(pid int, field string) int64 {
	file, err := os.Open(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		if rest, ok := strings.CutPrefix(lines.Text(), field+":"); ok {
			kilobytes, err := strconv.ParseInt(strings.TrimSuffix(strings.TrimSpace(rest), " kB"), 10, 64)
			if err != nil {
				return 0
			}
			return kilobytes * 1024
		}
	}
	return 0
}
