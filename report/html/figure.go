package html

import (
	"fmt"

	"github.com/tickmark-audit/tickmark/report"
)

// figure writes a drawing as SVG in the page, with its caption as the title
// and its alternative text as the description.
func (p *page) figure(f *report.Figure) {
	p.figures++
	title, desc := fmt.Sprintf("figure-%d-title", p.figures), fmt.Sprintf("figure-%d-desc", p.figures)
	p.raw("<figure>\n<div class=\"drawing\" tabindex=\"0\" role=\"group\"")
	p.attr("aria-label", f.Caption)
	p.raw("><svg role=\"img\"")
	p.attr("aria-labelledby", title)
	p.attr("aria-describedby", desc)
	p.attr("viewBox", fmt.Sprintf("0 0 %d %d", f.Drawing.Width, f.Drawing.Height))
	p.raw("><title")
	p.attr("id", title)
	p.raw(">")
	p.text(f.Caption)
	p.raw("</title><desc")
	p.attr("id", desc)
	p.raw(">")
	p.text(f.Alt)
	p.raw("</desc>\n")
	for _, s := range f.Drawing.Shapes {
		p.shape(s)
	}
	p.raw("</svg></div>\n<figcaption>")
	p.text(f.Caption)
	p.raw("</figcaption>\n</figure>\n")
}

func (p *page) shape(s report.Shape) {
	color := fmt.Sprintf("#%06x", uint32(s.Color)&0xFFFFFF)
	switch s.Kind {
	case report.Rectangle:
		p.raw("<rect")
		p.intAttr("x", s.X)
		p.intAttr("y", s.Y)
		p.intAttr("width", max(s.W, 0))
		p.intAttr("height", max(s.H, 0))
		if s.Stroke > 0 {
			p.attr("fill", "none")
			p.attr("stroke", color)
			p.intAttr("stroke-width", s.Stroke)
		} else {
			p.attr("fill", color)
		}
		p.raw("/>\n")
	case report.Line:
		p.raw("<line")
		p.intAttr("x1", s.X)
		p.intAttr("y1", s.Y)
		p.intAttr("x2", s.X+s.W)
		p.intAttr("y2", s.Y+s.H)
		p.attr("stroke", color)
		p.intAttr("stroke-width", s.Stroke)
		p.raw("/>\n")
	case report.Label:
		p.raw("<text")
		p.intAttr("x", s.X)
		p.intAttr("y", s.Y)
		p.intAttr("font-size", s.Size)
		p.attr("fill", color)
		switch s.Align {
		case report.Right:
			p.attr("text-anchor", "end")
		case report.Center:
			p.attr("text-anchor", "middle")
		}
		if s.Bold {
			p.attr("font-weight", "700")
		}
		p.raw(">")
		p.text(s.Text)
		p.raw("</text>\n")
	default:
		if p.err == nil {
			p.err = fmt.Errorf("report/html: the document has a shape of kind %d, which this writer does not know", s.Kind)
		}
	}
}
