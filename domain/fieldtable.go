package domain

import (
	"slices"
	"strings"
	"time"
)

// fieldRow is a row of the table of fields for things of type T: how a value is read, set and compared. set takes what get answers;
// any other text leaves the value as it is, or is the zero value. set and same are nil for the thing itself.
type fieldRow[T any] struct {
	FieldInfo
	get       func(*T) string
	set       func(*T, string)
	same      func(a, b *T) bool
	suggested bool // an MSRP: there only where it is set, and no part of what is offered
}

func infosOf[T any](rows []fieldRow[T]) []FieldInfo {
	infos := make([]FieldInfo, len(rows))
	for i, row := range rows {
		infos[i] = row.FieldInfo
	}
	return infos
}

// findField returns the row of a field, nil where the table has none.
func findField[T any](rows []fieldRow[T], f Field) *fieldRow[T] {
	for i := range rows {
		if rows[i].Field == f {
			return &rows[i]
		}
	}
	return nil
}

// appendValues adds every value of a thing, at the places of key.
func appendValues[T any](values []KeyedValue, rows []fieldRow[T], key Key, t *T) []KeyedValue {
	values = slices.Grow(values, len(rows))
	for i := range rows {
		if text := rows[i].get(t); text != "" || !rows[i].suggested {
			values = append(values, KeyedValue{key.of(rows[i].Field), text})
		}
	}
	return values
}

// fieldAt returns the value at key of a thing that is at another, as appendValues would add it; false where it has none there.
func fieldAt[T any](rows []fieldRow[T], at Key, t *T, key Key) (string, bool) {
	row := findField(rows, key.Field)
	if row == nil || at.of(key.Field) != key {
		return "", false
	}
	text := row.get(t)
	return text, text != "" || !row.suggested
}

// sameValues reports whether two things have the same values, suggested prices aside: what appendValues adds, without making texts.
func sameValues[T any](rows []fieldRow[T], a, b *T) bool {
	for i := range rows {
		if same := rows[i].same; same != nil && !rows[i].suggested && !same(a, b) {
			return false
		}
	}
	return true
}

// setValue sets a value of a thing and reports whether it has such a value to set.
func setValue[T any](rows []fieldRow[T], f Field, t *T, text string) bool {
	row := findField(rows, f)
	if row == nil || row.set == nil {
		return false
	}
	row.set(t, text)
	return true
}

// The rows of a table, by the type of the value that at leads to.

func textField[T any, S ~string](info FieldInfo, at func(*T) *S) fieldRow[T] {
	return fieldRow[T]{FieldInfo: info, same: sameAt(at),
		get: func(t *T) string { return string(*at(t)) }, set: func(t *T, text string) { *at(t) = S(text) }}
}

func flagField[T any](info FieldInfo, at func(*T) *bool) fieldRow[T] {
	info.Kind = FlagValue
	return fieldRow[T]{FieldInfo: info, same: sameAt(at),
		get: func(t *T) string { return YesNo(*at(t)) }, set: func(t *T, text string) { *at(t) = text == Yes }}
}

func numberField[T any, N ~int | ~int64](info FieldInfo, at func(*T) *N) fieldRow[T] {
	return fieldRow[T]{FieldInfo: info, same: sameAt(at), get: func(t *T) string { return intText(int64(*at(t))) },
		set: func(t *T, text string) { *at(t) = N(parseInt(text)) }}
}

func idField[T any, ID ~int64](info FieldInfo, at func(*T) *ID) fieldRow[T] {
	info.Kind = IDValue
	return numberField(info, at)
}

func idsField[T any, ID ~int64](info FieldInfo, at func(*T) *[]ID) fieldRow[T] {
	info.Kind = IDsValue
	return fieldRow[T]{FieldInfo: info, same: func(a, b *T) bool { return slices.Equal(*at(a), *at(b)) },
		get: func(t *T) string { return IDs(*at(t)) }, set: func(t *T, text string) { *at(t) = ParseIDs[ID](text) }}
}

// dayField is a moment of which the day is told.
func dayField[T any](info FieldInfo, at func(*T) *time.Time) fieldRow[T] {
	info.Kind, info.Limit = LineValue, len(time.DateOnly)
	same := func(a, b *T) bool { return at(a).Equal(*at(b)) }
	return fieldRow[T]{FieldInfo: info, same: same, get: func(t *T) string { return at(t).UTC().Format(time.DateOnly) }, set: func(t *T, text string) {
		if day, err := time.Parse(time.DateOnly, text); err == nil {
			*at(t) = day
		}
	}}
}

func priceField[T any](info FieldInfo, at func(*T) *Price) fieldRow[T] {
	same := func(a, b *T) bool { return at(a).Equal(*at(b)) }
	return fieldRow[T]{FieldInfo: info, same: same, get: func(t *T) string { return at(t).String() }, set: func(t *T, text string) {
		if price, err := PriceFromString(text); err == nil {
			*at(t) = price
		}
	}}
}

func sameAt[T any, V comparable](at func(*T) *V) func(a, b *T) bool {
	return func(a, b *T) bool { return *at(a) == *at(b) }
}

// suggested is the row of a price that is suggested to resellers.
func suggested[T any](row fieldRow[T]) fieldRow[T] {
	row.suggested = true
	return row
}

// presence is the row of the thing itself. name is what its outcomes call it; nil: it has no name.
func presence[T any](info FieldInfo, name func(*T) string) fieldRow[T] {
	info.Kind = PresenceValue
	if name == nil {
		name = func(*T) string { return Yes }
	}
	return fieldRow[T]{FieldInfo: info, get: name}
}

// A Key.Name of several parts is written with a line break between them, which no part holds.

func joinName(parts ...string) string { return strings.Join(parts, "\n") }

// splitName returns n parts, nil where the name has not as many.
func splitName(name string, n int) []string {
	if parts := strings.Split(name, "\n"); len(parts) == n {
		return parts
	}
	return nil
}
