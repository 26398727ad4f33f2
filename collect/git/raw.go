package git

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/tickmark-audit/tickmark/collect/record"
)

// The raw bytes of a history are one line of JSON, the header, and then what
// "git cat-file --batch" wrote, unchanged. For each commit that is
//
//	<id> commit <size>\n<the commit object, size bytes>\n
//
// A child comes before its parents.

// rawVersion names this framing.
const rawVersion = "git commits 1"

// header is the first line of the raw bytes: which history was asked for, and
// how many commits git counted in it.
type header struct {
	Tickmark     string `json:"tickmark"`
	ObjectFormat string `json:"object_format"` // sha1, sha256
	Ref          string `json:"ref"`
	Tip          string `json:"tip"`
	History      string `json:"history"` // all, first_parent
	Commits      int64  `json:"commits"` // git rev-list --count
}

// maxCommit is the most bytes that one commit object may have.
const maxCommit = 64 << 20

func readHeader(r *bufio.Reader) (header, error) {
	var h header
	line, err := r.ReadSlice('\n')
	if err == nil {
		err = json.Unmarshal(line, &h)
	}
	if err != nil || h.Tickmark != rawVersion {
		return h, &record.Error{Line: 1, Message: fmt.Sprintf("the raw bytes do not begin with the header of %q", rawVersion),
			Help: "they are damaged, or not a git collection: collect again"}
	}
	return h, nil
}

// readFrame reads the line in front of a commit object. It returns io.EOF at
// the end of the raw bytes.
func readFrame(r *bufio.Reader) (id string, size int64, err error) {
	line, err := r.ReadSlice('\n')
	if err == io.EOF && len(line) == 0 {
		return "", 0, io.EOF
	}
	if err != nil {
		return "", 0, fmt.Errorf("the list of commits ends in the middle of a line; collect again")
	}
	text := string(bytes.TrimSuffix(line, []byte("\n")))
	parts := strings.Split(text, " ")
	if len(parts) == 2 && parts[1] == "missing" {
		return "", 0, fmt.Errorf("commit %s is missing from the repository: it is damaged or incomplete; run git fsck", parts[0])
	}
	if len(parts) != 3 || parts[1] != "commit" {
		return "", 0, fmt.Errorf("%s is not the line in front of a commit; collect again", record.Excerpt(text))
	}
	size, err = strconv.ParseInt(parts[2], 10, 64)
	if err != nil || size < 0 || size > maxCommit {
		return "", 0, fmt.Errorf("commit %s states the size %s, which no commit has; collect again", parts[0], record.Excerpt(parts[2]))
	}
	return parts[0], size, nil
}

// Count counts the commits in raw bytes by their sizes alone, without reading
// or checking a commit.
func Count(raw io.ReaderAt, size int64) (int64, error) {
	r := bufio.NewReaderSize(io.NewSectionReader(raw, 0, size), 256<<10)
	if _, err := r.ReadString('\n'); err != nil {
		return 0, fmt.Errorf("the raw bytes have no header line: %w", noEOF(err))
	}
	for n := int64(0); ; n++ {
		frame, err := r.ReadString('\n')
		if err == io.EOF && frame == "" {
			return n, nil
		}
		if err != nil {
			return 0, fmt.Errorf("commit %d has no line in front of it: %w", n+1, noEOF(err))
		}
		length, err := strconv.ParseUint(strings.TrimSuffix(frame[strings.LastIndexByte(frame, ' ')+1:], "\n"), 10, 31)
		if err != nil {
			return 0, fmt.Errorf("commit %d has no size in front of it: %w", n+1, err)
		}
		if _, err := r.Discard(int(length) + 1); err != nil {
			return 0, fmt.Errorf("commit %d ends after the raw bytes do: %w", n+1, noEOF(err))
		}
	}
}

func noEOF(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}
