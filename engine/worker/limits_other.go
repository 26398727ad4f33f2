//go:build !linux

package worker

import (
	"errors"
	"os/exec"
)

// Elsewhere than on Linux the memory of a query is limited by DuckDB alone,
// and the parent's deadline is the only limit of time.

func harden() error { return nil }

func limitAddressSpace(int64) error { return nil }

func limitCPU(int) error { return nil }

func memoryOf(int) (size, resident int64, err error) { return 0, 0, errors.ErrUnsupported }

func isolate(*exec.Cmd) {}
