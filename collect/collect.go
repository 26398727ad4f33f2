// Package collect gets the rows of a population from where they are recorded.
// It has two halves. A Source writes raw bytes, exactly as they came, which
// are then sealed. Decode reads records from sealed bytes and from nothing
// else, so that anyone can do it again. Beside it CountPhysical counts the
// records in the same bytes by other means, and the two must agree.
//
// Nothing is sniffed: the program declares dialect, encoding and fields. A
// record that does not fit is an error with its number and line, never
// dropped.
package collect

import (
	"context"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/tickmark-audit/tickmark/collect/command"
	"github.com/tickmark-audit/tickmark/collect/file"
	"github.com/tickmark-audit/tickmark/collect/folder"
	"github.com/tickmark-audit/tickmark/collect/git"
	"github.com/tickmark-audit/tickmark/collect/record"
	"github.com/tickmark-audit/tickmark/collect/sql"
	"github.com/tickmark-audit/tickmark/program"
	"github.com/tickmark-audit/tickmark/soc"
)

// Source is where the rows of one population come from.
type Source interface {
	// Collect writes the raw bytes, as they came, to raw, and says what the
	// source said. It fails rather than truncate: after an error what was
	// written to raw is no evidence of anything and must be thrown away.
	Collect(ctx context.Context, raw io.Writer) (soc.Extraction, error)
}

// Environment is what a source may reach.
type Environment struct {
	// Dir is the folder of the program. Relative paths are inside it.
	Dir string
	// Allowed are the absolute paths that a person named, as the values of
	// parameters on the command line: they, and what lies beneath them, may
	// be read. No other absolute path may. Values that are no absolute path
	// allow nothing, so every value may be listed.
	Allowed []string
	// Getenv looks up an environment variable; nil is os.LookupEnv.
	Getenv func(string) (string, bool)
	// Now is the clock of Extraction.Started and Finished; nil is time.Now in
	// UTC.
	Now func() time.Time
}

func (e Environment) withDefaults() Environment {
	if e.Getenv == nil {
		e.Getenv = os.LookupEnv
	}
	if e.Now == nil {
		e.Now = func() time.Time { return time.Now().UTC() }
	}
	return e
}

// Record, Records and RecordError are those of package record.
type (
	Record      = record.Record
	Records     = record.Reader
	RecordError = record.Error
)

// Open returns the source that the population declares. It reads and runs
// nothing. The error names the population and the key that is wrong.
func Open(pop program.Population, env Environment) (Source, error) {
	env = env.withDefaults()
	inside := folder.Folder{Dir: env.Dir, Allowed: env.Allowed}
	source, err := open(pop.Source, inside, env)
	if err != nil {
		return nil, fmt.Errorf("population %s: %w", pop.Name, err)
	}
	return named{pop.Name, source}, nil
}

func open(s program.Source, inside folder.Folder, env Environment) (Source, error) {
	switch {
	case s.File != nil:
		return file.New(s.File, inside, env.Now)
	case s.Git != nil:
		return git.New(s.Git, inside, env.Now)
	case s.SQL != nil:
		return sql.New(s.SQL, env.Getenv, env.Now)
	case s.Command != nil:
		return command.New(s.Command, inside, env.Getenv, env.Now)
	}
	return nil, errNoSource
}

// named puts the population's name on the errors of a source.
type named struct {
	population string
	source     Source
}

func (n named) Collect(ctx context.Context, raw io.Writer) (soc.Extraction, error) {
	if err := ctx.Err(); err != nil {
		return soc.Extraction{}, fmt.Errorf("population %s: %w", n.population, err)
	}
	x, err := n.source.Collect(ctx, raw)
	if err != nil {
		return soc.Extraction{}, fmt.Errorf("population %s: %w", n.population, err)
	}
	return x, nil
}
