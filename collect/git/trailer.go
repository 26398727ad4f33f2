package git

import "strings"

// trailer is a "Key: value" line at the end of a message.
type trailer struct{ Key, Value string }

// parseTrailers returns the trailers of a message, as "git interpret-trailers
// --parse --no-divider" does (git's trailer.c): they are in the last
// paragraph, which is not the subject, and which is either nothing but
// trailers, or has a line that git itself writes ("Signed-off-by: ",
// "(cherry picked from commit ") and at least a quarter of trailers. A line
// that begins with white space continues the one before it.
func parseTrailers(message string) []trailer {
	lines := strings.Split(message, "\n")
	if n := len(lines); lines[n-1] == "" {
		lines = lines[:n-1]
	}
	lines = lines[:endOfTrailers(lines)]
	start := startOfTrailers(lines)
	var out []trailer
	open := false // the last line was a trailer, or continued one
	for _, line := range lines[start:] {
		if open && startsBlank(line) {
			last := &out[len(out)-1]
			last.Value = strings.TrimSpace(last.Value + " " + strings.Trim(line, spaces))
			continue
		}
		at := separator(line)
		open = at >= 1
		if strings.HasPrefix(line, "#") {
			continue
		}
		if open {
			out = append(out, trailer{strings.TrimRight(line[:at], spaces), strings.Trim(line[at+1:], spaces)})
		}
	}
	return out
}

// endOfTrailers leaves out what may follow the last paragraph: blank lines,
// comments, and the list of conflicts that old versions of git wrote.
func endOfTrailers(lines []string) int {
	end, conflicts := -1, false
	for i, line := range lines {
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
			if end < 0 {
				end = i
			}
		case line == "Conflicts:":
			conflicts = true
			if end < 0 {
				end = i
			}
		case conflicts && strings.HasPrefix(line, "\t"):
		default:
			end, conflicts = -1, false
		}
	}
	if end < 0 {
		return len(lines)
	}
	return end
}

// startOfTrailers returns the line on which the trailers begin, or len(lines)
// when there are none.
func startOfTrailers(lines []string) int {
	title := 0
	for title < len(lines) && (strings.HasPrefix(lines[title], "#") || !isBlank(lines[title])) {
		title++
	}
	trailers, others, continuations := 0, 0, 0
	byGit, onlyBlank := false, true
	for i := len(lines) - 1; i >= title; i-- {
		line := lines[i]
		if strings.HasPrefix(line, "#") {
			others += continuations
			continuations = 0
			continue
		}
		if isBlank(line) {
			if onlyBlank {
				continue
			}
			others += continuations
			if byGit && trailers*3 >= others || trailers > 0 && others == 0 {
				return i + 1
			}
			return len(lines)
		}
		onlyBlank = false
		switch {
		case strings.HasPrefix(line, "Signed-off-by: "), strings.HasPrefix(line, "(cherry picked from commit "):
			trailers++
			continuations = 0
			byGit = true
		case separator(line) >= 1 && !startsBlank(line):
			trailers++
			continuations = 0
		case startsBlank(line):
			continuations++
		default:
			others += 1 + continuations
			continuations = 0
		}
	}
	return len(lines)
}

// separator returns where the colon after a key is, or -1: a key is letters,
// digits and hyphens, with white space allowed before the colon only.
func separator(line string) int {
	space := false
	for i := range len(line) {
		c := line[i]
		switch {
		case c == ':':
			return i
		case !space && (c == '-' || c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z'):
		case i > 0 && (c == ' ' || c == '\t'):
			space = true
		default:
			return -1
		}
	}
	return -1
}

func startsBlank(line string) bool {
	return line != "" && strings.IndexByte(spaces, line[0]) >= 0
}
