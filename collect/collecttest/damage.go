package collecttest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/tickmark-audit/tickmark/collect"
)

// places returns offsets to damage: all of them when there are few, and else
// spread over the whole with more of them at both ends.
func (c *Case) places(size int) []int {
	n := c.Damages
	if n == 0 {
		n = 300
	}
	var out []int
	if size <= n {
		for i := range size {
			out = append(out, i)
		}
		return out
	}
	for i := range n / 4 {
		out = append(out, i, size-1-i)
	}
	for i := range n / 2 {
		out = append(out, int(int64(size)*int64(i)/int64(n/2)))
	}
	return out
}

// read decodes and counts damaged bytes and turns a panic into a failure of
// the test.
func (c *Case) read(raw []byte) (rows [][]string, counted int64, panicked any, decodeErr, countErr error) {
	defer func() { panicked = recover() }()
	rows, decodeErr = c.decode(raw)
	counted, countErr = c.count(raw)
	return
}

// check holds what must be true of damaged bytes: whatever is decoded to its
// end without an error was counted too, and if there are fewer records than
// there were, something says so.
func (c *Case) check(t *testing.T, what string, raw []byte, mayBeLess bool) {
	t.Helper()
	rows, counted, panicked, decodeErr, countErr := c.read(raw)
	if panicked != nil {
		t.Fatalf("%s: panic: %v", what, panicked)
	}
	shown := decodeErr != nil || countErr != nil || counted != int64(len(rows))
	if len(rows) < len(c.Want) && !shown && !mayBeLess {
		t.Errorf("%s: %d of %d records and nothing says so", what, len(rows), len(c.Want))
	}
	if mayBeLess && decodeErr == nil && (countErr != nil || counted != int64(len(rows))) {
		t.Errorf("%s: decoded %d, counted %d, %v", what, len(rows), counted, countErr)
	}
}

func (c *Case) truncate(t *testing.T, raw []byte) {
	for _, at := range c.places(len(raw)) {
		c.check(t, fmt.Sprintf("the first %d of %d bytes", at, len(raw)), raw[:at], !c.SelfDelimiting)
	}
}

func (c *Case) flip(t *testing.T, raw []byte) {
	damaged := make([]byte, len(raw))
	for _, at := range c.places(len(raw)) {
		for _, bits := range []byte{0x01, 0x80, 0xFF} {
			copy(damaged, raw)
			damaged[at] ^= bits
			c.check(t, fmt.Sprintf("byte %d xor %#x", at, bits), damaged, false)
		}
	}
}

// cancel cancels before the start, and again on the first byte: then the
// collection fails, or had already come to its end.
func (c *Case) cancel(t *testing.T, raw []byte) {
	source, err := collect.Open(c.Population, c.Environment)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	stop()
	var got bytes.Buffer
	if x, err := source.Collect(ctx, &got); !errors.Is(err, context.Canceled) || x.Kind != "" {
		t.Errorf("cancelled before: %+v, %v", x, err)
	}
	ctx, stop = context.WithCancel(context.Background())
	defer stop()
	got.Reset()
	x, err := source.Collect(ctx, writerFunc(func(p []byte) (int, error) {
		stop()
		return got.Write(p)
	}))
	switch {
	case err != nil && (!errors.Is(err, context.Canceled) || x.Kind != ""):
		t.Errorf("cancelled on the first byte: %+v, %v", x, err)
	case err == nil && !bytes.Equal(got.Bytes(), raw):
		t.Errorf("cancelled on the first byte, it succeeds with %d of %d bytes", got.Len(), len(raw))
	}
}

// failingWriter refuses the first bytes, and then the last.
func (c *Case) failingWriter(t *testing.T, raw []byte) {
	source, err := collect.Open(c.Population, c.Environment)
	if err != nil {
		t.Fatal(err)
	}
	full := errors.New("the disk is full")
	for _, room := range []int{0, len(raw) - 1} {
		left := room
		x, err := source.Collect(context.Background(), writerFunc(func(p []byte) (int, error) {
			if left -= len(p); left < 0 {
				return 0, full
			}
			return len(p), nil
		}))
		if err == nil || x.Kind != "" {
			t.Errorf("with room for %d of %d bytes: %+v, %v", room, len(raw), x, err)
		}
	}
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }
