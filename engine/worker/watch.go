package worker

import (
	"fmt"
	"os"
	"time"

	"github.com/tickmark-audit/tickmark/engine"
)

// watchInterval is how often the parent looks at a worker that is busy.
const watchInterval = 20 * time.Millisecond

// processOverhead is what a worker uses beside the query's memory.
const processOverhead = 256 << 20

// watch says when a call has gone too far.
type watch struct {
	deadline time.Duration
	memory   int64  // Limits.MemoryBytes
	disk     int64  // Limits.SpillBytes
	output   string // the file that the call writes, or ""
}

// exceeded returns an error that is ErrMemory when the process uses more
// memory than the limit and a quarter, beside its overhead, or writes more
// than it may.
func (w watch) exceeded(pid int) error {
	if _, resident, err := memoryOf(pid); err == nil && resident > w.memory+w.memory/4+processOverhead {
		return w.memoryError("memory")
	}
	if w.output == "" {
		return nil
	}
	if info, err := os.Stat(w.output); err == nil && info.Size() > w.disk {
		return w.memoryError("disk space")
	}
	return nil
}

func (w watch) memoryError(of string) error {
	limit := w.memory
	if of != "memory" {
		limit = w.disk
	}
	return &engine.LimitError{Kind: engine.ErrMemory,
		Message: fmt.Sprintf("the SQL was stopped because it used more %s than it may (%d MiB): look for a join without a condition, or group before joining", of, limit>>20)}
}
