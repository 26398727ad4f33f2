package report

import "strings"

// This file holds the short forms by which the sections are written.

func text(s string) Span             { return Span{Text: s} }
func bold(s string) Span             { return Span{Text: s, Bold: true} }
func italic(s string) Span           { return Span{Text: s, Italic: true} }
func mono(s string) Span             { return Span{Text: s, Code: true} }
func linked(s, id string) Span       { return Span{Text: s, Link: id} }
func derived(s, entry string) Span   { return Span{Text: s, Record: entry} }
func para(spans ...Span) *Paragraph  { return &Paragraph{Spans: spans} }
func prose(s string) *Paragraph      { return para(text(s)) }
func lead(s string) *Paragraph       { return &Paragraph{Spans: []Span{text(s)}, Style: Lead} }
func small(spans ...Span) *Paragraph { return &Paragraph{Spans: spans, Style: Small} }
func subHeading(s string) *Paragraph {
	return &Paragraph{Spans: []Span{text(s)}, Style: SubHeading}
}

// given writes text of the program or the source: a blank line starts a
// paragraph, other line ends are spaces.
func given(s string) []Block {
	var out []Block
	for _, part := range strings.Split(strings.ReplaceAll(s, "\r\n", "\n"), "\n\n") {
		if part = strings.Join(strings.Fields(part), " "); part != "" {
			out = append(out, prose(part))
		}
	}
	return out
}

// oneLine is given in one line.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

func bullets(items ...string) *List {
	l := &List{}
	for _, s := range items {
		l.Items = append(l.Items, []Block{prose(s)})
	}
	return l
}

func cell(s string) Cell {
	if s == "" {
		return Cell{}
	}
	return Cell{Blocks: []Block{prose(s)}}
}

func spanCell(spans ...Span) Cell   { return Cell{Blocks: []Block{para(spans...)}} }
func blockCell(blocks []Block) Cell { return Cell{Blocks: blocks} }
func toned(c Cell, tone Tone) Cell  { c.Tone = tone; return c }
func row(cells ...Cell) Row         { return Row{Cells: cells} }

func pair(key, value string) Pair { return Pair{Key: key, Value: []Span{text(value)}} }

// commaSpans joins spans with commas.
func commaSpans(spans []Span) []Span {
	var out []Span
	for i, s := range spans {
		if i > 0 {
			out = append(out, text(", "))
		}
		out = append(out, s)
	}
	return out
}

// anchor makes an id of a name: small letters, digits, dots and hyphens.
func anchor(parts ...string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(strings.Join(parts, "-")) {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '.' {
			b.WriteRune(r)
		} else if s := b.String(); s != "" && !strings.HasSuffix(s, "-") {
			b.WriteByte('-')
		}
	}
	return strings.Trim(b.String(), "-")
}
