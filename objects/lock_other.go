//go:build !unix

package objects

import (
	"errors"
	"os"
	"syscall"
)

// Elsewhere a file that is open cannot be removed, so the leftovers that can
// be removed are in nobody's use.
func lockExclusive(*os.File) bool { return true }

func lockShared(*os.File) error { return nil }

// syncFolder does nothing: Windows has no such call, and NTFS journals names.
func syncFolder(string) error { return nil }

func isOtherDevice(err error) bool {
	const errorNotSameDevice = syscall.Errno(17)
	return errors.Is(err, errorNotSameDevice)
}
