package pdf

import (
	"bytes"
	"embed"
	"encoding/binary"
	"fmt"
	"sync"

	"github.com/go-text/typesetting/font"
)

// The fonts are unmodified copies of the static instances that Google Fonts
// serves; their licences are beside them.
//
//go:embed fonts/*.ttf
var fontFiles embed.FS

// faceID names one of the embedded faces.
type faceID uint8

const (
	serif faceID = iota
	serifItalic
	serifBold
	serifBoldItalic
	sans
	sansItalic
	sansBold
	sansBoldItalic
	mono
	monoBold
	faceCount
)

var faceNames = [faceCount]string{
	"SourceSerif4-Regular", "SourceSerif4-Italic", "SourceSerif4-SemiBold", "SourceSerif4-SemiBoldItalic",
	"SourceSans3-Regular", "SourceSans3-Italic", "SourceSans3-SemiBold", "SourceSans3-SemiBoldItalic",
	"SourceCodePro-Regular", "SourceCodePro-SemiBold",
}

// fallbacks are the faces asked, in order, for a character that the wanted
// face does not have.
var fallbacks = [...]faceID{sans, mono, serif}

// variant is the face of the same family that is bold or italic as asked, on
// top of what base is.
func variant(base faceID, bold, italic bool) faceID {
	switch {
	case base >= mono:
		if bold {
			return monoBold
		}
		return base
	default:
		family, bits := base&^3, base&3
		if italic {
			bits |= 1
		}
		if bold {
			bits |= 2
		}
		return family | bits
	}
}

// program is a parsed font file. It is shared by all documents and never
// changes.
type program struct {
	name   string
	tables map[string][]byte
	font   *font.Font

	longLoca    bool
	glyphCount  int
	metricCount int // glyphs with an advance of their own in hmtx

	bbox                       [4]int16
	ascent, descent, capHeight int16
	italicAngle                int32 // 16.16
	weight                     uint16
}

// loadPrograms parses the embedded fonts once. They are part of the program:
// a fault in one is a fault in the build, and the tests see it.
var loadPrograms = sync.OnceValues(func() (*[faceCount]*program, error) {
	var all [faceCount]*program
	for id, name := range faceNames {
		data, err := fontFiles.ReadFile("fonts/" + name + ".ttf")
		if err != nil {
			return nil, err
		}
		if all[id], err = parseProgram(name, data); err != nil {
			return nil, fmt.Errorf("embedded font %s: %w", name, err)
		}
	}
	return &all, nil
})

func parseProgram(name string, data []byte) (*program, error) {
	face, err := font.ParseTTF(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	p := &program{name: name, font: face.Font, tables: map[string][]byte{}}
	be := binary.BigEndian
	for i := 0; i < int(be.Uint16(data[4:])); i++ {
		entry := data[12+16*i:]
		offset, size := be.Uint32(entry[8:]), be.Uint32(entry[12:])
		p.tables[string(entry[:4])] = data[offset : offset+size]
	}
	for _, t := range []string{"head", "hhea", "maxp", "OS/2", "hmtx", "loca", "glyf", "post"} {
		if p.tables[t] == nil {
			return nil, fmt.Errorf("table %s is missing", t)
		}
	}
	head, hhea, os2 := p.tables["head"], p.tables["hhea"], p.tables["OS/2"]
	if em := be.Uint16(head[18:]); em != 1000 {
		return nil, fmt.Errorf("%d units per em; this writer needs 1000", em)
	}
	for i := range p.bbox {
		p.bbox[i] = int16(be.Uint16(head[36+2*i:]))
	}
	p.longLoca = be.Uint16(head[50:]) == 1
	p.ascent, p.descent = int16(be.Uint16(hhea[4:])), int16(be.Uint16(hhea[6:]))
	p.metricCount = int(be.Uint16(hhea[34:]))
	p.glyphCount = int(be.Uint16(p.tables["maxp"][4:]))
	p.weight, p.capHeight = be.Uint16(os2[4:]), int16(be.Uint16(os2[88:]))
	p.italicAngle = int32(be.Uint32(p.tables["post"][4:]))
	return p, nil
}

// advance is the glyph's width in the font's hmtx table.
func (p *program) advance(gid uint16) int64 {
	i := min(int(gid), p.metricCount-1)
	return int64(binary.BigEndian.Uint16(p.tables["hmtx"][4*i:]))
}

// outline is the glyph's entry in the glyf table; empty for a blank glyph.
func (p *program) outline(gid uint16) []byte {
	loca, be := p.tables["loca"], binary.BigEndian
	var from, to uint32
	if p.longLoca {
		from, to = be.Uint32(loca[4*int(gid):]), be.Uint32(loca[4*int(gid)+4:])
	} else {
		from, to = 2*uint32(be.Uint16(loca[2*int(gid):])), 2*uint32(be.Uint16(loca[2*int(gid)+2:]))
	}
	return p.tables["glyf"][from:to]
}
