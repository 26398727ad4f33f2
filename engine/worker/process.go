package worker

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"time"

	"github.com/tickmark-audit/tickmark/engine"
	"github.com/tickmark-audit/tickmark/engine/sqlcheck"
)

// process is one worker process, as its parent sees it.
type process struct {
	cmd    *exec.Cmd
	stdin  io.WriteCloser
	stdout io.Closer
	out    *json.Decoder
	stderr *tail
	ended  chan struct{} // closed when the process was waited for
	err    error         // how it ended; valid after ended
}

// start runs the binary again as a worker.
func start(executable string) (*process, error) {
	if !intercepted {
		return nil, fmt.Errorf("engine: worker.Intercept was not called first in main or TestMain")
	}
	cmd := exec.Command(executable)
	cmd.Args = []string{filepath.Base(executable), "engine-worker"}
	cmd.Env = workerEnvironment()
	cmd.Dir = filepath.Dir(executable)
	isolate(cmd)
	p := &process{cmd: cmd, stderr: &tail{}, ended: make(chan struct{})}
	cmd.Stderr = p.stderr
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return nil, fmt.Errorf("engine: start the worker: %w", err)
	}
	stdout, writer, err := os.Pipe() // not StdoutPipe: Wait must not close what is still being read
	if err != nil {
		return nil, fmt.Errorf("engine: start the worker: %w", err)
	}
	cmd.Stdout = writer
	p.stdin, p.stdout, p.out = stdin, stdout, json.NewDecoder(bufio.NewReader(stdout))

	started := make(chan error)
	go func() {
		// Linux ends the child with the thread that started it, not with the
		// process: this thread stays until the child has ended.
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := cmd.Start()
		writer.Close()
		started <- err
		if err != nil {
			stdout.Close()
			return
		}
		p.err = cmd.Wait()
		close(p.ended)
	}()
	if err := <-started; err != nil {
		return nil, fmt.Errorf("engine: start the worker: %w", err)
	}
	return p, nil
}

// workerEnvironment leaves the worker nothing of ours but what Windows needs
// to start a process.
func workerEnvironment() []string {
	env := []string{variable + "=" + protocolVersion}
	for _, name := range []string{"SystemRoot"} {
		if value, set := os.LookupEnv(name); set {
			env = append(env, name+"="+value)
		}
	}
	return env
}

// call sends a request and waits for its response, for the end of ctx, or
// for the watch to stop the process. When it returns an error that is not
// the worker's own answer, the process is gone.
func (p *process) call(ctx context.Context, req request, w watch) (response, error) {
	if err := sqlcheck.Text(req.SQL); err != nil { // JSON would mend what is not UTF-8
		return response{}, err
	}
	type answer struct {
		resp response
		err  error
	}
	answers := make(chan answer, 1)
	go func() {
		var a answer
		if a.err = json.NewEncoder(p.stdin).Encode(req); a.err == nil {
			a.err = p.out.Decode(&a.resp)
		}
		answers <- a
	}()
	deadline := time.NewTimer(w.deadline)
	defer deadline.Stop()
	look := time.NewTicker(watchInterval)
	defer look.Stop()
	for {
		select {
		case a := <-answers:
			if a.err != nil {
				return response{}, p.died(w)
			}
			return a.resp, a.resp.Error.toError()
		case <-ctx.Done():
			p.kill()
			return response{}, fmt.Errorf("the SQL was stopped before it was done: %w", ctx.Err())
		case <-deadline.C:
			p.kill()
			return response{}, &engine.LimitError{Kind: engine.ErrTimeout,
				Message: fmt.Sprintf("the SQL was stopped after %s, the time that it may take: look for a join without a condition or a recursion without an end", w.deadline)}
		case <-look.C:
			if err := w.exceeded(p.cmd.Process.Pid); err != nil {
				p.kill()
				return response{}, err
			}
		}
	}
}

// died says how a process ended that nobody stopped.
func (p *process) died(w watch) error {
	p.kill()
	said := p.stderr.String()
	for _, sign := range []string{"out of memory", "bad_alloc", "cannot allocate", "Cannot allocate", "failed to create new OS thread"} {
		if strings.Contains(said, sign) {
			return w.memoryError("memory")
		}
	}
	if strings.Contains(said, "SIGXCPU") {
		return &engine.LimitError{Kind: engine.ErrTimeout, Message: "the SQL was stopped because it used more processor time than it may"}
	}
	detail := fmt.Sprint(p.err)
	if line, _, _ := strings.Cut(strings.TrimSpace(said), "\n"); line != "" {
		detail += ": " + line
	}
	return fmt.Errorf("%w while running the SQL (%s)", engine.ErrDied, detail)
}

// kill ends the process and waits until it is gone.
func (p *process) kill() {
	p.cmd.Process.Kill() // fails only when it has ended already
	p.stdin.Close()
	<-p.ended
	p.stdout.Close()
}

// close lets the process end by itself, and ends it when it does not.
func (p *process) close() {
	p.stdin.Close()
	select {
	case <-p.ended:
	case <-time.After(2 * time.Second):
	}
	p.kill()
}

// tail keeps the beginning of what a process writes to its standard error:
// the first line says what happened.
type tail struct {
	mu   sync.Mutex
	text []byte
}

func (t *tail) Write(b []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if room := 8<<10 - len(t.text); room > 0 {
		t.text = append(t.text, b[:min(room, len(b))]...)
	}
	return len(b), nil
}

func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return string(t.text)
}
