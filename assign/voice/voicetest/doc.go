// Package voicetest is a telephone network for tests of call flows: people who
// call, answer, are busy, press keys, wait, lose patience, talk and hang up, at the
// times that a test says, with no telephones and no real time.
//
// # A test
//
//	net := voicetest.New(t, voicetest.Config{Assign: voicetest.Always(&assign.Dequeue{})})
//	support := net.Workflow("Support", "")                         // a team …
//	net.Worker("Alice", "").AnswersAfter(4 * time.Second)          // … of one
//	net.Number("+18005550100", "/welcome")                         // the application
//	net.Page("/welcome", `<Response><Enqueue workflowSid="`+support.String()+`"/></Response>`)
//
//	call := net.Person("+15550001").Named("John").GivesUpAfter(time.Minute).Calls("+18005550100")
//	net.Person("client:alice").TalksFor(90 * time.Second)
//	net.Run()
//
//	fmt.Print(call.Transcript())
//
//	0:00 John calls +18005550100
//	0:00 John is answered
//	0:00 John hears hold music
//	0:04 John talks to Alice
//	1:34 John parts from Alice
//	1:34 John's call is over: the other side hung up
//
// # People
//
// A [Person] has an address and [Manners], which say how he treats the calls that
// he makes and those that reach him; the same person can do both. Callers and
// workers are people alike, and so is anybody whom a document dials. Who is on a
// call already is busy.
//
//	his phone rings        AnswersAfter, Busy, NeverAnswers, DeclinesAfter, Unreachable
//	he waits               GivesUpAfter: in a menu, on hold, in a whisper
//	he hears a text        WhenHears("…").Presses, .Says, .HangsUp
//	a document asks        Presses, Says: one after the other
//	a document records     LeavesMessage
//	he talks               TalksFor, PressesStarAfter
//	whatever happens       HangsUpAfter
//	chance                 Chooses: anew for each call, from the seed of the network
//
// # Two uses
//
// [Network] is for tests. It plays the host of a [voice.Machine] and the
// application: it carries out what the machine asks for, has the documents, answers
// assignment callbacks by a function or an http.Handler, and lets time jump from
// one event to the next. After each step it checks every invariant, and that the
// machine keeps to its protocol: nobody hears two things at a time, is in two
// conversations, or is spoken to when he has gone. Afterwards, or between two steps,
// a test looks at what each caller heard ([Call.Transcript]), who talked to whom and
// for how long ([Network.Conversations], [Call.TalkedTo]), what was requested with
// which parameters ([Network.Requests]), and what the router did
// ([Network.Events]). [Network.Left] says what did not end.
//
// [Media] puts the same people behind a driver, by the clock of its runner: an
// example can play time faster, and a soak test can call ten thousand times.
// [Transport] reaches an application in process.
//
// # Time and chance
//
// In a Network the same test with the same seed is the same story, to the last
// byte. What is due at one instant happens in this order: what the machine does by
// itself, then what was planned, first planned first. Speech takes a second for 15
// characters, audio ten seconds; [Config.Lasts] says otherwise. People press keys a
// second after a prompt has ended, and do not interrupt it.
//
// # Limits
//
// An in-process handler is asked without a signature; package
// assign/callback has the whole protocol of assignment callbacks. A Network keeps
// everything that happened, for the test to ask: some kilobytes a call. Nobody's
// words are understood by others: what people say to each other does not matter.
package voicetest
