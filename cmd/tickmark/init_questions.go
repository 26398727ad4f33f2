package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/tickmark-audit/tickmark/soc"
	"github.com/tickmark-audit/tickmark/soc/catalog"
)

// answers are what init must know. Each is text as a person writes it.
type answers struct {
	organization, system, report, reportType, from, to, asOf, timeZone string
	categories                                                         string // words
}

// rules returns the rules of the report that the answers name; the zero Rules
// before they name one.
func (a *answers) rules() soc.Rules {
	typ := 0
	if a.reportType != "" {
		typ = int(a.reportType[0] - '0')
	}
	r, err := soc.RulesOf(soc.ReportKind(a.report), typ)
	if err != nil {
		return soc.Rules{}
	}
	return r
}

func (a *answers) hasPeriod() bool { return a.rules().Period }
func (a *answers) hasDate() bool   { return !a.rules().Period }
func (a *answers) isSOC3() bool    { return a.report == string(soc.SOC3) }
func (a *answers) isSOC1() bool    { return a.report == string(soc.SOC1) }

// name names the report in a sentence about what does not go with it.
func (a *answers) name() string {
	if a.isSOC3() || a.isSOC1() && a.reportType == "" {
		return "a " + soc.ReportKind(a.report).Title() + " report"
	}
	return fmt.Sprintf("a %s report of type %s", soc.ReportKind(a.report).Title(), a.reportType)
}

// scope returns the categories, security first; none in a SOC 1.
func (a *answers) scope() []string {
	if a.isSOC1() {
		return nil
	}
	list := []string{string(soc.Security)}
	for _, c := range catalog.Categories()[1:] {
		if slices.Contains(strings.Fields(a.categories), string(c)) {
			list = append(list, string(c))
		}
	}
	return list
}

var initInterview = interview[answers]{command: "init", questions: []question[answers]{
	{flag: "organization", help: "name of the service organization", ask: "Name of the service organization",
		answer: func(a *answers) *string { return &a.organization }, check: oneLine},
	{flag: "system", help: "name of the system that is examined", ask: "Name of the system that is examined",
		answer: func(a *answers) *string { return &a.system }, check: oneLine},
	{flag: "report", help: "soc1, soc2 or soc3; tickmark advise helps to choose", ask: "Report: soc1, soc2 or soc3 (tickmark advise helps to choose)", otherwise: "soc2",
		answer: func(a *answers) *string { return &a.report }, check: checkReport},
	{flag: "type", help: "1 (as of a day) or 2 (through a period); a SOC 3 has none", ask: "Type: 1 (as of a day) or 2 (through a period)", otherwise: "2",
		answer: func(a *answers) *string { return &a.reportType }, when: func(a *answers) bool { return !a.isSOC3() }, unless: (*answers).name, check: checkType},
	{flag: "from", help: "first day of the period, such as 2026-04-01", ask: "First day of the period, such as 2026-04-01",
		answer: func(a *answers) *string { return &a.from }, when: (*answers).hasPeriod, unless: (*answers).name, check: checkDay},
	{flag: "to", help: "last day of the period, such as 2026-06-30", ask: "Last day of the period, such as 2026-06-30",
		answer: func(a *answers) *string { return &a.to }, when: (*answers).hasPeriod, unless: (*answers).name, check: checkLastDay},
	{flag: "as-of", help: "day of a type 1 report, such as 2026-06-30", ask: "Day of the report, such as 2026-06-30",
		answer: func(a *answers) *string { return &a.asOf }, when: (*answers).hasDate, unless: (*answers).name, check: checkDay},
	{flag: "time-zone", help: "IANA time zone in which days begin and end, such as America/New_York", ask: "Time zone, such as America/New_York",
		answer: func(a *answers) *string { return &a.timeZone }, check: checkZone},
	{flag: "category", help: "trust services category beside security; can be given several times: availability, confidentiality, processing_integrity, privacy",
		ask: "Categories beside security, with spaces between them: availability confidentiality processing_integrity privacy", otherwise: "none", many: true,
		answer: func(a *answers) *string { return &a.categories }, when: func(a *answers) bool { return !a.isSOC1() }, unless: (*answers).name, check: checkCategories},
}}

func oneLine(_ *answers, s string) error {
	if strings.ContainsFunc(s, func(r rune) bool { return r < ' ' }) || strings.Contains(s, "${") {
		return errors.New("write one line of text")
	}
	return nil
}

func checkReport(_ *answers, s string) error {
	if s != "soc1" && s != "soc2" && s != "soc3" {
		return fmt.Errorf("%q is not a report: write soc1, soc2 or soc3", s)
	}
	return nil
}

func checkType(_ *answers, s string) error {
	if s != "1" && s != "2" {
		return fmt.Errorf("%q is not a type: write 1 or 2", s)
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

func checkCategories(_ *answers, s string) error { return areCategories(s) }

// areCategories reports a word that is no category.
func areCategories(s string) error {
	for _, word := range strings.Fields(s) {
		if word != "none" && !slices.Contains(catalog.Categories(), soc.Category(word)) {
			return fmt.Errorf("%q is not a category: they are security, availability, confidentiality, processing_integrity and privacy", word)
		}
	}
	return nil
}
