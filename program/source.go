package program

import (
	"time"

	"github.com/tickmark-audit/tickmark/soc"
)

// Population is a population with where its rows come from.
type Population struct {
	soc.Population
	Source Source `json:"source"`
	// Ignore names the fields of the source that are left out on purpose.
	// Any other field that no column declares is an error.
	Ignore []string `json:"ignore,omitempty"`
}

// Source says where the rows of a population come from. Exactly one of its
// parts is set.
type Source struct {
	File    *FileSource    `json:"file,omitempty"`
	Git     *GitSource     `json:"git,omitempty"`
	SQL     *SQLSource     `json:"sql,omitempty"`
	Command *CommandSource `json:"command,omitempty"`
}

// FileSource is one file. Nothing about it is sniffed.
type FileSource struct {
	Path        string `json:"path"`
	Format      string `json:"format"`                // csv, jsonl, xlsx, parquet
	Compression string `json:"compression,omitempty"` // none (the default), gzip
	// Encoding is that of a text file: utf-8 (the default), utf-16le,
	// utf-16be, windows-1252, iso-8859-1.
	Encoding  string `json:"encoding,omitempty"`
	Delimiter string `json:"delimiter,omitempty"` // one ASCII character; "," by default
	// Quote is one ASCII character, `"` by default; "none" when the file
	// quotes nothing.
	Quote string `json:"quote,omitempty"`
	// Header says whether the first line names the fields; nil is true.
	// Without one the columns are those declared, in their order.
	Header    *bool  `json:"header,omitempty"`
	Sheet     string `json:"sheet,omitempty"`      // xlsx
	HeaderRow int    `json:"header_row,omitempty"` // xlsx; 1 by default
}

// HasHeader reports whether the first line of the file names its fields.
func (s *FileSource) HasHeader() bool { return s.Header == nil || *s.Header }

// GitSource is the history of one branch of a local repository.
type GitSource struct {
	Repository string `json:"repository"`
	Branch     string `json:"branch"`
	History    string `json:"history,omitempty"` // all (the default), first_parent
}

// SQLSource is one query against a database server.
type SQLSource struct {
	Driver string `json:"driver"`  // postgres, mysql
	DSNEnv string `json:"dsn_env"` // the environment variable that holds the connection string
	Query  string `json:"query"`
	// Parameters are bound to $1, $2, … (postgres) or to each ? (mysql), in
	// the order in which the program lists them.
	Parameters []SQLParameter `json:"parameters,omitempty"`
}

// SQLParameter is one value of a query.
type SQLParameter struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// CommandSource is a program whose standard output is the records.
type CommandSource struct {
	Run    []string `json:"run"`              // the program and its arguments; no shell
	Output string   `json:"output"`           // jsonl, singer
	Stream string   `json:"stream,omitempty"` // singer: the stream to take
	// Env names the environment variables that the program gets beside a
	// minimal environment.
	Env     []string      `json:"env,omitempty"`
	Timeout time.Duration `json:"timeout,omitempty"` // 10 minutes by default
}
