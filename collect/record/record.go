// Package record has the nouns that every source of records shares: a record,
// the reader that yields them, the error for one that does not fit, and the
// check of a source's fields against the declared columns.
package record

import "io"

// Record is one record of a source. Every value is text, exactly as the
// source wrote it; a value that the source does not have is Null with empty
// text.
type Record struct {
	Values []string // one for each of Reader.Fields
	Null   []bool   // as long as Values
	// Line is the line of the raw bytes on which the record begins, 1 being
	// the first; 0 where the raw bytes have no lines (Parquet). For XLSX it is
	// the number of the row in the sheet.
	Line int64
	// Number counts the records, 1 being the first.
	Number int64
}

// Reader yields the records of raw bytes, in their order.
type Reader interface {
	// Fields returns the names of the source's fields, in order. The field of
	// every declared column is one of them; those that are ignored may be left
	// out.
	Fields() []string
	// Next returns the next record and io.EOF at the end. The slices of a
	// record may be reused by the next call. A record that does not fit is an
	// *Error; after any error every further call returns the same one, so that
	// a fault can never be stepped over.
	Next() (Record, error)
	// Close releases what the reader holds. It is safe to call twice.
	Close() error
}

// Sticky returns a Reader that repeats r's first error, io.EOF included, for
// ever after.
func Sticky(r Reader) Reader { return &sticky{Reader: r} }

type sticky struct {
	Reader
	err error
}

func (s *sticky) Next() (Record, error) {
	if s.err != nil {
		return Record{}, s.err
	}
	rec, err := s.Reader.Next()
	if err != nil {
		s.err = err
		return Record{}, err
	}
	return rec, nil
}

// Count reads r to its end and returns how many records it gave. It closes r.
func Count(r Reader) (n int64, err error) {
	defer r.Close()
	for {
		if _, err := r.Next(); err == io.EOF {
			return n, nil
		} else if err != nil {
			return n, err
		}
		n++
	}
}
