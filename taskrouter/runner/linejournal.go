package runner

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"iter"
)

// LineJournal writes a log as lines of JSON, one for each record. It is not
// safe for concurrent use; a runner does not need that.
type LineJournal struct {
	w    io.Writer
	sync func() error
	buf  bytes.Buffer
	last uint64 // sequence of the last record; 0 before the first Append
	err  error  // of the write that failed: what follows would be unreadable
}

// NewLineJournal returns a journal that writes to w and then calls sync, which
// makes the data durable; nil where a write is enough. The records of one
// Append are one Write. For a file, open it for appending and pass its Sync:
//
//	f, err := os.OpenFile(name, os.O_CREATE|os.O_RDWR|os.O_APPEND, 0o600)
//	…
//	r, err := runner.Open(runner.Config{Journal: runner.NewLineJournal(f, f.Sync)}, runner.ReadLines(f))
//
// Nothing here locks the file: one runner writes it at a time.
func NewLineJournal(w io.Writer, sync func() error) *LineJournal {
	return &LineJournal{w: w, sync: sync}
}

// Append implements [Journal]. After an error from the writer or from sync it
// refuses everything with that error.
func (j *LineJournal) Append(_ context.Context, records []Record) error {
	if j.err != nil {
		return j.err
	}
	if j.last == 0 && len(records) > 0 {
		j.last = records[0].Sequence - 1 // w may hold what is before it
	}
	last, err := follow(j.last, records)
	if err != nil {
		return err
	}
	j.buf.Reset()
	lines := json.NewEncoder(&j.buf) // ends each value with a line break
	for _, rec := range records {
		if err := lines.Encode(rec); err != nil {
			return err
		}
	}
	if j.err = j.write(); j.err != nil {
		return j.err
	}
	j.last = last
	return nil
}

func (j *LineJournal) write() error {
	if _, err := j.w.Write(j.buf.Bytes()); err != nil {
		return err
	}
	if j.sync == nil {
		return nil
	}
	return j.sync()
}

// ReadLines yields the records that a [LineJournal] wrote. It reads to the end
// of r or to the first error, which is an error of r or a [*LogError] that says
// where; for a last line that was not written to its end the cause is
// [ErrTorn]. A line longer than 64 MiB is refused.
func ReadLines(r io.Reader) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		lines := lineReader{r: bufio.NewReader(r)}
		for {
			rec, err := lines.next()
			if err == io.EOF || !yield(rec, err) || err != nil {
				return
			}
		}
	}
}

// maxLine bounds what a damaged log can make the reader hold. It is far above
// what Config.MaxCommand lets in.
const maxLine = 64 << 20

var errLine = errors.New("the line is longer than 64 MiB: this is no log of records")

type lineReader struct {
	r      *bufio.Reader
	text   []byte
	line   int
	offset int64
}

// next returns the next record, or io.EOF at the end.
func (l *lineReader) next() (Record, error) {
	l.line++
	l.text = l.text[:0]
	for {
		part, err := l.r.ReadSlice('\n')
		l.text = append(l.text, part...)
		switch {
		case err == nil:
			return l.record()
		case len(l.text) > maxLine:
			return Record{}, l.fail(errLine)
		case err == bufio.ErrBufferFull:
		case err == io.EOF && len(l.text) > 0:
			return Record{}, l.fail(ErrTorn)
		default:
			return Record{}, err
		}
	}
}

func (l *lineReader) record() (Record, error) {
	var rec Record
	if err := json.Unmarshal(l.text, &rec); err != nil {
		return Record{}, l.fail(err)
	}
	l.offset += int64(len(l.text))
	return rec, nil
}

func (l *lineReader) fail(err error) error {
	return &LogError{Line: l.line, Offset: l.offset, Err: err}
}
