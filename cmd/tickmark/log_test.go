package main

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tickmark-audit/tickmark/ledger"
	"github.com/tickmark-audit/tickmark/ledger/keys"
	"github.com/tickmark-audit/tickmark/soc"
)

type object map[string]any

// writtenLog makes an engagement folder with one entry of every kind, written
// a second apart, and returns the ids of the entries.
func writtenLog(t *testing.T) (folder string, ids []string) {
	t.Helper()
	folder = t.TempDir()
	now := time.Date(2026, 7, 1, 9, 0, 0, 0, time.UTC)
	l, err := ledger.Open(t.Context(), filepath.Join(folder, ledger.FileName), ledger.Options{Clock: func() time.Time {
		now = now.Add(time.Second)
		return now
	}})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	ada, err := keys.New("ada", soc.Management, "compliance lead")
	if err != nil {
		t.Fatal(err)
	}
	own, err := keys.ThrowAway(soc.Practitioner)
	if err != nil {
		t.Fatal(err)
	}
	write := func(key *keys.Key, d ledger.Draft) {
		size, err := l.Size(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		entries, err := l.Append(t.Context(), key, size, d)
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, entries[0].ID)
	}
	raw := ledger.Subject{Name: "raw", SHA256: strings.Repeat("a", 64), TreeRoot: strings.Repeat("b", 64), Size: 48213}
	changes := func(rows int64, v soc.Verdict) object {
		return object{"name": "changes", "certificate": soc.Certificate{Verdict: v, RowsLoaded: rows}}
	}
	result := soc.TestResult{Procedure: "CHG-01-T1", Control: "CHG-01", Status: soc.RunComplete, Items: 3120}
	write(ada, ledger.Draft{Kind: ledger.EngagementOpened, Predicate: object{"title": "SOC 2 Type 2", "organization": "Larkspur Cloud", "system": "Larkspur Platform", "period": "April 1, 2026 to June 30, 2026"}})
	write(ada, ledger.Draft{Kind: ledger.ProgramSealed, Predicate: object{"party": "management", "files": 43}})
	write(ada, ledger.Draft{Kind: ledger.PopulationFailed, Predicate: object{"name": "people", "reason": "the file data/people.csv is not there"}})
	write(ada, ledger.Draft{Kind: ledger.PopulationSealed, Predicate: changes(1, soc.NotShownComplete)})
	write(ada, ledger.Draft{Kind: ledger.PopulationSealed, Predicate: changes(3120, soc.Complete), Subjects: []ledger.Subject{raw}, Supersedes: []string{ids[3]}})
	write(own, ledger.Draft{Kind: ledger.ProcedureFixed, Predicate: object{"procedure": soc.Procedure{ID: "CHG-01-T1", Control: "CHG-01", Attributes: make([]soc.Attribute, 2)}}})
	write(own, ledger.Draft{Kind: ledger.TestPerformed, Predicate: object{"result": result}})
	result.ItemsWithDeviation = 4
	write(ada, ledger.Draft{Kind: ledger.ReadinessTestPerformed, Predicate: object{"result": result}, Visibility: ledger.ManagementOnly})
	result.Status, result.Reason = soc.RunIncomplete, "it ran for more than 60 s\x1b[31m"
	write(own, ledger.Draft{Kind: ledger.TestPerformed, Predicate: object{"result": result}})
	write(own, ledger.Draft{Kind: ledger.ReportDrafted, Predicate: object{"log_size": 11, "files": []object{{"name": "report.pdf"}, {"name": "report.html"}}}})
	write(own, ledger.Draft{Kind: ledger.ReportDrafted, Predicate: object{"colour": "red"}})
	return folder, ids
}

func logOutput(t *testing.T, folder string, opt logOptions) string {
	t.Helper()
	var out bytes.Buffer
	if err := runLog(t.Context(), folder, opt, &out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestLogInWords(t *testing.T) {
	folder, _ := writtenLog(t)
	want := `    0  2026-07-01 09:00:02  ada (management, compliance lead) showed the public key for the first time
    1  2026-07-01 09:00:02  ada (management, compliance lead) opened the engagement: SOC 2 Type 2 of Larkspur Platform by Larkspur Cloud, April 1, 2026 to June 30, 2026
    2  2026-07-01 09:00:03  ada (management, compliance lead) sealed management's part of the program: 43 files
    3  2026-07-01 09:00:04  ada (management, compliance lead) could not seal the population people: the file data/people.csv is not there
    4  2026-07-01 09:00:05  ada (management, compliance lead) sealed the population changes: 1 row, not shown complete
    5  2026-07-01 09:00:06  ada (management, compliance lead) sealed the population changes: 3,120 rows, shown complete (in place of 4)
    6  2026-07-01 09:00:07  a throw-away key (practitioner) showed the public key for the first time
    7  2026-07-01 09:00:07  a throw-away key (practitioner) fixed the procedure CHG-01-T1 for the control CHG-01, with 2 attributes
    8  2026-07-01 09:00:08  a throw-away key (practitioner) performed the procedure CHG-01-T1 on 3,120 items: none with a deviation
    9  2026-07-01 09:00:09  ada (management, compliance lead) performed for readiness the procedure CHG-01-T1 on 3,120 items: 4 with a deviation
   10  2026-07-01 09:00:10  a throw-away key (practitioner) could not complete the procedure CHG-01-T1: it ran for more than 60 s` + "\ufffd" + `[31m
   11  2026-07-01 09:00:11  a throw-away key (practitioner) drafted the report from the first 11 entries: report.pdf, report.html
   12  2026-07-01 09:00:12  a throw-away key (practitioner) wrote an entry of the kind report-drafted
`
	if diff := cmp.Diff(want, logOutput(t, folder, logOptions{entry: -1})); diff != "" {
		t.Error(diff)
	}
}

func TestLogShowsOneEntryWhole(t *testing.T) {
	folder, ids := writtenLog(t)
	got := logOutput(t, folder, logOptions{entry: 5})
	for _, want := range []string{
		"Entry 5: ada (management, compliance lead) sealed the population changes: 3,120 rows, shown complete (in place of 4)\n\n",
		"Kind        population-sealed\n",
		"Id          " + ids[4] + "\n",
		"Time        2026-07-01 09:00:06.000000 UTC\n",
		"Seen by     shared\n",
		"Written at  size 5, root ",
		"Object      raw, 48,213 bytes, SHA-256 " + strings.Repeat("a", 64) + "\n\n{\n",
		"  \"name\": \"changes\"\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%s\nlacks %q", got, want)
		}
	}
	if err := runLog(t.Context(), folder, logOptions{entry: 13}, &bytes.Buffer{}); err == nil || err.Error() != "there is no entry 13: the log has 13, numbered from 0" {
		t.Errorf("entry 13: %v", err)
	}
}

func TestLogAsJSON(t *testing.T) {
	folder, ids := writtenLog(t)
	var all []struct {
		Index     int64
		ID        string
		Kind      ledger.Kind
		Actor     soc.Actor
		Sentence  string
		Replaces  []int64
		Predicate map[string]any
	}
	if err := json.Unmarshal([]byte(logOutput(t, folder, logOptions{entry: -1, json: true})), &all); err != nil {
		t.Fatal(err)
	}
	if len(all) != 13 || all[5].ID != ids[4] || all[5].Kind != ledger.PopulationSealed || all[5].Replaces[0] != 4 ||
		!strings.HasPrefix(all[5].Sentence, "sealed the population changes") || all[5].Predicate["name"] != "changes" || all[7].Actor.ThrowAway != true {
		t.Errorf("%+v", all)
	}
	one := all[0]
	if err := json.Unmarshal([]byte(logOutput(t, folder, logOptions{entry: 5, json: true})), &one); err != nil || one.ID != ids[4] {
		t.Errorf("%+v, %v", one, err)
	}
}
