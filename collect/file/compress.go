package file

import (
	"bufio"
	"compress/gzip"
	"errors"
	"fmt"
	"io"

	"github.com/tickmark-audit/tickmark/collect/record"
	"github.com/tickmark-audit/tickmark/program"
)

// content returns the file's bytes, decompressed when the program says that
// they are compressed.
func content(spec *program.FileSource, raw io.ReaderAt, size int64) (io.Reader, error) {
	if size == 0 {
		return nil, emptyFile("the file is empty (0 bytes)")
	}
	in := bufio.NewReaderSize(io.NewSectionReader(raw, 0, size), 64<<10)
	switch spec.Compression {
	case "", "none":
		if head, _ := in.Peek(2); len(head) == 2 && head[0] == 0x1F && head[1] == 0x8B {
			return nil, &record.Error{Message: "the file is compressed with gzip", Help: "declare compression: gzip"}
		}
		return in, nil
	case "gzip":
		return newGunzip(in)
	}
	return nil, fmt.Errorf("compression %q is not known; write none or gzip", spec.Compression)
}

func emptyFile(what string) error {
	return &record.Error{Message: what,
		Help: "an empty file cannot be told from an export that failed: export again, with a header line if there are no rows"}
}

// newGunzip decompresses one or more gzip members. What follows the last one
// must be another: trailing bytes are an error, and so is a missing end.
func newGunzip(in *bufio.Reader) (io.Reader, error) {
	z, err := gzip.NewReader(in)
	if err != nil {
		if errors.Is(err, gzip.ErrHeader) {
			return nil, &record.Error{Message: "the file is not compressed with gzip", Help: "declare compression: none, or check that this is the file meant"}
		}
		return nil, gzipFault(err)
	}
	return &gunzip{z: z}, nil
}

type gunzip struct{ z *gzip.Reader }

func (g *gunzip) Read(p []byte) (int, error) {
	n, err := g.z.Read(p)
	if err != nil && err != io.EOF {
		err = gzipFault(err)
	}
	return n, err
}

func gzipFault(err error) error {
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return &record.Error{Message: "the compressed file ends too early: it is truncated", Help: "copy or export it again"}
	case errors.Is(err, gzip.ErrHeader):
		return &record.Error{Message: "bytes that are not gzip follow the compressed data", Help: "the file is damaged or something was appended to it: export it again"}
	case errors.Is(err, gzip.ErrChecksum):
		return &record.Error{Message: "the compressed data does not agree with its own checksum", Help: "the file is damaged: copy or export it again"}
	}
	return &record.Error{Message: "the compressed data is damaged (" + err.Error() + ")", Help: "copy or export the file again"}
}
