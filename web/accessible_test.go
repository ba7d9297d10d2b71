package main

import (
	"regexp"
	"strconv"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestEveryPageIsAccessibleAndFits follows links from page to page, one page of each kind, as the provider and as a reseller. It
// looks whether a page is wider than a small phone, and lets axe look at it, light and dark.
func TestEveryPageIsAccessibleAndFits(t *testing.T) {
	t.Parallel()
	for _, user := range []string{provider, level1} {
		t.Run(user, func(t *testing.T) {
			t.Parallel()
			p := newSite(t).open(t)
			p.signIn(user)
			p.resize(320, 640)
			p.eachKindOfPage(func(path string) {
				if width := eval[int](p, "document.documentElement.scrollWidth"); width > 320 {
					t.Errorf("%s is %d pixels wide", path, width)
				}
				p.resize(1280, 900)
				for _, dark := range []bool{false, true} {
					p.dark(dark)
					p.accessible()
				}
				p.resize(320, 640)
			})
		})
	}
}

// resize makes the window as large as that.
func (p *tab) resize(width, height int64) {
	p.t.Helper()
	p.do(chromedp.EmulateViewport(width, height))
	p.await("innerWidth === "+strconv.FormatInt(width, 10), "the window to change its size")
}

var numbers = regexp.MustCompile(`[0-9]+|=[^&]*`)

// eachKindOfPage visits the pages that links lead to, one of each kind, and does something there: paths that differ in numbers
// or in query values only are of one kind.
func (p *tab) eachKindOfPage(do func(path string)) {
	p.t.Helper()
	const links = `[...document.querySelectorAll('a[href^="/"]')].map(a => a.getAttribute('href'))
		.filter(h => !h.startsWith('/static') && !h.includes('.csv'))`
	paths, seen := []string{"/products/plans"}, map[string]bool{"/products/plans": true}
	for i := 0; i < len(paths); i++ {
		p.visit(paths[i])
		for _, href := range eval[[]string](p, links) {
			if kind := numbers.ReplaceAllString(href, "N"); !seen[kind] {
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
