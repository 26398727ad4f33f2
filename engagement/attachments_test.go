package engagement_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tickmark-audit/tickmark/engagement"
	"github.com/tickmark-audit/tickmark/soc"
)

// A document that changed after it was named is not sealed in the place of
// what was named, and nothing is written.
func TestDocumentThatChanged(t *testing.T) {
	tm := newTeam(t)
	ctx := context.Background()
	path, _ := tm.document("comments.pdf", "LGTM")
	file, err := engagement.Open(ctx, tm.file, engagement.FileOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var attached engagement.Attachments
	read, err := attached.Add(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("LGTM, honestly"), 0o644); err != nil {
		t.Fatal(err)
	}
	_, err = file.Record(ctx, tm.key["kim"], &attached, itemTest("CHG-01-T1", "C", passed("C-1", read)))
	if err == nil || !strings.Contains(err.Error(), "comments.pdf changed") {
		t.Errorf("got %v", err)
	}
	if n := len(tm.examination().Records.ItemTests); n != 0 {
		t.Errorf("%d records were written", n)
	}
}

// A folder and a file that is not there are no documents.
func TestAttachmentsAdd(t *testing.T) {
	ctx := context.Background()
	var attached engagement.Attachments
	for _, path := range []string{t.TempDir(), filepath.Join(t.TempDir(), "nowhere")} {
		if _, err := attached.Add(ctx, path); err == nil {
			t.Errorf("%s is a document", path)
		}
	}
	digest, err := attached.AddText(ctx, "a.txt", "hello")
	if want := "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"; err != nil || digest != want {
		t.Errorf("%s, %v; want %s", digest, err, want)
	}
}

// Evidence for hundreds of items is written as several entries, which together
// say the same; documents of one name are told apart.
func TestManyDocuments(t *testing.T) {
	tm := newTeam(t)
	ctx := context.Background()
	var attached engagement.Attachments
	var items []soc.ItemResult
	for i := range 4 {
		item := soc.ItemResult{Item: fmt.Sprintf("C-%d", i+1), Outcome: soc.Passed}
		for j := range 60 {
			dir := filepath.Join(tm.dir, "evidence", fmt.Sprint(i, j))
			if err := os.MkdirAll(dir, 0o755); err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(dir, "screenshot.png")
			if err := os.WriteFile(path, fmt.Append(nil, i, j), 0o644); err != nil {
				t.Fatal(err)
			}
			digest, err := attached.Add(ctx, path)
			if err != nil {
				t.Fatal(err)
			}
			item.Evidence = append(item.Evidence, digest)
		}
		items = append(items, item)
	}
	file, err := engagement.Open(ctx, tm.file, engagement.FileOptions{})
	if err != nil {
		t.Fatal(err)
	}
	entries, err := file.Record(ctx, tm.key["kim"], &attached, itemTest("CHG-01-T1", "C", items...))
	if closeErr := file.Close(); err == nil {
		err = closeErr
	}
	if err != nil || len(entries) != 4 {
		t.Fatalf("%d entries, %v", len(entries), err)
	}
	if got := findTest(t, tm.examination(), "CHG-01-T1").Attributes[2]; got.Passed != 4 || got.NotTested != 0 {
		t.Errorf("attribute C: %+v", got)
	}
	if v := tm.verify(); !v.OK() {
		t.Errorf("findings: %v", v.Findings)
	}
}
