package report

import (
	"fmt"
	"slices"

	"github.com/tickmark-audit/tickmark/soc"
)

// LetterOptions are what a caller may set about a letter.
type LetterOptions struct {
	// BridgeTo is the last day that a bridge letter covers; not stated leaves
	// a place to fill in.
	BridgeTo soc.Date
}

// bridgeDays is how long a bridge letter is by custom at most; no standard
// sets a number.
const bridgeDays = 92

// WriteLetter writes a letter as Markdown for a person to edit, from the
// template for it and from what the examination holds: the program alone is
// enough. Places that only a person can fill are in square brackets. What the
// opinion is modified for stands in the assertion once the opinion is formed.
//
// Errors: a letter that is none of Letters, an examination that newBook
// refuses (see Build), a template that cannot be used, a bridge letter that
// ends before it begins.
func WriteLetter(ex *soc.Examination, letter Letter, opt LetterOptions) (string, error) {
	if !slices.Contains(Letters, letter) {
		return "", fmt.Errorf("report: %q is no letter: it is one of %s", letter, letterNames())
	}
	b, err := newBook(ex)
	if err != nil {
		return "", fmt.Errorf("report: %w", err)
	}
	data := b.templateData()
	if letter == BridgeLetter {
		if err := b.bridge(data, opt.BridgeTo); err != nil {
			return "", fmt.Errorf("report: %w", err)
		}
	}
	text, err := fill(ex.Templates, string(letter)+".md", data)
	if err != nil {
		return "", fmt.Errorf("report: %w", err)
	}
	return text, nil
}

// bridge fills the days of a bridge letter.
func (b *book) bridge(d *TemplateData, to soc.Date) error {
	days := b.days()
	from := days[len(days)-1].AddDays(1)
	d.BridgeFrom = from.Long()
	if to.IsZero() {
		return nil
	}
	if to.Before(from) {
		return fmt.Errorf("a bridge letter to %s would end before it begins: the report covers up to %s", to, days[len(days)-1])
	}
	d.BridgeTo, d.BridgeDays = to.Long(), from.DaysUntil(to)+1
	d.BridgeLong = d.BridgeDays > bridgeDays
	return nil
}

func letterNames() string {
	var names []string
	for _, l := range Letters {
		names = append(names, string(l))
	}
	return listed(names)
}
