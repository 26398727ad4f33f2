package program

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What is forgotten is named; what is there is not.
func TestNotes(t *testing.T) {
	want := []string{
		"no test is recorded that makes Fernhill Messaging a subservice organization",
		"no control names hosting account",
		"ACC-04 compensates ACC-01, ACC-03 and has no procedure: untested, it makes up for nothing",
		"1 of what was carried over is not affirmed in practitioner/roll-forward.yaml",
	}
	if diff := cmp.Diff(want, complete(t).Notes()); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

func TestNotesOfWhatIsMissing(t *testing.T) {
	control := func(id, more string) string {
		return "  - {id: " + id + ", title: t, statement: s, criteria: [CC8.1], owner: o, frequency: daily, nature: manual, purpose: preventive, " + more + "}\n"
	}
	p, err := loadMap(t, map[string]string{
		"engagement.yaml": minimal["engagement.yaml"] + `subservice_organizations:
  - {name: Northmere, services: Hosting, method: carve_out}
  - {name: Fernhill, services: Messages, method: inclusive}
`,
		"management/vendors.yaml":   "vendors: [{name: Papercrane, services: Newsletters}]\n",
		"management/incidents.yaml": "incidents: [{id: INC-1, date: 2026-05-02, summary: S., disclose: false, reason: R.}]\n",
		"management/controls/v.yaml": "controls:\n" + control("OLD", "effective_to: 2026-05-10, components: [code host]") +
			control("NEW", "effective_from: 2026-05-15, supersedes: OLD"),
	}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"no test is recorded that makes Northmere a subservice organization",
		"Northmere is carved out, and no control is said to be expected there",
		"no control of ours is said to watch over Northmere",
		"no SOC report of Northmere is said to be reviewed",
		"no test is recorded that makes Fernhill a subservice organization",
		"Fernhill is included, and no control is said to be its own",
		"no test is recorded that makes a vendor of Papercrane",
		"controls name components, and there is no components.yaml that describes them",
		"neither OLD nor NEW was in effect from 2026-05-11 to 2026-05-14",
		"NEW took the place of OLD in the period, and changes.yaml does not tell it",
		"nobody is named who reviewed the decision on INC-1",
	}
	if diff := cmp.Diff(want, p.Notes()); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}
