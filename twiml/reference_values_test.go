package twiml

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// good is a text that fits.
func (x *refText) good() string {
	switch x.Kind {
	case "url":
		return "/sample.xml"
	case "phone-number":
		return "+15558675310"
	case "sip-uri":
		return "sip:kate@example.com"
	case "json-object":
		return `{"skill":"billing"}`
	case "sid":
		return sidLike(x.Advisory)
	}
	return "sample"
}

// bad gives texts that do not fit, by condition.
func (x *refText) bad() map[string]string {
	bad := map[string]string{}
	switch x.Kind {
	case "url":
		bad["invalid"] = "ftp://example.com/a"
	case "phone-number":
		bad["invalid"] = "nobody"
	case "sip-uri":
		bad["invalid"] = "http://example.com/"
	case "json-object":
		bad["invalid"] = "['billing']"
	case "sid":
		bad["invalid"] = "two words"
	}
	if x.MaxLength > 0 {
		bad["tooLong"] = strings.Repeat("x", x.MaxLength+1)
	}
	if x.Required {
		bad["empty"] = ""
	}
	return bad
}

// sidLike makes a SID from a pattern such as ^AP[0-9a-fA-F]{32}$.
func sidLike(pattern string) string {
	return strings.TrimLeft(pattern, "^(")[:2] + strings.Repeat("0a", 16)
}

// TestReferencePatterns holds the values that these tests make against the
// patterns of the reference.
func TestReferencePatterns(t *testing.T) {
	r := loadReference(t)
	n := 0
	r.eachAttr(func(key, _, name string, a *refAttr) {
		if a.Pattern == "" {
			return
		}
		n++
		pattern := regexp.MustCompile(a.Pattern)
		for _, text := range a.good() {
			assert.Regexp(t, pattern, text, "%s/%s", key, name)
		}
		for condition, texts := range a.bad() {
			for _, text := range texts {
				if a.NotPattern != "" && regexp.MustCompile(a.NotPattern).MatchString(text) {
					continue
				}
				if condition != "tooLong" && !(a.Type == "duration" && pattern.MatchString(text)) {
					assert.NotRegexp(t, pattern, text, "%s/%s", key, name)
				}
			}
		}
	})
	assert.Equal(t, 9, n)
}

// good lists texts that fit, each edge and each known value.
func (a *refAttr) good() []string {
	var list []string
	switch a.Type {
	case "string":
		list = append(slices.Clone(a.Values), "some text")
	case "word":
		list = []string{"X-Name"}
	case "enum", "method", "list":
		list = append(slices.Clone(a.Values), names(a.Aliases)...)
		if a.Type == "list" {
			list = append(list, strings.Join(a.Values, " "))
		}
		if a.Open {
			list = append(list, "brand-new")
		}
		if a.AnyCase {
			list = append(list, strings.ToLower(a.Values[0]), strings.ToUpper(a.Values[0]))
		}
	case "boolean":
		list = []string{"true", "false"}
	case "integer", "seconds", "milliseconds":
		list = append([]string{strconv.Itoa(a.least(7))}, a.Or...)
		if a.Max != nil {
			list = append(list, strconv.Itoa(*a.Max), "+"+strconv.Itoa(*a.Max))
		}
	case "integers":
		list = []string{strconv.Itoa(*a.Min), strconv.Itoa(*a.Min) + " " + strconv.Itoa(*a.Max)}
	case "duration":
		list = []string{"0s", "250ms", "1.5s", "+2s", strconv.Itoa(*a.Max) + "ms"}
	case "decimal":
		list = []string{"20.45", strconv.Itoa(*a.Min), strconv.Itoa(*a.Max)}
	case "url":
		list = []string{cmp.Or(strings.Join(a.Schemes, ""), "https") + "://example.com/a"}
		if !a.AbsoluteOnly {
			list = append(list, "/relative", "../relative.xml")
		}
		if !a.NoQuery {
			list = append(list, list[0]+"?b=1&c=2")
		}
	case "sid":
		list = []string{sidLike(cmp.Or(a.Pattern, a.Advisory, "^CA"))}
	case "digits":
		list = []string{"1", "*"}
		if a.MaxLength != 1 {
			list = append(list, "0123456789#*")
		}
	case "phone":
		list = []string{"+15558675310"}
	}
	if a.EmptyAllowed {
		list = append(list, "")
	}
	if a.MaxLength > 1 {
		list = append(list, strings.Repeat("ä", a.MaxLength))
	}
	if a.Default != nil {
		list = append(list, *a.Default)
	}
	return list
}

func (a *refAttr) least(def int) int {
	if a.Min != nil {
		return *a.Min
	}
	return def
}

// bad gives texts that do not fit, by condition. It is empty for texts of any
// form.
func (a *refAttr) bad() map[string][]string {
	bad := map[string][]string{}
	switch a.Type {
	case "string":
		if a.Pattern != "" {
			bad["invalid"] = []string{"a/b"}
		}
		if a.NotPattern != "" {
			bad["invalid"] = append(bad["invalid"], sidLike(a.NotPattern))
		}
	case "word":
		bad["invalid"] = []string{"two words", ""}
	case "enum", "method", "list":
		bad["invalid"] = a.badWords()
	case "boolean":
		bad["invalid"] = []string{"True", "1", "yes", " true", ""}
	case "integer", "seconds", "milliseconds":
		bad["invalid"] = append(a.outside(), "x", "1.5", "1 2", "")
	case "integers":
		bad["invalid"] = append(a.outside(), "1,2", "x", "")
	case "decimal":
		bad["invalid"] = append(a.outside(), "x", "1e3", "1,5", "")
	case "duration":
		bad["invalid"] = []string{"5", "-1s", strconv.Itoa(*a.Max+1) + "ms", "1m", ""}
	case "url":
		bad["invalid"] = a.badURLs()
	case "sid":
		if a.Pattern != "" {
			bad["invalid"] = []string{"XX" + strings.Repeat("0", 32), a.good()[0] + "0", ""}
		}
	case "digits":
		bad["badCharacter"] = []string{"x"}
	case "phone":
		bad["invalid"] = []string{"nobody", ""}
	}
	if a.MaxItems > 0 {
		bad["invalid"] = []string{strings.Repeat(",", a.MaxItems), strings.Repeat("x", a.ItemMaxLength+1)}
	}
	if a.MaxLength > 0 {
		bad["tooLong"] = []string{strings.Repeat("1", a.MaxLength+1)}
	}
	return bad
}

func (a *refAttr) badWords() []string {
	bad := []string{""}
	switch {
	case a.Open && a.Type != "list":
		return append(bad, "two words")
	case a.Open:
		return bad
	case a.Type == "list":
		bad = append(bad, a.Values[0]+" no-such-value", a.Values[0]+",")
	}
	bad = append(bad, "no-such-value", " "+a.Values[0]+" x")
	if upper := strings.ToUpper(a.Values[0]); !a.AnyCase && upper != a.Values[0] {
		bad = append(bad, upper)
	}
	return bad
}

func (a *refAttr) outside() []string {
	var bad []string
	if a.Min != nil {
		bad = append(bad, strconv.Itoa(*a.Min-1))
	}
	if a.Max != nil {
		bad = append(bad, strconv.Itoa(*a.Max+1))
	}
	return bad
}

func (a *refAttr) badURLs() []string {
	bad := []string{"ftp://example.com/a", "https://", "/a b", "https://under_score.example.com/"}
	if len(a.Schemes) > 0 {
		bad = append(bad, "http://example.com/")
	}
	if a.AbsoluteOnly {
		bad = append(bad, "/relative", "")
	}
	if a.NoQuery {
		bad = append(bad, a.good()[0]+"?b=1")
	}
	return bad
}
