package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/pflag"
)

// question is one thing that a command must know, with the flag that answers
// it. A is what holds the answers, each as text as a person writes it.
type question[A any] struct {
	flag, help, ask string
	otherwise       string // the answer when a person just presses Enter
	answer          func(*A) *string
	many            bool // the flag can be given several times; the answer is words with spaces between them
	// when says whether the question is asked; unless says in words what the
	// flag does not go with when it is not.
	when   func(*A) bool
	unless func(*A) string
	check  func(*A, string) error
}

// interview gets the answers of a command from its flags, and on a terminal
// from a person.
type interview[A any] struct {
	command   string
	questions []question[A]
}

// addFlags adds a flag for each question.
func (v interview[A]) addFlags(flags *pflag.FlagSet, a *A) {
	for _, q := range v.questions {
		if q.many {
			flags.Var(&wordsFlag{text: q.answer(a)}, q.flag, q.help)
		} else {
			flags.StringVar(q.answer(a), q.flag, "", q.help)
		}
	}
}

// wordsFlag is a flag that can be given several times; its words are joined by
// spaces.
type wordsFlag struct{ text *string }

func (f *wordsFlag) String() string {
	if f.text == nil {
		return ""
	}
	return *f.text
}

func (f *wordsFlag) Type() string { return "word" }

func (f *wordsFlag) Set(word string) error {
	*f.text = strings.TrimSpace(*f.text + " " + word)
	return nil
}

// asker asks a person.
type asker struct {
	in       *bufio.Reader
	out      io.Writer
	terminal bool
}

// all checks the answers that flags gave and asks for the others. Without a
// person to ask, a missing answer that has no default is a usage error that
// names all of them.
func (v interview[A]) all(k *asker, a *A) error {
	var missing []string
	for _, q := range v.questions {
		given := *q.answer(a)
		if q.when != nil && !q.when(a) {
			if given != "" {
				return usageError{fmt.Errorf("--%s does not go with %s", q.flag, q.unless(a))}
			}
			continue
		}
		switch {
		case given != "":
			if err := q.check(a, given); err != nil {
				return usageError{fmt.Errorf("--%s: %w", q.flag, err)}
			}
		case k.terminal:
			answer, err := v.askFor(k, a, q)
			if err != nil {
				return err
			}
			given = answer
		case q.otherwise != "":
			given = q.otherwise
		default:
			missing = append(missing, "--"+q.flag)
			continue
		}
		*q.answer(a) = given
	}
	if len(missing) > 0 {
		return usageError{fmt.Errorf("%s needs %s when it cannot ask on a terminal", v.command, strings.Join(missing, ", "))}
	}
	return nil
}

// askFor asks until the answer is one.
func (v interview[A]) askFor(k *asker, a *A, q question[A]) (string, error) {
	for {
		prompt := q.ask
		if q.otherwise != "" {
			prompt += " [" + q.otherwise + "]"
		}
		fmt.Fprint(k.out, prompt+": ")
		line, err := k.in.ReadString('\n')
		if err != nil && (line == "" || !errors.Is(err, io.EOF)) {
			return "", fmt.Errorf("nothing was written: the answers ended at %q: %w", q.ask, err)
		}
		answer := strings.TrimSpace(line)
		if answer == "" {
			answer = q.otherwise
		}
		if answer == "" {
			continue
		}
		if err := q.check(a, answer); err != nil {
			fmt.Fprintf(k.out, "  %v\n", err)
			continue
		}
		return answer, nil
	}
}
