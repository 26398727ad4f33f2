// Command tickmark runs a SOC examination from scope to report and verifies
// the file that it leaves.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/tickmark-audit/tickmark/engine/worker"
)

// Exit codes of every command.
const (
	exitDone  = 0 // the command did its work; deviations are a result, not an error
	exitError = 1 // it could not complete, or what it checked does not hold
	exitUsage = 2 // it was called wrongly
)

func main() {
	worker.Intercept() // SQL runs in this binary started again
	os.Exit(run())
}

func run() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second signal ends the process at once

	root := newRootCommand()
	err := root.ExecuteContext(ctx)
	if err == nil {
		return exitDone
	}
	var usage usageError
	if errors.As(err, &usage) {
		fmt.Fprintf(os.Stderr, "tickmark: %v\nRun 'tickmark help' for the commands.\n", err)
		return exitUsage
	}
	if !errors.Is(err, errReported) {
		fmt.Fprintf(os.Stderr, "tickmark: %s\n", failure(err, ctx.Err() != nil))
	}
	return exitError
}

// failure is what a person is told of an error. A command that was stopped
// fails wherever it happened to be, which is not what they need to know first.
func failure(err error, stopped bool) string {
	if stopped {
		return fmt.Sprintf("stopped before it was done. What an engagement file already holds is kept: run the same command again to go on (%v)", err)
	}
	return err.Error()
}

// errReported is returned by a command that has already told the person what
// is wrong.
var errReported = errors.New("already reported")

// usageError is a mistake in how a command was called.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }
