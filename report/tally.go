package report

import (
	"fmt"

	"github.com/tickmark-audit/tickmark/soc"
)

// Tally counts an examination for those who work on it. Where a report shows
// no tests, as a type 1 and a SOC 3 do not, its own Summary leaves their
// figures out; Tally counts all that the file holds, whatever may be printed.
//
// Errors: as those of Build for an examination that does not agree with
// itself.
func Tally(ex *soc.Examination) (Summary, error) {
	b, err := newBook(ex)
	if err != nil {
		return Summary{}, fmt.Errorf("report: %w", err)
	}
	b.rules.ShowsTests, b.rules.FullDescription = true, true
	b.summarize()
	return b.sum, nil
}
