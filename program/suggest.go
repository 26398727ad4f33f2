package program

import (
	"slices"
	"strings"
)

// suggest returns the candidate that a mistyped word most likely means, or
// "" when none is close: at most a third of its letters differ.
func suggest(word string, candidates []string) string {
	if len(word) > 100 {
		return ""
	}
	best, bestDistance := "", len(word)/3+1
	for _, c := range candidates {
		if strings.EqualFold(c, word) {
			return c
		}
		if d := distance(strings.ToLower(word), strings.ToLower(c)); d < bestDistance && d < len(c) {
			best, bestDistance = c, d
		}
	}
	return best
}

// distance returns how many letters must be added, removed, changed or
// swapped with their neighbour to make b of a (optimal string alignment).
func distance(a, b string) int {
	before, row := []int(nil), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		next := make([]int, len(b)+1)
		next[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			next[j] = min(row[j]+1, next[j-1]+1, row[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				next[j] = min(next[j], before[j-2]+1)
			}
		}
		before, row = row, next
	}
	return row[len(b)]
}

// didYouMean is the help for a word that is not one of the candidates: the
// likely one, then all of them when they are few.
func didYouMean(word string, candidates []string, what string) string {
	if len(candidates) == 0 {
		return "there is no " + what
	}
	sorted := slices.Clone(candidates)
	help := ""
	if s := suggest(word, sorted); s != "" {
		help = "did you mean " + s + "? "
		if len(sorted) == 1 {
			return strings.TrimSpace(help)
		}
	}
	if len(sorted) > 15 {
		return strings.TrimSpace(help + oneOf(sorted[:15]) + ", …")
	}
	return help + oneOf(sorted)
}

func oneOf(list []string) string {
	printed := make([]string, len(list))
	for i, s := range list {
		printed[i] = printable(s)
	}
	if len(printed) == 1 {
		return "the only one is " + printed[0]
	}
	return "it is one of " + strings.Join(printed, ", ")
}
