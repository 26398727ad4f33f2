package engagement

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"github.com/tickmark-audit/tickmark/program"
	"github.com/tickmark-audit/tickmark/soc"
)

// The bodies of the entries that this package writes, one type per kind. An
// entry holds digests and counts, never data: rows, failed casts, deviations
// and SQL are objects that it names as subjects.

type openedBody struct {
	Title        string `json:"title"`
	Organization string `json:"organization"`
	System       string `json:"system"`
	Period       string `json:"period"`
	// Prior is the file that the engagement was rolled forward from. What was
	// carried over is a subject.
	Prior *soc.PriorFile `json:"prior,omitempty"`
}

func opened(e *soc.Engagement) openedBody {
	return openedBody{
		Title:        e.Title(),
		Organization: e.ServiceOrganization.Name,
		System:       e.System.Name,
		Period:       e.When(),
	}
}

type programBody struct {
	Party      soc.Party         `json:"party"`
	Files      int               `json:"files"`
	Parameters map[string]string `json:"parameters,omitempty"`
}

type populationBody struct {
	Name string `json:"name"`
	// Definition is the digest of what was declared: the population, its
	// source, the period and the time zone.
	Definition  string          `json:"definition"`
	Declared    soc.Population  `json:"declared"`
	Certificate soc.Certificate `json:"certificate"`
}

type populationFailedBody struct {
	Name       string `json:"name"`
	Definition string `json:"definition"`
	Reason     string `json:"reason"`
}

// reconciledBody is a reconciliation of a population, with its figures.
type reconciledBody struct {
	Population string `json:"population"`
	// Fixed is the digest of the reconciliation together with the calendar
	// and the sealed tables that it read.
	Fixed          string             `json:"fixed"`
	Reconciliation soc.Reconciliation `json:"reconciliation"`
	Inputs         []soc.Input        `json:"inputs"`
	Found          soc.Reconciled     `json:"found"`
}

type procedureBody struct {
	// Fixed is the digest of the procedure together with the calendar and
	// the sealed tables that it is fixed for.
	Fixed     string        `json:"fixed"`
	Procedure soc.Procedure `json:"procedure"`
	Inputs    []soc.Input   `json:"inputs"`
}

type testBody struct {
	Fixed  string         `json:"fixed"`
	Result soc.TestResult `json:"result"` // without its SQL, which is a subject
}

type reportBody struct {
	LogSize int64        `json:"log_size"` // that the report was derived from
	Files   []fileDigest `json:"files"`    // not objects: they can be derived again
}

type fileDigest struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
	Size   int64  `json:"size"`
}

// file returns the digest of the file of that name, or none.
func (b reportBody) file(name string) fileDigest {
	for _, f := range b.Files {
		if f.Name == name {
			return f
		}
	}
	return fileDigest{}
}

// The names of subjects.
const (
	subjectProgram     = "program.zip"
	subjectRaw         = "raw"
	subjectTable       = "table.parquet"
	subjectFailedCasts = "failed-casts.jsonl"
	subjectUnmatched   = "unmatched.jsonl" // of a reconciliation: the rows without a partner
	subjectResult      = "result.parquet"
	subjectDetails     = "details.json"
	subjectSQL         = "procedure.sql"
	subjectItems       = "items.jsonl" // of a test that a person completes: its items
	subjectCarried     = "roll-forward.json"
)

// digestOf returns the SHA-256 of v's JSON. Struct fields come in the order
// of their declaration and map keys sorted, so that equal values give equal
// digests.
func digestOf(v any) (string, error) {
	data, err := json.Marshal(v)
	if err != nil {
		return "", fmt.Errorf("digest: %w", err)
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:]), nil
}

// definitionDigest changes whenever something changes that a population's
// rows or its certificate depend on.
func definitionDigest(e soc.Engagement, pop program.Population) (string, error) {
	return digestOf(struct {
		Population program.Population
		Period     soc.Period
		AsOf       soc.Date
		TimeZone   string
	}{pop, e.Period, e.AsOf, e.TimeZone})
}

// fixedDigest changes whenever something changes that the result of a
// procedure depends on, the engine apart.
func fixedDigest(e soc.Engagement, procedure soc.Procedure, inputs []soc.Input) (string, error) {
	return digestOf(struct {
		Procedure soc.Procedure
		Inputs    []soc.Input
		Type      int
		Period    soc.Period
		AsOf      soc.Date
		TimeZone  string
		Weekend   []string
		Holidays  []soc.Holiday
	}{procedure, inputs, e.Type, e.Period, e.AsOf, e.TimeZone, e.Weekend, e.Holidays})
}
