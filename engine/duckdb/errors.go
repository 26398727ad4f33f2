package duckdb

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	duckdbgo "github.com/duckdb/duckdb-go/v2"

	"github.com/tickmark-audit/tickmark/engine"
)

// explain turns an error of DuckDB into one of engine's. The SQL stood
// behind prefix bytes of ours and has length bytes; prefix -1 says that the
// error's place is not in it.
func (d *Database) explain(err error, prefix, length int) error {
	var dbErr *duckdbgo.Error
	if !errors.As(err, &dbErr) {
		return err
	}
	kind, message, position := parts(dbErr.Msg)
	switch kind {
	case "Out of Memory":
		what, limit := "memory", d.limits.MemoryBytes
		if strings.Contains(message, "offload") || strings.Contains(message, "max_temp_directory_size") {
			what, limit = "disk space for intermediate results", d.limits.SpillBytes
		}
		return &engine.LimitError{Kind: engine.ErrMemory,
			Message: fmt.Sprintf("the SQL needs more %s than it may use (%d MiB): look for a join without a condition, or group before joining", what, limit>>20)}
	case "Permission":
		return &engine.RefusedError{SQL: &engine.SQLError{Offset: -1, Message: message, Hint: "a test may read the sealed populations only"}}
	case "FATAL", "INTERNAL": // DuckDB answers nothing after it
		return fmt.Errorf("%w: an error within DuckDB: %s", engine.ErrDied, firstLine(message))
	case "IO":
		return fmt.Errorf("duckdb: %s", firstLine(message))
	}
	// The place of an error while running may be in the text of a view.
	known := kind == "Parser" || kind == "Binder" || kind == "Catalog" || kind == "Syntax"
	offset := -1
	if at := position - prefix; known && prefix >= 0 && position >= 0 && at >= 0 && at <= length {
		offset = at
	}
	message, hint, _ := strings.Cut(message, "\n")
	return &engine.SQLError{Offset: offset, Message: strings.TrimSuffix(message, "!"), Hint: strings.ReplaceAll(strings.TrimSpace(hint), "\n", "; ")}
}

// parts reads an error that DuckDB wrote as JSON, or as text before that was
// switched on.
func parts(text string) (kind, message string, position int) {
	var e struct {
		Type     string `json:"exception_type"`
		Message  string `json:"exception_message"`
		Position string `json:"position"`
	}
	if json.Unmarshal([]byte(text), &e) != nil || e.Message == "" {
		kind, message, found := strings.Cut(text, " Error: ")
		if !found {
			return "", text, -1
		}
		return kind, message, -1
	}
	position, err := strconv.Atoi(e.Position)
	if err != nil {
		position = -1
	}
	return e.Type, e.Message, position
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}

// errorsJoin is errors.Join that keeps a single error as it is.
func errorsJoin(errs ...error) error {
	var kept []error
	for _, err := range errs {
		if err != nil {
			kept = append(kept, err)
		}
	}
	if len(kept) == 1 {
		return kept[0]
	}
	return errors.Join(kept...)
}

func removeIfThere(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

func quoteText(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

func abbreviate(statement string) string {
	if len(statement) > 60 {
		return statement[:60] + "…"
	}
	return statement
}
