package git

import (
	"bufio"
	"crypto/sha1" // git names commits by SHA-1; the name is checked, not trusted
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/tickmark-audit/tickmark/collect/record"
	"github.com/tickmark-audit/tickmark/program"
)

// Fields are the fields of a commit. Beside them, "trailer:Reviewed-by" is
// the value of that trailer, whatever the case of its name; several are
// joined by ";", none is null. A program takes those that it names: unlike in
// a file, the others need not be ignored.
var Fields = []string{"sha", "parents", "parent_count", "tree", "author_name", "author_email", "authored_at",
	"committer_name", "committer_email", "committed_at", "subject", "body"}

const trailerPrefix = "trailer:"

// Decode returns the commits in raw bytes. Each commit's id is computed again
// from its bytes, and each must be the tip or a parent of one before it; a
// parent that never comes is an error at the end. So the records are the
// whole history of the tip, or there is an error.
func Decode(pop program.Population, raw io.ReaderAt, size int64) (record.Reader, error) {
	fields := slices.Clone(Fields)
	for _, f := range record.Declared(pop) {
		key, isTrailer := strings.CutPrefix(f, trailerPrefix)
		switch {
		case isTrailer && (key == "" || separator(key+":") != len(key)):
			return nil, fmt.Errorf("%q is no trailer: a key is letters, digits and hyphens, as in trailer:Reviewed-by", f)
		case isTrailer:
			fields = append(fields, f)
		case !slices.Contains(Fields, f):
			return nil, fmt.Errorf("a commit has no field %q; it has %s, and trailer:KEY for any trailer", f, strings.Join(Fields, ", "))
		}
	}
	d := &decoder{r: bufio.NewReaderSize(io.NewSectionReader(raw, 0, size), 256<<10), fields: fields}
	var err error
	if d.header, err = readHeader(d.r); err != nil {
		return nil, err
	}
	if want := historyOf(pop.Source.Git); d.header.History != want {
		return nil, fmt.Errorf("the raw bytes hold the history %q and the program asks for %q; collect again", d.header.History, want)
	}
	switch d.header.ObjectFormat {
	case "sha1":
		d.hash = sha1.New()
	case "sha256":
		d.hash = sha256.New()
	default:
		return nil, fmt.Errorf("the object format %q is not known", d.header.ObjectFormat)
	}
	d.line = 2
	d.chain = newChain(d.header.Tip, d.header.History == firstParent)
	d.rec.Values, d.rec.Null = make([]string, len(fields)), make([]bool, len(fields))
	return record.Sticky(d), nil
}

type decoder struct {
	r      *bufio.Reader
	header header
	hash   hash.Hash
	chain  *chain
	fields []string
	rec    record.Record
	line   int64 // of the next frame
	object []byte
}

func (d *decoder) Fields() []string { return d.fields }

func (d *decoder) Close() error { return nil }

func (d *decoder) Next() (record.Record, error) {
	id, size, err := readFrame(d.r)
	if err == io.EOF {
		if err := d.chain.end(); err != nil {
			return record.Record{}, d.fault(err)
		}
		if d.rec.Number != d.header.Commits {
			return record.Record{}, d.fault(fmt.Errorf("git counted %d commits and the raw bytes hold %d", d.header.Commits, d.rec.Number))
		}
		return record.Record{}, io.EOF
	}
	d.rec.Number++
	d.rec.Line = d.line
	if err != nil {
		return record.Record{}, d.fault(err)
	}
	d.object = slices.Grow(d.object[:0], int(size)+1)[:size+1]
	if _, err := io.ReadFull(d.r, d.object); err != nil || d.object[size] != '\n' {
		return record.Record{}, d.fault(fmt.Errorf("commit %s does not end where its size says", id))
	}
	for _, b := range d.object {
		if b == '\n' {
			d.line++
		}
	}
	d.line++
	object := d.object[:size]
	d.hash.Reset()
	fmt.Fprintf(d.hash, "commit %d\x00", size)
	d.hash.Write(object)
	if sum := hex.EncodeToString(d.hash.Sum(nil)); sum != id {
		return record.Record{}, d.fault(fmt.Errorf("the bytes of commit %s have the id %s: they were altered", id, sum))
	}
	c, err := parseCommit(object)
	if err != nil {
		return record.Record{}, d.fault(fmt.Errorf("commit %s: %w", id, err))
	}
	if err := d.chain.add(id, c.Parents); err != nil {
		return record.Record{}, d.fault(err)
	}
	d.fill(id, c)
	return d.rec, nil
}

func (d *decoder) fault(err error) error {
	return &record.Error{Record: d.rec.Number, Line: d.rec.Line, Message: err.Error(), Help: "collect the population again"}
}

func (d *decoder) fill(id string, c commit) {
	copy(d.rec.Values, []string{id, strings.Join(c.Parents, " "), strconv.Itoa(len(c.Parents)), c.Tree,
		c.Author.Name, c.Author.Email, c.Author.At, c.Committer.Name, c.Committer.Email, c.Committer.At, c.Subject, c.Body})
	if len(d.fields) == len(Fields) {
		return
	}
	trailers := parseTrailers(c.Message)
	for i, f := range d.fields[len(Fields):] {
		var values []string
		for _, t := range trailers {
			if strings.EqualFold(t.Key, f[len(trailerPrefix):]) {
				values = append(values, t.Value)
			}
		}
		i += len(Fields)
		d.rec.Values[i], d.rec.Null[i] = strings.Join(values, ";"), len(values) == 0
	}
}
