package main

import (
	"errors"
	"strings"
	"testing"
)

// Who stops a command is told so first, and that nothing is lost.
func TestFailure(t *testing.T) {
	err := errors.New("population changes: context canceled")
	if got := failure(err, false); got != err.Error() {
		t.Errorf("not stopped: %q", got)
	}
	got := failure(err, true)
	if !strings.HasPrefix(got, "stopped before it was done") || !strings.Contains(got, "run the same command again") || !strings.Contains(got, err.Error()) {
		t.Errorf("stopped: %q", got)
	}
}
