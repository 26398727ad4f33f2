package pdf

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// readFile reads a file as a reader would that trusts nothing: it follows the
// cross-reference stream and checks that every object is where it says.
type readFile struct {
	trailer string
	objects map[int]string // dictionaries and other values
	streams map[int][]byte // decoded
}

var (
	reObject = regexp.MustCompile(`^(\d+) 0 obj\n`)
	reRef    = regexp.MustCompile(`\b(\d+) 0 R\b`)
	reLength = regexp.MustCompile(`/Length (\d+)`)
)

func read(t testing.TB, data []byte) *readFile {
	t.Helper()
	r, err := parse(data)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func parse(data []byte) (*readFile, error) {
	if !bytes.HasPrefix(data, []byte("%PDF-1.7\n%")) || !bytes.HasSuffix(data, []byte("\n%%EOF\n")) {
		return nil, fmt.Errorf("no PDF header or end")
	}
	m := regexp.MustCompile(`startxref\n(\d+)\n%%EOF\n$`).FindSubmatch(data)
	if m == nil {
		return nil, fmt.Errorf("no startxref")
	}
	at, _ := strconv.Atoi(string(m[1]))
	r := &readFile{objects: map[int]string{}, streams: map[int][]byte{}}
	self, err := r.object(data, at)
	if err != nil {
		return nil, fmt.Errorf("cross-reference stream: %w", err)
	}
	r.trailer = r.objects[self]
	table := r.streams[self]
	if len(table)%7 != 0 || len(table)/7 != self+1 {
		return nil, fmt.Errorf("cross-reference stream of %d bytes for %d objects", len(table), self+1)
	}
	inside := map[int][][2]int{} // object stream: number and index
	for n := 1; n <= self; n++ {
		row := table[7*n:]
		where, index := int(binary.BigEndian.Uint32(row[1:])), int(binary.BigEndian.Uint16(row[5:]))
		switch row[0] {
		case 1:
			if got, err := r.object(data, where); err != nil || got != n {
				return nil, fmt.Errorf("object %d: found %d: %v", n, got, err)
			}
		case 2:
			inside[where] = append(inside[where], [2]int{n, index})
		default:
			return nil, fmt.Errorf("object %d is free", n)
		}
	}
	for stream, list := range inside {
		body := r.streams[stream]
		first, _ := strconv.Atoi(regexp.MustCompile(`/First (\d+)`).FindStringSubmatch(r.objects[stream])[1])
		index := strings.Fields(string(body[:first]))
		for _, o := range list {
			number, _ := strconv.Atoi(index[2*o[1]])
			from, _ := strconv.Atoi(index[2*o[1]+1])
			to := len(body) - first
			if 2*o[1]+3 < len(index) {
				to, _ = strconv.Atoi(index[2*o[1]+3])
			}
			if number != o[0] {
				return nil, fmt.Errorf("object stream %d has %d where %d should be", stream, number, o[0])
			}
			r.objects[number] = strings.TrimSuffix(string(body[first+from:first+to]), "\n")
		}
	}
	for n, o := range r.objects {
		for _, m := range reRef.FindAllStringSubmatch(o, -1) {
			to, _ := strconv.Atoi(m[1])
			if _, ok := r.objects[to]; !ok {
				return nil, fmt.Errorf("object %d refers to %d, which is not there", n, to)
			}
		}
		if !balanced(o) {
			return nil, fmt.Errorf("object %d: brackets do not match: %.200s", n, o)
		}
	}
	return r, nil
}

// object reads the object at an offset.
func (r *readFile) object(data []byte, at int) (int, error) {
	if at < 0 || at >= len(data) {
		return 0, fmt.Errorf("offset %d is outside the file", at)
	}
	m := reObject.FindSubmatch(data[at:])
	if m == nil {
		return 0, fmt.Errorf("no object at %d", at)
	}
	number, _ := strconv.Atoi(string(m[1]))
	body := data[at+len(m[0]):]
	start := bytes.Index(body, []byte("\nstream\n"))
	r.objects[number] = string(body[:start])
	length, _ := strconv.Atoi(reLength.FindStringSubmatch(r.objects[number])[1])
	raw := body[start+8 : start+8+length]
	if !bytes.HasPrefix(body[start+8+length:], []byte("\nendstream\nendobj\n")) {
		return 0, fmt.Errorf("object %d: its stream is not as long as it says", number)
	}
	if strings.Contains(r.objects[number], "/FlateDecode") {
		z, err := zlib.NewReader(bytes.NewReader(raw))
		if err != nil {
			return 0, err
		}
		if raw, err = io.ReadAll(z); err != nil {
			return 0, err
		}
	}
	r.streams[number] = raw
	return number, nil
}

// balanced says whether the brackets outside of strings match.
func balanced(o string) bool {
	var open []byte
	for i := 0; i < len(o); i++ {
		switch c := o[i]; c {
		case '(':
			for depth := 1; depth > 0; {
				if i++; i >= len(o) {
					return false
				}
				switch o[i] {
				case '\\':
					i++
				case '(':
					depth++
				case ')':
					depth--
				}
			}
		case '<', '[':
			if c == '<' && i+1 < len(o) && o[i+1] == '<' {
				i++
				c = 'd'
			}
			open = append(open, c)
		case '>', ']':
			want := byte('[')
			if c == '>' {
				want = '<'
				if len(open) > 0 && open[len(open)-1] == 'd' {
					i++
					want = 'd'
				}
			}
			if len(open) == 0 || open[len(open)-1] != want {
				return false
			}
			open = open[:len(open)-1]
		}
	}
	return len(open) == 0
}

// ref is the object that a dictionary's key refers to.
func (r *readFile) ref(dict, key string) int {
	m := regexp.MustCompile(`/` + key + ` ?(\d+) 0 R`).FindStringSubmatch(dict)
	if m == nil {
		return 0
	}
	n, _ := strconv.Atoi(m[1])
	return n
}

// refs are the objects in an array of references.
func (r *readFile) refs(dict, key string) []int {
	m := regexp.MustCompile(`/` + key + `\[([^\]]*)\]`).FindStringSubmatch(dict)
	if m == nil {
		return nil
	}
	var out []int
	for _, n := range reRef.FindAllStringSubmatch(m[1], -1) {
		v, _ := strconv.Atoi(n[1])
		out = append(out, v)
	}
	return out
}

func (r *readFile) catalog() string { return r.objects[r.ref(r.trailer, "Root")] }

func (r *readFile) pages() []int { return r.refs(r.objects[r.ref(r.catalog(), "Pages")], "Kids") }
