package pdf

import (
	"io"
	"testing"

	"github.com/tickmark-audit/tickmark/report"
)

// long is a report of some 150 pages: a long description and a long Section IV.
func long() *report.Document {
	doc := sample()
	var sections []*report.Section
	for range 1 {
		sections = append(sections, auditorSection(), assertionSection(), descriptionSection(), testsSection(380), otherSection())
	}
	for range 20 {
		more := descriptionSection().Sections
		for _, s := range more {
			s.ID = ""
			for _, sub := range s.Sections {
				sub.ID = ""
				for _, sub := range sub.Sections {
					sub.ID = ""
				}
			}
		}
		sections[2].Sections = append(sections[2].Sections, more...)
	}
	doc.Sections = sections
	return doc
}

func BenchmarkWrite(b *testing.B) {
	doc := long()
	l, err := layOut(doc)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(len(l.flow.pages)), "pages")
	for b.Loop() {
		if err := Write(io.Discard, doc); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(l.flow.pages)), "pages")
}
