package main

import (
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// How each extract is written, when not as plain CSV.
var (
	gzipped = map[string]bool{"logins": true, "accounts": true, "grants": true, "changes": true, "pull_request_reviews": true, "deployments": true,
		"branch_rules": true, "vulnerabilities": true, "endpoints": true, "log_coverage": true, "alerts": true, "alerts_complete": true, "access_review_items": true, "tickets": true}
	semicolons = map[string]bool{"access_reviews": true}
	encodings  = map[string]encoding.Encoding{"personnel": charmap.Windows1252, "trainings": unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)}
)

// write puts the extracts under data and the lists of findings beside it.
func write(c *company, dir string) error {
	data := filepath.Join(dir, "data")
	if err := os.MkdirAll(data, 0o755); err != nil {
		return err
	}
	for _, name := range c.order {
		file, content, err := encode(c.t(name))
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if err := os.WriteFile(filepath.Join(data, file), content, 0o644); err != nil {
			return err
		}
	}
	for name, list := range map[string][]finding{"planted.csv": c.planted, "edges.csv": c.edges} {
		t := newTable(name, 3, "procedure", "item", "attribute", "outcome", "story")
		for _, f := range list {
			t.add(f.procedure, f.item, f.attribute, f.outcome, f.story)
		}
		content, err := encodeCSV(t, ',')
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// encode returns the name of an extract's file and its bytes.
func encode(t *table) (file string, content []byte, err error) {
	switch t.name {
	case "access_requests":
		content, err = encodeJSONLines(t)
		return t.name + ".jsonl", content, err
	case "incidents":
		content, err = encodeXLSX(t)
		return t.name + ".xlsx", content, err
	case "backups":
		content, err = encodeParquet(t)
		return t.name + ".parquet", content, err
	}
	delimiter := ','
	if semicolons[t.name] {
		delimiter = ';'
	}
	content, err = encodeCSV(t, delimiter)
	if err != nil {
		return "", nil, err
	}
	if e := encodings[t.name]; e != nil {
		if content, err = e.NewEncoder().Bytes(content); err != nil {
			return "", nil, err
		}
	}
	if gzipped[t.name] {
		content, err = gzipBytes(content)
		return t.name + ".csv.gz", content, err
	}
	return t.name + ".csv", content, nil
}

func encodeCSV(t *table, delimiter rune) ([]byte, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.Comma = delimiter
	if err := w.Write(t.cols); err != nil {
		return nil, err
	}
	if err := w.WriteAll(t.rows); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// encodeJSONLines writes one object a line, a missing value as null.
func encodeJSONLines(t *table) ([]byte, error) {
	var b bytes.Buffer
	for _, row := range t.rows {
		for i, cell := range row {
			value, err := json.Marshal(cell)
			if err != nil {
				return nil, err
			}
			if cell == "" {
				value = []byte("null")
			}
			fmt.Fprintf(&b, "%s%q:%s", map[bool]string{true: "{", false: ","}[i == 0], t.cols[i], value)
		}
		b.WriteString("}\n")
	}
	return b.Bytes(), nil
}

// gzipBytes leaves the name and the time out of the header, so that the same
// content has the same bytes.
func gzipBytes(content []byte) ([]byte, error) {
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(content); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
