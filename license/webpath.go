package license

import "strings"

// canonicalPath is the path of a URL by RFC 3986 §6.2.2: what need not be encoded
// is not, dots are resolved, and then no part is empty and no slash is at the end.
// A query and a fragment are left away. Or it says why there is none.
func canonicalPath(tail string) (path, why string) {
	if i := strings.IndexAny(tail, "?#"); i >= 0 {
		tail = tail[:i]
	}
	if tail == "" || tail == "/" {
		return "/", ""
	}
	if strings.Contains(tail, "\\") {
		return "", "there is a backslash in it, which not everybody reads alike; write / or %5C"
	}
	if !plainPath(tail) {
		encoded, ok := encodePath(tail)
		if !ok {
			return "", "there is a % in it without two hexadecimal digits; write %25 for a percent sign"
		}
		tail = resolveDots(encoded)
	}
	if tail = strings.TrimRight(tail, "/"); tail == "" {
		return "/", ""
	}
	return tail, ""
}

// plainPath says whether a path is in its canonical form, but for slashes at its
// end.
func plainPath(s string) bool {
	for i := range len(s) {
		if c := s[i]; c != '/' && !pathByte(c) || i > 0 && s[i-1] == '/' && (c == '.' || c == '/') {
			return false
		}
	}
	return true
}

// encodePath writes each byte of a path as it should be. Its argument has no
// spaces and no control characters.
func encodePath(s string) (string, bool) {
	var b strings.Builder
	b.Grow(len(s) + 16)
	encode := func(c byte) {
		const digits = "0123456789ABCDEF"
		b.WriteByte('%')
		b.WriteByte(digits[c>>4])
		b.WriteByte(digits[c&15])
	}
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '/' || pathByte(c):
			b.WriteByte(c)
		case c != '%':
			encode(c)
		case i+2 >= len(s) || !isHex(s[i+1]) || !isHex(s[i+2]):
			return "", false
		default:
			c = unhex(s[i+1])<<4 | unhex(s[i+2])
			if i += 2; unreserved(c) {
				b.WriteByte(c)
			} else {
				encode(c)
			}
		}
	}
	return b.String(), true
}

// resolveDots goes where . and .. lead (RFC 3986 §5.2.4), and then leaves away the
// parts that are empty.
func resolveDots(s string) string {
	var parts []string
	for part := range strings.SplitSeq(strings.TrimPrefix(s, "/"), "/") {
		switch part {
		case ".":
		case "..":
			parts = parts[:max(0, len(parts)-1)]
		default:
			parts = append(parts, part)
		}
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, part := range parts {
		if part != "" {
			b.WriteByte('/')
			b.WriteString(part)
		}
	}
	return b.String()
}

// pathByte is what a part of a path consists of without being encoded: pchar of RFC
// 3986 §3.3.
func pathByte(c byte) bool {
	return unreserved(c) || strings.IndexByte("!$&'()*+,;=:@", c) >= 0
}

func unreserved(c byte) bool {
	return 'a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9' || c == '-' || c == '.' || c == '_' || c == '~'
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'f'
}

func unhex(c byte) byte {
	if c <= '9' {
		return c - '0'
	}
	return c | 0x20 - 'a' + 10
}
