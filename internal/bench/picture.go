package main

import (
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
)

// panel is a diagram: the cost of a life against a number of things.
type panel struct {
	title  string
	axis   string
	curves []curve
}

// curve is the cost of one contestant.
type curve struct {
	contestant string
	points     []point
}

type point struct {
	n  int
	ns float64
}

// The picture's measures, in pixels.
const (
	pictureWidth, pictureHeight = 960, 430
	plotWidth, plotHeight       = 320, 270
	plotTop                     = 70
	firstPlot, nextPlot         = 70, 475 // left edges
	nameGap                     = 10      // between a curve's end and its name
)

// pictureStyle has colors of middle brightness, which can be read on white and on
// black, and text that follows the reader's preference.
const pictureStyle = `
text{font:12px system-ui,sans-serif;fill:#4b5563}
.title{font-weight:600;font-size:14px}
.grid{stroke:#9ca3af;stroke-opacity:.35}
.curve{fill:none;stroke-width:2}
.scan{stroke:#d1495b}.acd{stroke:#2f7fd1}.floor{stroke:#8a8f98;stroke-dasharray:5 4}
circle.scan,text.scan{fill:#d1495b;stroke:none}
circle.acd,text.acd{fill:#2f7fd1;stroke:none}
circle.floor,text.floor{fill:#8a8f98;stroke:none}
@media(prefers-color-scheme:dark){text{fill:#c3c9d1}}
`

// drawPicture writes the panels as SVG, side by side with the same scale of
// time, both axes logarithmic. The same numbers give the same bytes.
func drawPicture(w io.Writer, panels []panel, caption string) error {
	p := &picture{}
	p.scaleTime(panels)
	p.printf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" aria-labelledby="t d">`+"\n", pictureWidth, pictureHeight)
	p.printf("<title id=\"t\">%s</title>\n<desc id=\"d\">%s</desc>\n<style>%s</style>\n", text("Cost of a task's life"), text(describe(panels)), pictureStyle)
	for i, panel := range panels {
		p.left = firstPlot + float64(i)*nextPlot
		p.draw(panel)
	}
	p.label("caption", firstPlot, pictureHeight-12, "start", caption)
	p.printf("</svg>\n")
	_, err := io.WriteString(w, p.String())
	return err
}

// picture is one that is drawn.
type picture struct {
	strings.Builder
	left           float64 // of the panel
	lowest, decade float64 // of time: the power of ten at the bottom, and how high one is
	first, across  float64 // of things: the power of ten at the left, and how wide one is
}

func (p *picture) printf(format string, args ...any) { fmt.Fprintf(p, format, args...) }

func (p *picture) label(class string, x, y float64, anchor, s string) {
	p.printf(`<text class="%s" x="%.1f" y="%.1f" text-anchor="%s">%s</text>`+"\n", class, x, y, anchor, text(s))
}

// scaleTime makes whole powers of ten hold all figures.
func (p *picture) scaleTime(panels []panel) {
	var all []float64
	for _, panel := range panels {
		for _, c := range panel.curves {
			for _, pt := range c.points {
				all = append(all, pt.ns)
			}
		}
	}
	low, decades := span(all)
	p.lowest, p.decade = low, plotHeight/decades
}

// scaleThings does so for the numbers of a panel.
func (p *picture) scaleThings(panel panel) {
	var all []float64
	for _, c := range panel.curves {
		for _, pt := range c.points {
			all = append(all, float64(pt.n))
		}
	}
	low, decades := span(all)
	p.first, p.across = low, plotWidth/decades
}

// span returns the power of ten below all values, and how many powers of ten
// hold them: one at least.
func span(values []float64) (low, decades float64) {
	if len(values) == 0 {
		return 0, 1
	}
	low = math.Floor(math.Log10(slices.Min(values)))
	return low, max(1, math.Ceil(math.Log10(slices.Max(values)))-low)
}

func (p *picture) x(n float64) float64 { return p.left + (math.Log10(n)-p.first)*p.across }

func (p *picture) y(ns float64) float64 {
	return plotTop + plotHeight - (math.Log10(ns)-p.lowest)*p.decade
}

func (p *picture) draw(panel panel) {
	p.scaleThings(panel)
	p.label("title", p.left, plotTop-34, "start", panel.title)
	p.grid()
	p.label("axis", p.left+plotWidth/2, plotTop+plotHeight+42, "middle", panel.axis)
	for _, c := range panel.curves {
		p.curve(c)
	}
}

// grid draws a line for every power of ten, and names it.
func (p *picture) grid() {
	const bottom, slack = plotTop + plotHeight, 1e-9
	for e := 0.0; e*p.decade <= plotHeight+slack; e++ {
		ns := math.Pow(10, p.lowest+e)
		y := p.y(ns)
		p.printf(`<line class="grid" x1="%.1f" y1="%.1f" x2="%.1f" y2="%.1f"/>`+"\n", p.left, y, p.left+plotWidth, y)
		p.label("tick", p.left-8, y+4, "end", duration(ns))
	}
	for e := 0.0; e*p.across <= plotWidth+slack; e++ {
		n := math.Pow(10, p.first+e)
		x := p.x(n)
		p.printf(`<line class="grid" x1="%.1f" y1="%d" x2="%.1f" y2="%d"/>`+"\n", x, plotTop, x, bottom)
		p.label("tick", x, bottom+20, "middle", number(n))
	}
}

// curve draws a line with its points, and puts the name and the last figure at
// its end.
func (p *picture) curve(c curve) {
	if len(c.points) == 0 {
		return
	}
	class, _, _ := strings.Cut(c.contestant, " ")
	p.printf(`<polyline class="curve %s" points="`, class)
	for i, pt := range c.points {
		if i > 0 {
			p.printf(" ")
		}
		p.printf("%.1f,%.1f", p.x(float64(pt.n)), p.y(pt.ns))
	}
	p.printf("\"/>\n")
	for _, pt := range c.points {
		p.printf(`<circle class="%s" cx="%.1f" cy="%.1f" r="3.5"><title>%s</title></circle>`+"\n", class,
			p.x(float64(pt.n)), p.y(pt.ns), text(fmt.Sprintf("%s, %s: %s", c.contestant, thousands(pt.n), duration(pt.ns))))
	}
	last := c.points[len(c.points)-1]
	p.label(class, p.x(float64(last.n))+nameGap, p.y(last.ns)+4, "start", c.contestant+" "+duration(last.ns))
}

// describe says what the picture shows, for those who cannot see it.
func describe(panels []panel) string {
	var b strings.Builder
	for _, panel := range panels {
		fmt.Fprintf(&b, "%s:", panel.title)
		for i, c := range panel.curves {
			if i > 0 {
				b.WriteByte(';')
			}
			fmt.Fprintf(&b, " %s", c.contestant)
			for _, pt := range c.points {
				fmt.Fprintf(&b, ", %s at %s", duration(pt.ns), thousands(pt.n))
			}
		}
		b.WriteString(". ")
	}
	return strings.TrimSpace(b.String())
}

// text escapes what XML must not see.
func text(s string) string {
	var b strings.Builder
	must(0, xml.EscapeText(&b, []byte(s)))
	return b.String()
}
