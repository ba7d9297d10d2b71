package db

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

// rows are rows that one statement inserts: an array a column, whatever their number. Names and types are constants of
// this package, never input.
type rows struct {
	table   string
	columns []string
	values  []string // an expression a column
	types   []string
	args    []any
}

func rowsFor(table string) *rows { return &rows{table: table} }

func (r *rows) add(column, sqlType, expression string, array any) *rows {
	r.columns = append(r.columns, column)
	r.types = append(r.types, sqlType)
	r.values = append(r.values, expression)
	r.args = append(r.args, array)
	return r
}

func (r *rows) ints(column string, list []int64) *rows {
	return r.add(column, "bigint[]", "u."+column, pq.Int64Array(list))
}

// refs are ids where 0 is stored as null.
func (r *rows) refs(column string, list []int64) *rows {
	return r.add(column, "bigint[]", "nullif(u."+column+", 0)", pq.Int64Array(list))
}

func (r *rows) texts(column string, list []string) *rows {
	return r.add(column, "text[]", "u."+column, pq.StringArray(list))
}

func (r *rows) flags(column string, list []bool) *rows {
	return r.add(column, "boolean[]", "u."+column, pq.BoolArray(list))
}

// prices are canonical texts where "" is stored as null. A column of nothing else, such as a reseller's MSRPs, is left out.
func (r *rows) prices(column string, list []string) *rows {
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

func (r *rows) bytes(column string, list [][]byte) *rows {
	return r.add(column, "bytea[]", "u."+column, pq.ByteaArray(list))
}

func (r *rows) json(column string, list []string) *rows {
	return r.add(column, "text[]", "u."+column+"::jsonb", pq.StringArray(list))
}

// lists are arrays of ids, one for each row.
func (r *rows) lists(column string, list [][]int64) *rows {
	texts := make([]string, len(list))
	for i, ids := range list {
		texts[i] = arrayText(ids)
	}
	return r.add(column, "text[]", "u."+column+"::bigint[]", pq.StringArray(texts))
}

func (r *rows) times(column string, list []time.Time) *rows {
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

// idArray reads an array of ids, of which none is null or negative; null is an empty one. Runs read ids by the hundred
// thousand, in a tenth of the time that pq.Int64Array takes.
type idArray []int64

// Scan implements sql.Scanner.
func (a *idArray) Scan(src any) error {
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
	*a = make(idArray, 0, bytes.Count(text, []byte{','})+1)
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

// query returns the statement INSERT INTO ... SELECT ... FROM unnest(...).
func (r *rows) query() string {
	params := make([]string, len(r.types))
	for i, t := range r.types {
		params[i] = fmt.Sprintf("$%d::%s", i+1, t)
	}
	columns := strings.Join(r.columns, ", ")
	return "INSERT INTO " + r.table + " (" + columns + ") SELECT " + strings.Join(r.values, ", ") +
		" FROM unnest(" + strings.Join(params, ", ") + ") AS u (" + columns + ")"
}

func (r *rows) insert(ctx context.Context, tx *sqlx.Tx) error {
	if _, err := tx.ExecContext(ctx, r.query(), r.args...); err != nil {
		return fmt.Errorf("insert into %s: %w", r.table, err)
	}
	return nil
}

// insertNew inserts the rows whose hash is not there yet and returns the ids of those it inserted.
func (r *rows) insertNew(ctx context.Context, tx *sqlx.Tx) (map[hash]int64, error) {
	return scanIDs(ctx, tx, r.query()+" ON CONFLICT (hash) DO NOTHING RETURNING id, hash", r.args...)
}

// idsByHash returns the ids of those hashes that are stored.
func idsByHash(ctx context.Context, tx *sqlx.Tx, table string, hashes [][]byte) (map[hash]int64, error) {
	if len(hashes) == 0 {
		return map[hash]int64{}, nil
	}
	return scanIDs(ctx, tx, "SELECT id, hash FROM "+table+" WHERE hash = ANY ($1)", pq.ByteaArray(hashes))
}

func scanIDs(ctx context.Context, tx *sqlx.Tx, query string, args ...any) (map[hash]int64, error) {
	result, err := tx.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer result.Close()
	ids := map[hash]int64{}
	for result.Next() {
		var id int64
		var h []byte
		if err := result.Scan(&id, &h); err != nil {
			return nil, err
		}
		ids[hash(h)] = id
	}
	return ids, result.Err()
}

// newIDs takes n ids from the one sequence of object ids.
func newIDs(ctx context.Context, tx *sqlx.Tx, n int) ([]int64, error) {
	var ids []int64
	err := tx.SelectContext(ctx, &ids, `SELECT nextval('object_id') FROM generate_series(1, $1)`, n)
	if err != nil {
		return nil, fmt.Errorf("take %d ids: %w", n, err)
	}
	return ids, nil
}

// NewIDs returns n new object ids, for plans, periods, categories and whatever else is made inside a catalog.
func (d *DB) NewIDs(ctx context.Context, n int) (ids []int64, err error) {
	err = d.InTx(ctx, func(tx *sqlx.Tx) (err error) {
		ids, err = newIDs(ctx, tx, n)
		return err
	})
	return ids, err
}

// NextID returns one new object id.
func (d *DB) NextID(ctx context.Context) (int64, error) {
	ids, err := d.NewIDs(ctx, 1)
	if err != nil {
		return 0, err
	}
	return ids[0], nil
}
