package main

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"
)

// sqlLog reads the log of a PostgreSQL server that tells of each statement (tellStatements) and adds up what the program asked.
type sqlLog struct {
	mu     sync.Mutex
	rest   []byte
	plan   []byte // of what is being read
	asked  asked
	marker string
	marked chan struct{}
	marks  int
}

// asked is what a program asked a database.
type asked struct {
	Statements int
	Took       time.Duration // in the server: reading the statement, planning and executing it
	Rows       int           // that the nodes of the plans gave or threw away; 0 unless plans are told
}

// tellStatements makes the server log each statement of the program with its time, and with plans how many rows were read for it. Then nothing
// but the program changes by which plans it answers.
func tellStatements(ctx context.Context, conn *sql.DB, plans bool) error {
	settings := []string{`log_line_prefix = '%a|'`, `log_min_duration_statement = 0`, `log_parameter_max_length = 0`}
	if plans {
		settings = append(settings, `session_preload_libraries = 'auto_explain'`, `auto_explain.log_min_duration = 0`,
			`auto_explain.log_analyze = on`, `auto_explain.log_timing = off`, `auto_explain.log_nested_statements = on`,
			`auto_explain.log_format = json`, `autovacuum = off`)
		if _, err := conn.ExecContext(ctx, `LOAD 'auto_explain'`); err != nil {
			return fmt.Errorf("tell plans: %w", err)
		}
	}
	for _, setting := range settings {
		if _, err := conn.ExecContext(ctx, `ALTER SYSTEM SET `+setting); err != nil {
			return fmt.Errorf("set %s: %w", setting, err)
		}
	}
	_, err := conn.ExecContext(ctx, `SELECT pg_reload_conf()`)
	return err
}

// take returns what the program asked since the last time.
func (l *sqlLog) take(ctx context.Context, conn *sql.DB) (asked, error) {
	l.mu.Lock()
	l.marks++
	l.marker, l.marked = fmt.Sprintf("mark %d of the log", l.marks), make(chan struct{})
	marker, marked := l.marker, l.marked
	l.mu.Unlock()
	// Everything that the server answered before stands in the log before this.
	if _, err := conn.ExecContext(ctx, `DO 'BEGIN RAISE WARNING ''`+marker+`''; END'`); err != nil {
		return asked{}, err
	}
	select {
	case <-marked:
	case <-ctx.Done():
		return asked{}, ctx.Err()
	case <-time.After(20 * time.Second):
		return asked{}, fmt.Errorf("the server's log does not tell of %q", marker)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	sum := l.asked
	l.asked = asked{}
	return sum, nil
}

// Write reads the next piece of the log.
func (l *sqlLog) Write(text []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.rest = append(l.rest, text...)
	for {
		line, rest, found := bytes.Cut(l.rest, []byte("\n"))
		if !found {
			return len(text), nil
		}
		l.line(line)
		l.rest = rest
	}
}

// line reads a line. Those of a message that has several begin with a tab.
func (l *sqlLog) line(line []byte) {
	if len(line) > 0 && line[0] == '\t' {
		if l.plan != nil {
			l.plan = append(l.plan, line...)
		}
		return
	}
	l.endPlan()
	if l.marked != nil && bytes.Contains(line, []byte("WARNING:  "+l.marker)) {
		close(l.marked)
		l.marked = nil
	}
	message, ours := strings.CutPrefix(string(line), "tiersync|LOG:  duration: ")
	if !ours {
		return
	}
	took, what, _ := strings.Cut(message, " ms  ")
	if strings.HasPrefix(what, "plan:") {
		l.plan = []byte{}
		return
	}
	ms, err := strconv.ParseFloat(took, 64)
	if err != nil {
		return
	}
	l.asked.Took += time.Duration(ms * float64(time.Millisecond))
	if strings.HasPrefix(what, "execute ") || strings.HasPrefix(what, "statement: ") {
		l.asked.Statements++
	}
}

// planNode is a node of a plan that was executed.
type planNode struct {
	Rows    float64 `json:"Actual Rows"`
	Loops   float64 `json:"Actual Loops"`
	Removed float64 `json:"Rows Removed by Filter"`
	Plans   []planNode
}

func (n planNode) rows() int {
	sum := int((n.Rows + n.Removed) * n.Loops)
	for _, below := range n.Plans {
		sum += below.rows()
	}
	return sum
}

// endPlan adds the rows of the plan that was read.
func (l *sqlLog) endPlan() {
	var told struct{ Plan planNode }
	if l.plan != nil && json.Unmarshal(l.plan, &told) == nil {
		l.asked.Rows += told.Plan.rows()
	}
	l.plan = nil
}
