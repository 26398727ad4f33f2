package html

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tickmark-audit/tickmark/report"
)

// table writes a table. Roles are written out because the style sheet lays
// the cells out as blocks on a narrow screen, where each carries its column's
// title.
func (p *page) table(t *report.Table) {
	class := "table"
	if t.Compact {
		class += " compact"
	}
	p.raw("<table")
	p.attr("class", class)
	if t.Caption == "" && p.current != "" {
		p.attr("aria-labelledby", p.current+"-title")
	}
	p.raw(" role=\"table\">\n")
	if t.Caption != "" {
		p.raw("<caption>")
		p.text(t.Caption)
		p.raw("</caption>\n")
	}
	p.columns(t.Columns)
	p.raw("<thead role=\"rowgroup\"><tr role=\"row\">")
	for _, c := range t.Columns {
		p.raw("<th scope=\"col\" role=\"columnheader\"")
		p.align(c.Align, "")
		p.raw(">")
		p.text(c.Title)
		p.raw("</th>")
	}
	p.raw("</tr></thead>\n<tbody role=\"rowgroup\">\n")
	for _, r := range t.Rows {
		p.row(t, r)
	}
	p.raw("</tbody>\n</table>\n")
}

func (p *page) columns(columns []report.Column) {
	total := 0
	for _, c := range columns {
		total += max(c.Weight, 1)
	}
	p.raw("<colgroup>")
	for _, c := range columns {
		percent := max(1, max(c.Weight, 1)*100/total)
		p.widths[percent] = true
		p.raw("<col")
		p.attr("class", fmt.Sprintf("w%d", percent))
		p.raw(">")
	}
	p.raw("</colgroup>\n")
}

// widthRules are the rules of the column widths that the page uses: the
// content security policy allows no style on an element.
func (p *page) widthRules() string {
	var list []int
	for percent := range p.widths {
		list = append(list, percent)
	}
	slices.Sort(list)
	var b strings.Builder
	for _, percent := range list {
		fmt.Fprintf(&b, ".w%d{width:%d%%}\n", percent, percent)
	}
	return b.String()
}

func (p *page) row(t *report.Table, r report.Row) {
	if r.Head && len(r.Cells) > 0 {
		p.raw("<tr class=\"group\" role=\"row\"><th scope=\"rowgroup\" role=\"rowheader\"")
		p.intAttr("colspan", max(len(t.Columns), 1))
		p.raw(">")
		p.blocks(r.Cells[0].Blocks)
		p.raw("</th></tr>\n")
		return
	}
	p.raw("<tr role=\"row\">")
	for i, c := range r.Cells {
		var column report.Column
		if i < len(t.Columns) {
			column = t.Columns[i]
		}
		if i == 0 {
			p.raw("<th scope=\"row\" role=\"rowheader\"")
		} else {
			p.raw("<td role=\"cell\"")
		}
		p.align(column.Align, toneClass(c.Tone))
		if column.Title != "" {
			p.attr("data-label", column.Title)
		}
		p.raw("><div>")
		p.blocks(c.Blocks)
		if i == 0 {
			p.raw("</div></th>")
		} else {
			p.raw("</div></td>")
		}
	}
	p.raw("</tr>\n")
}

func (p *page) align(a report.Align, tone string) {
	class := tone
	switch a {
	case report.Right:
		class += " right"
	case report.Center:
		class += " center"
	}
	if class = strings.TrimSpace(class); class != "" {
		p.attr("class", class)
	}
}
