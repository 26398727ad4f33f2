package record

import (
	"errors"
	"io"
	"strings"
	"testing"
)

// failing gives two records, then errors that differ, then records again.
type failing struct{ n int }

func (f *failing) Fields() []string { return []string{"a"} }
func (f *failing) Close() error     { return nil }
func (f *failing) Next() (Record, error) {
	f.n++
	if f.n == 3 || f.n == 4 {
		return Record{Number: 99}, errors.New(strings.Repeat("x", f.n))
	}
	return Record{Number: int64(f.n)}, nil
}

func TestSticky(t *testing.T) {
	r := Sticky(&failing{})
	for n := range 6 {
		rec, err := r.Next()
		if n < 2 && (err != nil || rec.Number != int64(n+1)) || n >= 2 && (err == nil || err.Error() != "xxx" || rec.Number != 0) {
			t.Errorf("call %d: %+v, %v", n+1, rec, err)
		}
	}
	if n, err := Count(Sticky(&failing{})); n != 2 || err == nil {
		t.Errorf("counted %d, %v", n, err)
	}
}

func TestLines(t *testing.T) {
	long := strings.Repeat("x", 700_000)
	l := NewLines(strings.NewReader("a\n\n" + long + "\nlast"))
	for i, want := range []string{"a\n", "\n", long + "\n", "last"} {
		if line, err := l.Next(); err != nil || string(line) != want || l.Number() != int64(i+1) {
			t.Errorf("line %d: %d bytes, number %d, %v", i+1, len(line), l.Number(), err)
		}
	}
	if _, err := l.Next(); err != io.EOF {
		t.Errorf("behind the end: %v", err)
	}
	l = NewLines(io.MultiReader(strings.NewReader("a\nb"), broken{}))
	l.Next()
	if line, err := l.Next(); err == nil || err.Error() != "line 2: the cable is out" {
		t.Errorf("a reader that fails: %q, %v", line, err)
	}
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, errors.New("the cable is out") }

func TestErrorText(t *testing.T) {
	for want, e := range map[string]Error{
		"record 2 (line 3): short; add":   {Record: 2, Line: 3, Message: "short", Help: "add"},
		"line 1: wrong":                   {Line: 1, Message: "wrong"},
		`record 2, field "a": wrong`:      {Record: 2, Field: "a", Message: "wrong"},
		`field "a": wrong; mend`:          {Field: "a", Message: "wrong", Help: "mend"},
		"the file is empty; export again": {Message: "the file is empty", Help: "export again"},
	} {
		if e.Error() != want {
			t.Errorf("got %s, want %s", e.Error(), want)
		}
	}
}
