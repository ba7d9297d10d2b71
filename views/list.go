package views

import (
	"context"
	"maps"
	"net/url"
	"slices"
	"strconv"

	"tiersync/domain"
	"tiersync/views/pages"
)

// PageSize is how many rows a list shows on one page, and LongPage how many on demand.
const (
	PageSize = 50
	LongPage = 200
)

// List is the state of a searchable, sortable, paged list, as its URL says; its methods make the URLs of other states. The
// handlers' listState reads it from the request; the screen fills in Total after asking.
type List struct {
	Path    string     // of the page: "/products/plans"
	Query   string     // ?q=, at most 200 runes; "" shows everything
	Sort    string     // one of the sort keys the screen allows
	Desc    bool       // descending
	Page    int        // from 1
	Long    bool       // pages have LongPage rows
	Total   int        // rows that match, on all pages
	Filters []Filter   // beside the search
	Extra   url.Values // further parameters to keep; may be nil
	Unsort  string     // the default sort key: left out of URLs
}

// Filter is a drop-down list, a day or a number beside the search of a list, which ?Name=Value chooses from.
type Filter struct {
	Name, Label, Value string
	Options            []Option // the first one, with the value "", shows everything; none: a day, or a number
	Number             bool
}

// Filter is what the filter of this name lets through, "" for all.
func (l List) Filter(name string) string {
	for _, f := range l.Filters {
		if f.Name == name {
			return f.Value
		}
	}
	return ""
}

// asked are the search and the filters, as an address has them.
func (l List) asked() url.Values {
	values := url.Values{}
	if l.Query != "" {
		values.Set("q", l.Query)
	}
	for _, filter := range l.Filters {
		if filter.Value != "" {
			values.Set(filter.Name, filter.Value)
		}
	}
	return values
}

// filtered reports whether a filter leaves rows out.
func (l List) filtered() bool {
	return slices.ContainsFunc(l.Filters, func(f Filter) bool { return f.Value != "" })
}

// without says why there are no rows: that none matches the search, or, where nothing is searched for, what there is to know.
func (l List) without(match, any string) string {
	if l.Query != "" {
		return match
	}
	return any
}

// ListQuery is the same state as package db asks for it.
func (l List) ListQuery() pages.ListQuery {
	return pages.ListQuery{Search: l.Query, Sort: l.Sort, Desc: l.Desc, Limit: l.Size(), Offset: l.offset()}
}

// Size is how many rows a page has.
func (l List) Size() int {
	if l.Long {
		return LongPage
	}
	return PageSize
}

func (l List) offset() int { return (l.Page - 1) * l.Size() }

// Pages is the number of pages, at least 1.
func (l List) Pages() int { return max(1, (l.Total+l.Size()-1)/l.Size()) }

// first and last are the numbers of the rows shown, from 1.
func (l List) first() int { return min(l.offset()+1, l.Total) }
func (l List) last() int  { return min(l.offset()+l.Size(), l.Total) }

// pageURL is the address of page n of the same list.
func (l List) pageURL(n int) string {
	l.Page = n
	return l.url()
}

// nearby are the numbers of the pages to which a list leads: the first, the last, and those around the one that is shown. A 0 stands
// for those that are left out.
func (l List) nearby() []int {
	var list []int
	for n := 1; n <= l.Pages(); n++ {
		switch near := n == 1 || n == l.Pages() || n >= l.Page-2 && n <= l.Page+2; {
		case near:
			list = append(list, n)
		case n == 2 || n == l.Pages()-1:
			list = append(list, 0)
		}
	}
	return list
}

// sizedURL is the address of the list with long pages or short ones, at the page that has the first row of this one.
func (l List) sizedURL(long bool) string {
	first := l.offset()
	l.Long = long
	l.Page = first/l.Size() + 1
	return l.url()
}

// sortURL is the address of the list sorted by key; asking for the current key turns the direction round.
func (l List) sortURL(key string) string {
	l.Desc = key == l.Sort && !l.Desc
	l.Sort, l.Page = key, 1
	return l.url()
}

// sortNumURL is sortURL of a column of numbers: the largest come first.
func (l List) sortNumURL(key string) string {
	l.Desc = key != l.Sort || !l.Desc
	l.Sort, l.Page = key, 1
	return l.url()
}

// with is the first page of the list with other values of Extra; "" takes one away.
func (l List) with(values map[string]string) List {
	extra := url.Values{}
	maps.Copy(extra, l.Extra)
	for name, value := range values {
		extra.Del(name)
		if value != "" {
			extra.Set(name, value)
		}
	}
	l.Page, l.Extra = 1, extra
	return l
}

// clearURL is the address of the list without the search.
func (l List) clearURL() string {
	l.Query, l.Page = "", 1
	return l.url()
}

// sortState is the value of aria-sort of the column with this key.
func (l List) sortState(key string) string {
	switch {
	case l.Sort != key:
		return "none"
	case l.Desc:
		return "descending"
	default:
		return "ascending"
	}
}

// URL is the address of the list as it is.
func (l List) URL() string { return l.url() }

func (l List) url() string {
	values := l.asked()
	for name, extra := range l.Extra {
		if !values.Has(name) {
			values[name] = extra
		}
	}
	if l.Sort != "" && (l.Sort != l.Unsort || l.Desc) {
		values.Set("sort", l.Sort)
	}
	if l.Desc {
		values.Set("dir", "desc")
	}
	if l.Long {
		values.Set("rows", strconv.Itoa(LongPage))
	}
	if l.Page > 1 {
		values.Set("page", strconv.Itoa(l.Page))
	}
	if len(values) == 0 {
		return l.Path
	}
	return l.Path + "?" + values.Encode()
}

// Errors are the messages of an invalid form, by field.
type Errors []domain.FieldError

// For returns the first message of the field, "" when it is fine.
func (e Errors) For(field string) string {
	for _, one := range e {
		if one.Field == field {
			return one.Message
		}
	}
	return ""
}

// foldedFilters is how many filters stand on a small screen as they are. More are folded there; on a large one none are.
const foldedFilters = 3

// filtersSet says beside filters that are folded how many of them are set.
func (l List) filtersSet() string {
	set := 0
	for _, f := range l.Filters {
		if f.Value != "" {
			set++
		}
	}
	if set == 0 {
		return "Filters"
	}
	return "Filters, " + FormatInteger(set) + " set"
}

// filtersFail reports whether something is wrong with a filter, which has to be seen.
func (l List) filtersFail(ctx context.Context) bool {
	return slices.ContainsFunc(l.Filters, func(f Filter) bool { return problemOf(ctx, f.Name) != "" })
}
