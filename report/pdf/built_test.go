package pdf

import (
	"testing"

	"github.com/tickmark-audit/tickmark/report"
	"github.com/tickmark-audit/tickmark/report/reporttest"
)

func built(t testing.TB) *report.Document {
	t.Helper()
	doc, err := report.Build(reporttest.Examination())
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// The report of a whole examination is set with all of its text in order, and
// nothing outside of its column.
func TestBuiltReport(t *testing.T) {
	doc := built(t)
	inside(t, lay(t, doc))
	data := render(t, doc)
	checkTexts(t, doc, extract(t, read(t, data)).all())
	t.Logf("%d bytes", len(data))
}
