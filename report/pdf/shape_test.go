package pdf

import (
	"strings"
	"testing"
)

func faces(t *testing.T) *typefaces {
	t.Helper()
	f, err := newTypefaces()
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestLigatureStandsForItsLetters(t *testing.T) {
	w := faces(t).word(serif, "office")
	if n := len(w.runs[0].glyphs); n >= 6 {
		t.Errorf("no ligature in %d glyphs", n)
	}
	if got := shownAs(w); got != "office" {
		t.Errorf("got %q", got)
	}
	if n := len(faces(t).word(serif, "57ff1f").runs[0].glyphs); n != 6 {
		t.Errorf("a digest has a ligature: %d glyphs", n)
	}
}

func TestKerning(t *testing.T) {
	f := faces(t)
	if pair, apart := f.word(serif, "AV").width, f.word(serif, "A").width+f.word(serif, "V").width; pair >= apart {
		t.Errorf("AV is %d wide, A and V %d", pair, apart)
	}
}

func TestFallback(t *testing.T) {
	f := faces(t)
	for _, c := range []struct {
		text string
		want []faceID
		as   string
	}{
		{"a✗b", []faceID{serif, sans, serif}, "a✗b"},
		{"a漢b", []faceID{serif, sans, serif}, "a漢b"},
		{"a\u200bb", []faceID{serif}, "ab"},
		{"\u202eab", []faceID{sans, serif}, "\uFFFDab"},
		{"e\u0301", []faceID{serif}, "e\u0301"},
		{"\x00", []faceID{sans}, "\uFFFD"},
	} {
		w := f.word(serif, c.text)
		var got []faceID
		for _, r := range w.runs {
			got = append(got, r.face)
			for _, g := range r.glyphs {
				if g.id == 0 {
					t.Errorf("%q: .notdef is shown", c.text)
				}
			}
		}
		if len(got) != len(c.want) || shownAs(w) != c.as {
			t.Errorf("%q: faces %v, text %q", c.text, got, shownAs(w))
			continue
		}
		for i := range got {
			if got[i] != c.want[i] {
				t.Errorf("%q: faces %v, want %v", c.text, got, c.want)
			}
		}
	}
}

func TestSplitWord(t *testing.T) {
	f := faces(t)
	w := f.word(mono, strings.Repeat("0123456789", 4))
	head, tail := w.split(600*10 + 5)
	if shownAs(head) != "0123456789" || head.width+tail.width != w.width {
		t.Errorf("split into %q and %q", shownAs(head), shownAs(tail))
	}
	if head, tail = w.split(1); shownAs(head) != "0" || tail == nil {
		t.Errorf("nothing fits: %q", shownAs(head))
	}
	if head, tail = w.split(1 << 40); head != w || tail != nil {
		t.Error("a word that fits was split")
	}
	path := f.word(sans, "directory/file")
	if head, _ = path.split(path.width - 900); shownAs(head) != "directory/" {
		t.Errorf("a path breaks after %q", shownAs(head))
	}
}
