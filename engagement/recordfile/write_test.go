package recordfile

import (
	"bytes"
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tickmark-audit/tickmark/soc"
)

// What is written is read back as it was, remarks and awkward text included.
func TestWriteIsRead(t *testing.T) {
	records := []soc.Record{
		soc.ControlConclusion{Control: "CHG-01", Design: soc.Suitable, Operation: soc.NotEffective, Reason: "No: \"quoted\" & <odd>\nover two lines", Compensating: []string{"CHG-02"}},
		soc.SubsequentEvents{From: soc.Date{Year: 2026, Month: 7, Day: 1}, To: soc.Date{Year: 2026, Month: 7, Day: 9}, Procedures: []string{"- asked", "yes"}, Effect: "none"},
		soc.OpinionPart{Part: soc.OperationPart, Opinion: soc.Qualified, Cause: soc.Misstatement, Basis: []soc.BasisMatter{{Criterion: "CC8.1", Text: "true"}}, Reason: "2026-07-01"},
	}
	var remarked []Remarked
	for _, r := range records {
		remarked = append(remarked, Remarked{Record: r, Remark: strings.Repeat("a remark of many words ", 20)})
	}
	remarked = append(remarked, Remarked{Record: soc.Override{Gate: "G"}, Aside: true}) // is not read
	var out bytes.Buffer
	if err := Write(&out, remarked); err != nil {
		t.Fatal(err)
	}
	placed, err := Read("out.yaml", out.Bytes())
	if err != nil {
		t.Fatalf("%v\n%s", err, out.String())
	}
	var got []soc.Record
	for _, p := range placed {
		got = append(got, p.Record)
	}
	if diff := cmp.Diff(records, got); diff != "" {
		t.Errorf("%s\n%s", diff, out.String())
	}
	for line := range strings.Lines(out.String()) {
		if strings.HasPrefix(line, "#") && len(line) > commentWidth+3 {
			t.Errorf("a long comment: %s", line)
		}
	}
}

// Documents that are named by a path are named by their digest afterwards.
func TestWithDocuments(t *testing.T) {
	sealed := strings.Repeat("ab", 32)
	digest := func(path string) (string, error) {
		if path == "missing.pdf" {
			return "", errors.New("not there")
		}
		return "digest of " + path, nil
	}
	test := soc.ItemTest{Items: []soc.ItemResult{{Item: "C-1", Evidence: []string{"a.pdf", sealed}}}}
	got, err := WithDocuments(test, digest)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"digest of a.pdf", sealed}, got.(soc.ItemTest).Items[0].Evidence); diff != "" {
		t.Error(diff)
	}
	if test.Items[0].Evidence[0] != "a.pdf" {
		t.Error("the record that was given has changed")
	}
	for _, r := range []soc.Record{soc.EngagementLetter{Document: "missing.pdf"}, soc.AssertionSignature{Document: "missing.pdf"}, soc.Representation{Document: "missing.pdf"}} {
		if _, err := WithDocuments(r, digest); err == nil {
			t.Errorf("%s: a missing document is no error", r.Kind())
		}
	}
	if r, err := WithDocuments(soc.Override{Gate: "G"}, digest); err != nil || r != (soc.Override{Gate: "G"}) {
		t.Errorf("%v, %v", r, err)
	}
}

// The program in force need not be looked up; one that is named stays.
func TestWithProgram(t *testing.T) {
	entry := func() (string, error) { return "id", nil }
	for record, want := range map[soc.Record]soc.Record{
		soc.DescriptionApproval{Program: ProgramInForce}: soc.DescriptionApproval{Program: "id"},
		soc.DescriptionApproval{Program: "other"}:        soc.DescriptionApproval{Program: "other"},
		soc.Override{Gate: ProgramInForce}:               soc.Override{Gate: ProgramInForce},
	} {
		if got, err := WithProgram(record, entry); err != nil || got != want {
			t.Errorf("%v became %v, %v", record, got, err)
		}
	}
	got, err := WithProgram(soc.DescriptionComparison{Program: ProgramInForce}, entry)
	if err != nil || got.(soc.DescriptionComparison).Program != "id" {
		t.Errorf("%v, %v", got, err)
	}
	none := errors.New("none")
	if _, err := WithProgram(soc.DescriptionApproval{Program: ProgramInForce}, func() (string, error) { return "", none }); !errors.Is(err, none) {
		t.Errorf("got %v", err)
	}
}

// Every field of a record has one name, in the log as in a file.
func TestNamesAreTheSame(t *testing.T) {
	for _, kind := range soc.RecordKinds() {
		record, err := soc.DecodeRecord(kind, func(any) error { return nil })
		if err != nil {
			t.Fatal(err)
		}
		sameNames(t, reflect.TypeOf(record))
	}
}

func sameNames(t *testing.T, typ reflect.Type) {
	if typ.Kind() == reflect.Slice {
		typ = typ.Elem()
	}
	if typ.Kind() != reflect.Struct || typ == reflect.TypeFor[soc.Date]() {
		return
	}
	for _, f := range reflect.VisibleFields(typ) {
		inLog, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		inFile, _, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		if inLog == "" || inLog != inFile {
			t.Errorf("%s.%s is %q in the log and %q in a file", typ, f.Name, inLog, inFile)
		}
		sameNames(t, f.Type)
	}
}
