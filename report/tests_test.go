package report_test

import (
	"strings"
	"testing"

	"github.com/tickmark-audit/tickmark/report/reporttest"
	"github.com/tickmark-audit/tickmark/soc"
)

// The head of the tests never claims a service auditor's work that a key does
// not stand for.
func TestHeadsOfTests(t *testing.T) {
	const (
		auditor    = "Tests performed with the service auditor’s key, as computed"
		throwAway  = "Tests as computed with a throw-away key, not a service auditor’s"
		management = "Tests performed by management (readiness)"
		open       = "Tests as computed; each names its key"
	)
	for name, c := range map[string]struct {
		change func(*soc.Examination)
		want   string
	}{
		"throw-away key":     {func(*soc.Examination) {}, throwAway},
		"practitioner's key": {func(ex *soc.Examination) { ex.Actors[1].ThrowAway = false }, auditor},
		"readiness":          {func(ex *soc.Examination) { ex.Readiness = true }, management},
		"unknown key":        {func(ex *soc.Examination) { ex.Actors[1].ThrowAway = false; ex.Tests[3].PerformedBy = "beef" }, throwAway},
		"management's key": {func(ex *soc.Examination) {
			ex.Actors[1].ThrowAway = false
			ex.Tests[3].PerformedBy = ex.Actors[0].KeyID
		}, open},
		"no tests": {func(ex *soc.Examination) { ex.Tests, ex.Actors[1].ThrowAway = nil, false; reporttest.Find(ex) }, open},
	} {
		t.Run(name, func(t *testing.T) {
			ex := reporttest.Brief()
			c.change(ex)
			text := built(t, ex)
			for _, head := range []string{auditor, throwAway, management, open} {
				if got := strings.Contains(text, "| "+head+" |"); got != (head == c.want) {
					t.Errorf("the head %q is printed: %v", head, got)
				}
			}
		})
	}
}
