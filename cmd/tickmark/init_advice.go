package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/tickmark-audit/tickmark/soc"
	"github.com/tickmark-audit/tickmark/soc/advice"
)

// takeAdvice fills the answers that no flag gave from an advice file. When the
// advice is several reports, --report says which.
func (a *answers) takeAdvice(name string) error {
	data, err := os.ReadFile(name)
	if err != nil {
		return fmt.Errorf("read the advice: %w", err)
	}
	var given advice.Advice
	in := json.NewDecoder(bytes.NewReader(data))
	in.DisallowUnknownFields()
	if err := in.Decode(&given); err != nil {
		return fmt.Errorf("%s is not what tickmark advise --json writes: %w", name, err)
	}
	var titles []string
	var matching []advice.Recommendation
	for _, r := range given.Reports {
		titles = append(titles, string(r.Report))
		if a.report == "" || a.report == string(r.Report) {
			matching = append(matching, r)
		}
	}
	switch {
	case len(given.Reports) == 0:
		return fmt.Errorf("%s recommends no report: %s", name, given.NoReport)
	case len(matching) == 0:
		return usageError{fmt.Errorf("--report: %s recommends %s, not %s", name, strings.Join(titles, " and "), a.report)}
	case len(matching) > 1:
		return usageError{fmt.Errorf("%s recommends %s, each a program of its own: say which with --report", name, strings.Join(titles, " and "))}
	}
	a.take(&matching[0])
	return nil
}

func (a *answers) take(r *advice.Recommendation) {
	put := func(to *string, value string) {
		if *to == "" {
			*to = value
		}
	}
	put(&a.report, string(r.Report))
	if r.Type != 0 {
		put(&a.reportType, strconv.Itoa(r.Type))
	}
	if a.rules().Period {
		put(&a.from, r.Period.From.String())
		put(&a.to, r.Period.To.String())
	} else {
		put(&a.asOf, r.AsOf.String())
	}
	var beside []string
	for _, c := range r.Categories {
		if c.Category != soc.Security {
			beside = append(beside, string(c.Category))
		}
	}
	if r.Report != soc.SOC1 {
		put(&a.categories, strings.Join(append(beside, none)[:max(1, len(beside))], " "))
	}
}
