package program

import (
	"time"

	"github.com/tickmark-audit/tickmark/soc"
)

// Population is the definition of a population with where its records come
// from.
type Population struct {
	soc.Population
	Source Source
	// Ignore names the fields of the source that are left out on purpose.
	Ignore []string
	// Reconcile are what the population is set beside. They are no part of
	// what its rows depend on: to change one collects nothing again.
	Reconcile []soc.Reconciliation `json:"-"`
}

// Source says where records come from. Exactly one kind is set.
type Source struct {
	File    *FileSource    `json:"file,omitempty"`
	Git     *GitSource     `json:"git,omitempty"`
	SQL     *SQLSource     `json:"sql,omitempty"`
	Command *CommandSource `json:"command,omitempty"`
}

// FileSource is a file of records. Defaults are filled in.
type FileSource struct {
	// Path is inside the program's folder, with slashes and without "..";
	// or absolute, when a parameter gave it.
	Path        string `json:"path"`
	Format      string `json:"format"`                // csv, jsonl, xlsx, parquet
	Compression string `json:"compression,omitempty"` // none, gzip; csv and jsonl
	Encoding    string `json:"encoding,omitempty"`    // utf-8, utf-16le, utf-16be, windows-1252, iso-8859-1; csv and jsonl
	Delimiter   string `json:"delimiter,omitempty"`   // one character; csv
	Quote       string `json:"quote,omitempty"`       // one character; csv
	Header      bool   `json:"header,omitempty"`      // the first record names the fields; csv
	Sheet       string `json:"sheet,omitempty"`       // "" is the only sheet; xlsx
	HeaderRow   int    `json:"header_row,omitempty"`  // 1 is the first row; xlsx
}

// GitSource is the history of a branch of a repository on this machine.
type GitSource struct {
	Repository string `json:"repository"` // as FileSource.Path
	Branch     string `json:"branch"`
	History    string `json:"history"` // all, first_parent
}

// SQLSource is a query that a database answers.
type SQLSource struct {
	Driver string `json:"driver"`  // postgres, mysql
	DSNEnv string `json:"dsn_env"` // the environment variable that holds the connection string
	Query  string `json:"query"`
	// Parameters are bound as $1 … (or ?) in the order that they are written.
	Parameters []QueryParameter `json:"parameters,omitempty"`
}

// QueryParameter is a value that is bound to a query.
type QueryParameter struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// CommandSource is a program whose standard output holds records.
type CommandSource struct {
	Run     []string      `json:"run"`              // the program and its arguments; no shell
	Output  string        `json:"output"`           // jsonl, singer
	Stream  string        `json:"stream,omitempty"` // singer
	Env     []string      `json:"env,omitempty"`    // names of the variables that are passed on
	Timeout time.Duration `json:"timeout"`
}

// DefaultCommandTimeout is how long a command may run when the program does
// not say.
const DefaultCommandTimeout = 10 * time.Minute
