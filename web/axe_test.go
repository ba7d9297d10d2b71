package main

import (
	_ "embed"

	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

//go:embed testdata/axe.min.js
var axe string

// axeOnEachPage lets the browser bring axe to each page that the tab visits from now on, which takes half the time of bringing it there.
func (p *tab) axeOnEachPage() {
	p.t.Helper()
	if _, err := chromedp.Call(p.ctx, cdppage.AddScriptToEvaluateOnNewDocument, cdppage.AddScriptToEvaluateOnNewDocumentParams{Source: axe}); err != nil {
		p.t.Fatal(err)
	}
}

// accessible fails for everything that axe finds on the page.
func (p *tab) accessible() {
	p.t.Helper()
	p.axe("document, {")
}

// The rules of axe that ask which colors stand on each other: nearly half of its time, if asked of every text, light and dark.
const ofColors = "['color-contrast', 'link-in-text-block']"

// built fails for everything that axe finds on the page but its colors.
func (p *tab) built() {
	p.t.Helper()
	p.axe("document, {rules: Object.fromEntries(" + ofColors + ".map(rule => [rule, {enabled: false}])),")
}

// readable fails for the colors that axe finds on the page, where text stands that looks as none did on the pages before: most look like
// those, and would be found again.
func (p *tab) readable() {
	p.t.Helper()
	if eval[int](p, freshLooks) > 0 {
		p.axe("window.fresh, {runOnly: " + ofColors + ",")
	}
}

// freshLooks leaves in window.fresh one element of each kind of text that this tab did not show yet, and returns how many. What makes a
// kind is all that contrast depends on: the colors of the text and of what it stands on and in, its size and weight, and how it is marked.
const freshLooks = `(() => {
	const seen = new Set(JSON.parse(sessionStorage.getItem('looks') ?? '[]')), under = new Map([[null, '']])
	const ground = element => {
		if (!under.has(element)) {
			const style = getComputedStyle(element)
			under.set(element, [ground(element.parentElement), style.backgroundColor, style.backgroundImage, style.opacity].join(' ').replace(' rgba(0, 0, 0, 0) none 1', ''))
		}
		return under.get(element)
	}
	const shows = element => element.matches('input, select, textarea') || [...element.childNodes].some(n => n.nodeType === Node.TEXT_NODE && n.data.trim())
	window.fresh = [...document.querySelectorAll('body *')].filter(element => {
		if (!shows(element) || !element.checkVisibility()) return false
		const style = getComputedStyle(element)
		const look = [element.localName, style.color, style.fontSize, style.fontWeight, style.textDecorationLine, style.textShadow,
			getComputedStyle(element.parentElement).color, ground(element)].join(', ')
		return !seen.has(look) && seen.add(look)
	})
	sessionStorage.setItem('looks', JSON.stringify([...seen]))
	return window.fresh.length
})()`

// axe fails for everything that axe finds by these arguments, of which the last, the options, is left open.
func (p *tab) axe(args string) {
	p.t.Helper()
	if !eval[bool](p, "'axe' in window") {
		eval[bool](p, axe+"; true")
	}
	found, err := chromedp.Run(p.ctx, chromedp.Evaluate[[]string](`axe.run(`+args+` resultTypes: ['violations']}).then(r => r.violations.map(v =>
		v.id + ': ' + v.help + ' at ' + v.nodes.slice(0, 3).map(n => n.target.join(' ') + ' ' + n.failureSummary).join(' | ')))`,
		chromedp.EvalAwaitPromise))
	if err != nil {
		p.t.Fatal(err)
	}
	for _, violation := range found {
		p.t.Errorf("%s: %s", p.path(), violation)
	}
}
