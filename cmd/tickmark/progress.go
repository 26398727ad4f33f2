package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"

	"github.com/mattn/go-isatty"
)

// progress shows the stages of a long command on stderr: a bar that moves on
// a terminal, one line per stage elsewhere.
type progress struct {
	out      io.Writer
	terminal bool

	mu    sync.Mutex
	stage string
	total int
	done  int
}

func newProgress(out io.Writer) *progress {
	file, ok := out.(*os.File)
	return &progress{out: out, terminal: ok && isatty.IsTerminal(file.Fd())}
}

// Stage ends the stage before and begins one of n steps; -1 when nobody knows.
func (p *progress) Stage(name string, n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.endStage()
	p.stage, p.total, p.done = name, n, 0
	if p.terminal {
		p.draw("")
	}
}

// Step counts one step of the stage.
func (p *progress) Step(what string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.done++
	if p.terminal {
		p.draw(what)
	}
}

// Finish ends the last stage.
func (p *progress) Finish() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.endStage()
}

func (p *progress) endStage() {
	if p.stage == "" {
		return
	}
	if p.terminal {
		fmt.Fprint(p.out, "\r\x1b[K")
	}
	switch {
	case p.total > 0:
		fmt.Fprintf(p.out, "%s: %d of %d\n", p.stage, p.done, p.total)
	case p.total == 0:
		fmt.Fprintf(p.out, "%s: nothing to do\n", p.stage)
	default:
		fmt.Fprintf(p.out, "%s: done\n", p.stage)
	}
	p.stage = ""
}

const barWidth = 24

func (p *progress) draw(what string) {
	filled := 0
	if p.total > 0 {
		filled = min(barWidth*p.done/p.total, barWidth)
	}
	const room = 28 // for the name of the step, so that a line does not wrap
	if r := []rune(what); len(r) > room {
		what = string(r[:room-1]) + "…"
	}
	fmt.Fprintf(p.out, "\r\x1b[K%s [%s%s] %d/%d %s", p.stage, strings.Repeat("#", filled), strings.Repeat("-", barWidth-filled), p.done, p.total, what)
}
