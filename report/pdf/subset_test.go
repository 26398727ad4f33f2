package pdf

import (
	"bytes"
	"encoding/binary"
	"testing"
)

// A subset has the outlines and advances of the font it is taken from, the
// parts of composite glyphs included, and its checksums are right.
func TestSubset(t *testing.T) {
	f := faces(t)
	for id := range faceCount {
		w := f.word(id, "Ångström ﬁé½ → fi")
		for i := range w.runs {
			f.encode(&w.runs[i])
		}
	}
	for id, face := range f.list {
		if len(face.uses) < 5 {
			t.Fatalf("face %d: %d glyphs", id, len(face.uses))
		}
		data := face.build()
		if sum := checksum(data); sum != 0xB1B0AFBA {
			t.Errorf("%s: the checksum of the file is %X", face.name, sum)
		}
		tables := map[string][]byte{}
		be := binary.BigEndian
		for i := range int(be.Uint16(data[4:])) {
			e := data[12+16*i:]
			tables[string(e[:4])] = data[be.Uint32(e[8:]) : be.Uint32(e[8:])+be.Uint32(e[12:])]
		}
		cut := &program{tables: tables, longLoca: true, metricCount: int(be.Uint16(tables["hhea"][34:]))}
		composite := 0
		var same func(old, new uint16)
		same = func(old, new uint16) {
			a, b := bytes.Clone(face.outline(old)), bytes.Clone(cut.outline(new))
			if face.advance(old) != cut.advance(new) {
				t.Errorf("%s: glyph %d has another advance", face.name, old)
			}
			for _, at := range components(a) {
				composite++
				same(be.Uint16(a[at:]), be.Uint16(b[at:]))
				clear(a[at : at+2])
				clear(b[at : at+2])
			}
			if !bytes.Equal(a, b[:min(len(a), len(b))]) {
				t.Errorf("%s: glyph %d has another outline", face.name, old)
			}
		}
		for n, u := range face.uses {
			same(u.id, uint16(n))
		}
		if composite == 0 {
			t.Errorf("%s: no composite glyph was looked at", face.name)
		}
	}
}

func TestOneGlyphForTwoTexts(t *testing.T) {
	s := newSubset(faces(t).programs[sans])
	a, b := s.number(glyphUse{7, "x"}), s.number(glyphUse{7, "y"})
	if a == b || a == 0 || b == 0 || s.number(glyphUse{7, "x"}) != a {
		t.Errorf("numbers %d and %d", a, b)
	}
}
