//go:build !unix

package sqltest

import (
	"os"
	"os/exec"
)

var stopSignal = os.Kill

func (a account) apply(*exec.Cmd) {}
