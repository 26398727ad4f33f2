package pdf

import (
	"slices"
	"unicode"

	"github.com/go-text/typesetting/font"
	ot "github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/harfbuzz"
	"github.com/go-text/typesetting/language"
)

// glyph is one glyph as shaped. Lengths are thousandths of an em.
type glyph struct {
	id      uint16
	advance int32
	dx, dy  int32  // moves the glyph without moving what follows
	text    string // the characters it stands for
}

// glyphRun is glyphs of one face.
type glyphRun struct {
	face   faceID
	glyphs []glyph
	code   []shownText // filled when the run is first painted
}

// word is a shaped piece of text without a break in it. It is shared by all
// places where the same text is set in the same face, whatever the size.
type word struct {
	runs  []glyphRun
	width int64
}

// typeface is a face in use by one document.
type typeface struct {
	*program
	face  *font.Face
	shape *harfbuzz.Font
	words map[string]*word
	subset
}

// typefaces are all the faces of one document, made when first used.
type typefaces struct {
	programs *[faceCount]*program
	list     [faceCount]*typeface
	buffer   *harfbuzz.Buffer
	covered  [faceCount]map[rune]bool
}

func newTypefaces() (*typefaces, error) {
	programs, err := loadPrograms()
	if err != nil {
		return nil, err
	}
	return &typefaces{programs: programs, buffer: harfbuzz.NewBuffer()}, nil
}

func (t *typefaces) get(id faceID) *typeface {
	if t.list[id] == nil {
		face := font.NewFace(t.programs[id].font)
		t.list[id] = &typeface{
			program: t.programs[id],
			face:    face,
			shape:   harfbuzz.NewFont(face),
			words:   map[string]*word{},
			subset:  newSubset(t.programs[id]),
		}
	}
	return t.list[id]
}

// covers says whether the face has a glyph for the character.
func (t *typefaces) covers(id faceID, r rune) bool {
	if t.covered[id] == nil {
		t.covered[id] = map[rune]bool{}
	}
	has, known := t.covered[id][r]
	if !known {
		_, has = t.get(id).face.NominalGlyph(r)
		t.covered[id][r] = has
	}
	return has
}

// replacement is the character drawn for one that no face has. The glyph keeps
// the original character for whoever copies or searches the text.
const replacement = '□' // U+25A1 white square

// word shapes text in a face. Characters that the face lacks come from the
// fallback faces, and those that no face has become the replacement glyph:
// none is dropped but those that are invisible by definition.
func (t *typefaces) word(id faceID, text string) *word {
	f := t.get(id)
	if w := f.words[text]; w != nil {
		return w
	}
	w := &word{}
	runes := []rune(text)
	kept := runes[:0]
	for _, r := range runes {
		if !invisible(r) {
			kept = append(kept, r)
		}
	}
	for from := 0; from < len(kept); {
		face, drawable := t.pick(id, kept[from])
		to := from + 1
		for to < len(kept) && drawable {
			next, ok := t.pick(id, kept[to])
			joins := unicode.Is(unicode.Mn, kept[to]) && t.covers(face, kept[to])
			if !joins && (!ok || next != face) {
				break
			}
			to++
		}
		if drawable {
			w.runs = append(w.runs, t.shapeRun(face, kept[from:to]))
		} else {
			w.runs = append(w.runs, t.replace(kept[from]))
		}
		from = to
	}
	for _, run := range w.runs {
		for _, g := range run.glyphs {
			w.width += int64(g.advance)
		}
	}
	f.words[text] = w
	return w
}

// pick chooses the face for a character; false when none has it.
func (t *typefaces) pick(want faceID, r rune) (faceID, bool) {
	if unprintable(r) {
		return want, false
	}
	if t.covers(want, r) {
		return want, true
	}
	bold := want < mono && want&2 != 0 || want == monoBold
	for _, id := range fallbacks {
		if id = variant(id, bold, false); t.covers(id, r) {
			return id, true
		}
	}
	return want, false
}

func (t *typefaces) replace(r rune) glyphRun {
	run := t.shapeRun(sans, []rune{replacement})
	if unprintable(r) {
		r = unicode.ReplacementChar // what a text extractor may be told
	}
	run.glyphs[0].text = string(r)
	return run
}

var noLigatures = []harfbuzz.Feature{{Tag: ot.MustNewTag("liga"), End: harfbuzz.FeatureGlobalEnd}}

func (t *typefaces) shapeRun(id faceID, text []rune) glyphRun {
	f, b := t.get(id), t.buffer
	b.Clear()
	b.ClusterLevel = harfbuzz.MonotoneCharacters
	b.Props = harfbuzz.SegmentProperties{
		Language:  "en",
		Script:    scriptOf(text),
		Direction: harfbuzz.LeftToRight,
	}
	b.AddRunes(text, 0, len(text))
	var features []harfbuzz.Feature
	if slices.ContainsFunc(text, unicode.IsDigit) {
		features = noLigatures // identifiers and digests show every letter
	}
	b.Shape(f.shape, features)
	run := glyphRun{face: id, glyphs: make([]glyph, len(b.Info))}
	for i, info := range b.Info {
		pos := b.Pos[i]
		g := glyph{id: uint16(info.Glyph), advance: pos.XAdvance, dx: pos.XOffset, dy: pos.YOffset}
		if i == 0 || b.Info[i-1].Cluster != info.Cluster {
			end := len(text)
			for _, later := range b.Info[i+1:] {
				if later.Cluster != info.Cluster {
					end = later.Cluster
					break
				}
			}
			g.text = string(text[info.Cluster:end])
		}
		run.glyphs[i] = g
	}
	return run
}

func scriptOf(text []rune) language.Script {
	for _, r := range text {
		if s := language.LookupScript(r); s.Strong() {
			return s
		}
	}
	return language.Latin
}

// invisible are the characters that have no form by definition: joiners, break
// hints and variation selectors. They are left out.
func invisible(r rune) bool {
	switch {
	case r == 0xAD, r >= 0x200B && r <= 0x200D, r == 0x2060, r == 0xFEFF, r >= 0xFE00 && r <= 0xFE0F:
		return true
	}
	return false
}

// unprintable are characters that may not stand in a report as they are:
// controls, private characters, which mean something else to everyone, and the
// marks that turn the direction of text, which could make a reader see
// something else than what is recorded. They show as replacements.
func unprintable(r rune) bool {
	switch {
	case unicode.In(r, unicode.Cc, unicode.Co), r == 0x200E, r == 0x200F, r == 0x061C,
		r >= 0x2028 && r <= 0x202E, r >= 0x2066 && r <= 0x206F,
		r&0xFFFE == 0xFFFE, r >= 0xFDD0 && r <= 0xFDEF, r == unicode.ReplacementChar:
		return true
	}
	return false
}

// split cuts a word so that the first part is at most max wide, but for at
// least one glyph. It prefers a place after punctuation of paths, addresses
// and names in the last third.
func (w *word) split(max int64) (head, tail *word) {
	type place struct{ run, glyph int }
	var cut, soft place
	var width, softWidth int64
	found := false
scan:
	for i, run := range w.runs {
		for j, g := range run.glyphs {
			first := i == 0 && j == 0
			if !first && width+int64(g.advance) > max && g.advance > 0 {
				cut, found = place{i, j}, true
				break scan
			}
			width += int64(g.advance)
			if breakable(g.text) {
				soft, softWidth = place{i, j + 1}, width
			}
		}
	}
	if !found {
		return w, nil
	}
	if softWidth > 0 && softWidth > max*2/3 {
		cut = soft
	}
	head, tail = &word{}, &word{}
	for i, run := range w.runs {
		at := 0
		switch {
		case i < cut.run:
			at = len(run.glyphs)
		case i == cut.run:
			at = cut.glyph
		}
		head.add(run, 0, at)
		tail.add(run, at, len(run.glyphs))
	}
	return head, tail
}

func (w *word) add(run glyphRun, from, to int) {
	if from == to {
		return
	}
	part := glyphRun{face: run.face, glyphs: run.glyphs[from:to]}
	w.runs = append(w.runs, part)
	for _, g := range part.glyphs {
		w.width += int64(g.advance)
	}
}

func breakable(text string) bool {
	switch text {
	case "/", "_", "-", ".", ":", "=", "&", "?", ",", ";", "@", "+", "\\":
		return true
	}
	return false
}
