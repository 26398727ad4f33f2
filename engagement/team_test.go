package engagement_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/tickmark-audit/tickmark/engagement"
	"github.com/tickmark-audit/tickmark/ledger/keys"
	"github.com/tickmark-audit/tickmark/soc"
)

// team is a bench that was examined with lasting keys, and the keys of
// everyone who takes part.
type team struct {
	*bench
	key map[string]*keys.Key
}

// The people of these tests, by the name of their key.
var people = []struct {
	name  string
	party soc.Party
	role  string
}{
	{"pat", soc.Practitioner, soc.RolePartner},
	{"max", soc.Practitioner, soc.RoleManager},
	{"sam", soc.Practitioner, soc.RoleAssociate}, // performs the tests
	{"kim", soc.Practitioner, soc.RoleAssociate},
	{"eve", soc.Practitioner, soc.RoleQualityReviewer},
	{"ada", soc.Management, "compliance lead"},
	{"ceo", soc.Management, soc.RoleSignatory},
}

func newTeam(t *testing.T) *team {
	t.Helper()
	b := &bench{t: t, dir: t.TempDir()}
	b.file = filepath.Join(b.dir, engagement.FolderName)
	if err := os.CopyFS(b.dir, os.DirFS("testdata/manual")); err != nil {
		t.Fatal(err)
	}
	tm := &team{bench: b, key: map[string]*keys.Key{}}
	for _, p := range people {
		key, err := keys.New(p.name, p.party, p.role)
		if err != nil {
			t.Fatal(err)
		}
		tm.key[p.name] = key
	}
	b.keys = []*keys.Key{tm.key["ada"], tm.key["sam"]}
	b.examine()
	return tm
}

// record writes records with a key; documents maps words that records use for
// a digest to be read as files.
func (tm *team) record(who string, documents []string, records ...soc.Record) error {
	tm.t.Helper()
	ctx := context.Background()
	file, err := engagement.Open(ctx, tm.file, engagement.FileOptions{})
	if err != nil {
		tm.t.Fatal(err)
	}
	defer file.Close()
	var attached engagement.Attachments
	for _, path := range documents {
		if _, err := attached.Add(ctx, path); err != nil {
			tm.t.Fatal(err)
		}
	}
	_, err = file.Record(ctx, tm.key[who], &attached, records...)
	return err
}

// examination folds the file.
func (tm *team) examination() *soc.Examination {
	tm.t.Helper()
	file, err := engagement.Open(context.Background(), tm.file, engagement.FileOptions{ReadOnly: true})
	if err != nil {
		tm.t.Fatal(err)
	}
	defer file.Close()
	ex, err := file.Examination(context.Background())
	if err != nil {
		tm.t.Fatal(err)
	}
	return ex
}

// document writes a file of evidence and returns its path and digest.
func (tm *team) document(name, content string) (path, digest string) {
	tm.t.Helper()
	path = filepath.Join(tm.dir, name)
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		tm.t.Fatal(err)
	}
	digest, err := new(engagement.Attachments).Add(context.Background(), path)
	if err != nil {
		tm.t.Fatal(err)
	}
	return path, digest
}

func day(s string) soc.Date {
	d, err := soc.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func itemTest(procedure, attribute string, items ...soc.ItemResult) soc.ItemTest {
	return soc.ItemTest{Procedure: procedure, Attribute: attribute, Nature: []soc.TestNature{soc.Inspection}, Items: items}
}

func passed(item, evidence string) soc.ItemResult {
	return soc.ItemResult{Item: item, Outcome: soc.Passed, Evidence: []string{evidence}}
}

func deviates(item, reason string) soc.ItemResult {
	return soc.ItemResult{Item: item, Outcome: soc.Deviates, Reason: reason}
}

func walkthrough(control string) soc.Walkthrough {
	return soc.Walkthrough{Control: control, On: day("2026-05-04"), Item: "C-1", Nature: []soc.TestNature{soc.Inquiry, soc.Inspection},
		Steps: "Followed one change from the ticket to the deployment.", DesignSuitable: true, Implemented: true}
}

func conclude(control, operation string) soc.ControlConclusion {
	return soc.ControlConclusion{Control: control, Design: soc.Suitable, Operation: operation, Reason: "As tested."}
}

// evaluation is of the one deviation of CHG-01-T1 A, C-2 of 20 April.
func evaluation(attribute string, n int64, from, to string) soc.Evaluation {
	return soc.Evaluation{Procedure: "CHG-01-T1", Attribute: attribute, Deviations: n, Nature: "wrong person", Cause: "a rule of the code host was off",
		From: day(from), To: day(to), Effect: "none", Reading: soc.ReadSystematic}
}
