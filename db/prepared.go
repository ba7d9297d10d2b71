package db

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"strings"

	"github.com/lib/pq"
	"github.com/lib/pq/pqerror"
)

// Most statements take the server less time than to find out how to do them. So a connection prepares what it is asked: PostgreSQL then
// reads it once, and plans it once where one plan is as good as another.

const (
	keptStatements = 256     // of a connection; then it begins anew
	largeArguments = 8 << 10 // bytes. How many ids a list holds decides the plan: those with long lists are planned each time
)

// plannedEachTime begins a query whose best plan depends on what it is asked for, such as one reseller or all of them.
const plannedEachTime = "/* planned each time */"

// statement is one that is prepared.
type statement interface {
	driver.Stmt
	driver.StmtQueryContext
	driver.StmtExecContext
}

// QueryContext runs a query for database/sql.
func (c *limitedConn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	end := tracedStatement(ctx, query)
	rows, err := c.query(ctx, query, args)
	end(err)
	return rows, err
}

func (c *limitedConn) query(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	prepared, err := c.prepared(ctx, query, args)
	switch {
	case err != nil:
		return nil, err
	case prepared == nil:
		return c.driverConn.QueryContext(ctx, query, args)
	}
	rows, err := prepared.QueryContext(ctx, args)
	return rows, c.outlived(query, err)
}

// ExecContext runs a statement without rows for database/sql.
func (c *limitedConn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	end := tracedStatement(ctx, query)
	result, err := c.exec(ctx, query, args)
	end(err)
	return result, err
}

func (c *limitedConn) exec(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	prepared, err := c.prepared(ctx, query, args)
	switch {
	case err != nil:
		return nil, err
	case prepared == nil:
		return c.driverConn.ExecContext(ctx, query, args)
	}
	result, err := prepared.ExecContext(ctx, args)
	return result, c.outlived(query, err)
}

// IsValid reports whether database/sql may use the connection again. When somebody gives up, the server is told to stop; as nobody
// knows which statement that reaches, it must not be one of the next who has the connection.
func (c *limitedConn) IsValid() bool {
	return (c.user == nil || c.user.Err() == nil) && c.driverConn.IsValid()
}

// prepared returns the statement of a query, nil for one that is better planned each time.
func (c *limitedConn) prepared(ctx context.Context, query string, args []driver.NamedValue) (statement, error) {
	c.user = ctx
	if len(args) == 0 || sizeOf(args) > largeArguments || strings.HasPrefix(query, plannedEachTime) {
		return nil, nil
	}
	if known := c.statements[query]; known != nil {
		return known, nil
	}
	if err := c.makeRoom(ctx); err != nil {
		return nil, err
	}
	stmt, err := c.driverConn.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	full, ok := stmt.(statement)
	if !ok {
		return nil, errors.Join(fmt.Errorf("the driver's statement %T lacks a method that is needed", stmt), stmt.Close())
	}
	c.statements[query] = full
	return full, nil
}

// makeRoom forgets all statements where they are too many.
func (c *limitedConn) makeRoom(ctx context.Context) error {
	if len(c.statements) < keptStatements {
		return nil
	}
	_, err := c.driverConn.ExecContext(ctx, `DEALLOCATE ALL`, nil)
	if err == nil {
		clear(c.statements)
	}
	return err
}

// outlived returns the error of a prepared statement, and forgets the statement where a migration changed what it returns.
func (c *limitedConn) outlived(query string, err error) error {
	if e := pq.As(err); e != nil && e.Code == pqerror.FeatureNotSupported {
		err = errors.Join(err, c.statements[query].Close())
		delete(c.statements, query)
	}
	return err
}

// sizeOf returns how many bytes the texts among the arguments have.
func sizeOf(args []driver.NamedValue) int {
	n := 0
	for _, arg := range args {
		switch value := arg.Value.(type) {
		case string:
			n += len(value)
		case []byte:
			n += len(value)
		}
	}
	return n
}
