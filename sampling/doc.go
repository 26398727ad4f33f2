// Package sampling plans samples, draws them so that anyone can draw them
// again, and evaluates what was found in them.
//
// Every decision is exact. A chance is compared with a risk in floating point
// first; when the two are closer than the error of the calculation can be,
// they are compared again in rational numbers. A size or a limit is therefore
// never one too small because of rounding.
//
// The package is pure: it knows no clock, no chance, no file. What is random
// about a sample comes from the seed that the caller gives.
//
// docs/design/sampling.md has the formulas and their sources.
package sampling
