package git

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/tickmark-audit/tickmark/soc"
)

// TestOddCommits: what old and foreign histories hold.
func TestOddCommits(t *testing.T) {
	r := newRepository(t)
	tree := r.emptyTree()
	object := func(author, headers, message string) string {
		return "tree " + tree + "\nauthor " + author + "\ncommitter C <c@example.org> 1775000000 +0000\n" + headers + "\n" + message
	}
	tests := []struct {
		name   string
		object string
		want   map[string]string
	}{
		{"plain", object("Ada <a@example.org> 1775000000 -0330", "", "subject\n"),
			map[string]string{"author_name": "Ada", "author_email": "a@example.org", "authored_at": "2026-03-31T20:03:20-03:30", "subject": "subject", "body": "", "parents": "", "parent_count": "0"}},
		{"no name", object(" <a@example.org> 0 +0000", "", "x"), map[string]string{"author_name": "", "authored_at": "1970-01-01T00:00:00Z"}},
		{"brackets", object("A <B> <a@b> 1 +0000", "", "x"), map[string]string{"author_name": "A", "author_email": "B"}},
		{"impossible zone", object("A <a> 1 +051800", "", "x"), map[string]string{"authored_at": "1 +051800"}},
		{"impossible minutes", object("A <a> 1 +0090", "", "x"), map[string]string{"authored_at": "1 +0090"}},
		{"far future", object("A <a> 99999999999999999 +0000", "", "x"), map[string]string{"authored_at": "99999999999999999 +0000"}},
		{"no time", object("A <a>", "", "x"), map[string]string{"authored_at": ""}},
		{"subject of two lines", object("A <a> 1 +0000", "", "\n \none \ntwo\n \nbody\n\n"), map[string]string{"subject": "one two", "body": "body"}},
		{"no message", object("A <a> 1 +0000", "", ""), map[string]string{"subject": "", "body": ""}},
		{"declared encoding", object("J\xfcrg <a> 1 +0000", "encoding ISO-8859-1\n", "caf\xe9\n"), map[string]string{"author_name": "Jürg", "subject": "café"}},
		{"undeclared encoding", object("J\xfcrg <a> 1 +0000", "", "caf\xe9 é\n"), map[string]string{"author_name": `J\xFCrg`, "subject": `caf\xE9 é`}},
		{"unknown encoding", object("J\xfcrg <a> 1 +0000", "encoding klingon\n", "x"), map[string]string{"author_name": `J\xFCrg`}},
		{"NUL", object("A <a> 1 +0000", "", "a\x00b\n"), map[string]string{"subject": `a\x00b`}},
		{"a signature with a fake header", object("A <a> 1 +0000", "gpgsig -----BEGIN\n author Evil <e> 1 +0000\n parent 0000\n -----END\n", "x"), map[string]string{"author_name": "A", "parent_count": "0"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			id := r.object(tt.object)
			raw, _, err := r.collect(nil)
			if err != nil {
				t.Fatal(err)
			}
			_, pop := r.source(nil)
			got, err := decodeAll(pop, raw)
			if err != nil || len(got) != 1 || got[0]["sha"] != id {
				t.Fatalf("%q, %v", got, err)
			}
			for field, want := range tt.want {
				if got[0][field] != want {
					t.Errorf("%s is %q, want %q", field, got[0][field], want)
				}
			}
		})
	}
}

// TestAlteredHistory: every change to the raw bytes shows.
func TestAlteredHistory(t *testing.T) {
	r := newRepository(t)
	for i := range 5 {
		r.commit(fmt.Sprintf("commit %d\n", i))
	}
	raw, _, err := r.collect(nil)
	if err != nil {
		t.Fatal(err)
	}
	_, pop := r.source(nil)
	second := bytes.Index(raw[bytes.IndexByte(raw, '\n'):], []byte("\n\ncommit 3\n\n")) + bytes.IndexByte(raw, '\n') + len("\n\ncommit 3\n\n")
	tests := []struct{ name, raw, want string }{
		{"a letter", strings.Replace(string(raw), "commit 3\n", "commit 8\n", 1), "they were altered"},
		{"the tip is gone", string(raw[:bytes.IndexByte(raw, '\n')+1]) + string(raw[bytes.Index(raw, []byte("commit 4\n"))+10:]), "is neither the tip nor a parent"},
		{"the first commits are gone", string(raw[:second]), "the history is incomplete: commit "},
		{"a commit twice", string(raw) + string(raw[bytes.Index(raw, []byte("commit 1\n"))+10:]), "is there twice"},
		{"another history", strings.Replace(string(raw), `"history":"all"`, `"history":"first_parent"`, 1), `hold the history "first_parent"`},
		{"another count", strings.Replace(string(raw), `"commits":5`, `"commits":6`, 1), "git counted 6 commits and the raw bytes hold 5"},
		{"no header", string(raw[1:]), "do not begin with the header"},
		{"nothing", "", "do not begin with the header"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := decodeAll(pop, []byte(tt.raw)); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v\nwant  %s", err, tt.want)
			}
		})
	}
	pop.Columns = []soc.Column{{Name: "files"}}
	if _, err := decodeAll(pop, raw); err == nil || !strings.Contains(err.Error(), `a commit has no field "files"; it has sha, parents`) {
		t.Errorf("unknown field: %v", err)
	}
}

// FuzzCommitObject: no bytes make the parser panic, and what it accepts is
// UTF-8 without NUL.
func FuzzCommitObject(f *testing.F) {
	f.Add([]byte("tree 4b825dc\nparent aa\nauthor A <a@b> 1 +0000\ncommitter C <c@d> 2 -0130\nencoding ISO-8859-1\n\ns\xe9\n\nb\n\nReviewed-by: X <x@y>\n"))
	f.Add([]byte("tree x\nauthor <> \ncommitter >< 1\n"))
	f.Add([]byte("\n\n"))
	f.Fuzz(func(t *testing.T, object []byte) {
		c, err := parseCommit(object)
		if err != nil {
			return
		}
		trailers := parseTrailers(c.Message)
		for _, s := range []string{c.Author.Name, c.Author.Email, c.Author.At, c.Subject, c.Body, c.Message, fmt.Sprint(trailers)} {
			if strings.ToValidUTF8(s, "") != s || strings.ContainsRune(s, 0) {
				t.Fatalf("%q is no text", s)
			}
		}
	})
}
