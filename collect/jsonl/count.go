package jsonl

import "io"

// Count counts the lines that hold anything but white space. It looks at
// bytes only, and shares nothing with Decode.
func Count(r io.Reader) (int64, error) {
	var n int64
	buf := make([]byte, 64<<10)
	filled := false
	for {
		k, err := r.Read(buf)
		for _, b := range buf[:k] {
			switch b {
			case '\n':
				filled = false
			case ' ', '\t', '\r', '\v', '\f':
			default:
				if !filled {
					n++
					filled = true
				}
			}
		}
		if err == io.EOF {
			return n, nil
		}
		if err != nil {
			return 0, err
		}
	}
}
