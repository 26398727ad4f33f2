package recordfile

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/tickmark-audit/tickmark/soc"
)

// Remarked is a record with a remark for the person who reads the file.
type Remarked struct {
	Record soc.Record
	Remark string // written as a comment above it; "" is none
	// Aside writes the record itself as a comment too: it says how one would
	// look, and states nothing.
	Aside bool
}

// Write writes records as Read reads them. A record need not be complete: a
// person fills in what is missing, and Read says what.
func Write(w io.Writer, records []Remarked) error {
	var out bytes.Buffer
	for _, r := range records {
		if r.Remark != "" {
			for _, line := range comment(r.Remark) {
				fmt.Fprintln(&out, "# "+line)
			}
		}
		fields, err := fieldsOf(r.Record)
		if err != nil {
			return fmt.Errorf("write %s: %w", Describe(r.Record), err)
		}
		aside := ""
		if r.Aside {
			aside = "# "
		}
		fmt.Fprintf(&out, "%s- %s:\n", aside, r.Record.Kind())
		for line := range strings.Lines(fields) {
			out.WriteString(aside + "    " + line)
		}
	}
	_, err := w.Write(out.Bytes())
	return err
}

// fieldsOf writes the fields of a record as YAML. Their names are those of its
// JSON, where what is not stated is left out.
func fieldsOf(record soc.Record) (string, error) {
	var data bytes.Buffer
	encoder := json.NewEncoder(&data)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(record); err != nil {
		return "", err
	}
	fields, err := yaml.JSONToYAML(data.Bytes())
	return string(fields), err
}

// commentWidth is how long a line of a remark is, at most.
const commentWidth = 96

// comment breaks a remark into lines.
func comment(remark string) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(remark) {
		if line != "" && len(line)+1+len(word) > commentWidth {
			lines = append(lines, line)
			line = ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	return append(lines, line)
}
