package git

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/encoding/ianaindex"
)

// commit is a commit object, taken apart.
type commit struct {
	Tree      string
	Parents   []string
	Author    ident
	Committer ident
	Subject   string // the lines of the first paragraph, joined by a space
	Body      string // what follows it, without line ends at its end
	Message   string // the whole message
}

// ident is an author or committer.
type ident struct {
	Name, Email string
	At          string // RFC 3339 with the zone that was written
}

// parseCommit takes a commit object apart. Text is turned into UTF-8 from the
// object's own encoding header; a byte that is no text in it, or in UTF-8
// when there is none, is written as \xHH, because old histories hold such
// bytes and nothing may be lost or guessed. The error says which header is
// missing or wrong.
func parseCommit(object []byte) (commit, error) {
	var c commit
	headers, message, _ := bytes.Cut(object, []byte("\n\n"))
	if bytes.HasPrefix(object, []byte("\n")) {
		return c, errors.New("the commit has no headers")
	}
	var author, committer []byte
	encoding := ""
	for i, line := range bytes.Split(bytes.TrimSuffix(headers, []byte("\n")), []byte("\n")) {
		key, value, _ := bytes.Cut(line, []byte(" "))
		switch {
		case len(key) == 0: // a continuation, of a signature or a merged tag
		case i == 0 && string(key) != "tree":
			return c, errors.New("the commit does not begin with its tree")
		case string(key) == "tree" && i == 0:
			c.Tree = string(value)
		case string(key) == "parent" && author == nil:
			c.Parents = append(c.Parents, string(value))
		case string(key) == "author" && author == nil:
			author = value
		case string(key) == "committer" && committer == nil:
			committer = value
		case string(key) == "encoding" && encoding == "":
			encoding = string(value)
		}
	}
	if author == nil || committer == nil {
		return c, errors.New("the commit has no author or no committer")
	}
	var err error
	if c.Author, err = parseIdent(author, encoding); err != nil {
		return c, fmt.Errorf("author: %w", err)
	}
	if c.Committer, err = parseIdent(committer, encoding); err != nil {
		return c, fmt.Errorf("committer: %w", err)
	}
	c.Message = toText(message, encoding)
	c.Subject, c.Body = splitMessage(c.Message)
	return c, nil
}

// parseIdent reads "Name <email> seconds zone". The e-mail is what lies
// between the first "<" and the next ">", the time what follows the last ">",
// as git does.
func parseIdent(line []byte, encoding string) (ident, error) {
	name, rest, ok := bytes.Cut(line, []byte("<"))
	email, _, ok2 := bytes.Cut(rest, []byte(">"))
	if !ok || !ok2 {
		return ident{}, fmt.Errorf("%q has no <e-mail>", line)
	}
	return ident{
		Name:  strings.TrimSpace(toText(name, encoding)),
		Email: strings.TrimSpace(toText(email, encoding)),
		At:    instant(strings.TrimSpace(toText(line[bytes.LastIndexByte(line, '>')+1:], encoding))),
	}, nil
}

// instant turns "seconds ±hhmm" into RFC 3339 in that zone. A time that
// cannot be (histories hold zones of 50 hours) is returned as it is written,
// so that it shows as a value that does not fit and not as another time.
func instant(s string) string {
	seconds, zone, ok := strings.Cut(s, " ")
	if !ok || len(zone) != 5 || zone[0] != '+' && zone[0] != '-' {
		return s
	}
	sec, err := strconv.ParseInt(seconds, 10, 64)
	hhmm, err2 := strconv.ParseUint(zone[1:], 10, 16)
	if err != nil || err2 != nil || hhmm/100 > 23 || hhmm%100 > 59 || sec < 0 || sec > 253402214400 {
		return s
	}
	offset := int(hhmm/100*3600 + hhmm%100*60)
	if zone[0] == '-' {
		offset = -offset
	}
	return time.Unix(sec, 0).In(time.FixedZone("", offset)).Format(time.RFC3339)
}

// splitMessage splits a message into its subject and body as git's %s and %b
// do.
func splitMessage(message string) (subject, body string) {
	rest := skipBlankLines(message)
	var title []string
	for rest != "" {
		line, after, _ := strings.Cut(rest, "\n")
		if isBlank(line) {
			break
		}
		title = append(title, strings.TrimRight(line, spaces))
		rest = after
	}
	return strings.Join(title, " "), strings.TrimRight(skipBlankLines(rest), "\n")
}

// spaces are the characters that git takes for white space.
const spaces = " \t\n\r"

func isBlank(line string) bool { return strings.Trim(line, spaces) == "" }

func skipBlankLines(s string) string {
	for s != "" {
		line, after, _ := strings.Cut(s, "\n")
		if !isBlank(line) {
			return s
		}
		s = after
	}
	return s
}

// toText returns b as UTF-8, from the named encoding ("" is UTF-8).
func toText(b []byte, encoding string) string {
	if encoding != "" && !strings.EqualFold(encoding, "utf-8") && !strings.EqualFold(encoding, "utf8") {
		if e, err := ianaindex.IANA.Encoding(encoding); err == nil && e != nil {
			if out, err := e.NewDecoder().Bytes(b); err == nil && !bytes.ContainsRune(out, utf8.RuneError) && bytes.IndexByte(out, 0) < 0 {
				return string(out)
			}
		}
	}
	if utf8.Valid(b) && bytes.IndexByte(b, 0) < 0 {
		return string(b)
	}
	var out strings.Builder
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		if r == 0 || r == utf8.RuneError && n == 1 {
			fmt.Fprintf(&out, `\x%02X`, b[0])
		} else {
			out.Write(b[:n])
		}
		b = b[n:]
	}
	return out.String()
}
