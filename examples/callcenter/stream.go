package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"time"
)

const (
	mostClients = 32                     // that follow the stream at once
	pace        = 500 * time.Millisecond // between two events, in real time
	slowest     = 5 * time.Second        // that a client may take for one
)

// stream sends the figures to those who follow, as server-sent events. Figures are
// made once for all, and only while somebody follows. Who is slow misses some, and
// holds up nobody.
type stream struct {
	figures func() (figures, error)
	quit    chan struct{}
	done    sync.WaitGroup // the producer

	mu      sync.Mutex
	clients map[chan []byte]bool // each holds the latest event that was not sent
	number  uint64
	closed  bool
}

// newStream begins a stream.
func newStream(f func() (figures, error)) *stream {
	s := &stream{figures: f, quit: make(chan struct{}), clients: map[chan []byte]bool{}}
	s.done.Go(s.produce)
	return s
}

// close tells all clients that it is over. It may be called again.
func (s *stream) close() {
	s.mu.Lock()
	if !s.closed {
		s.closed = true
		close(s.quit)
	}
	s.mu.Unlock()
	s.done.Wait()
}

// produce makes an event from time to time.
func (s *stream) produce() {
	ticker := time.NewTicker(pace)
	defer ticker.Stop()
	for {
		select {
		case <-s.quit:
			return
		case <-ticker.C:
		}
		if !s.followed() {
			continue
		}
		event, err := s.event()
		if err != nil {
			continue // the workspace has ended: so will the stream
		}
		s.send(event)
	}
}

func (s *stream) followed() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.clients) > 0
}

// event makes an event of the present figures.
func (s *stream) event() ([]byte, error) {
	f, err := s.figures()
	if err != nil {
		return nil, err
	}
	data, err := json.Marshal(f)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.number++
	var b bytes.Buffer
	fmt.Fprintf(&b, "id: %d\nevent: figures\ndata: %s\n\n", s.number, data) // JSON has no line breaks
	return b.Bytes(), nil
}

// send hands an event to all clients, in place of one that they did not get to.
func (s *stream) send(event []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for c := range s.clients {
		select {
		case <-c:
		default:
		}
		c <- event // there is room: nobody else sends
	}
}

// join adds a client; false when there are enough.
func (s *stream) join() (chan []byte, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed || len(s.clients) >= mostClients {
		return nil, false
	}
	c := make(chan []byte, 1)
	s.clients[c] = true
	return c, true
}

func (s *stream) leave(c chan []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.clients, c)
}

// ServeHTTP lets a client follow, until it goes away or the stream is closed.
func (s *stream) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c, ok := s.join()
	if !ok {
		w.Header().Set("Retry-After", "10")
		http.Error(w, "too many follow the figures: try again later", http.StatusServiceUnavailable)
		return
	}
	defer s.leave(c)
	w.Header().Set("Content-Type", "text/event-stream")
	write := func(text []byte) bool {
		out := http.NewResponseController(w)
		_ = out.SetWriteDeadline(time.Now().Add(slowest)) // every server of this program can
		_, err := w.Write(text)
		return err == nil && out.Flush() == nil
	}
	first, err := s.event()
	if err != nil || !write([]byte("retry: 2000\n\n")) || !write(first) {
		return
	}
	for {
		select {
		case event := <-c:
			if !write(event) {
				return
			}
		case <-r.Context().Done():
			return
		case <-s.quit:
			write([]byte("event: end\ndata: {}\n\n"))
			return
		}
	}
}
