package pdf

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"strings"
	"unicode/utf16"
)

// fontObject writes a face's subset as a Type 0 font with two-byte codes that
// are the subset's glyph numbers (ISO 32000-1, 9.7), and returns its number.
func fontObject(f *file, t *typeface) ref {
	data := t.build()
	name := subsetTag(data) + "+" + t.name
	fontFile := f.addStream(fmt.Sprintf("/Length1 %d", len(data)), data, true)
	flags := 4 // symbolic: the codes are glyph numbers
	if strings.Contains(t.name, "Serif") {
		flags |= 2
	}
	if strings.Contains(t.name, "Code") {
		flags |= 1
	}
	if t.italicAngle != 0 {
		flags |= 64
	}
	descriptor := f.add("<</Type/FontDescriptor/FontName/%s/Flags %d/FontBBox[%d %d %d %d]/ItalicAngle %d/Ascent %d/Descent %d/CapHeight %d/StemV %d/FontFile2 %s>>",
		name, flags, t.bbox[0], t.bbox[1], t.bbox[2], t.bbox[3], t.italicAngle>>16,
		t.ascent, t.descent, t.capHeight, 40+t.weight/10, fontFile)
	var widths strings.Builder
	for i, u := range t.uses {
		if i > 0 {
			widths.WriteByte(' ')
		}
		fmt.Fprintf(&widths, "%d", t.advance(u.id))
	}
	cid := f.add("<</Type/Font/Subtype/CIDFontType2/BaseFont/%s/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor %s/CIDToGIDMap/Identity/DW 0/W[0[%s]]>>",
		name, descriptor, &widths)
	unicode := f.addStream("", toUnicode(t.uses), true)
	return f.add("<</Type/Font/Subtype/Type0/BaseFont/%s/Encoding/Identity-H/DescendantFonts[%s]/ToUnicode %s>>", name, cid, unicode)
}

// subsetTag is the six letters before a subset's name, taken from its digest.
func subsetTag(data []byte) string {
	sum := sha256.Sum256(data)
	n := binary.BigEndian.Uint64(sum[:])
	var tag [6]byte
	for i := range tag {
		tag[i] = byte('A' + n%26)
		n /= 26
	}
	return string(tag[:])
}

// toUnicode is the CMap that says what text each glyph stands for.
func toUnicode(uses []glyphUse) []byte {
	out := []byte("/CIDInit/ProcSet findresource begin\n12 dict begin\nbegincmap\n" +
		"/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n" +
		"/CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n" +
		"1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n")
	for from := 1; from < len(uses); from += 100 {
		to := min(from+100, len(uses))
		out = fmt.Appendf(out, "%d beginbfchar\n", to-from)
		for i := from; i < to; i++ {
			text := uses[i].text
			if text == "" {
				text = "\u200B" // a further glyph of what another stands for
			}
			out = fmt.Appendf(out, "<%04X><", i)
			for _, u := range utf16.Encode([]rune(text)) {
				out = fmt.Appendf(out, "%04X", u)
			}
			out = append(out, ">\n"...)
		}
		out = append(out, "endbfchar\n"...)
	}
	return append(out, "endcmap\nCMapName currentdict/CMap defineresource pop\nend\nend\n"...)
}
