package report

import (
	"fmt"

	"github.com/tickmark-audit/tickmark/soc"
)

// Build turns an examination into its report: a draft, or the final report
// when Final is set. It reads nothing else, so the same examination always
// gives the same tree. The examination is kept in Document.Facts, a final one
// without what stays in the file (see Facts), and must not be changed
// afterwards. A firm's own templates (Examination.Templates) are used in place
// of ours of the same name.
//
// Nothing is printed that the examination contradicts: Build returns an
// error and no document when the examination is nil, of a kind or type that
// there is not, has a time zone, period or date that cannot be used, or does
// not agree with itself: an id given twice, a procedure of no control, a
// result of no procedure, a control without a finding, counts that do not add
// up or that the list of deviations does not bear out. A final report is also
// refused for a readiness examination, for tests under a throw-away key, and
// when the opinion, the assertion, its signature, the firm, its place or the
// date is missing or contradicts itself. A template that cannot be used is an
// error that names its file.
func Build(ex *soc.Examination) (*Document, error) {
	b, err := newBook(ex)
	if err == nil {
		err = b.complete()
	}
	if err != nil {
		return nil, fmt.Errorf("report: %w", err)
	}
	doc := &Document{
		Title:      b.title() + " report",
		Subject:    fmt.Sprintf("%s report on %s of %s, %s", b.title(), b.system(), b.organization(), b.span()),
		Author:     b.organization(),
		Language:   "en-US",
		Watermarks: b.watermarks(),
		Footer:     b.footer(),
		Cover:      b.cover(),
		Facts:      b.facts(),
	}
	if b.final() {
		doc.Author = b.firm()
		doc.Date = ex.Final.Date.String()
	} else {
		doc.Title += ": draft"
		doc.Subject = "Draft of a " + doc.Subject
	}
	if doc.Sections, err = b.sections(); err != nil {
		return nil, fmt.Errorf("report: %w", err)
	}
	finish(doc)
	return doc, nil
}

// final reports whether this is the final report.
func (b *book) final() bool { return b.ex.Final != nil }

// sections are the sections of the report in their order, by its kind.
func (b *book) sections() ([]*Section, error) {
	var list []*Section
	if !b.final() {
		list = append(list, b.aboutSection())
		if b.rules.ShowsTests {
			list = append(list, b.summarySection())
		}
	}
	auditor, err := b.auditorSection()
	if err != nil {
		return nil, err
	}
	list = append(list, auditor, b.assertionSection())
	if b.rules.FullDescription {
		list = append(list, b.descriptionSection(), b.testsSection())
		if !b.final() || len(b.ex.Responses) > 0 {
			list = append(list, b.otherSection())
		}
	} else {
		list = append(list, b.boundarySection(), b.principalSection())
	}
	if b.final() {
		list = append(list, b.annexSection())
	}
	return list, nil
}

// watermarks are the words across every page. A draft always has DRAFT, and
// an example EXAMPLE: issuing does not remove it.
func (b *book) watermarks() []string {
	var marks []string
	if !b.final() {
		marks = append(marks, "DRAFT")
	}
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
	span := "as of " + e.AsOf.String()
	if b.rules.Period {
		span = e.Period.From.String() + " to " + e.Period.To.String()
	}
	line := fmt.Sprintf("%s report · %s · %s", b.title(), b.organization(), span)
	switch {
	case !b.final():
		return "Draft " + line + " · not issued, no opinion"
	case b.rules.Restricted:
		return line + " · restricted use"
	}
	return line
}
