package report

import (
	"errors"
	"fmt"

	"github.com/tickmark-audit/tickmark/soc"
)

// ErrNotDrafted is returned for a kind of report that this package does not
// draft yet. Only SOC 2 Type 2 is.
var ErrNotDrafted = errors.New("only a SOC 2 Type 2 report can be drafted so far")

// Build turns an examination into the draft of its report. It reads nothing
// else, so the same examination always gives the same tree. The examination
// is kept in Document.Facts and must not be changed afterwards.
//
// Nothing is printed that the examination contradicts: Build returns an error
// and no document when the examination is nil, of another kind than SOC 2
// Type 2 (ErrNotDrafted), has a time zone or period that cannot be used, or
// does not agree with itself: an id given twice, a procedure of no control, a
// result of no procedure, counts that do not add up or that the list of
// deviations does not bear out.
func Build(ex *soc.Examination) (*Document, error) {
	b, err := newBook(ex)
	if err != nil {
		return nil, fmt.Errorf("report: %w", err)
	}
	doc := &Document{
		Title:      b.ex.Engagement.Title() + " report: draft",
		Subject:    fmt.Sprintf("Draft of a %s report on %s of %s for %s", b.ex.Engagement.Title(), b.system(), b.organization(), b.ex.Engagement.Period),
		Author:     b.organization(),
		Language:   "en-US",
		Watermarks: b.watermarks(),
		Footer:     b.footer(),
		Cover:      b.cover(),
		Facts:      Facts{Examination: ex, Summary: b.sum},
	}
	doc.Sections = []*Section{
		b.aboutSection(),
		b.summarySection(),
		b.auditorSection(),
		b.assertionSection(),
		b.descriptionSection(),
		b.testsSection(),
		b.otherSection(),
	}
	finish(doc)
	return doc, nil
}

// watermarks are the words across every page. DRAFT is always one of them.
func (b *book) watermarks() []string {
	marks := []string{"DRAFT"}
	if b.ex.Engagement.Example {
		marks = append(marks, "EXAMPLE")
	}
	if b.ex.Readiness {
		marks = append(marks, "READINESS")
	}
	return marks
}

// footer is the line on every page.
func (b *book) footer() string {
	e := &b.ex.Engagement
	return fmt.Sprintf("Draft %s report · %s · %s to %s · not issued, no opinion", e.Title(), b.organization(), e.Period.From, e.Period.To)
}
