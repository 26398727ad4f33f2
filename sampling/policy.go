package sampling

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tickmark-audit/tickmark/soc"
)

// Policy is a firm's own table of sample sizes by how often a control runs.
// Such sizes are judgement: they are chosen, not computed, and nothing here
// returns a confidence or a limit for them.
type Policy struct {
	Name        string          `yaml:"name" json:"name"`
	Frequencies []FrequencySize `yaml:"frequencies" json:"frequencies"`
	PerEvent    *PerEventSize   `yaml:"per_event" json:"per_event,omitempty"`
}

// FrequencySize is the size for one frequency. Sizes is by level of risk;
// Size is for all of them.
type FrequencySize struct {
	Frequency string           `yaml:"frequency" json:"frequency"` // one of soc.Frequencies
	Size      int64            `yaml:"size" json:"size,omitempty"`
	Sizes     map[string]int64 `yaml:"sizes" json:"sizes,omitempty"` // low, moderate, high
}

// PerEventSize is the size for events in a population that was counted: a
// share of it, within bounds.
type PerEventSize struct {
	Share string           `yaml:"share" json:"share"` // such as 10%
	Least int64            `yaml:"least" json:"least"`
	Most  map[string]int64 `yaml:"most" json:"most"` // low, moderate, high
}

// Levels are the levels of risk that a policy can distinguish.
var Levels = []string{"low", "moderate", "high"}

// Judgement is a size that a policy names. It has no confidence.
type Judgement struct {
	Size  int64
	Basis string // a sentence that says where the size comes from
}

// Size looks a size up. Population is the number of items, 0 when it is not
// known; a size is never above it.
//
// The error says what the policy does not have.
func (p Policy) Size(frequency, level string, population int64) (Judgement, error) {
	if err := p.Check(); err != nil {
		return Judgement{}, err
	}
	if !slices.Contains(Levels, level) {
		return Judgement{}, fmt.Errorf("there is no level %q: use low, moderate or high", level)
	}
	if population < 0 {
		return Judgement{}, fmt.Errorf("a population of %d items cannot be", population)
	}
	size, why := int64(0), ""
	i := slices.IndexFunc(p.Frequencies, func(f FrequencySize) bool { return f.Frequency == frequency })
	switch {
	case frequency == "per_event" && p.PerEvent != nil:
		if population == 0 {
			return Judgement{}, fmt.Errorf("%s sizes events by their number: say how many there are", p.Name)
		}
		share, err := ParseRate(p.PerEvent.Share)
		if err != nil {
			return Judgement{}, err
		}
		most := p.PerEvent.Most[level]
		size = max(p.PerEvent.Least, min(most, ceil(times(share, population)).Int64()))
		why = fmt.Sprintf("%s of %d events, at least %d, at most %d at %s risk", p.PerEvent.Share, population, p.PerEvent.Least, most, level)
	case i >= 0:
		f := p.Frequencies[i]
		size, why = f.Size, frequency
		if f.Sizes != nil {
			size, why = f.Sizes[level], frequency+" at "+level+" risk"
		}
	default:
		return Judgement{}, fmt.Errorf("%s has no size for %q: add it to its frequencies", p.Name, frequency)
	}
	if population > 0 && size > population {
		size = population
		why += fmt.Sprintf("; the population has no more than %d", population)
	}
	return Judgement{Size: size, Basis: fmt.Sprintf("policy %q: %s", p.Name, why)}, nil
}

// Check reports the first fault of a policy.
func (p Policy) Check() error {
	if strings.TrimSpace(p.Name) == "" {
		return fmt.Errorf("a policy needs a name: reports say where a size comes from")
	}
	seen := map[string]bool{}
	for _, f := range p.Frequencies {
		switch {
		case !slices.Contains(soc.Frequencies, f.Frequency):
			return fmt.Errorf("there is no frequency %q: use %s", f.Frequency, strings.Join(soc.Frequencies, ", "))
		case seen[f.Frequency]:
			return fmt.Errorf("frequency %s is there twice", f.Frequency)
		case f.Sizes == nil && f.Size <= 0:
			return fmt.Errorf("frequency %s needs a size of at least 1", f.Frequency)
		case f.Sizes != nil && f.Size != 0:
			return fmt.Errorf("frequency %s has a size and sizes: give one of them", f.Frequency)
		case f.Sizes != nil:
			if err := checkLevels("frequency "+f.Frequency, f.Sizes); err != nil {
				return err
			}
		}
		seen[f.Frequency] = true
	}
	if e := p.PerEvent; e != nil {
		share, err := ParseRate(e.Share)
		if err != nil {
			return fmt.Errorf("per_event: share: %w", err)
		}
		if share.Sign() == 0 || e.Least < 1 {
			return fmt.Errorf("per_event: share must be above 0, and least at least 1")
		}
		if seen["per_event"] {
			return fmt.Errorf("frequency per_event is there twice: as a frequency and as per_event")
		}
		return checkLevels("per_event: most", e.Most)
	}
	return nil
}

func checkLevels(what string, sizes map[string]int64) error {
	for _, level := range Levels {
		if sizes[level] < 1 {
			return fmt.Errorf("%s needs a size of at least 1 for %s", what, level)
		}
	}
	if len(sizes) != len(Levels) {
		return fmt.Errorf("%s has a level other than low, moderate and high", what)
	}
	return nil
}

// CommonPolicy is a table within what firms commonly use. No standard
// prescribes one; a firm writes its own.
func CommonPolicy() Policy {
	byRisk := map[string]int64{"low": 25, "moderate": 40, "high": 60}
	return Policy{
		Name: "common practice",
		Frequencies: []FrequencySize{
			{Frequency: "annual", Size: 1},
			{Frequency: "semi_annual", Size: 2},
			{Frequency: "quarterly", Size: 2},
			{Frequency: "monthly", Size: 3},
			{Frequency: "weekly", Size: 6},
			{Frequency: "daily", Size: 25},
			{Frequency: "continuous", Sizes: byRisk},
		},
		PerEvent: &PerEventSize{Share: "10%", Least: 5, Most: byRisk},
	}
}
