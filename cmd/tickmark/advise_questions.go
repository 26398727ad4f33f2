package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tickmark-audit/tickmark/soc"
	"github.com/tickmark-audit/tickmark/soc/advice"
	"github.com/tickmark-audit/tickmark/soc/catalog"
)

const none = "none"

// adviceAnswers are what advise must know. Each is text as a person writes it.
type adviceAnswers struct {
	financial, customerData, users, commitments, requestedType string
	controlsSince, neededBy, yearEnds, priorEnd                string
}

func (a *adviceAnswers) isFinancial() bool { return a.financial == "yes" }

var adviceInterview = interview[adviceAnswers]{command: "advise", questions: []question[adviceAnswers]{
	{flag: "services-affect-financial-reporting", help: "yes or no: the services affect what customers report in their financial statements",
		ask:    "Do the services affect what customers report in their financial statements, as payroll, payments or claims do? yes or no",
		answer: func(a *adviceAnswers) *string { return &a.financial }, check: yesOrNo},
	{flag: "customer-data", help: "yes or no: data of customers is kept, processed or passed on",
		ask:    "Do you keep, process or pass on data of customers? yes or no",
		answer: func(a *adviceAnswers) *string { return &a.customerData }, check: yesOrNo},
	{flag: "users", help: "who asks for a report; can be given several times: auditors (of customers' financial statements), customers, public", many: true,
		ask:    "Who asks for a report, with spaces between them: auditors (of customers' financial statements) customers public",
		answer: func(a *adviceAnswers) *string { return &a.users }, check: checkUsers},
	{flag: "commitment", help: "category beside security in which customers were promised something; can be given several times: availability, confidentiality, processing_integrity, privacy", many: true,
		ask:       "In what beside security were customers promised something, with spaces between them: availability confidentiality processing_integrity privacy",
		otherwise: none, answer: func(a *adviceAnswers) *string { return &a.commitments }, check: func(_ *adviceAnswers, s string) error { return areCategories(s) }},
	{flag: "requested-type", help: "type that a contract names: 1, 2 or none",
		ask: "Which type does a contract name? 1, 2 or none", otherwise: none,
		answer: func(a *adviceAnswers) *string { return &a.requestedType }, check: checkRequestedType},
	{flag: "controls-since", help: "day since when, or from when, the youngest control that matters is in operation, such as 2026-01-01",
		ask:    "Since when, or from when, is the youngest control that matters in operation? Such as 2026-01-01",
		answer: func(a *adviceAnswers) *string { return &a.controlsSince }, check: checkAdviceDay},
	{flag: "needed-by", help: "day on which the report is needed, such as 2026-12-01",
		ask:    "On which day is the report needed? Such as 2026-12-01",
		answer: func(a *adviceAnswers) *string { return &a.neededBy }, check: checkAdviceDay},
	{flag: "year-end", help: "last day of the fiscal year of user entities, such as 12-31, that of most of them first; can be given several times", many: true,
		ask: "On which days do the fiscal years of user entities end, that of most of them first? Such as 12-31 06-30", otherwise: none,
		answer: func(a *adviceAnswers) *string { return &a.yearEnds }, when: (*adviceAnswers).isFinancial,
		unless: func(*adviceAnswers) string { return "services that do not affect financial reporting" }, check: checkYearEnds},
	{flag: "prior-period-end", help: "last day of the period of the report before, or none",
		ask: "On which day did the period of the last report end? Such as 2025-12-31", otherwise: none,
		answer: func(a *adviceAnswers) *string { return &a.priorEnd }, check: checkPriorEnd},
}}

func yesOrNo(_ *adviceAnswers, s string) error {
	if s != "yes" && s != "no" {
		return fmt.Errorf("%q is not an answer: write yes or no", s)
	}
	return nil
}

func checkUsers(_ *adviceAnswers, s string) error {
	for _, word := range strings.Fields(s) {
		if !slices.Contains(advice.Readers, advice.Reader(word)) {
			return fmt.Errorf("%q is no group of readers: they are auditors, customers and public", word)
		}
	}
	return nil
}

func checkRequestedType(_ *adviceAnswers, s string) error {
	if s != "1" && s != "2" && s != none {
		return fmt.Errorf("%q is not a type: write 1, 2 or none", s)
	}
	return nil
}

func checkAdviceDay(_ *adviceAnswers, s string) error {
	_, err := soc.ParseDate(s)
	return err
}

func checkPriorEnd(a *adviceAnswers, s string) error {
	if s == none {
		return nil
	}
	return checkAdviceDay(a, s)
}

func checkYearEnds(_ *adviceAnswers, s string) error {
	_, err := yearEnds(s)
	return err
}

func yearEnds(s string) ([]advice.YearEnd, error) {
	var list []advice.YearEnd
	for _, word := range strings.Fields(s) {
		if word == none {
			continue
		}
		end, err := advice.ParseYearEnd(word)
		if err != nil {
			return nil, err
		}
		list = append(list, end)
	}
	return list, nil
}

// parse returns the answers for the advice. Every one was checked.
func (a *adviceAnswers) parse(today soc.Date) (advice.Answers, error) {
	out := advice.Answers{Today: today, FinancialReporting: a.isFinancial(), CustomerData: a.customerData == "yes"}
	for _, r := range advice.Readers {
		if slices.Contains(strings.Fields(a.users), string(r)) {
			out.Readers = append(out.Readers, r)
		}
	}
	for _, c := range catalog.Categories()[1:] {
		if slices.Contains(strings.Fields(a.commitments), string(c)) {
			out.Commitments = append(out.Commitments, c)
		}
	}
	switch a.requestedType {
	case "1":
		out.RequestedType = 1
	case "2":
		out.RequestedType = 2
	}
	var err error
	if out.ControlsSince, err = soc.ParseDate(a.controlsSince); err != nil {
		return out, err
	}
	if out.NeededBy, err = soc.ParseDate(a.neededBy); err != nil {
		return out, err
	}
	if out.YearEnds, err = yearEnds(a.yearEnds); err != nil {
		return out, err
	}
	if a.priorEnd != none {
		out.PriorEnd, err = soc.ParseDate(a.priorEnd)
	}
	return out, err
}
