package views_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/a-h/templ"

	"tiersync/domain"
	. "tiersync/views"
	"tiersync/views/pages"
)

func TestAListLeadsToThePagesAround(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		page, total int
		want        []int
	}{
		{1, 0, nil},
		{1, 50, nil},
		{2, 101, []int{1, 2, 3}},
		{1, 1000, []int{1, 2, 3, 0, 20}},
		{10, 1000, []int{1, 0, 8, 9, 10, 11, 12, 0, 20}},
		{20, 1000, []int{1, 0, 18, 19, 20}},
	} {
		var got []int
		page := document(t, Page{}, Pager(List{Path: "/x", Page: tt.page, Total: tt.total}))
		page.Find(".pager-number").Each(func(_ int, s *goquery.Selection) {
			n, _ := strconv.Atoi(strings.TrimSpace(s.Text())) // 0 where some are left out
			got = append(got, n)
		})
		if !slices.Equal(got, tt.want) {
			t.Errorf("page %d of %d rows leads to %v, want %v", tt.page, tt.total, got, tt.want)
		}
	}
}

// TestALongPageHasTheFirstRow goes from one size of page to the other: the first row that was shown is on the page.
func TestALongPageHasTheFirstRow(t *testing.T) {
	t.Parallel()
	short := List{Path: "/x", Page: 6, Total: 1000}
	if got := linkOf(document(t, Page{}, Pager(short)).Selection, "200"); got != "/x?page=2&rows=200" {
		t.Errorf("rows 251 and on lead to %s", got)
	}
	long := List{Path: "/x", Page: 2, Total: 1000, Long: true}
	longPage := document(t, Page{}, Pager(long))
	if got := linkOf(longPage.Selection, "50"); got != "/x?page=5" {
		t.Errorf("rows 201 and on lead to %s", got)
	}
	if q, rows := long.ListQuery(), longPage.Find(".pager > p").Text(); q.Limit != 200 || q.Offset != 200 || rows != "201–400 of 1,000" || long.Pages() != 5 {
		t.Errorf("the second long page is %+v, %s of %d pages", q, rows, long.Pages())
	}
}

// TestListURLs: a page, an order and a search keep what else a list was asked for.
func TestListURLs(t *testing.T) {
	t.Parallel()
	list := List{Path: "/products/plans", Query: "a&b", Sort: "name", Unsort: "id", Page: 3, Total: 220, Extra: map[string][]string{"status": {"Published"}}}
	page := document(t, Page{}, SearchForm(list, "Search"), Pager(list), heads(list))
	byID := document(t, Page{}, heads(List{Path: "/x", Sort: "id", Unsort: "id", Desc: true}))
	for got, want := range map[string]string{
		linkOf(page.Selection, "2"):            "/products/plans?page=2&q=a%26b&sort=name&status=Published",
		linkOf(page.Selection, "1"):            "/products/plans?q=a%26b&sort=name&status=Published",
		linkOf(page.Selection, "Next"):         "/products/plans?page=4&q=a%26b&sort=name&status=Published",
		linkOf(page.Selection, "Name"):         "/products/plans?dir=desc&q=a%26b&sort=name&status=Published",
		linkOf(page.Selection, "ID"):           "/products/plans?q=a%26b&status=Published",
		linkOf(page.Selection, "Clear search"): "/products/plans?sort=name&status=Published",
		linkOf(byID.Selection, "ID"):           "/x",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if rows, name, id := page.Find(".pager > p").Text(), sorted(page, "Name"), sorted(page, "ID"); rows != "101–150 of 220" || name != "ascending" || id != "none" {
		t.Errorf("rows %s, sorted by name %s, by ID %s", rows, name, id)
	}
	list.Filters = []Filter{{Name: "type", Value: "Domain Registration"}, {Name: "status"}}
	const want = "/products/plans?page=2&q=a%26b&sort=name&status=Published&type=Domain+Registration"
	if got := linkOf(document(t, Page{}, Pager(list)).Selection, "2"); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if query := list.ListQuery(); query.Offset != 100 || query.Limit != 50 || query.Search != "a&b" || list.Pages() != 5 {
		t.Errorf("query %+v of %d pages", query, list.Pages())
	}
}

// TestMostChangesComeFirst: of the column of a run's changes the first click shows the largest, the second turns them round.
func TestMostChangesComeFirst(t *testing.T) {
	t.Parallel()
	run := RunScreen{RunPage: pages.RunPage{Run: domain.Run{ID: 1}, Resellers: []pages.RunReseller{{Account: 7}}}, Result: func(pages.RunReseller) string { return "/r" }}
	for want, list := range map[string]List{
		"/x?dir=desc&sort=changes": {Path: "/x", Total: 1},
		"/x?sort=changes":          {Path: "/x", Total: 1, Sort: "changes", Desc: true},
	} {
		run.List = list
		if got := linkOf(rendered(t, RunScreenPage(Page{}, run)).Selection, "Changes"); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// heads are two columns by which a list can be sorted.
func heads(list List) templ.Component {
	return with(Table(TableArgs{Caption: "Plans"}), with(Columns(), SortCol(list, "name", "Name"), SortCol(list, "id", "ID")))
}

// sorted is how a column says it is sorted.
func sorted(page *goquery.Document, label string) (how string) {
	page.Find("th[aria-sort]").Each(func(_ int, s *goquery.Selection) {
		if strings.TrimSpace(s.Text()) == label {
			how = s.AttrOr("aria-sort", "")
		}
	})
	return how
}

func TestAllBoxesAreSaidInTwoWords(t *testing.T) {
	t.Parallel()
	all := domain.AllOptions().Keys()
	for want, keys := range map[string][]domain.OptionKey{
		"All 15 boxes": all,
		"All 13 boxes": all[:domain.ManualOptions],
		"Create new Plans and Plan periods and 12 more": append(slices.Clone(all[:domain.ManualOptions-1]), domain.UpdateNames),
		"Update Names and Descriptions":                 {domain.UpdateNames},
	} {
		page := rendered(t, RunsPage(Page{}, List{}, []domain.Run{{ID: 1, Options: keys}}))
		if got := strings.TrimSpace(page.Find("td[data-label=Boxes]").Text()); got != want {
			t.Errorf("%d boxes are %q, want %q", len(keys), got, want)
		}
	}
}
