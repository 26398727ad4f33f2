package engagement

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/tickmark-audit/tickmark/program"
	"github.com/tickmark-audit/tickmark/soc"
)

func populationNames(populations []program.Population) []string {
	names := make([]string, len(populations))
	for i, p := range populations {
		names[i] = p.Name
	}
	return names
}

var sqlWord = regexp.MustCompile(`[A-Za-z_][A-Za-z0-9_]*`)

// reads returns which of the populations a procedure names: the one that its
// items come from, and any word of its SQL that is one's name. A column of
// the same name counts too: to hold one table too many to account is safe,
// one too few is not.
func reads(p soc.Procedure, populations []string) []string {
	texts := []string{p.Where, p.Items}
	for _, a := range p.Attributes {
		texts = append(texts, a.Pass, a.Applies)
	}
	return named([]string{p.Population, p.ForEach}, texts, populations)
}

// named returns the populations that are among the words or in the SQL.
func named(words, texts, populations []string) []string {
	for _, text := range texts {
		for _, word := range sqlWord.FindAllString(text, -1) {
			words = append(words, strings.ToLower(word))
		}
	}
	var among []string
	for _, name := range populations {
		if slices.Contains(words, name) {
			among = append(among, name)
		}
	}
	slices.Sort(among)
	return among
}

// inputs returns the sealed tables that a procedure reads, in the order of
// their names. When one cannot be read, it says which and why.
func (s *state) inputs(p soc.Procedure, populations []string) (inputs []soc.Input, missing string) {
	return s.sealedInputs(reads(p, populations))
}

// sealedInputs returns the sealed tables of populations.
func (s *state) sealedInputs(names []string) (inputs []soc.Input, missing string) {
	for _, name := range names {
		sealed := s.populations[name]
		switch {
		case sealed == nil:
			return nil, fmt.Sprintf("the population %s has not been collected", name)
		case sealed.failed != nil:
			return nil, fmt.Sprintf("the population %s could not be collected: %s", name, sealed.failed.Reason)
		}
		inputs = append(inputs, sealed.input())
	}
	return inputs, ""
}
