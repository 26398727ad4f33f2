package main

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"maps"
	"slices"

	"github.com/tickmark-audit/tickmark/program"
	"github.com/tickmark-audit/tickmark/report"
	"github.com/tickmark-audit/tickmark/soc"
)

// buildReport builds the report of an examination, with the firm's own
// templates where its program has some.
func buildReport(ex *soc.Examination) (*report.Document, error) {
	options, err := reportOptions(ex)
	if err != nil {
		return nil, err
	}
	return report.BuildWith(ex, options)
}

// checkTemplates looks at a program's templates before anything is made of
// it.
func checkTemplates(p *program.Program) error {
	_, err := reportOptions(&soc.Examination{Templates: p.Templates})
	return err
}

// reportOptions are what the practitioner's part of a program says about its
// report: the firm's own templates. A file that is no template of a report, or
// cannot be read as one, is an error.
func reportOptions(ex *soc.Examination) (report.Options, error) {
	if len(ex.Templates) == 0 {
		return report.Options{}, nil
	}
	var packed bytes.Buffer // the way to a file system that lies in memory
	archive := zip.NewWriter(&packed)
	for _, name := range slices.Sorted(maps.Keys(ex.Templates)) {
		file, err := archive.Create(name)
		if err == nil {
			_, err = io.WriteString(file, ex.Templates[name])
		}
		if err != nil {
			return report.Options{}, fmt.Errorf("read the firm's template %s: %w", name, err)
		}
	}
	if err := archive.Close(); err != nil {
		return report.Options{}, fmt.Errorf("read the firm's templates: %w", err)
	}
	folder, err := zip.NewReader(bytes.NewReader(packed.Bytes()), int64(packed.Len()))
	if err != nil {
		return report.Options{}, fmt.Errorf("read the firm's templates: %w", err)
	}
	return report.Options{Templates: folder}, report.CheckTemplates(folder)
}
