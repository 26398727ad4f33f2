package population

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tickmark-audit/tickmark/collect"
	"github.com/tickmark-audit/tickmark/collect/record"
	"github.com/tickmark-audit/tickmark/engine"
	"github.com/tickmark-audit/tickmark/engine/parquet"
	"github.com/tickmark-audit/tickmark/engine/worker"
	"github.com/tickmark-audit/tickmark/program"
	"github.com/tickmark-audit/tickmark/soc"
)

var update = flag.Bool("update", false, "write the golden files")

func TestMain(m *testing.M) {
	worker.Intercept()
	os.Exit(m.Run())
}

func testEngine(t testing.TB) engine.Engine {
	t.Helper()
	e, err := worker.New(engine.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// quarter is an engagement from April to June 2026 in New York.
func quarter() soc.Engagement {
	return soc.Engagement{Type: 2, TimeZone: "America/New_York", Weekend: []string{"saturday", "sunday"},
		Period: soc.Period{From: soc.Date{Year: 2026, Month: 4, Day: 1}, To: soc.Date{Year: 2026, Month: 6, Day: 30}}}
}

func payments() program.Population {
	return program.Population{
		Population: soc.Population{
			Name: "payments", Rows: soc.Events, Key: []string{"payment_id"}, DateColumn: "paid_at", Sequence: "number",
			Columns: []soc.Column{
				{Name: "payment_id", Type: soc.Text, Required: true},
				{Name: "number", Type: soc.Integer, From: "No."},
				{Name: "amount", Type: soc.Decimal, Precision: 18, Scale: 2},
				{Name: "paid_at", Type: soc.Timestamp, Format: "2006-01-02 15:04:05", TimeZone: "America/New_York"},
				{Name: "urgent", Type: soc.Boolean, True: "yes", False: "no"},
			},
			ControlTotals: []soc.ControlTotal{{Value: "3", Source: "bank portal, read 2026-07-01"}, {Column: "amount", Value: "0.30", Source: "ledger 2100"}},
		},
		Source: program.Source{File: &program.FileSource{Path: "payments.csv", Format: "csv", Encoding: "utf-8", Delimiter: ",", Quote: `"`, Header: true}},
		Ignore: []string{"memo"},
	}
}

const goodPayments = `payment_id,No.,amount,paid_at,urgent,memo
P1,1,0.1,2026-04-01 00:00:00,yes,a
P2,2,0.1,2026-06-30 23:59:59,no,b
P3,3,0.10,2026-05-15 12:00:00,,c
`

// buildCSV builds a population from CSV text, as the product does.
func buildCSV(t *testing.T, pop program.Population, csv string) (*Built, error) {
	t.Helper()
	raw := strings.NewReader(csv)
	records, err := collect.Decode(pop, raw, raw.Size())
	if err != nil {
		return nil, err
	}
	defer records.Close()
	physical, err := collect.CountPhysical(pop, raw, raw.Size())
	if err != nil {
		return nil, err
	}
	return Build(context.Background(), parquet.Loader{}, testEngine(t), Input{Definition: pop, Engagement: quarter(),
		Extraction: soc.Extraction{Kind: "file", Locator: "payments.csv"}, Records: records, Physical: physical, Dir: t.TempDir()})
}

// query reads the written table back.
func query(t *testing.T, name, path, sql string) [][]string {
	t.Helper()
	e := quarter()
	conn, err := testEngine(t).Open(context.Background(), engine.Session{Tables: []engine.Table{{Name: name, Path: path}}, Calendar: CalendarOf(&e), Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	rows, err := conn.Query(context.Background(), sql, 0)
	if err != nil {
		t.Fatal(err)
	}
	var out [][]string
	for _, row := range rows.Values {
		var texts []string
		for _, v := range row {
			if v.Null {
				v.Text = "NULL"
			}
			texts = append(texts, v.Text)
		}
		out = append(out, texts)
	}
	return out
}

func TestBuildComplete(t *testing.T) {
	built, err := buildCSV(t, payments(), goodPayments)
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{
		{"P1", "1", "0.10", "2026-04-01T00:00:00-04:00", "true"},
		{"P2", "2", "0.10", "2026-06-30T23:59:59-04:00", "false"},
		{"P3", "3", "0.10", "2026-05-15T12:00:00-04:00", "NULL"},
	}
	if diff := cmp.Diff(want, query(t, "payments", built.TablePath, "SELECT * FROM payments")); diff != "" {
		t.Error(diff)
	}
	if built.FailedCastsPath != "" || built.FailedCasts != nil || built.RepeatedKeys != nil {
		t.Errorf("failed casts %q %v, repeated keys %v", built.FailedCastsPath, built.FailedCasts, built.RepeatedKeys)
	}
	golden(t, "complete.json", built.Certificate)
}

// Events that were extracted a moment before the period's end, in the
// engagement's time zone, may lack some; at the end itself they need not.
func TestPeriodOpen(t *testing.T) {
	end := time.Date(2026, 7, 1, 4, 0, 0, 0, time.UTC) // midnight in New York
	in := Input{Definition: payments(), Engagement: quarter()}
	in.Engagement.Report = soc.SOC2
	open := func(mar func(in *Input)) bool {
		one := in
		one.Extraction.Started = end.Add(-time.Second)
		mar(&one)
		got, err := periodOpen(&one)
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	if !open(func(*Input) {}) {
		t.Error("events extracted a second before the period's end are held complete")
	}
	for name, mar := range map[string]func(*Input){
		"at the end":   func(in *Input) { in.Extraction.Started = end },
		"a snapshot":   func(in *Input) { in.Definition.Rows = soc.Snapshot },
		"as of a day":  func(in *Input) { in.Engagement.Type = 1 },
		"time unknown": func(in *Input) { in.Extraction.Started = time.Time{} },
	} {
		if open(mar) {
			t.Errorf("%s: the period is said to be open", name)
		}
	}
}

func TestBuildNotShownComplete(t *testing.T) {
	built, err := buildCSV(t, payments(), `payment_id,No.,amount,paid_at,urgent,memo
P1,1,"1,829.10",2026-03-31 23:59:59,yes,a
P2,2,0.1,2026-07-01 00:00:00,maybe,b
P2,5,0.1,2026-03-08 02:30:00,no,c
,5,0.10,2026-05-15 12:00:00,no,d
P9,,,2026-05-15 12:00:00,no,d
`)
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"P2"}; !slices.Equal(built.RepeatedKeys, want) {
		t.Errorf("repeated keys %q, want %q", built.RepeatedKeys, want)
	}
	if diff := cmp.Diff(built.FailedCasts, readFailedCasts(t, built.FailedCastsPath)); diff != "" {
		t.Error(diff)
	}
	golden(t, "not_shown_complete.json", struct {
		Certificate soc.Certificate
		FailedCasts []soc.FailedCast
	}{built.Certificate, built.FailedCasts})
}

func TestBuildZero(t *testing.T) {
	pop := payments()
	const header = "payment_id,No.,amount,paid_at,urgent,memo\n"
	pop.ControlTotals = nil
	built, err := buildCSV(t, pop, header)
	if err != nil {
		t.Fatal(err)
	}
	if built.Certificate.Verdict != soc.NotShownComplete {
		t.Errorf("an empty file without a control total is %s: %q", built.Certificate.Verdict, built.Certificate.Reasons)
	}
	pop.ControlTotals = []soc.ControlTotal{{Value: "0", Source: "screen"}}
	if built, err = buildCSV(t, pop, header); err != nil {
		t.Fatal(err)
	}
	if built.Certificate.Verdict != soc.ZeroConfirmed {
		t.Errorf("an empty file with a control total of 0 is %s: %q", built.Certificate.Verdict, built.Certificate.Reasons)
	}
	if got := query(t, "payments", built.TablePath, "SELECT count(*) FROM payments"); got[0][0] != "0" {
		t.Errorf("the table has %s rows", got[0][0])
	}
}

// The number of the record is the key of last resort.
func TestRecordNumber(t *testing.T) {
	pop := payments()
	pop.Columns = append(pop.Columns, soc.Column{Name: "record", Type: soc.Integer, From: soc.RecordNumber})
	pop.Key = []string{"record"}
	built, err := buildCSV(t, pop, strings.ReplaceAll(goodPayments, "P2,", "P1,"))
	if err != nil {
		t.Fatal(err)
	}
	if c := built.Certificate; c.Verdict != soc.Complete || c.DuplicateKeys != 0 {
		t.Errorf("verdict %s: %q", c.Verdict, c.Reasons)
	}
	want := [][]string{{"P1", "1"}, {"P1", "2"}, {"P3", "3"}}
	if diff := cmp.Diff(want, query(t, "payments", built.TablePath, "SELECT payment_id, record FROM payments")); diff != "" {
		t.Error(diff)
	}
}

// Every failed cast is listed in the file, the first hundred in memory.
func TestManyFailedCasts(t *testing.T) {
	pop := payments()
	var csv strings.Builder
	csv.WriteString("payment_id,No.,amount,paid_at,urgent,memo\n")
	for i := range 250 {
		fmt.Fprintf(&csv, "P%d,%d,12.345,2026-05-01 00:00:00,no,\n", i, i)
	}
	built, err := buildCSV(t, pop, csv.String())
	if err != nil {
		t.Fatal(err)
	}
	all := readFailedCasts(t, built.FailedCastsPath)
	if len(all) != 250 || built.Certificate.FailedCasts != 250 || len(built.FailedCasts) != listedCasts {
		t.Errorf("%d in the file, %d on the certificate, %d in memory", len(all), built.Certificate.FailedCasts, len(built.FailedCasts))
	}
	last := soc.FailedCast{Record: 250, Line: 251, Column: "amount", Value: "12.345", Reason: "has 3 digits after the point and the column declares 2: nothing is rounded"}
	if all[249] != last {
		t.Errorf("last failed cast %+v", all[249])
	}
}

func TestBuildErrorsLeaveNoFile(t *testing.T) {
	broken := errors.New("the disk is gone")
	undeclared := payments()
	undeclared.Ignore = nil
	badKey := payments()
	badKey.Key = []string{"id"}
	badTotal := payments()
	badTotal.ControlTotals = []soc.ControlTotal{{Column: "urgent", Value: "1"}}
	badNumber := payments()
	badNumber.ControlTotals = []soc.ControlTotal{{Value: "3,120"}}
	badDate := payments()
	badDate.DateColumn = "amount"
	fields := []string{"payment_id", "No.", "amount", "paid_at", "urgent", "memo"}
	for _, tc := range []struct {
		name    string
		pop     program.Population
		records *slice
		want    string
	}{
		{"record", payments(), &slice{fields: fields, rows: [][]string{{"P1", "x", "1", "", "", ""}}, then: &record.Error{Record: 2, Line: 3, Message: "has 5 fields", Help: "mend it"}}, "population payments: record 2 (line 3): has 5 fields; mend it"},
		{"reader", payments(), &slice{fields: fields, then: broken}, "the disk is gone"},
		{"short record", payments(), &slice{fields: fields, rows: [][]string{{"P1"}}}, "record 1: has 1 fields"},
		{"missing column", payments(), &slice{fields: fields[1:]}, `the source has no field "payment_id"`},
		{"undeclared field", undeclared, &slice{fields: fields}, `no column declares the field "memo"`},
		{"key", badKey, &slice{fields: fields}, `the key names the column "id", which is not declared`},
		{"total", badTotal, &slice{fields: fields}, "only integer and decimal columns can be summed"},
		{"total text", badNumber, &slice{fields: fields}, `control total "3,120" is not an exact number`},
		{"date", badDate, &slice{fields: fields}, "only a date or a timestamp places a row in the period"},
	} {
		dir := t.TempDir()
		_, err := Build(context.Background(), parquet.Loader{}, testEngine(t), Input{Definition: tc.pop, Engagement: quarter(), Records: tc.records, Dir: dir})
		if err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s: error %v, want one that says %q", tc.name, err, tc.want)
		}
		if left, _ := filepath.Glob(filepath.Join(dir, "*")); len(left) > 0 {
			t.Errorf("%s: left %q", tc.name, left)
		}
	}
}

func TestBuildStopsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	records := &slice{fields: []string{"payment_id", "No.", "amount", "paid_at", "urgent", "memo"}, rows: [][]string{{"P1", "1", "1", "", "", ""}}}
	_, err := Build(ctx, parquet.Loader{}, testEngine(t), Input{Definition: payments(), Engagement: quarter(), Records: records, Dir: t.TempDir()})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

// slice is a source of records in memory that ends with an error.
type slice struct {
	fields []string
	rows   [][]string
	then   error
	read   int64
}

func (s *slice) Fields() []string { return s.fields }
func (s *slice) Close() error     { return nil }
func (s *slice) Next() (record.Record, error) {
	if int(s.read) < len(s.rows) {
		s.read++
		row := s.rows[s.read-1]
		return record.Record{Values: row, Null: make([]bool, len(row)), Number: s.read}, nil
	}
	if s.then != nil {
		return record.Record{}, s.then
	}
	return record.Record{}, io.EOF
}

func readFailedCasts(t *testing.T, path string) []soc.FailedCast {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var all []soc.FailedCast
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var c soc.FailedCast
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			t.Fatal(err)
		}
		all = append(all, c)
	}
	return all
}

func golden(t *testing.T, name string, value any) {
	t.Helper()
	got, err := json.MarshalIndent(value, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, append(got, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var a, b any
	if json.Unmarshal(got, &a) != nil || json.Unmarshal(want, &b) != nil || !reflect.DeepEqual(a, b) {
		t.Errorf("%s differs (run with -update after looking):\n%s", name, cmp.Diff(b, a))
	}
}
