package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/goacd/acd/assign/callback"
	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/assign/voice/driver"
	"github.com/goacd/acd/assign/voice/voicetest"
	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/taskrouter/runner"
)

// service is everything that runs. Make one with open, and end it with close.
type service struct {
	options
	url         string // of the page
	clock       runner.Clock
	runner      *runner.Runner
	application *application
	workspace   *workspace
	media       *voicetest.Media
	driver      *driver.Driver
	agenda      *agenda
	doors       *doors
	feed        *feed
	stream      *stream
	ledger      *ledger
	closing     atomic.Bool // nobody is let in any more
	failed      chan error  // a server has ended by itself
	closers     []func()    // of what is open, in the order in which it was opened
}

// open opens everything, in the order in which one thing needs the other. When
// something fails, what is open is closed again.
func open(o options) (*service, error) {
	s := &service{options: o, failed: make(chan error, 2), ledger: newLedger()}
	token := rand.Text() // the account's, which only this program knows
	for _, step := range []func(token string) error{s.openRunner, s.openApplication, s.openCalls, s.openPage} {
		if err := step(token); err != nil {
			s.close()
			return nil, err
		}
	}
	s.doors = openDoors(s.media, s.agenda, o.seed, o.callers)
	return s, nil
}

func (s *service) onClose(f func()) { s.closers = append(s.closers, f) }

// close ends everything, what was opened last first: calls are hung up. It may be
// called again.
func (s *service) close() {
	for len(s.closers) > 0 {
		last := s.closers[len(s.closers)-1]
		s.closers = s.closers[:len(s.closers)-1]
		last()
	}
}

// openRunner opens the workspace, which lives by the clock of all the others.
func (s *service) openRunner(string) (err error) {
	if s.clock, err = runner.NewPacedClock(voicetest.Start, s.speed); err != nil {
		return err
	}
	s.runner, err = runner.New(runner.Config{
		Clock: s.clock, Engine: taskrouter.Config{FriendlyName: "Call center", Seed: s.seed},
	})
	if err == nil {
		s.onClose(func() { _ = s.runner.Close() })
	}
	return err
}

// openApplication opens the web application on a free port, and the workspace
// that asks it.
func (s *service) openApplication(token string) (err error) {
	if s.application, err = newApplication(token); err != nil {
		return err
	}
	site, err := s.serve("127.0.0.1:0", s.application.handler)
	if err != nil {
		return err
	}
	if s.workspace, err = furnish(s.runner, s.agents, site+"/assignment"); err != nil {
		return err
	}
	s.application.configure(s.workspace.workflow, s.workspace.activities[afterCall])
	s.media, err = voicetest.NewMedia(voicetest.MediaConfig{Clock: s.clock, Seed: s.seed, Ended: s.ledger.ended})
	if err != nil {
		return err
	}
	s.media.Number(number, site+"/welcome")
	hire(s.media, s.agents)
	return nil
}

// openCalls opens the driver between workspace, application and telephones, and
// lets the agents begin.
func (s *service) openCalls(token string) error {
	loopback, err := callback.NewAllowList("127.0.0.1") // the application is nowhere else
	if err != nil {
		return err
	}
	client, err := callback.NewClient(callback.ClientConfig{AuthToken: token, HTTP: loopback.Client()})
	if err != nil {
		return err
	}
	s.onClose(client.Close)
	documents := loopback.Client()
	s.onClose(documents.CloseIdleConnections)
	s.driver, err = driver.New(driver.Config{
		Runner: s.runner, Media: s.media, Client: documents, AuthToken: token,
		Asker: &callback.Asker{Client: client}, Voice: voice.Config{Seed: s.seed}, Observe: s.ledger.observe,
	})
	if err != nil {
		return err
	}
	s.media.Start(s.driver)
	s.onClose(s.media.Close)
	s.onClose(func() { _ = s.driver.Close() }) // while the phones still listen
	s.agenda = newAgenda(s.clock)
	s.onClose(s.agenda.close)
	s.onClose(openDesk(s.workspace, s.agenda, s.seed).close)
	s.feed = openFeed(s.runner)
	s.onClose(s.feed.close)
	return nil
}

// openPage opens the page.
func (s *service) openPage(string) (err error) {
	s.stream = newStream(s.figures)
	handler := pageHandler(s.figures, s.stream)
	s.url, err = s.serve(s.addr, handler)
	s.url += "/"
	s.onClose(s.stream.close) // before the server, which waits for those who follow
	return err
}

// serve opens a server on an address, and returns its URL.
func (s *service) serve(addr string, h http.Handler) (string, error) {
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return "", err
	}
	server := &http.Server{
		Handler: h, ReadHeaderTimeout: 5 * time.Second, WriteTimeout: 10 * time.Second, IdleTimeout: time.Minute,
		MaxHeaderBytes: 16 << 10, ErrorLog: log.New(io.Discard, "", 0),
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			s.failed <- err
		}
	}()
	s.onClose(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
		defer cancel()
		if server.Shutdown(ctx) != nil {
			_ = server.Close()
		}
		<-ended
	})
	return "http://" + listener.Addr().String(), nil
}

// figures returns how things stand.
func (s *service) figures() (figures, error) {
	m, err := look(s.runner)
	if err != nil {
		return figures{}, err
	}
	f := m.figures()
	f.Speed, f.Closing, f.Feed = s.speed, s.closing.Load(), s.feed.latest()
	f.Today.Stars, f.Today.Ratings = s.application.rating()
	return f, nil
}

// run lets everything happen until it is interrupted by the end of ctx, until the
// time of -for is over and all callers are served, or until something fails.
func (s *service) run(ctx context.Context) error {
	var over <-chan time.Time
	if s.lasts > 0 {
		closes := voicetest.Start.Add(s.lasts)
		for s.clock.Now().Before(closes) { // an alarm may ring early
			alarm, stop := s.clock.Alarm(closes)
			over = alarm
			err, done := s.wait(ctx, over)
			stop()
			if done {
				return err
			}
		}
		return s.drain(ctx)
	}
	err, _ := s.wait(ctx, over)
	return err
}

// wait waits for an alarm, or for the end, and says which.
func (s *service) wait(ctx context.Context, alarm <-chan time.Time) (err error, done bool) {
	select {
	case <-alarm:
		return nil, false
	case <-ctx.Done():
		return nil, true
	case err := <-s.failed:
		return fmt.Errorf("a server has ended: %w", err), true
	case <-s.driver.Done():
		return fmt.Errorf("the driver has ended: %w", s.driver.Err()), true
	}
}

// drain lets nobody in any more, and waits until all calls are over. An interrupt
// hangs up those that are left.
func (s *service) drain(ctx context.Context) error {
	s.closing.Store(true)
	s.doors.close()
	err := s.driver.Shutdown(ctx)
	if ctx.Err() != nil {
		return nil
	}
	return err
}

// summary says what became of the day.
func (s *service) summary() string {
	return s.ledger.summary(s.clock.Now().Sub(voicetest.Start).Round(time.Second))
}
