package worker

import (
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// addressSlack is the address space that a query may take beyond its memory:
// threads and allocators reserve much more than they use. The limit is the
// net under the parent's watch, for a single allocation that is too large to
// be seen in time.
const addressSlack = 2 << 30

// harden is what a worker does first: a crash leaves no copy of its memory on
// the disk, because that holds people's data.
func harden() error {
	if err := unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{}); err != nil {
		return fmt.Errorf("turn core files off: %w", err)
	}
	return nil
}

// limitAddressSpace makes allocations beyond the limit fail.
func limitAddressSpace(memory int64) error {
	size, _, err := memoryOf(os.Getpid())
	if err != nil {
		return err
	}
	limit := uint64(size + memory + memory/2 + addressSlack)
	if err := unix.Setrlimit(unix.RLIMIT_AS, &unix.Rlimit{Cur: limit, Max: limit}); err != nil {
		return fmt.Errorf("limit the address space: %w", err)
	}
	return nil
}

// limitCPU lets the process use at most so many more seconds of processor
// time, for the case that the parent can no longer stop it.
func limitCPU(seconds int) error {
	if seconds <= 0 {
		return nil
	}
	var used unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_SELF, &used); err != nil {
		return fmt.Errorf("limit the processor time: %w", err)
	}
	var now unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_CPU, &now); err != nil {
		return fmt.Errorf("limit the processor time: %w", err)
	}
	soFar := time.Duration(used.Utime.Nano() + used.Stime.Nano())
	now.Cur = min(uint64(soFar/time.Second)+uint64(seconds)+1, now.Max)
	if err := unix.Setrlimit(unix.RLIMIT_CPU, &now); err != nil {
		return fmt.Errorf("limit the processor time: %w", err)
	}
	return nil
}

// memoryOf returns the address space and the resident memory of a process in
// bytes.
func memoryOf(pid int) (size, resident int64, err error) {
	text, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/statm")
	if err != nil {
		return 0, 0, err
	}
	fields := strings.Fields(string(text))
	if len(fields) < 2 {
		return 0, 0, fmt.Errorf("read the memory of process %d: %q", pid, text)
	}
	pages := [2]int64{}
	for i := range pages {
		if pages[i], err = strconv.ParseInt(fields[i], 10, 64); err != nil {
			return 0, 0, fmt.Errorf("read the memory of process %d: %w", pid, err)
		}
	}
	page := int64(os.Getpagesize())
	return pages[0] * page, pages[1] * page, nil
}

// isolate makes the worker end with its parent, and keeps the terminal's
// signals from it: the parent decides.
func isolate(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL, Setpgid: true}
}
