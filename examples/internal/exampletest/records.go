package exampletest

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"github.com/tickmark-audit/tickmark/engagement"
	"github.com/tickmark-audit/tickmark/engagement/recordfile"
	"github.com/tickmark-audit/tickmark/soc"
)

func (b *Bench) record(key string, attached *engagement.Attachments, records ...soc.Record) {
	b.T.Helper()
	if b.keys[key] == nil {
		b.T.Fatalf("no key for %q", key)
	}
	if len(records) == 0 {
		return
	}
	if _, err := b.File.Record(context.Background(), b.keys[key], attached, records...); err != nil {
		var refusal *engagement.Refusal
		if errors.As(err, &refusal) {
			b.T.Fatalf("%s, record %d: %v", key, refusal.Index+1, err)
		}
		b.T.Fatal(err)
	}
}

// recordFiles writes the files of records/ whose names begin with the numbers.
func (b *Bench) recordFiles(numbers ...string) {
	b.T.Helper()
	folder := filepath.Join(b.Folder, "records")
	for _, number := range numbers {
		paths, err := filepath.Glob(filepath.Join(folder, number+"-*.yaml"))
		if err != nil {
			b.T.Fatal(err)
		}
		for _, path := range paths {
			b.recordFile(folder, path)
		}
	}
}

func (b *Bench) recordFile(folder, path string) {
	b.T.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		b.T.Fatal(err)
	}
	if bytes.Contains(content, []byte("${description}")) {
		content = bytes.ReplaceAll(content, []byte("${description}"), []byte(b.description()))
	}
	placed, err := recordfile.Read(path, content)
	if err != nil {
		b.T.Fatal(err)
	}
	var attached engagement.Attachments
	var records []soc.Record
	for _, p := range placed {
		record, err := recordfile.WithDocuments(p.Record, func(name string) (string, error) {
			if name == "assertion" {
				return attached.AddText(context.Background(), "assertion.md", b.Examination().Assertion)
			}
			return attached.Add(context.Background(), filepath.Join(folder, name))
		})
		if err != nil {
			b.T.Fatal(err)
		}
		records = append(records, record)
	}
	parts := strings.Split(filepath.Base(path), ".")
	b.record(parts[len(parts)-2], &attached, records...)
}

// description is the entry that sealed management's part.
func (b *Bench) description() string {
	for _, p := range b.Examination().Programs {
		if p.Party == soc.Management {
			return p.Entry
		}
	}
	b.T.Fatal("management's part is not sealed")
	return ""
}

func (b *Bench) approveDescription() {
	b.record("signatory", nil, soc.DescriptionApproval{Program: b.description()})
}

// independence is stated by everyone on the team about every organization
// that is examined.
func (b *Bench) independence(renewed bool) {
	for _, name := range b.team {
		var records []soc.Record
		for _, organization := range b.organizations() {
			records = append(records, soc.Independence{Organization: organization, Independent: true, SelfReview: "none", Renewed: renewed})
		}
		b.record(name, nil, records...)
	}
}

func (b *Bench) organizations() []string {
	e := b.Examination().Engagement
	return e.Examined()
}

// review has every piece of work reviewed by the manager, or by the partner
// when the manager had a part in it.
func (b *Bench) review() {
	ex := b.Examination()
	var works []string
	for _, t := range ex.Tests {
		works = append(works, "test "+t.Procedure)
	}
	for _, p := range ex.Populations {
		works = append(works, "population "+p.Name)
	}
	for _, c := range ex.Controls {
		works = append(works, "walkthrough "+c.ID, "control "+c.ID)
	}
	for _, c := range ex.Records.Criteria {
		works = append(works, "criterion "+c.Record.Criterion)
	}
	for _, c := range ex.Records.Commitments {
		works = append(works, "commitment "+c.Record.Commitment)
	}
	works = append(works, "description")
	by := map[string][]soc.Record{}
	for _, of := range works {
		review := soc.Review{Of: of}
		reviewer := "manager"
		for _, w := range ex.WorkOn(of) {
			review.Entries = append(review.Entries, w.Entry)
			if w.By == b.keys["manager"].Actor.KeyID {
				reviewer = "partner"
			}
		}
		if len(review.Entries) > 0 {
			by[reviewer] = append(by[reviewer], review)
		}
	}
	b.record("manager", nil, by["manager"]...)
	b.record("partner", nil, by["partner"]...)
}
