package pdf

import (
	"encoding/hex"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"
)

// element is a structure element as read back from a file.
type element struct {
	tag, dict string
	text      string // of its own marked content
	kids      []*element
}

// all is the text of the element and what is in it, in reading order.
func (e *element) all() string {
	var b strings.Builder
	e.write(&b)
	return b.String()
}

func (e *element) write(b *strings.Builder) {
	for _, k := range e.kids {
		k.write(b)
	}
	b.WriteString(e.text)
	switch e.tag {
	case "", "Link", "Reference":
	default:
		b.WriteByte(' ')
	}
}

// find lists the elements with a tag.
func (e *element) find(tag string) []*element {
	var out []*element
	if e.tag == tag {
		out = append(out, e)
	}
	for _, k := range e.kids {
		out = append(out, k.find(tag)...)
	}
	return out
}

var (
	reMarked = regexp.MustCompile(`(?m)^/(\w+)<</MCID (\d+)>>BDC$|^/Artifact.*(?:BMC|BDC)$|^EMC$|/F(\d+) [\d.]+ Tf$|\[((?:<[0-9A-F]*>|-?\d+)*)\]TJ`)
	reHex    = regexp.MustCompile(`<([0-9A-F]*)>`)
	reChar   = regexp.MustCompile(`<([0-9A-F]{4})><([0-9A-F]+)>`)
	reKid    = regexp.MustCompile(`<</Type/OBJR/Pg \d+ 0 R/Obj (\d+) 0 R>>|<</Type/MCR/Pg (\d+) 0 R/MCID (\d+)>>|(\d+) 0 R|(\d+)`)
)

// extract reads the text of a file by its structure tree: what a screen reader
// gets. It checks on the way that marked content and tree belong together.
func extract(t testing.TB, r *readFile) *element {
	t.Helper()
	shown := map[[2]int]string{} // page, id
	tags := map[[2]int]string{}
	maps := map[string]map[string]string{}
	used := map[[2]int]int{}
	for _, page := range r.pages() {
		resources := r.objects[r.ref(r.objects[page], "Resources")]
		current, artifact, font := [2]int{-1, -1}, false, map[string]string{}
		for _, m := range reMarked.FindAllStringSubmatch(string(r.streams[r.ref(r.objects[page], "Contents")]), -1) {
			switch {
			case m[1] != "":
				id, _ := strconv.Atoi(m[2])
				current = [2]int{page, id}
				if _, twice := tags[current]; twice {
					t.Fatalf("page %d: marked content %d twice", page, id)
				}
				tags[current], shown[current] = m[1], ""
			case strings.HasPrefix(m[0], "/Artifact"):
				artifact = true
			case m[0] == "EMC":
				current, artifact = [2]int{-1, -1}, false
			case m[3] != "":
				if maps[m[3]] == nil {
					f := r.objects[r.ref(resources, "F"+m[3])]
					maps[m[3]] = map[string]string{}
					for _, c := range reChar.FindAllStringSubmatch(string(r.streams[r.ref(f, "ToUnicode")]), -1) {
						maps[m[3]][c[1]] = utf16Text(c[2])
					}
				}
				font = maps[m[3]]
			default:
				if current[0] < 0 && !artifact {
					t.Fatalf("page %d: text outside of marked content", page)
				}
				for _, h := range reHex.FindAllStringSubmatch(m[4], -1) {
					for i := 0; i < len(h[1]); i += 4 {
						text, ok := font[h[1][i:i+4]]
						if !ok {
							t.Fatalf("page %d: glyph %s stands for nothing", page, h[1][i:i+4])
						}
						if !artifact {
							shown[current] += text
						}
					}
				}
			}
		}
	}
	var walk func(n, parent int) *element
	walk = func(n, parent int) *element {
		dict := r.objects[n]
		if r.ref(dict, "P") != parent {
			t.Fatalf("element %d says its parent is %d, not %d", n, r.ref(dict, "P"), parent)
		}
		e := &element{dict: dict, tag: regexp.MustCompile(`/S/(\w+)`).FindStringSubmatch(dict)[1]}
		_, kids, _ := strings.Cut(dict, "/K ")
		home := r.ref(dict, "Pg")
		for _, k := range reKid.FindAllStringSubmatch(strings.TrimSuffix(kids, ">>"), -1) {
			at := [2]int{home, 0}
			switch {
			case k[1] != "":
				continue
			case k[4] != "":
				kid, _ := strconv.Atoi(k[4])
				e.kids = append(e.kids, walk(kid, n))
				continue
			case k[2] != "":
				at[0], _ = strconv.Atoi(k[2])
				at[1], _ = strconv.Atoi(k[3])
			default:
				at[1], _ = strconv.Atoi(k[5])
			}
			if tags[at] != e.tag {
				t.Fatalf("element %d is a %s, its content %v a %q", n, e.tag, at, tags[at])
			}
			used[at]++
			e.kids = append(e.kids, &element{text: shown[at]})
		}
		return e
	}
	root := r.ref(r.catalog(), "StructTreeRoot")
	top := walk(r.ref(r.objects[root], "K"), root)
	for at := range tags {
		if used[at] != 1 {
			t.Fatalf("marked content %v is in the tree %d times", at, used[at])
		}
	}
	return top
}

func utf16Text(s string) string {
	raw, err := hex.DecodeString(s)
	if err != nil {
		return fmt.Sprint(err)
	}
	units := make([]uint16, len(raw)/2)
	for i := range units {
		units[i] = uint16(raw[2*i])<<8 | uint16(raw[2*i+1])
	}
	return string(utf16.Decode(units))
}
