package pdf

import (
	"encoding/binary"
	"slices"
)

// glyphUse is a glyph together with the text it stands for. The same glyph
// standing for different characters gets one number for each, so that text
// comes out of the file as it went in.
type glyphUse struct {
	id   uint16
	text string
}

// subset collects the glyphs that a document uses of one face, numbered in
// the order of first use. Number 0 is the font's .notdef, which is never drawn.
type subset struct {
	from    *program
	numbers map[glyphUse]uint16
	uses    []glyphUse
	full    bool // more glyphs were asked for than a font can number
}

func newSubset(p *program) subset {
	return subset{from: p, numbers: map[glyphUse]uint16{{}: 0}, uses: []glyphUse{{}}}
}

// maxGlyphs is what a two-byte code can number.
const maxGlyphs = 0xFFFF

func (s *subset) number(u glyphUse) uint16 {
	n, ok := s.numbers[u]
	if !ok {
		if len(s.uses) >= maxGlyphs {
			s.full = true
			return 0
		}
		n = uint16(len(s.uses))
		s.numbers[u] = n
		s.uses = append(s.uses, u)
	}
	return n
}

// TrueType composite glyph flags (OpenType specification, glyf table).
const (
	argsAreWords   = 0x0001
	haveScale      = 0x0008
	moreComponents = 0x0020
	haveXYScale    = 0x0040
	have2x2        = 0x0080
)

// components yields the offsets in a composite glyph at which the numbers of
// its parts stand.
func components(outline []byte) []int {
	if len(outline) < 10 || int16(binary.BigEndian.Uint16(outline)) >= 0 {
		return nil
	}
	var at []int
	for i := 10; ; {
		flags := binary.BigEndian.Uint16(outline[i:])
		at = append(at, i+2)
		i += 6
		if flags&argsAreWords != 0 {
			i += 2
		}
		switch {
		case flags&haveScale != 0:
			i += 2
		case flags&haveXYScale != 0:
			i += 4
		case flags&have2x2 != 0:
			i += 8
		}
		if flags&moreComponents == 0 {
			return at
		}
	}
}

// build makes the TrueType file with the used glyphs and the parts of
// composite ones. It numbers those parts too, after the used ones; they are
// never shown by themselves.
func (s *subset) build() []byte {
	be := binary.BigEndian
	parts := map[uint16]uint16{}
	order := make([]uint16, len(s.uses))
	for i, u := range s.uses {
		order[i] = u.id
	}
	var glyf, loca, hmtx []byte
	for i := 0; i < len(order); i++ {
		loca = be.AppendUint32(loca, uint32(len(glyf)))
		hmtx = be.AppendUint16(hmtx, uint16(s.from.advance(order[i])))
		outline := slices.Clone(s.from.outline(order[i]))
		for _, at := range components(outline) {
			old := be.Uint16(outline[at:])
			n, ok := parts[old]
			if !ok {
				n = uint16(len(order))
				parts[old] = n
				order = append(order, old)
			}
			be.PutUint16(outline[at:], n)
		}
		bearing := int16(0)
		if len(outline) >= 10 {
			bearing = int16(be.Uint16(outline[2:])) // xMin
		}
		hmtx = be.AppendUint16(hmtx, uint16(bearing))
		glyf = append(glyf, outline...)
		for len(glyf)%4 != 0 {
			glyf = append(glyf, 0)
		}
	}
	loca = be.AppendUint32(loca, uint32(len(glyf)))

	head := slices.Clone(s.from.tables["head"])
	be.PutUint16(head[50:], 1) // loca is long
	hhea := slices.Clone(s.from.tables["hhea"])
	be.PutUint16(hhea[34:], uint16(len(order)))
	maxp := slices.Clone(s.from.tables["maxp"])
	be.PutUint16(maxp[4:], uint16(len(order)))
	return sfnt([]table{
		{"cvt ", s.from.tables["cvt "]}, {"fpgm", s.from.tables["fpgm"]}, {"glyf", glyf},
		{"head", head}, {"hhea", hhea}, {"hmtx", hmtx}, {"loca", loca}, {"maxp", maxp},
		{"prep", s.from.tables["prep"]},
	})
}

type table struct {
	tag  string
	data []byte
}

// sfnt wraps tables, sorted by tag, in a TrueType file; those without data are
// left out.
func sfnt(tables []table) []byte {
	tables = slices.DeleteFunc(tables, func(t table) bool { return len(t.data) == 0 })
	be := binary.BigEndian
	n, power, log := len(tables), 1, 0
	for power*2 <= n {
		power, log = power*2, log+1
	}
	out := be.AppendUint32(nil, 0x00010000)
	for _, v := range []int{n, power * 16, log, n*16 - power*16} {
		out = be.AppendUint16(out, uint16(v))
	}
	body := make([]byte, 0, 1<<16)
	headAt := 0
	for _, t := range tables {
		offset := 12 + 16*n + len(body)
		data := t.data
		if t.tag == "head" {
			be.PutUint32(data[8:], 0) // checkSumAdjustment, set below
			headAt = offset
		}
		out = append(out, t.tag...)
		out = be.AppendUint32(out, checksum(data))
		out = be.AppendUint32(out, uint32(offset))
		out = be.AppendUint32(out, uint32(len(data)))
		body = append(body, data...)
		for len(body)%4 != 0 {
			body = append(body, 0)
		}
	}
	out = append(out, body...)
	be.PutUint32(out[headAt+8:], 0xB1B0AFBA-checksum(out))
	return out
}

func checksum(data []byte) uint32 {
	var sum uint32
	for len(data) >= 4 {
		sum += binary.BigEndian.Uint32(data)
		data = data[4:]
	}
	var last [4]byte
	copy(last[:], data)
	return sum + binary.BigEndian.Uint32(last[:])
}
