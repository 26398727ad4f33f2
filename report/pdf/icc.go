package pdf

import (
	"bytes"
	"encoding/binary"
	"unicode/utf16"
)

// srgbProfile is an ICC profile (ICC.1:2010, version 4) of the sRGB colour
// space of IEC 61966-2-1, made here so that the file says what its colours
// mean. Numbers are in ten-millionths, adapted to D50.
func srgbProfile() []byte {
	fixed := func(values ...int64) []byte {
		var out []byte
		for _, v := range values {
			n := v * 65536
			if n < 0 {
				n -= 10_000_000
			}
			out = binary.BigEndian.AppendUint32(out, uint32(int32((n+5_000_000)/10_000_000)))
		}
		return out
	}
	typed := func(kind string, data []byte) []byte {
		return append(append([]byte(kind), 0, 0, 0, 0), data...)
	}
	xyz := func(x, y, z int64) []byte { return typed("XYZ ", fixed(x, y, z)) }
	text := func(s string) []byte {
		var b []byte
		for _, v := range []uint32{1, 12} {
			b = binary.BigEndian.AppendUint32(b, v)
		}
		b = append(b, "enUS"...)
		units := utf16.Encode([]rune(s))
		b = binary.BigEndian.AppendUint32(b, uint32(2*len(units)))
		b = binary.BigEndian.AppendUint32(b, 28)
		for _, u := range units {
			b = binary.BigEndian.AppendUint16(b, u)
		}
		return typed("mluc", b)
	}
	// The curve: ((x+0.055)/1.055)^2.4 from 0.04045 on, x/12.92 below.
	curve := typed("para", append([]byte{0, 3, 0, 0}, fixed(24_000_000, 9_478_673, 521_327, 773_994, 404_500)...))
	tags := []table{
		{"desc", text("sRGB")},
		{"cprt", text("No copyright, use freely")},
		{"wtpt", xyz(9_642_029, 10_000_000, 8_249_054)},
		{"chad", typed("sf32", fixed(10_478_112, 228_866, -501_270, 295_424, 9_904_844, -170_491, -92_345, 150_436, 7_521_316))},
		{"rXYZ", xyz(4_360_747, 2_225_045, 139_322)},
		{"gXYZ", xyz(3_850_649, 7_168_786, 971_045)},
		{"bXYZ", xyz(1_430_804, 606_169, 7_141_733)},
		{"rTRC", curve},
		{"gTRC", curve},
		{"bTRC", curve},
	}
	be := binary.BigEndian
	index := be.AppendUint32(nil, uint32(len(tags)))
	var body []byte
	start := 128 + 4 + 12*len(tags)
	at := 0
	for i, t := range tags {
		if i == 0 || !bytes.Equal(t.data, tags[i-1].data) {
			for len(body)%4 != 0 {
				body = append(body, 0)
			}
			at = start + len(body)
			body = append(body, t.data...)
		}
		index = append(index, t.tag...)
		index = be.AppendUint32(be.AppendUint32(index, uint32(at)), uint32(len(t.data)))
	}
	for len(body)%4 != 0 {
		body = append(body, 0)
	}
	header := make([]byte, 128)
	be.PutUint32(header, uint32(start+len(body)))
	copy(header[8:], []byte{4, 0x20, 0, 0})
	copy(header[12:], "mntrRGB XYZ ")
	for i, v := range []uint16{2000, 1, 1, 0, 0, 0} { // the profile's own date
		be.PutUint16(header[24+2*i:], v)
	}
	copy(header[36:], "acsp")
	copy(header[68:], fixed(9_642_029, 10_000_000, 8_249_054))
	return append(append(header, index...), body...)
}
