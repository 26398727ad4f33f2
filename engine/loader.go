package engine

import (
	"context"
	"iter"

	"github.com/tickmark-audit/tickmark/soc"
)

// Loader writes typed Parquet from canonical text.
type Loader interface {
	// Load writes the rows of job to job.Path in their order, in bounded
	// memory. The same rows give the same bytes. Errors: a *ValueError for a
	// value that is not the canonical text of its column's type (the caller
	// was to check that), the error that Rows yields, or one of the file
	// system. After an error there is no file.
	Load(ctx context.Context, job LoadJob) (LoadResult, error)
}

// LoadJob is one table to write.
type LoadJob struct {
	// Path is the file to write; it is replaced if it exists.
	Path string
	// Columns are written in this order, after RecordColumn.
	Columns []soc.Column
	// Rows yields the rows. The iteration ends at the first error.
	Rows iter.Seq2[LoadRow, error]
}

// LoadRow is one row. Its slices are as long as LoadJob.Columns, and may be
// reused for the next row.
type LoadRow struct {
	Record int64 // the number of the source's record
	// Values hold canonical text by the column's type: text as it is;
	// integer -12; decimal -12.30 with at most Scale digits after the point;
	// boolean true or false; date 2006-01-02; timestamp RFC 3339 with at
	// most six digits of a second, such as 2026-04-01T00:00:00Z.
	Values []string
	// Null marks the missing values; nil means that none is missing.
	Null []bool
}

// LoadResult is what was written.
type LoadResult struct {
	Rows  int64
	Bytes int64
}
