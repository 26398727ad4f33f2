// Package json writes the facts of a report as JSON, for programs: the whole
// examination, and the results and figures that every page of the report is
// derived from.
package json

import (
	"encoding/json"
	"fmt"
	"io"

	"github.com/tickmark-audit/tickmark/report"
)

// Schema names the form of the file. It changes when a reader of the old form
// would misread the new one.
const Schema = "https://tickmark.dev/schema/report/v1"

// file is what is written. The watermarks stand first, so that nobody takes a
// draft for a report.
type file struct {
	Schema     string   `json:"schema"`
	Title      string   `json:"title"`
	Watermarks []string `json:"watermarks"`
	report.Facts
}

// Write writes the facts of doc to w: schema, title, watermarks, examination
// (soc.Examination) and summary (report.Summary), indented by two spaces,
// keys of maps in order, without escapes for HTML, ending in a line end. The
// same document gives the same bytes. Every result carries the id of the
// ledger entry that it is derived from. The error is that of w, or says that
// doc was not made by report.Build.
func Write(w io.Writer, doc *report.Document) error {
	if doc.Facts.Examination == nil {
		return fmt.Errorf("report/json: the document carries no examination: build it with report.Build")
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(file{Schema: Schema, Title: doc.Title, Watermarks: doc.Watermarks, Facts: doc.Facts}); err != nil {
		return fmt.Errorf("report/json: %w", err)
	}
	return nil
}
