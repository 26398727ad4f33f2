package command

import (
	"io"

	"github.com/tickmark-audit/tickmark/collect/jsonl"
	"github.com/tickmark-audit/tickmark/collect/record"
	"github.com/tickmark-audit/tickmark/program"
)

// Decode returns the records in what the command printed.
func Decode(pop program.Population, raw io.ReaderAt, size int64) (record.Reader, error) {
	spec := pop.Source.Command
	if err := validate(spec); err != nil {
		return nil, err
	}
	in := io.NewSectionReader(raw, 0, size)
	if spec.Output == jsonlOutput {
		return jsonl.Decode(pop, in), nil
	}
	return decodeSinger(pop, spec.Stream, in)
}

// Count counts the lines that are not blank, or the RECORD messages of the
// stream, without the decoder.
func Count(pop program.Population, raw io.ReaderAt, size int64) (int64, error) {
	spec := pop.Source.Command
	if err := validate(spec); err != nil {
		return 0, err
	}
	in := io.NewSectionReader(raw, 0, size)
	if spec.Output == jsonlOutput {
		return jsonl.Count(in)
	}
	return countSinger(spec.Stream, in)
}
