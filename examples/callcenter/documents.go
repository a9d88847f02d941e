package main

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/twiml"
	"github.com/goacd/acd/twiml/webhook"
)

// say makes the verb that speaks a text.
func say(text string) *twiml.Say { return &twiml.Say{Text: text} }

// welcome asks what the call is about. Who presses nothing is served all the same.
func welcome() *twiml.Response {
	return twiml.NewResponse(
		&twiml.Gather{
			NumDigits: twiml.Set(1), Action: twiml.Set("/menu"),
			Children: []twiml.GatherChild{say("Welcome. For sales press 1, for support 2, for billing 3.")},
		},
		&twiml.Redirect{URL: "/menu"},
	)
}

// enqueue lets the caller wait for an agent who knows about a topic, "" for any.
func enqueue(workflow taskrouter.WorkflowSID, topic string, vip bool) *twiml.Response {
	attributes, _ := json.Marshal(map[string]any{"topic": topic, "vip": vip}) // a text and a truth value
	task := &twiml.Task{Attributes: string(attributes), Timeout: twiml.Set(time.Hour)}
	if vip {
		task.Priority = twiml.Set(10)
	}
	return twiml.NewResponse(&twiml.Enqueue{
		WorkflowSID: twiml.Set(workflow.String()), WaitURL: twiml.Set("/wait"), Action: twiml.Set("/after"),
		Children: []twiml.EnqueueChild{task},
	})
}

// waiting is what a caller hears who waits: his place, and music.
func waiting(w *webhook.Wait) *twiml.Response {
	text := "You are next."
	if w.QueuePosition > 1 {
		text = fmt.Sprintf("You are number %d in line.", w.QueuePosition)
	}
	return twiml.NewResponse(say(text), &twiml.Play{URL: "/music.mp3"})
}

// after is what a caller hears when he has left the queue: a question about the
// conversation, if there was one.
func after(result webhook.QueueResult) *twiml.Response {
	if result != webhook.ResultBridged {
		return twiml.NewResponse(say("We are sorry, nobody could take your call. Please try again later."))
	}
	return twiml.NewResponse(
		&twiml.Gather{
			NumDigits: twiml.Set(1), Action: twiml.Set("/rated"),
			Children: []twiml.GatherChild{say("How did we do? Press 1 for badly up to 5 for very well.")},
		},
		say("Goodbye."),
	)
}

// rated thanks for an answer.
func rated() *twiml.Response { return twiml.NewResponse(say("Thank you. Goodbye.")) }
