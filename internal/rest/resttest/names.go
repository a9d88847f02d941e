package resttest

import (
	"fmt"
	"regexp"
	"strings"
)

// Names lets scripts write SIDs as their kind and a number, in the order in which
// they are first seen: WK1, WK2. The SIDs of a run depend on its seed and on whatever
// was made before; their names do not. The zero value is ready for use.
type Names struct {
	Base   string // what it stands before is written as ~
	Tokens bool   // those of pages are shown, and understood; otherwise each is "…"
	Nobody string // a SID of this digit alone is nobody's: it is written as "WT9…"; "" for none

	names map[string]string // by SID
	sids  map[string]string // by name
	count map[string]int    // by kind
}

var (
	sidPattern   = regexp.MustCompile(`\b[A-Z]{2}[0-9a-f]{32}\b`)
	bitPattern   = regexp.MustCompile(`[A-Z]{2}[0-9a-f]{32}\b`) // of a token, too
	namePattern  = regexp.MustCompile(`\b[A-Z]{2}[0-9]{1,3}\b`)
	tokenPattern = regexp.MustCompile(`PageToken=P[AB][^"&]*`)
	tokenPrefix  = regexp.MustCompile(`PageToken=P[AB][A-Z]{2}[0-9a-f]{32}`)
)

// FindSIDs returns the SIDs in a text, but no more than most.
func FindSIDs(text string, most int) []string { return sidPattern.FindAllString(text, most) }

// Of is the name of a SID, which it has from now on.
func (n *Names) Of(sid string) string {
	kind := sid[:2]
	if n.Nobody != "" && strings.Trim(sid[2:], n.Nobody) == "" {
		return kind + n.Nobody + "…"
	}
	if n.names == nil {
		n.names, n.sids, n.count = map[string]string{}, map[string]string{}, map[string]int{}
	}
	if n.names[sid] == "" {
		n.count[kind]++
		n.names[sid] = fmt.Sprint(kind, n.count[kind])
		n.sids[n.names[sid]] = sid
	}
	return n.names[sid]
}

// Write puts names in the places of SIDs.
func (n *Names) Write(text string) string {
	pattern := sidPattern
	if n.Tokens {
		text = tokenPrefix.ReplaceAllStringFunc(text, func(s string) string {
			const before = len("PageToken=PA")
			return s[:before] + "-" + n.Of(s[before:])
		})
	} else {
		text = tokenPattern.ReplaceAllString(text, "PageToken=…")
		pattern = bitPattern // of the tokens that are refused
	}
	if n.Base != "" {
		text = strings.ReplaceAll(text, n.Base, "~")
	}
	return pattern.ReplaceAllStringFunc(text, n.Of)
}

// Read puts SIDs in the places of the names that there are.
func (n *Names) Read(text string) string {
	text = namePattern.ReplaceAllStringFunc(text, func(name string) string {
		if sid := n.sids[name]; sid != "" {
			return sid
		}
		return name
	})
	return strings.NewReplacer("=PA-", "=PA", "=PB-", "=PB").Replace(text)
}
