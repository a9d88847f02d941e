package rest

import (
	"bytes"
	"cmp"
	"encoding/hex"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// The sizes of a page (rest.md §4).
const (
	DefaultPageSize = 50
	MaxPageSize     = 1000
)

// Page is which part of a listing is asked for.
type Page struct {
	Size   int
	Number int    // what the caller calls the page; it does not say where it begins
	Token  *Token // nil for the beginning
}

// Page reads PageSize, Page and PageToken.
func (r *Request) Page() (Page, error) {
	p := Page{Size: DefaultPageSize}
	if n := r.Params.OptInt("PageSize"); n != nil {
		p.Size = *n
		switch {
		case *n > MaxPageSize:
			r.Params.Fail(&Error{Status: http.StatusBadRequest, Code: CodePageSize, Message: "Page size too large"})
		case *n < 1:
			r.Params.Invalid("PageSize", r.Params.Text("PageSize"))
		}
	}
	if n := r.Params.OptInt("Page"); n != nil {
		if p.Number = *n; *n < 0 {
			r.Params.Invalid("Page", r.Params.Text("Page"))
		}
	}
	if text := r.Params.Text("PageToken"); text != "" {
		token, ok := parseToken(text)
		if !ok {
			r.Params.Invalid("PageToken", text)
		}
		p.Token = &token
	} else if p.Number > 0 {
		r.Params.Fail(&Error{
			Status: http.StatusBadRequest, Code: CodePaging,
			Message: "Absolute paging is not supported: follow " + r.service.cfg.NextPage + ", or give its PageToken",
		})
	}
	return p, r.Params.Err()
}

// Token is a place in a listing: behind an entry, or before it. On the wire it is
// "PA" or "PB", the entry's SID, and then the entry's rank, by which the place is
// found when the entry is gone or has moved: tasks are removed some minutes after
// they end, between one page and the next. A token without a rank is understood
// as well.
type Token struct {
	Back bool   // the page ends before the entry
	SID  string // not checked
	Rank string // as [Ordering.rank] wrote it; "" for none
}

func parseToken(text string) (Token, bool) {
	const sidLen = 34
	if len(text) < 2+sidLen || text[:2] != "PA" && text[:2] != "PB" {
		return Token{}, false
	}
	t := Token{Back: text[1] == 'B', SID: text[2 : 2+sidLen]}
	switch rest := text[2+sidLen:]; {
	case rest == "":
	case rest[0] == '-' && len(rest) > 1:
		t.Rank = rest[1:]
	default:
		return Token{}, false
	}
	return t, true
}

func (t *Token) String() string {
	kind := "PA"
	if t.Back {
		kind = "PB"
	}
	if t.Rank == "" {
		return kind + t.SID
	}
	return kind + t.SID + "-" + t.Rank
}

// Part is one value that entries are ordered by: a number or a text.
type Part struct {
	Number int64
	Text   string
}

// maxParts is how many values an ordering has at most, the SID apart.
const maxParts = 3

// Key is an entry's place in an ordering: its parts, then its SID.
type Key struct {
	Parts [maxParts]Part
	SID   [16]byte
}

// Ordering says how keys compare: which parts there are, which of them are texts
// and which fall instead of rise. The SID, always rising, settles ties.
type Ordering struct {
	Parts int
	Text  [maxParts]bool
	Falls [maxParts]bool
}

// Compare compares two keys.
func (o *Ordering) Compare(a, b *Key) int {
	for i := range o.Parts {
		x, y := &a.Parts[i], &b.Parts[i]
		if o.Falls[i] {
			x, y = y, x
		}
		c := cmp.Compare(x.Number, y.Number)
		if o.Text[i] {
			c = strings.Compare(x.Text, y.Text)
		}
		if c != 0 {
			return c
		}
	}
	return bytes.Compare(a.SID[:], b.SID[:])
}

// rank writes the parts of a key for a token.
func (o *Ordering) rank(k *Key) string {
	var parts [maxParts]string
	for i := range o.Parts {
		if o.Text[i] {
			parts[i] = hex.EncodeToString([]byte(k.Parts[i].Text))
		} else {
			parts[i] = strconv.FormatUint(uint64(k.Parts[i].Number), 36)
		}
	}
	return strings.Join(parts[:o.Parts], "_")
}

// Place returns the place that a token's rank tells; false when it has none that
// fits the ordering. The SID of the key is zero.
func (o *Ordering) Place(t *Token) (Key, bool) { return o.parseRank(t.Rank, [16]byte{}) }

// parseRank reads what rank wrote.
func (o *Ordering) parseRank(text string, sid [16]byte) (Key, bool) {
	k := Key{SID: sid}
	parts := strings.Split(text, "_")
	if len(parts) != o.Parts {
		return k, false
	}
	for i, part := range parts {
		if o.Text[i] {
			b, err := hex.DecodeString(part)
			if err != nil {
				return k, false
			}
			k.Parts[i].Text = string(b)
			continue
		}
		n, err := strconv.ParseUint(part, 36, 64)
		if err != nil {
			return k, false
		}
		k.Parts[i].Number = int64(n)
	}
	return k, true
}

// Query returns the caller's own parameters in the order in which they came, then
// PageSize, Page and PageToken (rest.md §4).
func (p *Page) Query(rawQuery string, number int, token *Token) string {
	var b strings.Builder
	for pair := range strings.SplitSeq(rawQuery, "&") {
		name, value, _ := strings.Cut(pair, "=")
		name, _ = url.QueryUnescape(name) // it was parsed before
		value, _ = url.QueryUnescape(value)
		switch name {
		case "", "PageSize", "Page", "PageToken":
			continue
		}
		b.WriteString(url.QueryEscape(name) + "=" + url.QueryEscape(value) + "&")
	}
	b.WriteString("PageSize=" + strconv.Itoa(p.Size) + "&Page=" + strconv.Itoa(number))
	if token != nil {
		b.WriteString("&PageToken=" + url.QueryEscape(token.String()))
	}
	return b.String()
}
