package engagement_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/tickmark-audit/tickmark/engagement"
	"github.com/tickmark-audit/tickmark/ledger/keys"
	"github.com/tickmark-audit/tickmark/ledger/verify"
)

// issueInChild is set in a child process of TestIssueKilled to the program's
// folder, which holds the partner's key too.
const issueInChild = "TICKMARK_TEST_ISSUE"

// issueChild issues the report, as a process of its own. It writes a line when
// it begins, so that the parent knows when to count from.
func issueChild(dir string) int {
	ctx := context.Background()
	key, err := keys.Load(dir, "pat", func(string) ([]byte, error) { return nil, nil })
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	b := &wholeBench{bench: bench{t: &testing.T{}, dir: dir, file: filepath.Join(dir, engagement.FolderName)}, now: time.Date(2026, 8, 14, 15, 0, 0, 0, time.UTC)}
	file, err := engagement.Open(ctx, b.file, engagement.FileOptions{Clock: func() time.Time { return b.now }})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	fmt.Println("begins")
	if _, err = file.Issue(ctx, key, b.issueOptions(reportDay)); err == nil {
		err = file.Close()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

// Killed at any moment, an issue leaves a draft or an issued report with all
// of its files, never half of one.
func TestIssueKilled(t *testing.T) {
	ctx := context.Background()
	b := newWholeBench(t)
	file := b.finish()
	size := b.size(file)
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := keys.Save(b.dir, b.partner, nil); err != nil {
		t.Fatal(err)
	}
	whole := b.dir
	random := rand.New(rand.NewPCG(5, 6))
	drafts, issued := 0, 0
	var atMost time.Duration // a little longer than a whole issue takes, as the first round does
	for round := range 10 {
		b.dir = filepath.Join(t.TempDir(), "program")
		b.file = filepath.Join(b.dir, engagement.FolderName)
		if err := os.CopyFS(b.dir, os.DirFS(whole)); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(filepath.Join(b.dir, "pat.key"), 0o600); err != nil {
			t.Fatal(err)
		}
		child := exec.Command(os.Args[0])
		child.Env = append(os.Environ(), issueInChild+"="+b.dir)
		child.Stderr = os.Stderr
		out, err := child.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		if _, err := out.Read(make([]byte, 16)); err != nil {
			t.Fatalf("round %d: the child did not begin: %v", round, err)
		}
		if round == 0 {
			began := time.Now()
			if err := child.Wait(); err != nil {
				t.Fatal(err)
			}
			took := time.Since(began)
			atMost = took + took/4
		} else {
			time.Sleep(time.Duration(random.Int64N(int64(atMost))))
			child.Process.Kill()
			child.Wait()
		}

		for _, f := range b.verifyIssued().Findings {
			unsealed := f.Check == verify.CheckSealStale || f.Check == verify.CheckSeal && f.Where == "seal.json"
			if !unsealed && f.Check != verify.CheckStray {
				t.Errorf("round %d: %s", round, f)
			}
		}
		file := b.open()
		report, err := file.IssuedReport(ctx)
		switch {
		case err != nil:
			t.Errorf("round %d: %v", round, err)
		case report != nil && len(report.Files) == 2:
			issued++
		case report == nil && b.size(file) == size:
			drafts++
			b.issue(file, reportDay) // it can still be issued
		default:
			t.Errorf("round %d: half a report: %+v, %d entries", round, report, b.size(file))
		}
		file.Close()
	}
	t.Logf("%d of 10 were left as a draft, %d issued", drafts, issued)
}
