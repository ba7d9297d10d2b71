package main

import (
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestEveryPageIsAccessibleAndFits looks at the pages of a provider. Those of a reseller have a test of their own, which runs beside it.
func TestEveryPageIsAccessibleAndFits(t *testing.T) {
	t.Parallel()
	everyPageIsAccessibleAndFits(t, provider)
}

func TestEveryPageOfAResellerIsAccessibleAndFits(t *testing.T) {
	t.Parallel()
	everyPageIsAccessibleAndFits(t, level1)
}

// everyPageIsAccessibleAndFits follows links from page to page, one page of each kind, as a user. It looks whether a page is wider than a small
// phone, and lets axe look at it: once at how it is built, and light and dark at its colors.
func everyPageIsAccessibleAndFits(t *testing.T, user string) {
	t.Helper()
	p := newSite(t).open(t)
	p.signIn(user)
	p.axeOnEachPage()
	p.resize(320, 640)
	wide := false
	p.eachKindOfPage(func(path string) {
		if wide { // and dark, as the page before left the window
			p.readable()
			p.dark(false)
			p.built()
			p.readable()
			p.resize(320, 640)
			p.fits(path)
		} else {
			p.fits(path)
			p.resize(1280, 900)
			p.built()
			p.readable()
			p.dark(true)
			p.readable()
		}
		wide = !wide
	})
}

// TestATableOfFieldsStaysInItsFrame: the notifications of a schedule are fields beside each other, wide as what can be chosen. Where
// they have no room they scroll.
func TestATableOfFieldsStaysInItsFrame(t *testing.T) {
	t.Parallel()
	p := newSite(t).open(t)
	p.signIn(provider)
	p.visit("/notifications/schedules")
	schedule := eval[string](p, `document.querySelector('main td a[href^="/notifications/schedules/"], main th a[href^="/notifications/schedules/"]').getAttribute('href')`)
	p.visit(schedule + "/edit")
	const beyond = `(() => {
		const table = document.querySelector('fieldset table'), frame = table.closest('.table-region')
		return getComputedStyle(frame).overflowX === 'auto' ? 0 : Math.round(10 * (table.getBoundingClientRect().right - frame.getBoundingClientRect().right))
	})()`
	_ = eval[int](p, `[...document.querySelectorAll('fieldset td select')].map(s => s.selectedOptions[0].text = 'A message with a long name').length`)
	for _, width := range []int64{320, 640, 1024, 1280, 1440} {
		p.resize(width, 900)
		if over := eval[int](p, beyond); over > 0 {
			t.Errorf("%d pixels wide: the table of %s stands %d tenths of a pixel out of its frame", width, schedule, over)
		}
	}
}

// TestServicePlansAreCompact: a plan is two lines high where there is room, or three where its name or its templates take them, and none of its
// states stands in two lines.
func TestServicePlansAreCompact(t *testing.T) {
	t.Parallel()
	for _, user := range []string{provider, level1, level3} {
		t.Run(user, func(t *testing.T) {
			t.Parallel()
			p := newSite(t).open(t)
			p.signIn(user)
			p.resize(1280, 900)
			p.visit("/products/plans")
			const tall = `[...document.querySelectorAll('main tbody tr')].filter(r => r.offsetHeight > 78).map(r => r.innerText + ' ' + r.offsetHeight + ' px')`
			if got := eval[[]string](p, tall); len(got) > 0 {
				t.Errorf("plans of more than three lines: %q", got)
			}
			const broken = `[...document.querySelectorAll('main td .badge')].filter(b => b.offsetHeight > 24).map(b => b.innerText)`
			if got := eval[[]string](p, broken); len(got) > 0 {
				t.Errorf("states in two lines: %q", got)
			}
			const beyond = `(r => r.scrollWidth - r.clientWidth)(document.querySelector('main .table-region'))`
			if over := eval[int](p, beyond); over > 0 {
				t.Errorf("the table is %d pixels wider than its frame", over)
			}
		})
	}
}

// TestRowsStandOnOneLine: of a row, the first line of each cell and its tick stand at one height, whatever stands beside or below them.
func TestRowsStandOnOneLine(t *testing.T) {
	t.Parallel()
	p := newSite(t).open(t)
	p.signIn(provider)
	for _, path := range []string{"/products/plans", "/products/prices", "/resellers", "/notifications/templates"} {
		p.visit(path)
		p.onOneLine(path)
	}
	p.visit("/products/prices?q=Business+Basic")
	_ = eval[int](p, `[...document.querySelectorAll('main td input[type=text]')].filter(i => +i.value).map(i => i.value *= 12).length`)
	p.follow("Save")
	p.onOneLine(p.path() + ", where prices jump")
}

// onOneLine compares the baselines of the first texts of each row's cells, and the middles of its ticks with that of these lines.
func (p *tab) onOneLine(page string) {
	p.t.Helper()
	const crooked = `[...document.querySelectorAll('main tbody tr')].filter(row => {
		const lines = []
		for (const cell of row.cells) {
			const box = cell.querySelector('input[type=checkbox]')?.getBoundingClientRect()
			if (box?.height) lines.push((box.top + box.bottom) / 2 + 4.7)
			if (cell.querySelector('input[type=text]')) continue
			const text = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT, n => n.data.trim() && !n.parentElement.closest('.visually-hidden') ? 1 : 2).nextNode()
			if (!text?.parentElement.getClientRects().length) continue
			const range = document.createRange()
			range.selectNodeContents(text)
			lines.push(range.getClientRects()[0].bottom - 0.21 * parseFloat(getComputedStyle(text.parentElement).fontSize))
		}
		return Math.max(...lines) - Math.min(...lines) > 1.5
	}).map(row => row.innerText)`
	if got := eval[[]string](p, crooked); len(got) > 0 {
		p.t.Errorf("%s: %d rows do not stand on one line, as %q", page, len(got), got[0])
	}
}

// TestMarksOfListsStandInTheirColumn: the mark of a list's item does not hang out of what the list is about.
func TestMarksOfListsStandInTheirColumn(t *testing.T) {
	t.Parallel()
	p := newSite(t).open(t)
	p.signIn(provider)
	p.visit("/products/plans")
	const hanging = `['<dl><dd>', '<details open>', '<div class="card">', '<div class="notice">'].filter(around => ['ul', 'ol'].some(kind => {
		const host = document.createElement('div')
		host.innerHTML = around + '<' + kind + '><li>one'
		document.querySelector('main').append(host)
		return parseFloat(getComputedStyle(host.querySelector(kind)).paddingLeft) < 16
	}))`
	if got := eval[[]string](p, hanging); len(got) > 0 {
		t.Errorf("marks hang out of %q", got)
	}
}

// fits fails for a page that is wider than the small window in which it stands.
func (p *tab) fits(path string) {
	p.t.Helper()
	if width := eval[int](p, "document.documentElement.scrollWidth"); width > 320 {
		p.t.Errorf("%s is %d pixels wide", path, width)
	}
}

// resize makes the window as large as that.
func (p *tab) resize(width, height int64) {
	p.t.Helper()
	p.do(chromedp.EmulateViewport(width, height))
	p.await("innerWidth === "+strconv.FormatInt(width, 10), "the window to change its size")
}

var numbers = regexp.MustCompile(`[0-9]+`)

// kindOf is what kind of page an address is of: addresses that differ in numbers, in query values or in a place on the page only are of one
// kind, and so are those of a list with other rows or in another order, and those of a page with several filters, which make any number of combinations.
func kindOf(href string) string {
	href, _, _ = strings.Cut(href, "#")
	path, query, _ := strings.Cut(href, "?")
	path = numbers.ReplaceAllString(path, "N")
	values, _ := url.ParseQuery(query)
	for _, name := range []string{"sort", "dir", "page", "rows", "after", "before"} {
		values.Del(name)
	}
	names := slices.Sorted(maps.Keys(values))
	if len(names) > 1 {
		names = []string{"..."}
	}
	return path + "?" + strings.Join(names, "")
}

// eachKindOfPage visits the pages that links lead to, one of each kind, and does something there.
func (p *tab) eachKindOfPage(do func(path string)) {
	p.t.Helper()
	const links = `[...document.querySelectorAll('a[href^="/"]')].map(a => a.getAttribute('href'))
		.filter(h => !h.startsWith('/static') && !h.includes('.csv') && !h.includes('.xlsx'))`
	paths, seen := []string{"/products/plans"}, map[string]bool{kindOf("/products/plans"): true}
	for i := 0; i < len(paths); i++ {
		p.visit(paths[i])
		for _, href := range eval[[]string](p, links) {
			if kind := kindOf(href); !seen[kind] {
				seen[kind] = true
				paths = append(paths, href)
			}
		}
		do(paths[i])
	}
	if len(paths) < 20 {
		p.t.Fatalf("only %d pages found: %v", len(paths), paths)
	}
}
