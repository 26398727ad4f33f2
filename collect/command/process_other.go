//go:build !unix

package command

import "os/exec"

// Without process groups the command itself is stopped; children that it
// leaves behind lose its output after the grace period.
func ownGroup(*exec.Cmd) {}

func terminateGroup(cmd *exec.Cmd) error { return cmd.Process.Kill() }

func killGroup(*exec.Cmd) {}
