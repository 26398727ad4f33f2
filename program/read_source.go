package program

import (
	"io/fs"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
)

// readSource reads where records come from.
func (l *loader) readSource(n *node) Source {
	var s Source
	if n == nil {
		return s
	}
	kinds := []string{"file", "git", "sql", "command"}
	var given []string
	for _, kind := range kinds {
		if n.has(kind) {
			given = append(given, kind)
		}
	}
	switch {
	case len(given) == 0:
		l.fault(n, "write one of "+strings.Join(kinds, ", "), "the source does not say what it is")
	case len(given) > 1:
		l.fault(n, "write one of them; two sources are two populations", "the source is %s at once", strings.Join(given, " and "))
	}
	if f := n.get("file"); f != nil {
		s.File = l.readFileSource(f)
	}
	if g := n.get("git"); g != nil {
		s.Git = &GitSource{Repository: l.readPath(g.get("repository")), Branch: g.value("branch"), History: orDefault(g.value("history"), "all")}
		if b := g.get("branch"); b != nil && (strings.HasPrefix(b.text, "-") || strings.ContainsAny(b.text, " \t~^:?*[\\") || strings.Contains(b.text, "..")) {
			l.fault(b, "write the branch's name, such as main", "%s cannot be the name of a branch", quoted(b.text))
		}
	}
	if q := n.get("sql"); q != nil {
		s.SQL = &SQLSource{Driver: q.value("driver"), DSNEnv: q.value("dsn_env"), Query: q.value("query")}
		for _, e := range q.get("parameters").fields() {
			s.SQL.Parameters = append(s.SQL.Parameters, QueryParameter{Name: e.key.text, Value: e.value.text})
		}
	}
	if c := n.get("command"); c != nil {
		s.Command = l.readCommandSource(c)
	}
	return s
}

func orDefault(value, otherwise string) string {
	if value == "" {
		return otherwise
	}
	return value
}

func (l *loader) readFileSource(n *node) *FileSource {
	f := &FileSource{
		Path: l.readPath(n.get("path")), Format: n.value("format"), Compression: n.value("compression"), Encoding: n.value("encoding"),
		Delimiter: n.value("delimiter"), Quote: n.value("quote"), Sheet: n.value("sheet"), HeaderRow: integer(n.get("header_row")),
	}
	only := func(key string, formats ...string) {
		if n.has(key) && f.Format != "" && !slices.Contains(formats, f.Format) {
			l.fault(n.entry(key).key, "remove it; it goes with "+strings.Join(formats, " and "), "a file in the format %s has no %s", f.Format, key)
		}
	}
	only("compression", "csv", "jsonl")
	only("encoding", "csv", "jsonl")
	for _, key := range []string{"delimiter", "quote", "header"} {
		only(key, "csv")
	}
	only("sheet", "xlsx")
	only("header_row", "xlsx")
	switch f.Format {
	case "csv":
		f.Delimiter, f.Quote, f.Header = orDefault(f.Delimiter, ","), orDefault(f.Quote, `"`), n.value("header") != "false"
		if f.Delimiter == f.Quote {
			l.fault(n.where("quote"), "use two different characters", "the delimiter and the quote are the same character")
		}
		f.Compression, f.Encoding = orDefault(f.Compression, "none"), orDefault(f.Encoding, "utf-8")
	case "jsonl":
		f.Compression, f.Encoding = orDefault(f.Compression, "none"), orDefault(f.Encoding, "utf-8")
	case "xlsx":
		f.HeaderRow = max(1, f.HeaderRow)
	}
	return f
}

// drive is how a path begins that names a drive of Windows.
var drive = regexp.MustCompile(`^[A-Za-z]:[\\/]`)

// readPath reads a path of data. As written in a program it stays inside the
// folder; a parameter may give an absolute one, which is the choice of the
// person who runs it.
func (l *loader) readPath(n *node) string {
	if n == nil {
		return ""
	}
	absolute := path.IsAbs(n.text) || filepath.IsAbs(n.text) || drive.MatchString(n.text)
	// What the program adds to a parameter may lead deeper, never elsewhere.
	given := n.parameter && strings.HasPrefix(n.before, "${") && !slices.Contains(strings.Split(n.before, "/"), "..")
	switch {
	case absolute && given:
		return n.text
	case absolute:
		l.bad(n, "copy the data into the folder, or let a parameter name it: ${name}", "the path %s is absolute: a program names what is inside its folder", quoted(n.text))
	case strings.Contains(n.text, `\`):
		l.bad(n, "write / between folders", "the path %s has a backslash", quoted(n.text))
	case !fs.ValidPath(path.Clean(n.text)):
		help := "copy the data into the folder, or let a parameter name it: ${name}"
		if n.parameter {
			help = "give an absolute path"
		}
		l.bad(n, help, "the path %s leads out of the program's folder", quoted(n.text))
	case strings.ContainsFunc(n.text, func(r rune) bool { return r < ' ' }):
		l.bad(n, "rename the file", "the path %s holds characters that are not text", quoted(n.text))
	default:
		return path.Clean(n.text)
	}
	return ""
}

func (l *loader) readCommandSource(n *node) *CommandSource {
	c := &CommandSource{Run: n.values("run"), Output: n.value("output"), Stream: n.value("stream"), Env: n.values("env"), Timeout: DefaultCommandTimeout}
	if t := n.get("timeout"); t != nil {
		d, err := time.ParseDuration(t.text)
		if err != nil || d <= 0 {
			l.fault(t, `write a number and a unit: "30s", "10m", "2h"`, "the timeout %s is no duration", quoted(t.text))
		}
		c.Timeout = d
	}
	switch {
	case c.Output == "singer" && !n.has("stream"):
		l.fault(n, "add stream: the stream that holds the records", "singer messages come in streams, and none is named")
	case c.Output == "jsonl" && n.has("stream"):
		l.fault(n.entry("stream").key, "remove it", "JSON lines have no streams")
	}
	return c
}
