package opinion

import (
	"math/big"
	"strings"
	"unicode"

	"github.com/tickmark-audit/tickmark/soc"
)

// phraseWords is how many words in a row count as a phrase. Five are long
// enough that two writers seldom choose the same, and short enough to find
// text in which names were replaced.
const phraseWords = 5

// SharedText returns which part of a description's phrases another one has
// too, from 0 to 1: each run of five words counts once, without regard to
// case, punctuation and order. It is 0 when there is no phrase to compare.
func SharedText(description, other []soc.DescriptionSection) *big.Rat {
	ours, theirs := phrases(description), phrases(other)
	var shared int64
	for p := range ours {
		if theirs[p] {
			shared++
		}
	}
	if len(ours) == 0 {
		return new(big.Rat)
	}
	return big.NewRat(shared, int64(len(ours)))
}

func phrases(description []soc.DescriptionSection) map[string]bool {
	found := map[string]bool{}
	for _, s := range description {
		words := strings.FieldsFunc(strings.ToLower(s.Markdown), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		for i := 0; i+phraseWords <= len(words); i++ {
			found[strings.Join(words[i:i+phraseWords], " ")] = true
		}
	}
	return found
}
