package sampling

import (
	"errors"
	"fmt"
	"math/big"
)

// Model says how deviations are thought to come into a sample.
type Model string

// The models.
const (
	// Binomial is for a population that is large beside the sample.
	Binomial Model = "binomial"
	// Hypergeometric is for a population of known size, and exact for it.
	Hypergeometric Model = "hypergeometric"
	// Poisson is the model of many printed tables and of monetary units. Its
	// sizes are a little larger.
	Poisson Model = "poisson"
)

// Models lists the models.
var Models = []Model{Binomial, Hypergeometric, Poisson}

// MaxSize is the largest sample that is planned.
const MaxSize = 100_000

// MaxPopulation is the largest population that a hypergeometric plan or
// evaluation takes; beyond it the binomial model gives the same figures.
const MaxPopulation = 1_000_000_000

// ErrTooLarge is returned when no sample of at most MaxSize items does what a
// plan asks.
var ErrTooLarge = fmt.Errorf("no sample of %d items or fewer is enough: accept a higher risk or a higher tolerable rate, or test every item", MaxSize)

// tailAt is the tail of a model when the population deviates at rate. The
// deviations of a finite population are rounded up to a whole number, the
// smallest that is not below the rate.
func tailAt(model Model, rate *big.Rat, population int64) (tail, error) {
	switch model {
	case Binomial:
		return newBinomial(rate), nil
	case Poisson:
		return newPoisson(rate), nil
	case Hypergeometric:
		return hypergeometric{items: population, deviations: ceil(times(rate, population)).Int64()}, nil
	}
	return nil, fmt.Errorf("there is no model %q: use binomial, hypergeometric or poisson", model)
}

// checkModel holds a model and a population against each other.
func checkModel(model Model, population int64) error {
	switch model {
	case Binomial, Poisson:
		if population != 0 {
			return fmt.Errorf("the %s model takes no population: use hypergeometric for a population of known size", model)
		}
	case Hypergeometric:
		if population <= 0 {
			return errors.New("the hypergeometric model needs the number of items in the population")
		}
		if population > MaxPopulation {
			return fmt.Errorf("a population of %d items is above %d: use binomial, which gives the same figures there", population, MaxPopulation)
		}
	default:
		_, err := tailAt(model, one, 0)
		return err
	}
	return nil
}

// smallestRisk is below every risk that anybody plans with, and keeps limits
// within 64 bits.
var smallestRisk = big.NewRat(1, 1_000_000_000_000_000)

// checkRisk refuses a risk that is not between 0 and 1.
func checkRisk(risk *big.Rat) error {
	if risk == nil || risk.Cmp(smallestRisk) < 0 || risk.Cmp(one) >= 0 {
		return errors.New("the risk must be at least 10^-15 and below 1, for example 5%")
	}
	return nil
}

// checkTolerable refuses a tolerable rate that no sample can speak about.
func checkTolerable(rate *big.Rat) error {
	if rate == nil || rate.Sign() <= 0 || rate.Cmp(one) > 0 {
		return errors.New("the tolerable rate must be above 0 and at most 1, for example 5%")
	}
	return nil
}
