package command

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/tickmark-audit/tickmark/collect/jsonl"
	"github.com/tickmark-audit/tickmark/collect/record"
	"github.com/tickmark-audit/tickmark/program"
)

// singerReader reads the RECORD messages of one stream. The fields are the
// properties of the stream's SCHEMA message, in the order in which it names
// them, without those that are ignored; a property that a record lacks is
// null. Messages of other streams are checked and left out.
type singerReader struct {
	lines   *record.Lines
	stream  string
	schema  []string // the properties of the stream
	filler  *jsonl.Filler
	fields  []string
	rec     record.Record
	streams []string // the others, that a SCHEMA message named
}

// message is one line. What a kind of message does not have is empty.
type message struct {
	kind, stream   string
	schema, record jsonl.Value
}

func decodeSinger(pop program.Population, stream string, in io.Reader) (record.Reader, error) {
	s := &singerReader{lines: record.NewLines(in), stream: stream}
	for s.schema == nil {
		m, err := s.next()
		if err == io.EOF {
			seen := "none"
			if len(s.streams) > 0 {
				seen = strings.Join(s.streams, ", ")
			}
			return nil, &record.Error{Message: fmt.Sprintf("no SCHEMA message names the stream %q; streams that are named: %s", stream, seen),
				Help: "select the stream in the tap's catalog, or correct stream"}
		}
		if err != nil {
			return nil, err
		}
		if m.stream != stream {
			if err := s.checkOther(m); err != nil {
				return nil, err
			}
			continue
		}
		if m.kind == "RECORD" {
			return nil, s.fault(0, errors.New("a RECORD message comes before the SCHEMA message of its stream"))
		}
		if m.kind == "SCHEMA" {
			if s.schema, err = properties(m.schema); err != nil {
				return nil, s.fault(0, err)
			}
		}
	}
	if err := record.Check(pop, s.schema, s.lines.Number()); err != nil {
		return nil, err
	}
	for _, name := range s.schema {
		if !slices.Contains(pop.Ignore, name) || slices.Contains(record.Declared(pop), name) {
			s.fields = append(s.fields, name)
		}
	}
	s.filler = jsonl.NewFiller(s.fields, pop.Ignore)
	return record.Sticky(s), nil
}

func (s *singerReader) Fields() []string { return s.fields }

func (s *singerReader) Close() error { return nil }

func (s *singerReader) Next() (record.Record, error) {
	for {
		m, err := s.next()
		if err != nil {
			return record.Record{}, err
		}
		switch {
		case m.stream != s.stream:
			if err := s.checkOther(m); err != nil {
				return record.Record{}, err
			}
		case m.kind == "SCHEMA":
			again, err := properties(m.schema)
			if err == nil && !slices.Equal(again, s.schema) {
				err = errors.New("the stream's SCHEMA changes after its first message")
			}
			if err != nil {
				return record.Record{}, s.fault(0, err)
			}
		case m.kind == "RECORD":
			s.rec.Number++
			s.rec.Line = s.lines.Number()
			if s.rec.Values, s.rec.Null, err = s.filler.Fill(m.record.Raw); err != nil {
				return record.Record{}, s.fault(s.rec.Number, err)
			}
			return s.rec, nil
		}
	}
}

// checkOther checks a message that is not of the stream. A record of a stream
// that no SCHEMA message named is an error: it could be one of ours, damaged.
func (s *singerReader) checkOther(m message) error {
	named := slices.Contains(s.streams, m.stream)
	switch {
	case m.kind == "SCHEMA" && !named:
		s.streams = append(s.streams, m.stream)
	case m.kind == "RECORD" && !named:
		return s.fault(0, fmt.Errorf("a RECORD message is of the stream %s, which no SCHEMA message before it names", record.Excerpt(m.stream)))
	}
	return nil
}

func (s *singerReader) fault(number int64, err error) error {
	return jsonl.Fault(err, number, s.lines.Number())
}

// next reads the next message. Blank lines are left out.
func (s *singerReader) next() (message, error) {
	for {
		line, err := s.lines.Next()
		if err != nil {
			return message{}, err
		}
		if len(bytes.Trim(line, " \t\r\n")) == 0 {
			continue
		}
		m, err := parseMessage(line)
		if err != nil {
			return message{}, s.fault(0, err)
		}
		return m, nil
	}
}

func parseMessage(line []byte) (message, error) {
	var m message
	err := jsonl.Members(line, func(name string, v jsonl.Value) (err error) {
		switch name {
		case "type":
			m.kind, err = word(name, v)
		case "stream":
			m.stream, err = word(name, v)
		case "schema":
			m.schema = v
		case "record":
			m.record = v
		}
		return err
	})
	if err != nil {
		return m, err
	}
	switch m.kind {
	case "RECORD":
		if m.stream == "" || m.record.Kind != jsonl.Object {
			return m, errors.New("a RECORD message needs a stream and an object as its record")
		}
	case "SCHEMA":
		if m.stream == "" || m.schema.Kind != jsonl.Object {
			return m, errors.New("a SCHEMA message needs a stream and an object as its schema")
		}
	case "STATE", "ACTIVATE_VERSION":
	case "":
		return m, errors.New("the line is not a Singer message: it has no type")
	default:
		return m, fmt.Errorf("messages of the type %s are not read: records could be lost; let the tap write RECORD messages", record.Excerpt(m.kind))
	}
	return m, nil
}

func word(name string, v jsonl.Value) (string, error) {
	if v.Kind != jsonl.String {
		return "", fmt.Errorf("the message's %s is not text", name)
	}
	return v.Text()
}

// properties returns the names of a schema's properties, in order.
func properties(schema jsonl.Value) ([]string, error) {
	var of jsonl.Value
	err := jsonl.Members(schema.Raw, func(name string, v jsonl.Value) error {
		if name == "properties" {
			of = v
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if of.Kind != jsonl.Object {
		return nil, errors.New("the SCHEMA message has no properties")
	}
	names := []string{}
	err = jsonl.Members(of.Raw, func(name string, _ jsonl.Value) error {
		names = append(names, name)
		return nil
	})
	return names, err
}

// countSinger counts the RECORD messages of a stream with encoding/json.
func countSinger(stream string, in io.Reader) (int64, error) {
	r := bufio.NewReaderSize(in, 64<<10)
	var n int64
	for number := 1; ; number++ {
		line, err := r.ReadBytes('\n')
		if len(bytes.TrimSpace(line)) > 0 {
			// A map, because a struct would also take "Type" for "type".
			var m map[string]json.RawMessage
			if err := json.Unmarshal(line, &m); err != nil {
				return 0, fmt.Errorf("line %d is no Singer message: %w", number, err)
			}
			var kind, of string
			if json.Unmarshal(m["type"], &kind) == nil && json.Unmarshal(m["stream"], &of) == nil && kind == "RECORD" && of == stream {
				n++
			}
		}
		if err == io.EOF {
			return n, nil
		}
		if err != nil {
			return 0, err
		}
	}
}
