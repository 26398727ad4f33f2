package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The script of the guide draws the samples that the command draws.
func TestGuideScriptRedraws(t *testing.T) {
	guide, err := os.ReadFile("../../docs/guide/11-sampling.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, found := strings.Cut(string(guide), "```python\n")
	script, _, closed := strings.Cut(rest, "```")
	if !found || !closed {
		t.Fatal("the guide has no script in Python")
	}
	if lines := strings.Count(script, "\n"); lines > 15 {
		t.Errorf("the script of the guide has %d lines: keep it to 15", lines)
	}
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skipf("SKIPPED: the script of the guide was not run, because python3 is not here: %v", err)
	}
	var keys strings.Builder
	keys.WriteString("\ufeff")
	for i := range 500 {
		fmt.Fprintf(&keys, "CHG-%d / Zoë \u2028 %d%s\n", i*7919%1000, i, strings.Repeat("\r", i%2))
	}
	path := filepath.Join(t.TempDir(), "keys.txt")
	if err := os.WriteFile(path, []byte(keys.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, seed := range []string{"314159", "a seed, with spaces and ü"} {
		run := exec.Command(python, "-c", script, seed, "40")
		run.Stdin = strings.NewReader(keys.String())
		var fault bytes.Buffer
		run.Stderr = &fault
		theirs, err := run.Output()
		if err != nil {
			t.Fatalf("%v: %s", err, fault.String())
		}
		draw, err := drawFile(path, sampleDrawOptions{seed: seed, size: 40}, nil)
		if err != nil {
			t.Fatal(err)
		}
		var ours strings.Builder
		for _, item := range draw.Items {
			fmt.Fprintf(&ours, "%s %s\n", item.Ticket, item.Key)
		}
		if string(theirs) != ours.String() {
			t.Errorf("seed %q: the script drew\n%s\nand the command\n%s", seed, theirs, ours.String())
		}
	}
}
