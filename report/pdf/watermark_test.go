package pdf

import (
	"strings"
	"testing"
)

// The watermark is on every page, is an artifact, and is no text: not one
// letter of it gets into what a reader copies.
func TestWatermarkIsNoText(t *testing.T) {
	doc := sample()
	doc.Watermarks = []string{"ZWQX", "KJ"}
	r := read(t, render(t, doc))
	if text := extract(t, r).all(); strings.Contains(text, "ZWQX") {
		t.Error("the watermark is in the text")
	}
	wide := 0
	for i, page := range r.pages() {
		name := "/Tall"
		if strings.Contains(r.objects[page], "/MediaBox[0 0 792 612]") {
			name, wide = "/Wide", wide+1
		}
		content := string(r.streams[r.ref(r.objects[page], "Contents")])
		if !strings.HasPrefix(content, "/Artifact<</Type/Pagination/Subtype/Watermark>>BDC\n"+name+" Do\nEMC\n") {
			t.Errorf("page %d does not begin with the watermark: %.80q", i+1, content)
		}
		drawing := r.streams[r.ref(r.objects[r.ref(r.objects[page], "Resources")], name[1:])]
		if n := strings.Count(string(drawing), "f Q\n"); n != 2 || strings.Contains(string(drawing), "BT") {
			t.Errorf("page %d: the drawing has %d lines", i+1, n)
		}
	}
	if wide == 0 {
		t.Error("no page was on its side")
	}
	doc.Watermarks = nil
	if r := read(t, render(t, doc)); strings.Contains(string(r.streams[r.ref(r.objects[r.pages()[0]], "Contents")]), "Watermark") {
		t.Error("a watermark without a text")
	}
}
