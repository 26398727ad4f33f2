package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/tickmark-audit/tickmark/soc"
	"github.com/tickmark-audit/tickmark/soc/catalog"
)

// answers are what init must know. Each is text as a person writes it.
type answers struct {
	organization, system, report, reportType, from, to, asOf, timeZone string
	categories                                                         []string
}

// type2 reports whether the report covers a period.
func (a *answers) type2() bool { return a.reportType == "2" }

// question is one thing that init must know, with the flag that answers it.
type question struct {
	flag, help, ask string
	otherwise       string // the answer when a person just presses Enter
	answer          func(*answers) *string
	many            bool // answers go to categories
	when            func(*answers) bool
	check           func(*answers, string) error
}

var questions = []question{
	{flag: "organization", help: "name of the service organization", ask: "Name of the service organization",
		answer: func(a *answers) *string { return &a.organization }, check: oneLine},
	{flag: "system", help: "name of the system that is examined", ask: "Name of the system that is examined",
		answer: func(a *answers) *string { return &a.system }, check: oneLine},
	{flag: "report", help: "soc2 or soc3", ask: "Report: soc2 or soc3", otherwise: "soc2",
		answer: func(a *answers) *string { return &a.report }, check: checkReport},
	{flag: "type", help: "1 (as of a day) or 2 (through a period)", ask: "Type: 1 (as of a day) or 2 (through a period)", otherwise: "2",
		answer: func(a *answers) *string { return &a.reportType }, check: checkType},
	{flag: "from", help: "first day of the period, such as 2026-04-01", ask: "First day of the period, such as 2026-04-01",
		answer: func(a *answers) *string { return &a.from }, when: (*answers).type2, check: checkDay},
	{flag: "to", help: "last day of the period, such as 2026-06-30", ask: "Last day of the period, such as 2026-06-30",
		answer: func(a *answers) *string { return &a.to }, when: (*answers).type2, check: checkLastDay},
	{flag: "as-of", help: "day of a type 1 report, such as 2026-06-30", ask: "Day of the report, such as 2026-06-30",
		answer: func(a *answers) *string { return &a.asOf }, when: func(a *answers) bool { return !a.type2() }, check: checkDay},
	{flag: "time-zone", help: "IANA time zone in which days begin and end, such as America/New_York", ask: "Time zone, such as America/New_York",
		answer: func(a *answers) *string { return &a.timeZone }, check: checkZone},
	{flag: "category", help: "trust services category beside security; can be given several times: availability, confidentiality, processing_integrity, privacy",
		ask: "Categories beside security, with spaces between them: availability confidentiality processing_integrity privacy", otherwise: "none", many: true, check: checkCategories},
}

func oneLine(_ *answers, s string) error {
	if strings.ContainsFunc(s, func(r rune) bool { return r < ' ' }) || strings.Contains(s, "${") {
		return errors.New("write one line of text")
	}
	return nil
}

func checkReport(_ *answers, s string) error {
	switch s {
	case "soc2", "soc3":
		return nil
	case "soc1":
		return errors.New("a SOC 1 report is measured against control objectives, which this version does not read yet; write soc2 or soc3")
	}
	return fmt.Errorf("%q is not a report: write soc2 or soc3", s)
}

func checkType(a *answers, s string) error {
	switch {
	case s != "1" && s != "2":
		return fmt.Errorf("%q is not a type: write 1 or 2", s)
	case s == "1" && a.report == "soc3":
		return errors.New("a SOC 3 report always covers a period: write 2")
	}
	return nil
}

func checkDay(_ *answers, s string) error {
	_, err := soc.ParseDate(s)
	return err
}

func checkLastDay(a *answers, s string) error {
	to, err := soc.ParseDate(s)
	if err != nil {
		return err
	}
	if from, err := soc.ParseDate(a.from); err == nil && to.Before(from) {
		return fmt.Errorf("%s is before the first day of the period, %s", to, from)
	}
	return nil
}

func checkZone(_ *answers, s string) error {
	if _, err := time.LoadLocation(s); err != nil || s == "Local" || s == "" {
		return fmt.Errorf("the time zone %q is not known: use an IANA name such as America/New_York or UTC", s)
	}
	return nil
}

func checkCategories(_ *answers, s string) error {
	for _, word := range strings.Fields(s) {
		if word != "none" && !slices.Contains(catalog.Categories(), soc.Category(word)) {
			return fmt.Errorf("%q is not a category: they are security, availability, confidentiality, processing_integrity and privacy", word)
		}
	}
	return nil
}

// asker gets the answers that no flag gave.
type asker struct {
	in       *bufio.Reader
	out      io.Writer
	terminal bool
}

// all checks the answers that flags gave and asks for the others. Without a
// person to ask, a missing answer that has no default is a usage error that
// names all of them.
func (k *asker) all(a *answers) error {
	var missing []string
	for _, q := range questions {
		if q.when != nil && !q.when(a) {
			if q.answer != nil && *q.answer(a) != "" {
				return usageError{fmt.Errorf("--%s does not go with a type %s report", q.flag, a.reportType)}
			}
			continue
		}
		given := strings.Join(a.categories, " ")
		if !q.many {
			given = *q.answer(a)
		}
		switch {
		case given != "":
			if err := q.check(a, given); err != nil {
				return usageError{fmt.Errorf("--%s: %w", q.flag, err)}
			}
		case k.terminal:
			answer, err := k.ask(a, q)
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
		q.set(a, given)
	}
	if len(missing) > 0 {
		return usageError{fmt.Errorf("init needs %s when it cannot ask on a terminal", strings.Join(missing, ", "))}
	}
	return nil
}

func (q *question) set(a *answers, answer string) {
	if !q.many {
		*q.answer(a) = answer
		return
	}
	a.categories = []string{string(soc.Security)}
	for _, c := range catalog.Categories()[1:] {
		if slices.Contains(strings.Fields(answer), string(c)) {
			a.categories = append(a.categories, string(c))
		}
	}
}

// ask asks until the answer is one.
func (k *asker) ask(a *answers, q question) (string, error) {
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
