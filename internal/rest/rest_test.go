package rest_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/internal/rest"
	"github.com/goacd/acd/internal/rest/resttest"
	"github.com/goacd/acd/internal/sid"
)

func TestObjectIsJSON(t *testing.T) {
	at := time.Date(2024, 5, 4, 23, 59, 58, 987, time.FixedZone("", 3600))
	id := sid.FromBytes[sid.Task]([16]byte{1, 2})
	var o rest.Object
	o.String("text", "a\"b\\c\nd\te\rf\x01ü\u2028😀")
	o.String("bad", "a\xffb\xc3")
	o.Text("none", "")
	o.Text("some", "x")
	rest.AddSID(&o, "sid", id)
	rest.AddSID(&o, "zero", sid.SID[sid.Task]{})
	o.Int("int", -3)
	o.Int64("int64", math.MaxInt64)
	o.Seconds("seconds", 1999*time.Millisecond)
	o.Bool("true", true)
	o.Date("date", at)
	o.Date("no_date", time.Time{})
	o.Date2010("date2010", at)
	o.Date2010("no_date2010", time.Time{})
	o.Object("empty", func(*rest.Object) {})
	o.URL("url", "http://x", "/a", "/b")
	o.List("list", 2, func(o *rest.Object, i int) { o.Int("i", i) })
	o.List("nothing", 0, nil)
	var got map[string]any
	require.NoError(t, json.Unmarshal(o.Bytes(), &got))
	assert.Equal(t, map[string]any{
		"text": "a\"b\\c\nd\te\rf\x01ü\u2028😀", "bad": "a\ufffdb\ufffd", "none": nil, "some": "x", "sid": id.String(), "zero": nil,
		"int": -3.0, "int64": float64(math.MaxInt64), "seconds": 1.0, "true": true,
		"date": "2024-05-04T22:59:58Z", "no_date": nil, "date2010": "Sat, 04 May 2024 22:59:58 +0000", "no_date2010": nil,
		"empty": map[string]any{}, "url": "http://x/a/b",
		"list": []any{map[string]any{"i": 0.0}, map[string]any{"i": 1.0}}, "nothing": []any{},
	}, got)
	var none rest.Object
	assert.Equal(t, "{}", string(none.Bytes()))
}

func FuzzObjectString(f *testing.F) {
	f.Add("a\x00\"\xff")
	f.Fuzz(func(t *testing.T, text string) {
		var o rest.Object
		o.String("x", text)
		var got struct{ X string }
		require.NoError(t, json.Unmarshal(o.Bytes(), &got))
		assert.Equal(t, strings.ToValidUTF8(got.X, "\ufffd"), got.X)
		standard, err := json.Marshal(text)
		require.NoError(t, err)
		var want string
		require.NoError(t, json.Unmarshal(standard, &want))
		assert.Equal(t, want, got.X)
	})
}

func TestDates(t *testing.T) {
	for text, want := range map[string]string{
		"2014-05-14T10:50:02Z": "2014-05-14T10:50:02Z", "2014-05-14T12:50:02+02:00": "2014-05-14T10:50:02Z",
		"2014-05-14T12:50:02 02:00": "2014-05-14T10:50:02Z", // a plus sign that was not escaped
		"2014-05-14T10:50:02.987Z":  "2014-05-14T10:50:02Z", "2014-05-14": "2014-05-14T00:00:00Z",
		"0001-01-01": "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z": "9999-12-31T23:59:59Z",
	} {
		got, ok := rest.ParseDate(text)
		assert.True(t, ok, text)
		assert.Equal(t, want, rest.FormatDate(got))
		assert.Equal(t, got.Format("2006-01-02T15:04:05Z"), rest.FormatDate(got))
	}
	for _, text := range []string{"", "now", "2014-05-14 10:50:02", "14 May 2014", "2014-13-14"} {
		_, ok := rest.ParseDate(text)
		assert.False(t, ok, text)
	}
	assert.Equal(t, "Tue, 04 Aug 2015 18:39:09 +0000", rest.FormatDate2010(time.Date(2015, 8, 4, 18, 39, 9, 0, time.UTC)))
	assert.Equal(t, "10000-01-01T00:00:00Z", rest.FormatDate(time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)))
}

func TestParams(t *testing.T) {
	p := func(text string) *rest.Params {
		values, err := url.ParseQuery(text)
		require.NoError(t, err)
		p := rest.NewParams(values)
		return &p
	}
	p1 := p("s=x&s=y&n=12&z=0&t=True&f=FALSE&yes=YES&other=on&d=2014-05-14&u=https://x/y&empty=&word=Lifo&sid=WT00000000000000000000000000000001")
	assert.Equal(t, "x", p1.Text("s"))
	assert.Equal(t, []string{"x", "y"}, p1.List("s"))
	assert.Equal(t, "x", *p1.OptText("s"))
	assert.Nil(t, p1.OptText("none"))
	assert.Equal(t, 12, *p1.OptInt("n"))
	assert.Equal(t, 12, p1.Positive("n"))
	assert.Zero(t, p1.Positive("none"))
	assert.Nil(t, p1.OptInt("empty"))
	assert.True(t, p1.Bool("t"))
	assert.False(t, p1.Bool("f"))
	assert.Nil(t, p1.OptBool("empty"))
	assert.True(t, p1.Flag("yes"))
	assert.False(t, p1.Flag("other"))
	assert.False(t, *p1.OptFlag("other"))
	assert.Nil(t, p1.OptFlag("none"))
	assert.Equal(t, "2014-05-14T00:00:00Z", rest.FormatDate(p1.Date("d")))
	assert.True(t, p1.Date("empty").IsZero())
	assert.Equal(t, "https://x/y", p1.URL("u"))
	assert.Empty(t, p1.URL("none"))
	assert.Empty(t, *p1.OptURL("empty"))
	assert.Equal(t, "LIFO", p1.Choice("word", "FIFO", "LIFO"))
	assert.Empty(t, p1.Choice("none", "FIFO"))
	assert.False(t, rest.SID[sid.Task](p1, "sid").IsZero())
	assert.True(t, rest.OptSID[sid.Task](p1, "empty").IsZero())
	assert.Nil(t, rest.OptSID[sid.Task](p1, "none"))
	assert.True(t, p1.Has("empty"))
	assert.Len(t, p1.Values(), 12)
	require.NoError(t, p1.Err())

	for name, read := range map[string]func(p *rest.Params){
		"int":    func(p *rest.Params) { p.OptInt("v") },
		"number": func(p *rest.Params) { p.Positive("v") },
		"bool":   func(p *rest.Params) { p.OptBool("v") },
		"date":   func(p *rest.Params) { p.Date("v") },
		"url":    func(p *rest.Params) { p.OptURL("v") },
		"choice": func(p *rest.Params) { p.Choice("v", "a") },
		"sid":    func(p *rest.Params) { rest.SID[sid.Task](p, "v") },
	} {
		t.Run(name, func(t *testing.T) {
			p := p("v=2x&w=")
			read(p)
			p.Required("w") // only the first problem counts
			assert.EqualError(t, p.Err(), "rest: status 400, code 20001: Invalid value '2x' for parameter v")
		})
	}
	for _, text := range []string{"2147483648", "-2147483649", "1.5", "99999999999999999999"} {
		p := p("v=" + text)
		p.OptInt("v")
		assert.Error(t, p.Err(), text)
	}
	p2 := p("v=0")
	p2.Positive("v")
	assert.Error(t, p2.Err())
	for text, want := range map[string]string{
		"d=0001-01-01T00:00:00Z":       "Invalid value '0001-01-01T00:00:00Z' for parameter d",
		"d=0001-01-01":                 "Invalid value '0001-01-01' for parameter d",
		"u=http://user:secret@a:port/": "Invalid value 'a:port/' for parameter u",
	} {
		p := p(text)
		p.Date("d") // no instant of the year 1 is taken for one that was not given
		p.URL("u")
		assert.ErrorContains(t, p.Err(), want)
	}
	p3 := p("")
	p3.Required("Name")
	assert.EqualError(t, p3.Err(), "rest: status 400, code 20001: Missing required parameter Name in the post body")
}

func TestErrors(t *testing.T) {
	cause := errors.New("cause")
	for _, err := range []*rest.Error{rest.Internal(cause), rest.Unavailable(cause)} {
		assert.ErrorIs(t, err, cause)
		assert.Contains(t, err.Error(), ": cause")
		assert.NotContains(t, err.Message, "cause")
	}
	long := rest.NotFound("/" + strings.Repeat("ü", 200))
	assert.LessOrEqual(t, utf8.RuneCountInString(long.Message), 260)
	assert.Contains(t, long.Message, "ü… was not found")
	assert.Equal(t, 412, rest.PreconditionFailed().Status)
}

// number is an entry of a listing, ordered by n and then by its SID.
type number struct {
	id sid.SID[sid.Task]
	n  int64
}

// listing serves numbers under both envelopes.
func listing(t *testing.T, numbers *[]number) http.Handler {
	order := rest.Ordering{Parts: 1, Falls: [3]bool{true}}
	keyOf := func(x number) rest.Key { return rest.Key{Parts: [3]rest.Part{{Number: x.n}}, SID: x.id.Bytes()} }
	page := func(r *rest.Request) (rest.Selected[number], error) {
		var none rest.Selected[number]
		p, err := r.Page()
		if err != nil {
			return none, err
		}
		s, err := rest.NewSelection[sid.Task, number](&p, &order, func(id sid.SID[sid.Task]) (rest.Key, bool) {
			for _, x := range *numbers {
				if x.id == id {
					return keyOf(x), true
				}
			}
			return rest.Key{}, false
		})
		if err != nil {
			return none, err
		}
		for _, x := range *numbers {
			if k := keyOf(x); s.Wants(&k) {
				s.Add(k, x)
			}
		}
		return s.Done(), nil
	}
	render := func(o *rest.Object, x number) { o.Int64("n", x.n) }
	s, err := rest.NewService(rest.Config{
		Accounts: []rest.Account{{SID: "AC1", Secret: "x"}}, MaxBody: 100, ContentType: "application/json", RequestPrefix: strings.Repeat("0", 16),
		Translate: func(r *rest.Request, err error) *rest.Error { return rest.Internal(err) },
		Routes: []rest.Route{
			{Path: "/v1/Numbers", Get: func(r *rest.Request) (rest.Answer, error) {
				s, err := page(r)
				if err != nil {
					return rest.Answer{}, err
				}
				return rest.Envelope[sid.Task](r, s, "numbers", render)
			}},
			{Path: "/2010/Numbers.json", Get: func(r *rest.Request) (rest.Answer, error) {
				s, err := page(r)
				if err != nil {
					return rest.Answer{}, err
				}
				return rest.Envelope2010[sid.Task](r, s, "numbers", render)
			}},
		},
	})
	require.NoError(t, err)
	return s
}

// ask is a client that may ask a handler.
func ask(t testing.TB, h http.Handler) *resttest.Client {
	return &resttest.Client{T: t, Handler: h, User: "AC1", Secret: "x"}
}

func values(body map[string]any) (list []int) {
	for _, item := range body["numbers"].([]any) {
		list = append(list, int(item.(map[string]any)["n"].(float64)))
	}
	return list
}

// TestSelectionIsTheSortedListing compares pages of a listing that comes in any
// order with the sorted whole.
func TestSelectionIsTheSortedListing(t *testing.T) {
	var numbers []number
	var want []int
	for i := range 20 {
		n := int64(i*7%20) / 2
		numbers = append(numbers, number{sid.FromBytes[sid.Task]([16]byte{byte(i*13 + 1)}), n})
		want = append(want, int(n))
	}
	slices.SortFunc(want, func(a, b int) int { return b - a })
	h := listing(t, &numbers)
	for _, size := range []int{1, 3, 19, 20, 21} {
		var got []int
		path := fmt.Sprintf("/2010/Numbers.json?x=1&PageSize=%d", size)
		n := 0
		for out := range ask(t, h).Pages(path, resttest.Reply.Next) {
			body, page := out.Body, values(out.Body)
			assert.EqualValues(t, n, body["page"])
			assert.EqualValues(t, n*size, body["start"])
			assert.EqualValues(t, n*size+len(page)-1, body["end"])
			assert.EqualValues(t, size, body["page_size"])
			assert.Equal(t, path+"&Page=0", body["first_page_uri"])
			if n > 0 {
				assert.Equal(t, got[len(got)-size:], values(ask(t, h).Get(out.Previous()).Body))
			} else {
				assert.Nil(t, body["previous_page_uri"])
			}
			got = append(got, page...)
			n++
		}
		assert.Equal(t, want, got, "size %d", size)
	}
}

// TestSelectionOfLongListings picks pages of every size out of listings that fall,
// rise and do neither, and looks at as few entries as a page needs.
func TestSelectionOfLongListings(t *testing.T) {
	const most = 3000
	order := rest.Ordering{Parts: 1}
	for name, at := range map[string]func(i int) int{
		"rising": func(i int) int { return i }, "falling": func(i int) int { return most - 1 - i }, "mixed": func(i int) int { return i * 1009 % most },
	} {
		for _, size := range []int{1, 50, 999, 1000} {
			for _, token := range []*rest.Token{nil, {SID: "WT" + strings.Repeat("1", 32), Rank: "s0"}, {SID: "WT" + strings.Repeat("1", 32), Rank: "s0", Back: true}} {
				p := rest.Page{Size: size, Token: token}
				s, err := rest.NewSelection[sid.Task, int](&p, &order, nil)
				require.NoError(t, err)
				for i := range most {
					k := rest.Key{Parts: [3]rest.Part{{Number: int64(at(i))}}, SID: [16]byte(bytes.Repeat([]byte{0x11}, 16))}
					switch {
					case s.Wants(&k):
						s.Add(k, at(i))
					case name == "rising" && s.Past(&k):
						assert.True(t, s.Full() || token != nil && token.Back)
					}
				}
				first := 0
				switch { // "s0" is 1008
				case token != nil && token.Back:
					first = max(0, 1008-size)
				case token != nil:
					first = 1009
				}
				var want []int
				for i := range size {
					if n := first + i; token == nil || !token.Back || n < 1008 {
						want = append(want, n)
					}
				}
				assert.Equal(t, want, s.Done().Items, "%s, %d after %v", name, size, token)
			}
		}
	}
}

// TestSelectionGoesBack walks a listing back from the token, and looks at no entry
// beyond those of the instant where the page is full.
func TestSelectionGoesBack(t *testing.T) {
	order := rest.Ordering{Parts: 1}
	for _, size := range []int{1, 4, 9} {
		p := rest.Page{Size: size, Token: &rest.Token{SID: "WT" + strings.Repeat("1", 32), Rank: "s0", Back: true}}
		s, err := rest.NewSelection[sid.Task, int](&p, &order, nil)
		require.NoError(t, err)
		looked := 0
		for i := 1007; i >= 0; i-- { // "s0" is 1008; two of each date
			k := rest.Key{Parts: [3]rest.Part{{Number: int64(i / 2 * 2)}}, SID: [16]byte{byte(i % 2)}}
			if s.PastBack(&k) {
				break
			}
			if looked++; s.Wants(&k) {
				s.Add(k, i)
			}
		}
		var want []int
		for i := 1008 - size; i < 1008; i++ {
			want = append(want, i)
		}
		assert.Equal(t, want, s.Done().Items)
		assert.LessOrEqual(t, looked, size+2)
	}
}

// BenchmarkSelection picks the last page of a listing that comes the wrong way
// round: every entry is better than all before it.
func BenchmarkSelection(b *testing.B) {
	const most = 100_000
	order := rest.Ordering{Parts: 1}
	for _, size := range []int{50, 1000} {
		b.Run(fmt.Sprint("page=", size), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				p := rest.Page{Size: size}
				s, err := rest.NewSelection[sid.Task, [400]byte](&p, &order, nil)
				require.NoError(b, err)
				for i := range most {
					k := rest.Key{Parts: [3]rest.Part{{Number: int64(most - i)}}}
					if s.Wants(&k) {
						s.Add(k, [400]byte{})
					}
				}
				if len(s.Done().Items) != size {
					b.Fatal("no page")
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/most, "ns/entry")
		})
	}
}

// TestAbsolutePaging names the member that the caller should follow.
func TestAbsolutePaging(t *testing.T) {
	for name, want := range map[string]string{"": "next_page_uri", "next_page_url": "next_page_url"} {
		h := endpoints(t, rest.Config{NextPage: name}, func(r *rest.Request) (rest.Answer, error) {
			_, err := r.Page()
			return rest.Answer{}, err
		})
		out := ask(t, h).Get("/v1/Things/1?Page=1")
		assert.Equal(t, 400, out.Status)
		assert.Equal(t, "Absolute paging is not supported: follow "+want+", or give its PageToken", out.Body["message"])
		assert.EqualValues(t, 40153, out.Body["code"])
	}
}

// TestRefusalsAreNotLogged keeps what a caller sent out of the log: a refusal
// repeats it.
func TestRefusalsAreNotLogged(t *testing.T) {
	var log bytes.Buffer
	status := 400
	h := endpoints(t, rest.Config{Logger: slog.New(slog.NewTextHandler(&log, nil))}, func(*rest.Request) (rest.Answer, error) {
		return rest.Answer{}, &rest.Error{Status: status, Code: 20001, Message: "x", Err: errors.New("it was Alice")}
	})
	ask(t, h).Get("/v1/Things/1")
	assert.Contains(t, log.String(), "status=400")
	assert.NotContains(t, log.String(), "Alice")
	status = 500
	ask(t, h).Get("/v1/Things/1")
	assert.Contains(t, log.String(), `error="it was Alice"`, "nobody else was told")
}

// TestBaseFollowsEachRequest sends requests for several hosts to one service.
func TestBaseFollowsEachRequest(t *testing.T) {
	h := endpoints(t, rest.Config{TrustForwarded: true}, func(r *rest.Request) (rest.Answer, error) {
		var o rest.Object
		o.URL("url", r.Base)
		return rest.OK(&o)
	})
	for _, host := range []string{"a", "b", "b", `a"`, "a"} {
		for _, scheme := range []string{"http", "https"} {
			r := ask(t, h).Request("GET", "/v1/Things/1", "", "X-Forwarded-Proto", scheme)
			r.Host = host
			want := scheme + "://" + host
			if host == `a"` {
				want = scheme + "://localhost"
			}
			assert.JSONEq(t, fmt.Sprintf(`{"url":%q}`, want), ask(t, h).Serve(r).Text)
		}
	}
}

func TestEnvelopes(t *testing.T) {
	var numbers []number
	h := listing(t, &numbers)
	body := ask(t, h).Get("/2010/Numbers.json").Body
	assert.EqualValues(t, 0, body["end"], "of nothing")
	assert.EqualValues(t, 50, body["page_size"])
	assert.Equal(t, "/2010/Numbers.json?PageSize=50&Page=0", body["uri"])
	body = ask(t, h).Get("/v1/Numbers?PageSize=7&y=b+c&y=%26&Page=0").Body
	assert.Equal(t, map[string]any{
		"page": 0.0, "page_size": 7.0, "first_page_url": "http://example.com/v1/Numbers?y=b+c&y=%26&PageSize=7&Page=0", "previous_page_url": nil,
		"url": "http://example.com/v1/Numbers?y=b+c&y=%26&PageSize=7&Page=0", "next_page_url": nil, "key": "numbers",
	}, body["meta"])
	for _, query := range []string{"PageSize=1001", "PageSize=0", "PageSize=x", "Page=-1", "Page=1", "PageToken=x", "PageToken=PAWT" + strings.Repeat("0", 32)} {
		for _, path := range []string{"/v1/Numbers?", "/2010/Numbers.json?"} {
			assert.Equal(t, 400, ask(t, h).Get(path+query).Status, path+query)
		}
	}
}

func TestOrderings(t *testing.T) {
	o := rest.Ordering{Parts: 3, Text: [3]bool{true}, Falls: [3]bool{false, true}}
	key := func(text string, a, b int64, id byte) *rest.Key {
		return &rest.Key{Parts: [3]rest.Part{{Text: text}, {Number: a}, {Number: b}}, SID: [16]byte{id}}
	}
	sorted := []*rest.Key{key("a", 2, 0, 1), key("a", 1, 0, 1), key("a", 1, 0, 2), key("a", 1, 5, 0), key("b", -3, math.MinInt64, 0)}
	for i, a := range sorted {
		for j, b := range sorted {
			assert.Equal(t, i-j < 0, o.Compare(a, b) < 0, "%d %d", i, j)
			assert.Equal(t, i == j, o.Compare(a, b) == 0)
		}
	}
}

// endpoints is a service of one path that does what is asked for.
func endpoints(t *testing.T, cfg rest.Config, do rest.Endpoint) http.Handler {
	cfg.Accounts, cfg.ContentType = []rest.Account{{SID: "AC1", Secret: "x"}}, "application/json; charset=utf-8"
	if cfg.MaxBody == 0 {
		cfg.MaxBody = 100
	}
	cfg.Translate = func(_ *rest.Request, err error) *rest.Error { return rest.Internal(err) }
	cfg.Routes = []rest.Route{
		{Path: "/v1/Things/{Sid}", Get: do, Post: do, Delete: do},
		{Path: "/v1/Things/special", Get: do},
		{Path: "/v1/JSON", Post: do, JSON: true},
	}
	s, err := rest.NewService(cfg)
	require.NoError(t, err)
	return s
}

func TestIfMatch(t *testing.T) {
	for header, want := range map[string]string{
		"": "nil true", "*": "nil true", "3": "3 true", `"3"`: "3 true", `W/"3"`: "3 true", " 7 ": "7 true",
		"x": "nil false", `"`: "nil false", `""`: "nil false", "-1": "nil false", "99999999999": "nil false", "1, 2": "nil false",
	} {
		var got string
		h := endpoints(t, rest.Config{}, func(r *rest.Request) (rest.Answer, error) {
			version, ok := r.IfMatch()
			if got = fmt.Sprint("nil ", ok); version != nil {
				got = fmt.Sprint(*version, " ", ok)
			}
			assert.Equal(t, "WT1", r.Path(0))
			assert.Equal(t, "AC1", r.Account)
			return rest.NoContent()
		})
		out := ask(t, h).Send("DELETE", "/v1/Things/WT1", "", "If-Match", header)
		assert.Equal(t, 204, out.Status)
		assert.Empty(t, out.Header.Get("Content-Type"))
		assert.Equal(t, want, got, header)
	}
}

func TestLiteralSegmentsComeFirst(t *testing.T) {
	h := endpoints(t, rest.Config{}, func(r *rest.Request) (rest.Answer, error) {
		var o rest.Object
		o.String("parameter", r.Path(0))
		o.String("resource", r.Resource())
		return rest.OK(&o)
	})
	body := ask(t, h).Get("/v1/Things/special").Body
	assert.Equal(t, map[string]any{"parameter": "", "resource": "/Things/special"}, body)
	body = ask(t, h).Get("/v1/Things/specials").Body
	assert.Equal(t, "specials", body["parameter"])
}

func TestJSONBody(t *testing.T) {
	var got []byte
	h := endpoints(t, rest.Config{}, func(r *rest.Request) (rest.Answer, error) {
		got = bytes.Clone(r.Body)
		return rest.NoContent()
	})
	for contentType, want := range map[string]int{"application/json": 204, "application/json; charset=utf-8": 204, "application/x-www-form-urlencoded": 415, "": 415} {
		out := ask(t, h).Send("POST", "/v1/JSON", `{"a":1}`, "Content-Type", contentType)
		assert.Equal(t, want, out.Status, contentType)
	}
	assert.Equal(t, `{"a":1}`, string(got))
	r := ask(t, h).Request("POST", "/v1/JSON", "")
	r.Body = nil
	assert.Equal(t, 204, ask(t, h).Serve(r).Status, "no body at all")
}

func TestTimeoutEndsTheContext(t *testing.T) {
	h := endpoints(t, rest.Config{Timeout: time.Nanosecond}, func(r *rest.Request) (rest.Answer, error) {
		<-r.HTTP.Context().Done()
		return rest.Answer{}, rest.Unavailable(r.HTTP.Context().Err())
	})
	out := ask(t, h).Get("/v1/Things/1")
	assert.Equal(t, 503, out.Status)
	assert.Equal(t, "Service unavailable", out.Body["message"])
}

func TestLimits(t *testing.T) {
	now := time.Unix(1000, 0)
	h := endpoints(t, rest.Config{
		Now: func() time.Time { return now }, Limits: []rest.Limit{{PerSecond: 3}, {Class: "slow", PerSecond: 1}},
	}, func(r *rest.Request) (rest.Answer, error) {
		if r.Path(0) == "slow" {
			if err := r.Limit("slow"); err != nil {
				return rest.Answer{}, err
			}
		}
		if err := r.Limit("unknown"); err != nil {
			return rest.Answer{}, err
		}
		return rest.OK(new(rest.Object))
	})
	var got []int
	for _, path := range []string{"slow", "slow", "fast", "fast"} {
		got = append(got, ask(t, h).Get("/v1/Things/"+path).Status)
	}
	now = now.Add(time.Second)
	assert.Equal(t, []int{200, 429, 200, 429, 200}, append(got, ask(t, h).Get("/v1/Things/slow").Status))
}

// gone is a caller who does not wait for the answer.
type gone struct{ http.ResponseWriter }

func (gone) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }

func TestLogOfACallerWhoIsGone(t *testing.T) {
	var log bytes.Buffer
	h := endpoints(t, rest.Config{Logger: slog.New(slog.NewTextHandler(&log, nil))}, func(*rest.Request) (rest.Answer, error) {
		return rest.OK(new(rest.Object))
	})
	h.ServeHTTP(gone{httptest.NewRecorder()}, ask(t, h).Request("GET", "/v1/Things/1?secret=1", ""))
	assert.Contains(t, log.String(), "path=/v1/Things/1 status=200")
	assert.Contains(t, log.String(), `error="the answer was not sent: io: read/write on closed pipe"`)
	assert.NotContains(t, log.String(), "secret")
}

func TestServicesAreChecked(t *testing.T) {
	good := []rest.Account{{SID: "AC1", Secret: "x"}}
	for _, cfg := range []rest.Config{
		{MaxBody: 1}, {Accounts: good}, {Accounts: good, MaxBody: 1, Limits: []rest.Limit{{PerSecond: 0}}},
	} {
		_, err := rest.NewService(cfg)
		assert.Error(t, err)
	}
	s, err := rest.NewService(rest.Config{Accounts: good, MaxBody: 1, CORS: true})
	require.NoError(t, err)
	assert.Equal(t, 204, ask(t, s).Serve(httptest.NewRequest("OPTIONS", "/", nil)).Status)
}

func TestRefusalsBeforeTheEndpoint(t *testing.T) {
	var log bytes.Buffer
	h := endpoints(t, rest.Config{Logger: slog.New(slog.NewTextHandler(&log, nil)), CORS: true}, func(*rest.Request) (rest.Answer, error) {
		panic("boom")
	})
	send := func(method, path, user string) resttest.Reply {
		c := ask(t, h)
		c.User = user
		return c.Send(method, path, "")
	}
	assert.Equal(t, 401, send("GET", "/v1/Things/1", "AC2").Status)
	assert.Equal(t, 404, send("GET", "/v1/Nothing", "AC1").Status)
	assert.Equal(t, 405, send("PATCH", "/v1/Things/1", "AC1").Status)
	assert.Equal(t, "GET", send("POST", "/v1/Things/special", "AC1").Header.Get("Allow"))
	assert.Equal(t, "GET, POST, DELETE", send("OPTIONS", "/v1/Things/1", "").Header.Get("Access-Control-Allow-Methods"))
	assert.NotContains(t, log.String(), "stack")
	assert.Equal(t, "ETag, Retry-After, Twilio-Request-Id", send("GET", "/v1/Nothing", "AC1").Header.Get("Access-Control-Expose-Headers"),
		"a browser shows no other headers to its page")
	out := send("GET", "/v1/Things/1", "AC1")
	assert.Equal(t, 500, out.Status)
	assert.JSONEq(t, `{"code":20500,"message":"Internal Server Error","more_info":"https://www.twilio.com/docs/errors/20500","status":500}`, out.Text)
	assert.Contains(t, log.String(), "stack=")
}

func TestErrorsOfEndpointsAreTranslated(t *testing.T) {
	h := endpoints(t, rest.Config{BaseURL: "https://x"}, func(r *rest.Request) (rest.Answer, error) {
		if r.Path(0) == "own" {
			return rest.Answer{}, &rest.Error{Status: 418, Code: 7, Message: "tea", Detail: "no coffee"}
		}
		return rest.Answer{}, errors.New(r.Base)
	})
	out := ask(t, h).Get("/v1/Things/own")
	assert.Equal(t, 418, out.Status)
	assert.Equal(t, map[string]any{"cause": "no coffee"}, out.Body["details"])
	assert.Equal(t, 500, ask(t, h).Get("/v1/Things/other").Status)
}
