package sqlcheck

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/tickmark-audit/tickmark/engine"
)

// syntaxError says in words what DuckDB's parser says, and what to do about
// the usual slips.
func syntaxError(text, message string, offset int) *engine.SQLError {
	e := &engine.SQLError{Offset: offset, Message: message}
	switch {
	case strings.HasPrefix(message, "memory exhausted"), strings.HasPrefix(message, "Max expression depth"):
		e.Message, e.Hint = "the SQL is nested too deeply", "write it with fewer levels of parentheses, or a list with IN"
	case strings.HasPrefix(message, "SELECT clause without selection list"):
		e.Message, e.Hint = "there is no SQL here", "write one SELECT or expression"
	case offset >= 0 && strings.HasPrefix(message, "syntax error"):
		if word := reservedNear(text, offset); word != "" {
			e.Hint = fmt.Sprintf("when %s is the name of a column, write it in double quotes: %q", word, word)
		}
	}
	return e
}

// reserved are words of SQL that people name columns after.
var reserved = set(`all analyze and any asc at both case check column constraint default desc distinct end fetch for foreign from grant
	group having in into lateral leading limit not offset on only or order primary references some table then to trailing
	union unique using when where window with`)

var lastWord = regexp.MustCompile(`([A-Za-z_]+)\s*$`)

var firstWord = regexp.MustCompile(`^[A-Za-z_]+`)

// reservedNear returns the reserved word at the place of a syntax error, or
// just before it.
func reservedNear(text string, offset int) string {
	if word := firstWord.FindString(text[offset:]); reserved[strings.ToLower(word)] {
		return word
	}
	if found := lastWord.FindStringSubmatch(text[:offset]); found != nil && reserved[strings.ToLower(found[1])] {
		return found[1]
	}
	return ""
}
