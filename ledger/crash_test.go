//go:build unix

package ledger

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/tickmark-audit/tickmark/ledger/keys"
	"github.com/tickmark-audit/tickmark/ledger/verify"
	"github.com/tickmark-audit/tickmark/soc"
)

// crashFile, when set, makes the test binary append to that log until it is
// killed.
const crashFile = "TICKMARK_TEST_LOG"

func TestMain(m *testing.M) {
	if path := os.Getenv(crashFile); path != "" {
		fmt.Fprintln(os.Stderr, appendForever(path))
		os.Exit(3)
	}
	os.Exit(m.Run())
}

// appendForever acknowledges entries on standard output once Append has
// returned. It closes and opens the log now and then, as commands do.
func appendForever(path string) error {
	ctx := context.Background()
	key, err := keys.ThrowAway(soc.Management)
	if err != nil {
		return err
	}
	for {
		fmt.Println("opening")
		l, err := Open(ctx, path, Options{})
		if err != nil {
			return err
		}
		for range 5 {
			if err := appendSome(ctx, l, key); err != nil {
				return err
			}
		}
		if err := l.Close(); err != nil {
			return err
		}
	}
}

// appendSome tries until no other writer comes first.
func appendSome(ctx context.Context, l *Log, key *Key) error {
	for {
		size, err := l.Size(ctx)
		if err != nil {
			return err
		}
		var drafts []Draft
		for range 1 + rand.IntN(4) {
			drafts = append(drafts, draft(size))
		}
		entries, err := l.Append(ctx, key, size, drafts...)
		if errors.Is(err, ErrStale) {
			continue
		}
		for _, e := range entries {
			fmt.Println(e.Index, e.ID)
		}
		return err
	}
}

// runAndKill starts a writer, kills it a moment after it has said so many
// lines, and returns what it acknowledged by index.
func runAndKill(t *testing.T, path string, lines int) map[int64]string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	child := exec.Command(self)
	child.Env = append(os.Environ(), crashFile+"="+path)
	out, in, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	child.Stdout, child.Stderr = in, os.Stderr
	if err = child.Start(); err == nil {
		err = in.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	acknowledged := map[int64]string{}
	read := bufio.NewReader(out)
	next := func() error {
		line, err := read.ReadString('\n')
		var index int64
		var id string
		if _, scanErr := fmt.Sscanln(line, &index, &id); scanErr == nil && err == nil {
			acknowledged[index] = id
		}
		return err
	}
	for range lines {
		if err := next(); err != nil {
			t.Fatal(err)
		}
	}
	// So that the kill falls anywhere within a transaction. Nothing below
	// depends on where it does.
	time.Sleep(rand.N(4 * time.Millisecond))
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	for err == nil {
		err = next()
	}
	var killed *exec.ExitError
	if waitErr := child.Wait(); !errors.Is(err, io.EOF) || !errors.As(waitErr, &killed) || killed.Exited() {
		t.Fatalf("the writer ended by itself: %v", waitErr)
	}
	return acknowledged
}

// Kill a writer again and again: what it acknowledged is in the log, and the
// file opens and verifies each time.
func TestKilledWriterLosesNothing(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "engagement.sqlite")
	acknowledged := map[int64]string{}
	stale := 0
	for range 32 {
		for index, id := range runAndKill(t, path, 2+rand.IntN(12)) {
			if other := acknowledged[index]; other != "" {
				t.Fatalf("entry %d was acknowledged as %s and as %s", index, other, id)
			}
			acknowledged[index] = id
		}
		report, err := Verify(t.Context(), folder, "engagement.sqlite")
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range report.Findings {
			switch {
			case f.Check == verify.CheckSealStale:
				stale++
			case f.Check == verify.CheckSeal && f.Where == verify.SealFile && stale == 0: // killed before the first seal
			case f.Check == verify.CheckObject: // this test stores none
			default:
				t.Fatalf("after a kill: %s", f)
			}
		}
		checkAcknowledged(t, path, acknowledged)
	}
	if stale == 0 {
		t.Error("no kill left a stale seal: the test does not test what it should")
	}
	if err := must(Open(t.Context(), path, Options{})).Close(); err != nil {
		t.Fatal(err)
	}
	report, err := Verify(t.Context(), folder, "engagement.sqlite")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range report.Findings {
		if f.Check != verify.CheckObject {
			t.Errorf("after it was opened and closed: %s", f)
		}
	}
	t.Logf("32 kills, %d entries acknowledged, %d stale seals", len(acknowledged), stale)
}

func must(l *Log, err error) *Log {
	if err != nil {
		panic(err)
	}
	return l
}

func checkAcknowledged(t *testing.T, path string, acknowledged map[int64]string) {
	t.Helper()
	l, err := Open(t.Context(), path, Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	found := 0
	for e, err := range l.Entries(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		if id := acknowledged[e.Index]; id != "" {
			found++
			if id != e.ID {
				t.Fatalf("entry %d is %s; acknowledged was %s", e.Index, e.ID, id)
			}
		}
	}
	if found != len(acknowledged) {
		t.Fatalf("%d of %d acknowledged entries are in the log", found, len(acknowledged))
	}
}

// Several processes write one log, and are killed: each entry that any of
// them acknowledged is there, once.
func TestSeveralProcesses(t *testing.T) {
	path := filepath.Join(t.TempDir(), FileName)
	if err := must(Open(t.Context(), path, Options{})).Close(); err != nil {
		t.Fatal(err)
	}
	const processes = 3
	results := make([]map[int64]string, processes)
	t.Run("write", func(t *testing.T) { // returns when all of them are done
		for i := range processes {
			t.Run(fmt.Sprint(i), func(t *testing.T) {
				t.Parallel()
				results[i] = runAndKill(t, path, 60)
			})
		}
	})
	acknowledged := map[int64]string{}
	for _, result := range results {
		for index, id := range result {
			if acknowledged[index] != "" {
				t.Errorf("two processes wrote entry %d", index)
			}
			acknowledged[index] = id
		}
	}
	checkAcknowledged(t, path, acknowledged)
	verifyLog(t, openLog(t, path, Options{}))
}

// A log that was killed while it was made can be opened and written to.
func TestKilledWhileItIsMade(t *testing.T) {
	for range 15 {
		path := filepath.Join(t.TempDir(), "engagement.sqlite")
		runAndKill(t, path, 1)
		l, err := Open(t.Context(), path, Options{})
		if err != nil {
			t.Fatal(err)
		}
		size, err := l.Size(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := l.Append(t.Context(), newKey(t, "ada", soc.Management), size, draft(1)); err != nil {
			t.Error(err)
		}
		verifyLog(t, l)
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	}
}
