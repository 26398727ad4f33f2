package opendata_test

import (
	"compress/gzip"
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tickmark-audit/tickmark/examples/internal/exampletest"
	"github.com/tickmark-audit/tickmark/soc"
)

func TestMain(m *testing.M) { exampletest.Main(m) }

// tested is what an attribute's count comes to: items tested and deviations.
type tested struct{ Items, Deviations int64 }

// The three programs find what a plain reading of the same file finds.

func TestChanges(t *testing.T) {
	path, rows := records(t, "changes-go-tools.csv.gz")
	want := map[string]tested{}
	add := adder(want)
	for _, r := range rows {
		if !within(t, r["committed_at"], "2025-07-01T00:00:00Z", "2026-07-01T00:00:00Z") {
			continue
		}
		add("CHG-01-T1 A", r["reviewed_by"] != "")
		if r["reviewed_by"] != "" {
			add("CHG-01-T1 B", slices.ContainsFunc(strings.Split(r["reviewed_by"], ";"), func(who string) bool { return who != "" && who != r["author"] }))
		}
		add("CHG-02-T1 A", r["ci_result"] == "pass")
	}
	compare(t, want, exampletest.ExamineWith(t, "changes", map[string]string{"data": path}))
}

func TestAccess(t *testing.T) {
	path, rows := records(t, "access-kubernetes-org.csv.gz")
	want := map[string]tested{}
	add := adder(want)
	for _, r := range rows {
		if r["op"] != "add" || !within(t, r["committed_at"], "2025-07-01T00:00:00Z", "2026-07-01T00:00:00Z") {
			continue
		}
		self := r["author"] == r["account"]
		add("ACC-01-T1 A", !(self && r["committer"] == r["account"]))
		add("ACC-01-T1 B", !self)
		if r["section"] == "admins:" {
			add("ACC-02-T1 A", !self)
		}
	}
	compare(t, want, exampletest.ExamineWith(t, "access", map[string]string{"data": path}))
}

func TestPayments(t *testing.T) {
	path, rows := records(t, "payments-bpi2020-rfp.csv.gz")
	type life struct{ handled, approved, requested, rejected []time.Time }
	lives := map[string]*life{}
	for _, r := range rows {
		l := lives[r["payment_id"]]
		if l == nil {
			l = &life{}
			lives[r["payment_id"]] = l
		}
		at := instant(t, r["at"])
		switch e := r["event"]; {
		case e == "Payment Handled":
			l.handled = append(l.handled, at)
		case e == "Request Payment":
			l.requested = append(l.requested, at)
		case strings.Contains(e, "FINAL_APPROVED"):
			l.approved = append(l.approved, at)
		case strings.Contains(e, "REJECTED"):
			l.rejected = append(l.rejected, at)
		}
	}
	want := map[string]tested{}
	add := adder(want)
	for _, l := range lives {
		for _, at := range l.handled {
			// Both ends of 2018 are in winter time, an hour before UTC.
			if !within(t, at.Format(time.RFC3339Nano), "2017-12-31T23:00:00Z", "2018-12-31T23:00:00Z") {
				continue
			}
			approved, wasApproved := last(l.approved, at)
			_, wasRequested := last(l.requested, at)
			rejected, wasRejected := last(l.rejected, at)
			add("PAY-01-T1 A", wasApproved)
			add("PAY-01-T1 B", wasRequested)
			if wasRejected {
				add("PAY-02-T1 A", wasApproved && approved.After(rejected))
			}
			add("PAY-03-T1 A", len(l.handled) == 1)
			if wasApproved {
				add("PAY-03-T1 B", !at.After(approved.Add(30*24*time.Hour)))
			}
		}
	}
	compare(t, want, exampletest.ExamineWith(t, "payments", map[string]string{"data": path}))
}

// last returns the latest of times that is not after at.
func last(times []time.Time, at time.Time) (latest time.Time, found bool) {
	for _, t := range times {
		if !t.After(at) && (!found || t.After(latest)) {
			latest, found = t, true
		}
	}
	return latest, found
}

func adder(counts map[string]tested) func(attribute string, passes bool) {
	return func(attribute string, passes bool) {
		c := counts[attribute]
		c.Items++
		if !passes {
			c.Deviations++
		}
		counts[attribute] = c
	}
}

func compare(t *testing.T, want map[string]tested, ex *soc.Examination) {
	t.Helper()
	got := map[string]tested{}
	for _, test := range ex.Tests {
		if test.Status != soc.RunComplete {
			t.Errorf("%s is %s: %s", test.Procedure, test.Status, test.Reason)
		}
		for _, a := range test.Attributes {
			got[test.Procedure+" "+a.ID] = tested{a.Tested(), a.Deviations()}
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("a plain reading (-) and Tickmark (+) differ:\n%s", diff)
	}
	t.Logf("%v", got)
}

// records reads a file of ../../../shared/data, which is not part of the
// repository.
func records(t *testing.T, name string) (path string, rows []map[string]string) {
	t.Helper()
	path, err := filepath.Abs(filepath.Join("..", "..", "..", "shared", "data", name))
	if err != nil {
		t.Fatal(err)
	}
	file, err := os.Open(path)
	if err != nil {
		t.Skipf("SKIPPED: the public records are not here: %v", err)
	}
	defer file.Close()
	plain, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	all, err := csv.NewReader(plain).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, values := range all[1:] {
		row := map[string]string{}
		for i, field := range all[0] {
			row[field] = values[i]
		}
		rows = append(rows, row)
	}
	return path, rows
}

func instant(t *testing.T, s string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func within(t *testing.T, s, from, to string) bool {
	t.Helper()
	at := instant(t, s)
	return !at.Before(instant(t, from)) && at.Before(instant(t, to))
}
