package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/goacd/acd/assign/callback"
	voicerest "github.com/goacd/acd/assign/voice/rest"
	queuerest "github.com/goacd/acd/queue/rest"
	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/taskrouter/rest"
)

// service is everything that runs. Make one with open, and end it with close.
type service struct {
	options
	url        string // where it is reached
	log        *slog.Logger
	outside    outside
	workspaces *workspaces
	first      *workspace // whose calls the API shows
	register   *voicerest.Register
	failed     chan error // the server has ended by itself
	closers    []func()   // of what is open, in the order in which it was opened
}

// outside is how applications are reached.
type outside struct {
	http   *http.Client // which the allow-list judges
	token  string       // with which requests are signed
	asker  *callback.Client
	sender *callback.Sender
}

// open opens everything, in the order in which one thing needs the other. When
// something fails, what is open is closed again. Alerts go to stderr.
func open(o options, stderr io.Writer) (*service, error) {
	level := slog.LevelWarn
	if o.verbose {
		level = slog.LevelInfo
	}
	s := &service{
		options: o, log: slog.New(slog.NewTextHandler(stderr, &slog.HandlerOptions{Level: level})),
		register: voicerest.NewRegister(0), failed: make(chan error, 1),
	}
	for _, step := range []func() error{s.openOutside, s.openWorkspaces, s.openServer} {
		if err := step(); err != nil {
			s.close()
			return nil, err
		}
	}
	return s, nil
}

func (s *service) onClose(f func()) { s.closers = append(s.closers, f) }

// close ends everything, what was opened last first. It may be called again.
func (s *service) close() {
	for len(s.closers) > 0 {
		last := s.closers[len(s.closers)-1]
		s.closers = s.closers[:len(s.closers)-1]
		last()
	}
}

// openOutside makes the clients that reach applications.
func (s *service) openOutside() (err error) {
	s.outside.http, s.outside.token = s.allowed.Client(), s.token
	s.onClose(s.outside.http.CloseIdleConnections)
	s.outside.sender, err = callback.NewSender(callback.SenderConfig{AuthToken: s.token, HTTP: s.outside.http})
	if err != nil {
		return err
	}
	s.outside.asker, err = callback.NewClient(callback.ClientConfig{AuthToken: s.token, HTTP: s.outside.http})
	if err == nil {
		s.onClose(s.outside.asker.Close)
	}
	return err
}

// openWorkspaces opens the first workspace, furnished by the seed.
func (s *service) openWorkspaces() error {
	var furniture seed
	cfg := taskrouter.Config{AccountSID: s.account, FriendlyName: "Local"}
	if s.seed != "" {
		var err error
		if furniture, err = readSeed(s.seed); err != nil {
			return err
		}
		if furniture.name != "" {
			cfg.FriendlyName = furniture.name
		}
	}
	s.workspaces = newWorkspaces(s.outside, s.log)
	s.onClose(s.workspaces.close)
	first, err := s.workspaces.open(cfg, s.register.Watch)
	if err != nil {
		return err
	}
	s.first, s.workspaces.first = first, first
	return furniture.apply(first.runner)
}

// openServer serves both APIs.
func (s *service) openServer() error {
	listener, err := net.Listen("tcp", s.addr)
	if err != nil {
		return err
	}
	s.url = urlOf(listener.Addr())
	handler, err := s.handler()
	if err != nil {
		_ = listener.Close()
		return err
	}
	server := &http.Server{
		Handler: handler, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: time.Minute, WriteTimeout: 2 * time.Minute,
		IdleTimeout: time.Minute, MaxHeaderBytes: 64 << 10, ErrorLog: log.New(io.Discard, "", 0),
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
	return nil
}

// handler answers TaskRouter below /v1, and queues and calls below /2010-04-01.
// URLs in answers are those of the service whatever host a request names, so that
// an SDK which follows one stays here.
func (s *service) handler() (http.Handler, error) {
	account := s.account.String()
	tasks, err := rest.New(rest.Config{
		Accounts: []rest.Account{{SID: account, Secret: s.token}}, BaseURL: s.url, Logger: s.log,
		NewWorkspace: s.workspaces.create, Deleted: s.workspaces.deleted, Instructor: s.workspaces,
	})
	if err != nil {
		return nil, err
	}
	if err := tasks.Add(s.first.runner); err != nil {
		return nil, err
	}
	calls, err := voicerest.New(voicerest.Config{
		Accounts: []queuerest.Account{{SID: account, Secret: s.token}}, Driver: s.first.driver, Register: s.register, Logger: s.log,
	})
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.Handle("/", tasks) // which has the vendor's words for what is nowhere
	mux.Handle("/2010-04-01/", calls)
	return mux, nil
}

// wait returns when ctx ends, or with what has failed.
func (s *service) wait(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return nil
	case err := <-s.failed:
		return fmt.Errorf("the server has ended: %w", err)
	case <-s.first.driver.Done():
		return fmt.Errorf("the workspace has ended: %w", s.first.driver.Err())
	}
}
