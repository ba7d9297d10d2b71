package main

import (
	"regexp"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestEveryPageIsAccessible follows links from page to page, one page of each kind, and lets axe look at it, light and dark,
// as the provider and as a reseller.
func TestEveryPageIsAccessible(t *testing.T) {
	t.Parallel()
	for _, user := range []string{provider, level1} {
		t.Run(user, func(t *testing.T) {
			t.Parallel()
			p := newSite(t).open(t)
			p.signIn(user)
			for _, path := range p.kindsOfPages() {
				p.visit(path)
				for _, dark := range []bool{false, true} {
					p.dark(dark)
					p.accessible()
				}
			}
		})
	}
}

// TestEveryPageFits320Pixels looks for pages that are wider than a small phone.
func TestEveryPageFits320Pixels(t *testing.T) {
	t.Parallel()
	for _, user := range []string{provider, level1} {
		t.Run(user, func(t *testing.T) {
			t.Parallel()
			p := newSite(t).open(t)
			p.signIn(user)
			paths := p.kindsOfPages()
			p.do(chromedp.EmulateViewport(320, 640))
			for _, path := range paths {
				p.visit(path)
				if width := eval[int](p, "document.documentElement.scrollWidth"); width > 320 {
					t.Errorf("%s is %d pixels wide", path, width)
				}
			}
		})
	}
}

var numbers = regexp.MustCompile(`[0-9]+|=[^&]*`)

// kindsOfPages returns the paths of the pages that links lead to, one for each kind: paths that differ in numbers or in
// query values only are of one kind.
func (p *tab) kindsOfPages() []string {
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
	}
	if len(paths) < 20 {
		p.t.Fatalf("only %d pages found: %v", len(paths), paths)
	}
	return paths
}
