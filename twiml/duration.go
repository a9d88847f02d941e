package twiml

import "time"

// AutoDuration is a duration or the word auto: `Set(twiml.Auto)`, or
// `Set(twiml.AutoDuration(3*time.Second))`.
type AutoDuration time.Duration

// Auto stands for the word auto, by which the speech recogniser decides.
const Auto AutoDuration = -1

// Duration returns the duration, and false for Auto.
func (d AutoDuration) Duration() (time.Duration, bool) {
	if d == Auto {
		return 0, false
	}
	return time.Duration(d), true
}
