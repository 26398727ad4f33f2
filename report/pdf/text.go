package pdf

import (
	"strings"
	"unicode"

	"github.com/tickmark-audit/tickmark/report"
)

// span is a run of text ready to be set.
type span struct {
	text string
	style
	elem *elem
	link *link
}

// link is where a span leads: a section's anchor, an address, or a heading of
// the contents by its number, 1 being the first.
type link struct {
	anchor, address string
	heading         int
	says            string // told to someone who can't see it
}

// part is a shaped word of one style, or the spaces after it.
type part struct {
	word *word
	style
	elem  *elem
	link  *link
	width length
}

// atom is what stands between two places where a line may break: parts
// [from, inked) are text, [inked, to) the spaces after it, which may hang over
// the end of a line.
type atom struct {
	from, inked, to int
	width, space    length
	newline         bool // a line must end here
}

// text is a paragraph cut into atoms.
type text struct {
	parts []part
	atoms []atom
}

// emToLength turns thousandths of an em at a size into a length, rounded up so
// that a line never turns out wider than it was measured.
func emToLength(width int64, size length) length { return (width*size + 999) / 1000 }

// cut prepares spans. Where lines may break is decided by UAX #14 over the
// whole paragraph, whatever its styles.
func (l *layouter) cut(spans []span) *text {
	l.runes = l.runes[:0]
	var ends []int // of each span, in runes
	for _, s := range spans {
		l.runes = append(l.runes, []rune(s.text)...)
		ends = append(ends, len(l.runes))
	}
	t := &text{}
	if len(l.runes) == 0 {
		return t
	}
	l.segmenter.Init(l.runes)
	at, from := 0, 0 // the span, and where the atom starts
	for lines := l.segmenter.LineIterator(); lines.Next(); {
		line := lines.Line()
		to := line.Offset + len(line.Text)
		if to < len(l.runes) && strings.HasSuffix(string(line.Text), "://") {
			continue // no break within the start of an address
		}
		inked := to
		for inked > from && isSpace(l.runes[inked-1]) {
			inked--
		}
		a := atom{from: len(t.parts), newline: line.IsMandatoryBreak && to < len(l.runes)}
		emit := func(from, to int) (width length) {
			for from < to {
				for ends[at] <= from {
					at++
				}
				end := min(to, ends[at])
				if p := l.shapePart(spans[at], l.runes[from:end]); p.word.width > 0 || len(p.word.runs) > 0 {
					t.parts = append(t.parts, p)
					width += p.width
				}
				from = end
			}
			return width
		}
		a.width = emit(from, inked)
		a.inked = len(t.parts)
		a.space = emit(inked, to)
		a.to = len(t.parts)
		t.atoms = append(t.atoms, a)
		from = to
	}
	return t
}

func (l *layouter) shapePart(s span, text []rune) part {
	w := l.faces.word(s.face, strings.TrimRight(string(text), "\n"))
	return part{word: w, style: s.style, elem: s.elem, link: s.link, width: emToLength(w.width, s.size)}
}

func isSpace(r rune) bool { return r == ' ' || r == '\n' }

// collapse makes every run of white space one space, for running text.
func collapse(s string) string {
	plain := true
	for i := 0; i < len(s) && plain; i++ {
		c := s[i]
		plain = (c < '\t' || c > '\r') && !(c == ' ' && i+1 < len(s) && s[i+1] == ' ')
	}
	if plain && !strings.ContainsAny(s, "\u0085\u2028\u2029") {
		return s
	}
	var b strings.Builder
	gap := false
	for _, r := range s {
		switch r {
		case ' ', '\n', '\t', '\r', '\v', '\f', 0x85, 0x2028, 0x2029:
			gap = true
			continue
		}
		if gap {
			b.WriteByte(' ')
			gap = false
		}
		b.WriteRune(r)
	}
	if gap {
		b.WriteByte(' ')
	}
	return b.String()
}

// trim is text on one line without space around it; "" when there is nothing
// to be seen in it.
func trim(s string) string {
	s = strings.TrimSpace(collapse(s))
	for _, r := range s {
		if !invisible(r) && !unicode.IsSpace(r) {
			return s
		}
	}
	return ""
}

// spans styles a paragraph's spans for a setting. Links get an element of
// their own inside elem.
func (l *layouter) spans(in []report.Span, set setting, elem *elem) []span {
	out := make([]span, 0, len(in))
	for _, s := range in {
		text := collapse(s.Text)
		if strings.HasPrefix(text, " ") && (len(out) == 0 || strings.HasSuffix(out[len(out)-1].text, " ")) {
			text = text[1:]
		}
		if text == "" {
			continue
		}
		made := span{text: text, style: set.style, elem: elem}
		if s.Code {
			made.face, made.size = mono, set.size*88/100
		}
		made.face = variant(made.face, s.Bold, s.Italic)
		if s.Link != "" {
			made.link = linkTo(s)
			made.elem = l.tags.inline(elem, "Link")
			made.color = linkBlue
		}
		out = append(out, made)
	}
	return out
}

func linkTo(s report.Span) *link {
	says := trim(s.Text)
	if isAddress(s.Link) {
		return &link{address: s.Link, says: says}
	}
	return &link{anchor: s.Link, says: says}
}

func isAddress(s string) bool {
	return strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "mailto:")
}
