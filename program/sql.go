package program

import (
	"errors"
	"fmt"
)

// fragment is a piece of SQL with the place where it is written.
type fragment struct {
	Fragment
	node *node
}

// useSQL notes a piece of SQL, to be parsed once all are read.
func (l *loader) useSQL(n *node, kind FragmentKind) {
	if n != nil {
		l.fragments = append(l.fragments, fragment{Fragment{Kind: kind, SQL: n.text}, n})
	}
}

// parseSQL gives all SQL to the parser at once and reports what does not
// parse. The error is one of the parser itself.
func (l *loader) parseSQL() error {
	if l.options.SQL == nil {
		return nil
	}
	l.program.SQLChecked = true
	if len(l.fragments) == 0 {
		return nil
	}
	plain := make([]Fragment, len(l.fragments))
	for i, f := range l.fragments {
		plain[i] = f.Fragment
	}
	verdicts, err := l.options.SQL.ParseSQL(l.ctx, plain)
	if err != nil {
		return fmt.Errorf("parsing the SQL of the program: %w", err)
	}
	if len(verdicts) != len(plain) {
		return fmt.Errorf("parsing the SQL of the program: %d pieces were given to the parser and %d came back", len(plain), len(verdicts))
	}
	for i, verdict := range verdicts {
		if verdict != nil {
			l.sqlFault(l.fragments[i], verdict)
		}
	}
	return nil
}

func (l *loader) sqlFault(f fragment, verdict error) {
	line, column := f.node.line, f.node.column
	message, help := verdict.Error(), ""
	var at *SQLError
	if errors.As(verdict, &at) {
		message, help = at.Message, at.Hint
		if at.Offset >= 0 {
			line, column = f.node.position(at.Offset)
		}
	}
	if help == "" {
		help = "write one SELECT in the SQL of DuckDB"
		if f.Kind == Predicate {
			help = "write one condition in the SQL of DuckDB, such as: approved_at <= merged_at"
		}
	}
	l.faultAt(f.node.file, line, column, help, "the SQL cannot be used: %s", firstLine(message))
}
