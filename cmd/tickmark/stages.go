package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/spf13/pflag"

	"github.com/tickmark-audit/tickmark/engagement"
	"github.com/tickmark-audit/tickmark/engine"
	"github.com/tickmark-audit/tickmark/engine/parquet"
	"github.com/tickmark-audit/tickmark/engine/worker"
	"github.com/tickmark-audit/tickmark/ledger/keys"
	"github.com/tickmark-audit/tickmark/report"
	"github.com/tickmark-audit/tickmark/report/html"
	"github.com/tickmark-audit/tickmark/report/json"
	"github.com/tickmark-audit/tickmark/report/pdf"
	"github.com/tickmark-audit/tickmark/soc"
)

// formats are the files that a report is written as.
var formats = []struct {
	name  string
	write func(io.Writer, *report.Document) error
}{
	{"report.pdf", pdf.Write},
	{"report.html", html.Write},
	{"report.json", json.Write},
}

// renderDocument writes a document in every format.
func renderDocument(doc *report.Document, done func(name string)) ([]engagement.Rendering, error) {
	var files []engagement.Rendering
	for _, f := range formats {
		var data bytes.Buffer
		if err := f.write(&data, doc); err != nil {
			return nil, fmt.Errorf("write %s: %w", f.name, err)
		}
		files = append(files, engagement.Rendering{Name: f.name, Data: data.Bytes()})
		done(f.name)
	}
	return files, nil
}

// renderExamination is renderDocument for one who has an examination only.
func renderExamination(ex *soc.Examination) ([]engagement.Rendering, error) {
	doc, err := report.Build(ex)
	if err != nil {
		return nil, err
	}
	return renderDocument(doc, func(string) {})
}

// checkTexts looks through the texts of a report for what they lack.
func checkTexts(ex *soc.Examination) ([]soc.TextFault, error) {
	return report.CheckTexts(ex)
}

// loadKeys loads lasting keys by their names.
func loadKeys(names []string, passphraseFile string) ([]*keys.Key, error) {
	if len(names) == 0 {
		return nil, nil
	}
	dir, err := keys.DefaultDir()
	if err != nil {
		return nil, err
	}
	passphrase := askPassphrase(passphraseFile, os.Stderr)
	var loaded []*keys.Key
	for _, name := range names {
		key, err := keys.Load(dir, name, passphrase)
		if err != nil {
			return nil, err
		}
		loaded = append(loaded, key)
	}
	return loaded, nil
}

// limitOptions are the limits of one call of the engine.
type limitOptions struct {
	memoryMiB int64
	deadline  time.Duration
}

func (l *limitOptions) addTo(flags *pflag.FlagSet) {
	flags.Int64Var(&l.memoryMiB, "memory", 512, "most memory that a procedure may use, in `MiB`")
	flags.DurationVar(&l.deadline, "deadline", engine.DefaultDeadline, "longest `time` that one query of a procedure may take")
}

func (l limitOptions) engine() engine.Limits {
	return engine.Limits{MemoryBytes: l.memoryMiB << 20, Deadline: l.deadline}
}

// newRunner is the engine of every command: DuckDB in processes of this
// binary.
func newRunner(limits limitOptions) (engine.Engine, error) { return worker.New(limits.engine()) }

func newLoader() engine.Loader { return parquet.Loader{} }
