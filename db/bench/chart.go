package main

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"time"
)

// The chart has two panels with logarithmic axes: in them a straight line at 45 degrees is time that grows with what is
// on the axis, a flat one is time that does not.
const (
	panelWidth, panelHeight = 300.0, 220.0
	panelTop                = 50.0
)

const chartStyle = `<style>
svg { font: 12px system-ui, sans-serif; }
text { fill: #1f2328; } .title { font-weight: 600; } .muted { fill: #59636e; }
.grid { stroke: #d1d9e0; } .ours { stroke: #0969da; fill: #0969da; } .floor { stroke: #59636e; fill: #59636e; }
.copying { stroke: #bc4c00; fill: #bc4c00; } polyline { fill: none !important; stroke-width: 2; }
.floor polyline { stroke-dasharray: 2 3; } .copying polyline { stroke-dasharray: 7 4; }
.ours text, .floor text, .copying text { stroke: none; }
@media (prefers-color-scheme: dark) {
text { fill: #f0f6fc; } .muted { fill: #9198a1; } .grid { stroke: #3d444d; } .ours { stroke: #58a6ff; fill: #58a6ff; }
.floor { stroke: #9198a1; fill: #9198a1; } .copying { stroke: #f0883e; fill: #f0883e; }
}
</style>
`

// mark is one value of a line: x is resellers or plans.
type mark struct {
	x float64
	y time.Duration
}

type line struct {
	class, label string
	marks        []mark
	labelDown    float64 // how far below the last mark the label stands
}

// WriteChart draws the growth as an SVG that is legible on light and dark pages.
func (f *Figures) WriteChart(out io.Writer) error {
	var b strings.Builder
	b.WriteString(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 820 300" role="img" aria-labelledby="title">` + "\n" +
		`<title id="title">Time of a run over all prices, by resellers and by plans: this program, the floor, row copies</title>` + "\n" + chartStyle)
	left := 60.0
	for _, byPlans := range []bool{false, true} {
		points := slices.DeleteFunc(slices.Clone(f.Growth), func(p Point) bool { return p.ByPlans != byPlans })
		if len(points) == 0 {
			continue
		}
		what := fmt.Sprintf("resellers (%d plans)", points[0].Plans)
		if byPlans {
			what = fmt.Sprintf("plans (%d resellers)", points[0].Resellers)
		}
		newPanel(left, what, f.lines(points)).draw(&b)
		left += panelWidth + 100
	}
	b.WriteString("</svg>\n")
	_, err := io.WriteString(out, b.String())
	return err
}

func (f *Figures) lines(points []Point) []line {
	const above, below = -8, 18
	ours, least, copying := line{"ours", "this program", nil, above}, line{"floor", "floor", nil, below},
		line{"copying", "row copies (scaled)", nil, above}
	perPlan := float64(f.Copying[AllPrices].Median()) / float64(f.Sample*f.Size.Plans)
	for _, p := range points {
		x := float64(p.Resellers)
		if p.ByPlans {
			x = float64(p.Plans)
		}
		ours.marks = append(ours.marks, mark{x, p.Run.Median()})
		least.marks = append(least.marks, mark{x, p.Floor.Median()})
		copying.marks = append(copying.marks, mark{x, time.Duration(perPlan * float64(p.Resellers*p.Plans))})
	}
	return []line{copying, ours, least}
}

// panel is one pair of axes; the bounds are decimal logarithms.
type panel struct {
	left                   float64
	what                   string
	lines                  []line
	minX, maxX, minY, maxY float64
}

func newPanel(left float64, what string, lines []line) panel {
	p := panel{left, what, lines, math.Inf(1), math.Inf(-1), 0, 0}
	minY, maxY := math.Inf(1), math.Inf(-1)
	for _, l := range lines {
		for _, m := range l.marks {
			p.minX, p.maxX = min(p.minX, math.Log10(m.x)), max(p.maxX, math.Log10(m.x))
			minY, maxY = min(minY, logMS(m.y)), max(maxY, logMS(m.y))
		}
	}
	p.minY, p.maxY = math.Floor(minY), math.Ceil(maxY)
	if p.minX == p.maxX {
		p.maxX++
	}
	return p
}

func logMS(d time.Duration) float64 {
	return math.Log10(max(float64(d), 1) / float64(time.Millisecond))
}

func (p panel) at(m mark) (x, y float64) {
	return p.left + panelWidth*(math.Log10(m.x)-p.minX)/(p.maxX-p.minX),
		panelTop + panelHeight*(p.maxY-logMS(m.y))/(p.maxY-p.minY)
}

func (p panel) draw(b *strings.Builder) {
	fmt.Fprintf(b, `<text class="title" x="%.0f" y="20">Run over all prices, by %s</text>`+"\n", p.left, p.what)
	for exponent := p.minY; exponent <= p.maxY; exponent++ {
		y := panelTop + panelHeight*(p.maxY-exponent)/(p.maxY-p.minY)
		fmt.Fprintf(b, `<line class="grid" x1="%.0f" x2="%.0f" y1="%.1f" y2="%.1f"/><text class="muted" x="%.0f" y="%.1f" text-anchor="end">%s</text>`+"\n",
			p.left, p.left+panelWidth, y, y, p.left-6, y+4, powerOfTen(exponent))
	}
	for _, m := range p.lines[0].marks {
		x, _ := p.at(m)
		fmt.Fprintf(b, `<text class="muted" x="%.1f" y="%.0f" text-anchor="middle">%.0f</text>`+"\n", x, panelTop+panelHeight+18, m.x)
	}
	for _, l := range p.lines {
		p.drawLine(b, l)
	}
}

func (p panel) drawLine(b *strings.Builder, l line) {
	var dots, path strings.Builder
	var x, y float64
	for _, m := range l.marks {
		x, y = p.at(m)
		fmt.Fprintf(&path, "%.1f,%.1f ", x, y)
		fmt.Fprintf(&dots, `<circle cx="%.1f" cy="%.1f" r="3"><title>%s</title></circle>`, x, y, milliseconds(m.y))
	}
	fmt.Fprintf(b, `<g class="%s"><polyline points="%s"/>%s<text x="%.1f" y="%.1f" text-anchor="end">%s</text></g>`+"\n",
		l.class, strings.TrimSpace(path.String()), dots.String(), x, y+l.labelDown, l.label)
}

// powerOfTen writes 10^exponent milliseconds.
func powerOfTen(exponent float64) string {
	if exponent >= 3 {
		return fmt.Sprintf("%.0f s", math.Pow(10, exponent-3))
	}
	return fmt.Sprintf("%g ms", math.Pow(10, exponent))
}
