package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
)

// writeMachine says what was measured where.
func writeMachine(w io.Writer, o options) error {
	lines := []string{
		fmt.Sprintf("%s %s/%s, GOMAXPROCS %d", runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.GOMAXPROCS(0)),
	}
	if f, err := os.Open("/proc/cpuinfo"); err == nil {
		if model := processor(f); model != "" {
			lines = append(lines, "CPU "+model)
		}
		_ = f.Close() // it was only read
	}
	info, _ := debug.ReadBuildInfo()
	if c := commit(o.commit, info); c != "" {
		lines = append(lines, "commit "+c)
	}
	lines = append(lines, o.sizes.name+" sizes")
	_, err := fmt.Fprintln(w, strings.Join(lines, "\n"))
	return err
}

// processor returns the model of the first processor that is listed; "" where
// none has a name.
func processor(list io.Reader) string {
	lines := bufio.NewScanner(list)
	for lines.Scan() {
		key, value, _ := strings.Cut(lines.Text(), ":")
		if strings.TrimSpace(key) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

// commit returns the one that was given, or else that of the build; "" if nobody
// knows it.
func commit(given string, info *debug.BuildInfo) string {
	if given != "" || info == nil {
		return given
	}
	revision, modified := "", ""
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			revision = s.Value
		case "vcs.modified":
			if s.Value == "true" {
				modified = " with changes"
			}
		}
	}
	if revision == "" {
		return ""
	}
	return revision + modified
}
