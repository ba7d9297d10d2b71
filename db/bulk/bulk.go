// Package bulk moves many rows with one statement, as arrays: [Insert] writes them, an array a column, and [IDs] reads ids by the
// hundred thousand. A run over all resellers takes a few statements with it, whatever their number.
package bulk

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"
)

// Insert is rows that one statement inserts. All columns are as long as each other. Names are constants of the caller, never input.
type Insert struct {
	table   string
	columns []string
	values  []string // an expression a column
	types   []string
	args    []any
}

// Into begins the rows of a table. Columns are added with the methods.
func Into(table string) *Insert { return &Insert{table: table} }

func (r *Insert) add(column, sqlType, expression string, array any) *Insert {
	r.columns = append(r.columns, column)
	r.types = append(r.types, sqlType)
	r.values = append(r.values, expression)
	r.args = append(r.args, array)
	return r
}

// Ints adds a column of whole numbers, ids among them.
func (r *Insert) Ints(column string, list []int64) *Insert {
	return r.add(column, "bigint[]", "u."+column, pq.Int64Array(list))
}

// Refs adds a column of ids where 0 is stored as null.
func (r *Insert) Refs(column string, list []int64) *Insert {
	return r.add(column, "bigint[]", "nullif(u."+column+", 0)", pq.Int64Array(list))
}

// Texts adds a column of texts.
func (r *Insert) Texts(column string, list []string) *Insert {
	return r.add(column, "text[]", "u."+column, pq.StringArray(list))
}

// Flags adds a column of booleans.
func (r *Insert) Flags(column string, list []bool) *Insert {
	return r.add(column, "boolean[]", "u."+column, pq.BoolArray(list))
}

// Prices adds a column of canonical prices where "" is stored as null. One of nothing else, such as a reseller's MSRPs, is left out.
func (r *Insert) Prices(column string, list []string) *Insert {
	if !slices.ContainsFunc(list, func(price string) bool { return price != "" }) {
		return r
	}
	text := []byte{'{'}
	for i, price := range list {
		if i > 0 {
			text = append(text, ',')
		}
		text = append(text, cmp.Or(price, "NULL")...)
	}
	return r.add(column, "numeric[]", "u."+column, string(append(text, '}')))
}

// Bytes adds a column of byte strings.
func (r *Insert) Bytes(column string, list [][]byte) *Insert {
	return r.add(column, "bytea[]", "u."+column, pq.ByteaArray(list))
}

// JSON adds a column of type jsonb, of texts in JSON.
func (r *Insert) JSON(column string, list []string) *Insert {
	return r.add(column, "text[]", "u."+column+"::jsonb", pq.StringArray(list))
}

// Lists adds a column of arrays of ids.
func (r *Insert) Lists(column string, list [][]int64) *Insert {
	texts := make([]string, len(list))
	for i, ids := range list {
		texts[i] = arrayText(ids)
	}
	return r.add(column, "text[]", "u."+column+"::bigint[]", pq.StringArray(texts))
}

// Times adds a column of moments.
func (r *Insert) Times(column string, list []time.Time) *Insert {
	texts := make([]string, len(list))
	for i, t := range list {
		texts[i] = t.UTC().Format(time.RFC3339Nano)
	}
	return r.add(column, "text[]", "u."+column+"::timestamptz", pq.StringArray(texts))
}

func arrayText(ids []int64) string {
	text := []byte{'{'}
	for i, id := range ids {
		if i > 0 {
			text = append(text, ',')
		}
		text = strconv.AppendInt(text, id, 10)
	}
	return string(append(text, '}'))
}

// IDArray is ids of a type as an array that a statement takes.
func IDArray[ID ~int64](ids []ID) pq.Int64Array {
	return Column(ids, func(id ID) int64 { return int64(id) })
}

// IDs reads an array of ids, of which none is null or negative; null is an empty one. It takes a tenth of the time that
// pq.Int64Array takes.
type IDs []int64

// Scan implements sql.Scanner.
func (a *IDs) Scan(src any) error {
	*a = nil
	if src == nil {
		return nil
	}
	text, ok := src.([]byte)
	if !ok || len(text) < 2 || text[0] != '{' || text[len(text)-1] != '}' {
		return fmt.Errorf("%v is not an array of ids", src)
	}
	if len(text) == 2 {
		return nil
	}
	*a = make(IDs, 0, bytes.Count(text, []byte{','})+1)
	var id int64
	for _, c := range text[1:] {
		switch {
		case c >= '0' && c <= '9':
			id = 10*id + int64(c-'0')
		case c == ',' || c == '}':
			*a, id = append(*a, id), 0
		default:
			return fmt.Errorf("%q is not an array of ids", text)
		}
	}
	return nil
}

// Statement returns the statement INSERT INTO ... SELECT ... FROM unnest(...), to which a caller may add how it ends, and its arguments.
func (r *Insert) Statement() (query string, args []any) { return r.behind(0), r.args }

// behind is the statement where so many arguments are those of others.
func (r *Insert) behind(others int) string {
	params := make([]string, len(r.types))
	for i, t := range r.types {
		params[i] = fmt.Sprintf("$%d::%s", others+i+1, t)
	}
	columns := strings.Join(r.columns, ", ")
	return "INSERT INTO " + r.table + " (" + columns + ") SELECT " + strings.Join(r.values, ", ") +
		" FROM unnest(" + strings.Join(params, ", ") + ") AS u (" + columns + ")"
}

// Run inserts the rows, and before them those of other tables, which they may refer to, and these to them: one statement.
func (r *Insert) Run(ctx context.Context, tx *sqlx.Tx, before ...*Insert) error {
	var with []string
	var args []any
	for _, b := range before {
		with = append(with, "rows_of_"+b.table+" AS ("+b.behind(len(args))+")")
		args = append(args, b.args...)
	}
	query := r.behind(len(args))
	if len(with) > 0 {
		query = "WITH " + strings.Join(with, ", ") + " " + query
	}
	if _, err := tx.ExecContext(ctx, query, append(args, r.args...)...); err != nil {
		return fmt.Errorf("insert into %s: %w", r.table, err)
	}
	return nil
}

// Column returns one value of each row.
func Column[T, V any](list []T, value func(T) V) []V {
	values := make([]V, len(list))
	for i, t := range list {
		values[i] = value(t)
	}
	return values
}
