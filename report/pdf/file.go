package pdf

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"
	"strings"
	"unicode/utf16"
)

// ref is the number of an indirect object; its generation is always 0.
type ref int

func (r ref) String() string { return fmt.Sprintf("%d 0 R", int(r)) }

// file is the objects of a PDF file, by number. Number 0 is not used.
type file struct {
	objects [][]byte
	streams []bool
	zip     *zlib.Writer
}

func newFile() *file { return &file{objects: make([][]byte, 1), streams: make([]bool, 1)} }

// reserve takes the next number; set must follow.
func (f *file) reserve() ref {
	f.objects = append(f.objects, nil)
	f.streams = append(f.streams, false)
	return ref(len(f.objects) - 1)
}

func (f *file) set(r ref, body []byte) { f.objects[r] = body }

// add writes a new object.
func (f *file) add(format string, args ...any) ref {
	r := f.reserve()
	f.set(r, fmt.Appendf(nil, format, args...))
	return r
}

// addStream writes a new stream; dict is what its dictionary has besides
// Length and Filter.
func (f *file) addStream(dict string, data []byte, compress bool) ref {
	r := f.reserve()
	f.streams[r] = true
	filter := ""
	if compress {
		data, filter = f.deflate(data), "/Filter/FlateDecode"
	}
	body := fmt.Appendf(nil, "<<%s%s/Length %d>>\nstream\n", dict, filter, len(data))
	f.set(r, append(append(body, data...), "\nendstream"...))
	return r
}

func (f *file) deflate(data []byte) []byte {
	var b bytes.Buffer
	if f.zip == nil {
		f.zip = zlib.NewWriter(&b)
	} else {
		f.zip.Reset(&b)
	}
	// Writing to a bytes.Buffer does not fail.
	_, _ = f.zip.Write(data)
	_ = f.zip.Close()
	return b.Bytes()
}

// perStream is how many objects go into one object stream.
const perStream = 200

// write writes the file: the streams, the other objects packed in object
// streams, and a cross-reference stream (ISO 32000-1, 7.5.7 and 7.5.8). The
// file's ID is a digest of what comes before.
func (f *file) write(w io.Writer, catalog, info ref) error {
	out := []byte("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n")
	type place struct{ kind, where, index int }
	places := make([]place, len(f.objects), len(f.objects)+len(f.objects)/perStream+2)
	put := func(r ref) {
		places[r] = place{kind: 1, where: len(out)}
		out = fmt.Appendf(out, "%d 0 obj\n", int(r))
		out = append(append(out, f.objects[r]...), "\nendobj\n"...)
	}
	var packed []ref
	for r := 1; r < len(f.objects); r++ {
		if f.streams[r] {
			put(ref(r))
		} else {
			packed = append(packed, ref(r))
		}
	}
	for len(packed) > 0 {
		group := packed[:min(perStream, len(packed))]
		packed = packed[len(group):]
		var index, body []byte
		number := len(f.objects)
		for i, r := range group {
			index = fmt.Appendf(index, "%d %d ", int(r), len(body))
			body = append(append(body, f.objects[r]...), '\n')
			places[r] = place{2, number, i}
		}
		f.addStream(fmt.Sprintf("/Type/ObjStm/N %d/First %d", len(group), len(index)), append(index, body...), true)
		places = append(places, place{})
		put(ref(number))
	}
	self := len(f.objects)
	places = append(places, place{kind: 1, where: len(out)})
	table := []byte{0, 0, 0, 0, 0, 0xFF, 0xFF}
	for _, p := range places[1:] {
		table = append(table, byte(p.kind))
		table = binary.BigEndian.AppendUint32(table, uint32(p.where))
		table = binary.BigEndian.AppendUint16(table, uint16(p.index))
	}
	id := sha256.Sum256(out)
	at := len(out)
	f.addStream(fmt.Sprintf("/Type/XRef/Size %d/W[1 4 2]/Root %s/Info %s/ID[<%x><%x>]", self+1, catalog, info, id[:16], id[:16]), table, true)
	put2 := fmt.Appendf(nil, "%d 0 obj\n", self)
	out = append(append(append(out, put2...), f.objects[self]...), "\nendobj\n"...)
	out = fmt.Appendf(out, "startxref\n%d\n%%%%EOF\n", at)
	_, err := w.Write(out)
	return err
}

// textString writes text for a person to read: ASCII as it is, all else in
// UTF-16 (ISO 32000-1, 7.9.2.2).
func textString(s string) string {
	ascii := true
	for i := 0; i < len(s) && ascii; i++ {
		ascii = s[i] >= 0x20 && s[i] < 0x7F
	}
	if ascii {
		return "(" + strings.NewReplacer(`\`, `\\`, "(", `\(`, ")", `\)`).Replace(s) + ")"
	}
	var b strings.Builder
	b.WriteString("<FEFF")
	for _, u := range utf16.Encode([]rune(s)) {
		fmt.Fprintf(&b, "%04X", u)
	}
	b.WriteByte('>')
	return b.String()
}
