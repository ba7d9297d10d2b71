package views

import (
	"slices"
	"testing"

	"tiersync/domain"
)

func TestAListLeadsToThePagesAround(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		page, total int
		want        []int
	}{
		{1, 0, []int{1}},
		{1, 50, []int{1}},
		{2, 101, []int{1, 2, 3}},
		{1, 1000, []int{1, 2, 3, 0, 20}},
		{10, 1000, []int{1, 0, 8, 9, 10, 11, 12, 0, 20}},
		{20, 1000, []int{1, 0, 18, 19, 20}},
	} {
		if got := (List{Page: tt.page, Total: tt.total}).nearby(); !slices.Equal(got, tt.want) {
			t.Errorf("page %d of %d rows leads to %v, want %v", tt.page, tt.total, got, tt.want)
		}
	}
}

// TestALongPageHasTheFirstRow goes from one size of page to the other: the first row that was shown is on the page.
func TestALongPageHasTheFirstRow(t *testing.T) {
	t.Parallel()
	short := List{Path: "/x", Page: 6, Total: 1000}
	if got := short.sizedURL(true); got != "/x?page=2&rows=200" {
		t.Errorf("rows 251 and on lead to %s", got)
	}
	long := List{Path: "/x", Page: 2, Total: 1000, Long: true}
	if got := long.sizedURL(false); got != "/x?page=5" {
		t.Errorf("rows 201 and on lead to %s", got)
	}
	if q := long.ListQuery(); q.Limit != 200 || q.Offset != 200 || long.first() != 201 || long.last() != 400 || long.Pages() != 5 {
		t.Errorf("the second long page is %+v, %d–%d of %d pages", q, long.first(), long.last(), long.Pages())
	}
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
		if got := boxesText(keys); got != want {
			t.Errorf("%d boxes are %q, want %q", len(keys), got, want)
		}
	}
}
