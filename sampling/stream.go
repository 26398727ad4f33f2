package sampling

import (
	"crypto/sha256"
	"fmt"
	"hash"
	"math/big"
)

// Stream is a stream of numbers from a seed, for choices that are not of an
// item by its key, such as a monetary unit. It is the generator of
// cryptorandom (P. B. Stark, K. Ottoboni): block i is SHA-256 of the seed, a
// comma, and i zero bytes. It is not a secret, and anyone with the seed has
// the same numbers.
type Stream struct{ state hash.Hash }

// NewStream starts the stream of a seed.
func NewStream(seed string) *Stream {
	state := sha256.New()
	fmt.Fprintf(state, "%s,", seed)
	return &Stream{state: state}
}

// Block is the next 32 bytes.
func (s *Stream) Block() [sha256.Size]byte {
	var block [sha256.Size]byte
	s.state.Sum(block[:0])
	s.state.Write([]byte{0})
	return block
}

// Below is a whole number from 0 to n-1, each as likely as the others: the
// next block, as a number, modulo n. A block at or above the greatest
// multiple of n is passed over. It panics when n is not positive.
func (s *Stream) Below(n int64) int64 {
	if n <= 0 {
		panic(fmt.Sprintf("sampling: Below(%d)", n))
	}
	size := big.NewInt(n)
	all := new(big.Int).Lsh(big.NewInt(1), 256)
	last := new(big.Int).Sub(all, new(big.Int).Mod(all, size))
	for {
		block := s.Block()
		number := new(big.Int).SetBytes(block[:])
		if number.Cmp(last) < 0 {
			return number.Mod(number, size).Int64()
		}
	}
}
