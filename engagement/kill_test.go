package engagement_test

import (
	"context"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/tickmark-audit/tickmark/engagement"
	"github.com/tickmark-audit/tickmark/ledger/verify"
)

// examineInChild is set in a child process of TestKilled to the program's
// folder.
const examineInChild = "TICKMARK_TEST_EXAMINE"

// runChild examines the program in dir, as a process of its own.
func runChild(dir string) int {
	b := &bench{t: &testing.T{}, dir: dir, file: filepath.Join(dir, engagement.FolderName)}
	if _, err := b.tryExamine(); err != nil {
		os.Stderr.WriteString(err.Error() + "\n")
		return 1
	}
	return 0
}

// Killed at any moment, a run leaves a file that opens and verifies, and the
// next run goes on from there.
func TestKilled(t *testing.T) {
	b := newBench(t)
	random := rand.New(rand.NewPCG(3, 4))
	var entries int64
	completed := 0
	for round := range 15 {
		child := exec.Command(os.Args[0])
		child.Env = append(os.Environ(), examineInChild+"="+b.dir)
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		done := make(chan error, 1)
		go func() { done <- child.Wait() }()
		select {
		case err := <-done:
			if err != nil {
				t.Fatalf("round %d: the run failed: %v", round, err)
			}
			completed++
			// Change the data, so that the next run has something to write.
			b.write("data/systems.csv", "system\ncode host\nsystem "+string(rune('a'+round))+"\n")
		case <-time.After(time.Duration(random.IntN(600)) * time.Millisecond):
			child.Process.Kill()
			<-done
		}
		v, err := engagement.Verify(context.Background(), b.file, b.options(), nil)
		if err != nil {
			if entries == 0 {
				continue // killed before there was a file
			}
			t.Fatalf("round %d: %v", round, err)
		}
		for _, f := range v.Findings {
			// A run that was killed leaves the file unsealed, and perhaps an
			// object that no entry names yet. Nothing else may be amiss.
			unsealed := f.Check == verify.CheckSealStale || f.Check == verify.CheckSeal && f.Where == "seal.json"
			if !unsealed && f.Check != verify.CheckStray {
				t.Errorf("round %d: %s", round, f)
			}
		}
		if v.Record.Entries < entries {
			t.Errorf("round %d: %d entries, %d before", round, v.Record.Entries, entries)
		}
		entries = v.Record.Entries
	}
	ex := b.examine()
	if v := b.verify(); !v.OK() {
		t.Errorf("after a whole run: %v", v.Findings)
	}
	if findTest(t, ex, "CHG-01-T1").Items != 4 {
		t.Error("the last run found something else")
	}
	t.Logf("%d of 15 runs completed, %d entries", completed, entries)
}
