package twiml

import (
	"cmp"
	"slices"
)

// The codes of documents and of the elements modelled here, as the vendor's
// debugger numbers them (twiml.md §9). [CodeLevel] and [CodeMeaning] tell what
// stands behind a number.
const (
	// Addresses and fetching.

	CodeURLInvalid         = 11100 // URL malformed, or relative where no base document exists
	CodeFetchFailed        = 11200 // document or callback could not be retrieved (non-success status, time-out, connection trouble)
	CodeConnectTimeout     = 11201 // TCP connection timed out
	CodeConnectRefused     = 11202 // TCP connection refused
	CodeFetchTimeout       = 11203 // whole exchange exceeded its time budget (15 s by default)
	CodeConnectFailed      = 11205 // connection failed
	CodeHTTPProtocol       = 11206 // response is not proper HTTP
	CodeHostNotFound       = 11210 // host name does not resolve
	CodeTooManyRedirects   = 11215 // more than 10 redirects
	CodeRedirectTarget     = 11216 // redirect target unusable
	CodeHTTPStatus         = 11217 // error status from the server
	CodeTLSHandshake       = 11220 // TLS handshake failed
	CodeCertificateHost    = 11235 // certificate names another host
	CodeCertificateExpired = 11236 // certificate expired
	CodeCertificateChain   = 11237 // certificate chain incomplete

	// Documents.

	CodeDocumentTooLarge   = 11750 // document larger than 64 kB
	CodeDocumentEmpty      = 11770 // response body empty
	CodeNotWellFormed      = 12100 // not well-formed XML
	CodeVersionUnsupported = 12101 // version attribute of the root has an unsupported value
	CodeRootNotResponse    = 12102 // root element is not Response
	CodeSchema             = 12200 // schema deviation: unknown, misspelled or misplaced element or attribute, wrong case, unexpected nesting
	CodeContentType        = 12300 // content type not usable here
	CodeInternal           = 12400 // internal failure while handling the response
	CodeVerbUnavailable    = 13750 // verb not available in this API version
	CodeMessagingVerb      = 14110 // verb not allowed in a messaging document
	CodeActionNotAbsolute  = 15004 // action URL must be absolute when a running call is updated with an inline document
	CodeInlineTooLong      = 32018 // inline document above 4000 characters

	// Dial and Number.

	CodeDialInScreening    = 13201 // Dial inside a screening document
	CodeDialMethod         = 13210 // method not GET or POST
	CodeDialIfMachine      = 13211 // ifMachine invalid (legacy)
	CodeDialTimeout        = 13212 // timeout not a positive integer
	CodeDialHangupOnStar   = 13213 // hangupOnStar not true or false
	CodeDialCallerID       = 13214 // callerId not usable
	CodeDialNesting        = 13215 // nested element not allowed
	CodeDialTimeLimit      = 13216 // timeLimit not a positive integer
	CodeDialRecord         = 13217 // record value invalid
	CodeDialSequential     = 13218 // sequential not true or false
	CodeDialAnswerOnBridge = 13219 // answerOnBridge not true or false
	CodeDialRingTone       = 13220 // ringTone value unknown
	CodeNumberMethod       = 13221 // method not GET or POST
	CodeNumberSendDigits   = 13222 // sendDigits contains a character outside the permitted set
	CodePhoneNumber        = 13223 // phone number malformed
	CodeNumberUnreachable  = 13224 // number invalid or not reachable
	CodeCallBlocked        = 13225 // call blocked
	CodeConferenceCombined = 13000 // Conference combined with other nouns, or used twice
	CodeRecordingCallback  = 13256 // recordingStatusCallback URL invalid
	CodeRecordingEvent     = 13621 // recordingStatusCallbackEvent contains an unknown event
	CodeRecordingTrack     = 13622 // recordingTrack value invalid

	// Gather.

	CodeGatherFinishKeyCharacter = 13310 // finishOnKey character not one of 0-9 # *
	CodeGatherFinishKeyTooLong   = 13311 // finishOnKey longer than one character
	CodeGatherMethod             = 13312 // method not GET or POST
	CodeGatherTimeout            = 13313 // timeout invalid
	CodeGatherNumDigits          = 13314 // numDigits not a positive integer
	CodeGatherNesting            = 13320 // nested verb not allowed
	CodeGatherSayVoice           = 13321 // nested Say: voice invalid
	CodeGatherSayLoop            = 13322 // nested Say: loop negative or not an integer
	CodeGatherInput              = 13326 // input invalid
	CodeGatherSpeechTimeout      = 13327 // speechTimeout invalid
	CodeGatherMaxSpeechTime      = 13328 // maxSpeechTime invalid
	CodeGatherPartialMethod      = 13329 // partialResultCallbackMethod invalid
	CodeGatherHints              = 13330 // hints invalid
	CodeGatherLanguage           = 13331 // language invalid
	CodeGatherBargeIn            = 13332 // bargeIn invalid
	CodeGatherProfanityFilter    = 13333 // profanityFilter invalid
	CodeGatherSpeechModel        = 13334 // speechModel invalid
	CodeGatherAutoTimeout        = 13335 // speechTimeout auto not allowed with the default model
	CodeGatherEmptyResult        = 13338 // actionOnEmptyResult invalid

	// Play, Say, Pause, Redirect and Reject.

	CodePlayLoop       = 13410 // loop negative or not an integer
	CodePlayNotAudio   = 13420 // target is not audio
	CodePlayDigits     = 13430 // digits contains a forbidden character
	CodeSayLoop        = 13510 // loop negative or not an integer
	CodeSayVoice       = 13511 // voice invalid
	CodeSayLanguage    = 13512 // language invalid
	CodeSayRate        = 13513 // rate invalid (legacy)
	CodeSayEmpty       = 13520 // text empty or unreadable
	CodeSayTooLong     = 13521 // text too long
	CodeRedirectMethod = 13710 // method not GET or POST
	CodeRejectReason   = 13810 // reason invalid
	CodePauseLength    = 13910 // length not a positive integer

	// Enqueue and Task.

	CodeEnqueueMethod      = 14201 // method not GET or POST
	CodeEnqueueWaitURL     = 14202 // waitUrl invalid
	CodeEnqueueAction      = 14203 // action URL invalid
	CodeEnqueueNameEmpty   = 14204 // queue name empty
	CodeEnqueueNameTooLong = 14205 // queue name above 64 characters
	CodeEnqueueWaitMethod  = 14206 // waitUrlMethod not GET or POST
	CodeQueueFull          = 14207 // queue has reached its maximum size
	CodeWorkflowSID        = 14220 // workflowSid invalid
	CodeTaskNotJSON        = 14221 // task body is not valid JSON
	CodeTaskNotCreated     = 14222 // task could not be created
	CodeTaskNotCanceled    = 14223 // task could not be canceled afterwards

	// Queue.

	CodeQueueMethod            = 14210 // method not GET or POST
	CodeQueueURL               = 14211 // url invalid
	CodeQueueNameEmpty         = 14212 // name empty
	CodeQueueNameTooLong       = 14213 // name above 64 characters
	CodeQueueCallSID           = 14214 // call SID cannot be dequeued (older lists only)
	CodeReservationSID         = 14215 // reservationSid invalid
	CodePostWorkActivitySID    = 14216 // postWorkActivitySid invalid (older lists only)
	CodeReservationNotFound    = 14217 // reservation not found, canceled, rescinded or not acceptable
	CodePostWorkActivityNotSet = 14218 // worker could not be moved to the activity
)

// codeInfo is one line of the table of codes.
type codeInfo struct {
	code    int
	level   Level
	meaning string
}

// CodeLevel returns the level of a code, and false for a code that is not in
// the table.
func CodeLevel(code int) (Level, bool) {
	info, ok := lookupCode(code)
	return info.level, ok
}

// CodeMeaning returns what a code means in a few words, and "" for a code that
// is not in the table.
func CodeMeaning(code int) string {
	info, _ := lookupCode(code)
	return info.meaning
}

func lookupCode(code int) (codeInfo, bool) {
	i, ok := slices.BinarySearchFunc(codeTable, code, func(c codeInfo, code int) int {
		return cmp.Compare(c.code, code)
	})
	if !ok {
		return codeInfo{}, false
	}
	return codeTable[i], true
}

// codeTable is in ascending order of codes.
var codeTable = []codeInfo{
	{CodeURLInvalid, LevelError, "URL malformed, or relative where no base document exists"},
	{CodeFetchFailed, LevelError, "document or callback could not be retrieved (non-success status, time-out, connection trouble)"},
	{CodeConnectTimeout, LevelError, "TCP connection timed out"},
	{CodeConnectRefused, LevelError, "TCP connection refused"},
	{CodeFetchTimeout, LevelError, "whole exchange exceeded its time budget (15 s by default)"},
	{CodeConnectFailed, LevelError, "connection failed"},
	{CodeHTTPProtocol, LevelError, "response is not proper HTTP"},
	{CodeHostNotFound, LevelError, "host name does not resolve"},
	{CodeTooManyRedirects, LevelError, "more than 10 redirects"},
	{CodeRedirectTarget, LevelError, "redirect target unusable"},
	{CodeHTTPStatus, LevelError, "error status from the server"},
	{CodeTLSHandshake, LevelError, "TLS handshake failed"},
	{CodeCertificateHost, LevelError, "certificate names another host"},
	{CodeCertificateExpired, LevelError, "certificate expired"},
	{CodeCertificateChain, LevelError, "certificate chain incomplete"},
	{CodeDocumentTooLarge, LevelError, "document larger than 64 kB"},
	{CodeDocumentEmpty, LevelError, "response body empty"},
	{CodeNotWellFormed, LevelError, "not well-formed XML"},
	{CodeVersionUnsupported, LevelError, "version attribute of the root has an unsupported value"},
	{CodeRootNotResponse, LevelError, "root element is not Response"},
	{CodeSchema, LevelWarning, "schema deviation: unknown, misspelled or misplaced element or attribute, wrong case, unexpected nesting"},
	{CodeContentType, LevelError, "content type not usable here"},
	{CodeInternal, LevelError, "internal failure while handling the response"},
	{CodeConferenceCombined, LevelWarning, "Conference combined with other nouns, or used twice"},
	{CodeDialInScreening, LevelError, "Dial inside a screening document"},
	{CodeDialMethod, LevelWarning, "method not GET or POST"},
	{CodeDialIfMachine, LevelWarning, "ifMachine invalid (legacy)"},
	{CodeDialTimeout, LevelWarning, "timeout not a positive integer"},
	{CodeDialHangupOnStar, LevelWarning, "hangupOnStar not true or false"},
	{CodeDialCallerID, LevelWarning, "callerId not usable"},
	{CodeDialNesting, LevelWarning, "nested element not allowed"},
	{CodeDialTimeLimit, LevelWarning, "timeLimit not a positive integer"},
	{CodeDialRecord, LevelWarning, "record value invalid"},
	{CodeDialSequential, LevelWarning, "sequential not true or false"},
	{CodeDialAnswerOnBridge, LevelWarning, "answerOnBridge not true or false"},
	{CodeDialRingTone, LevelWarning, "ringTone value unknown"},
	{CodeNumberMethod, LevelWarning, "method not GET or POST"},
	{CodeNumberSendDigits, LevelWarning, "sendDigits contains a character outside the permitted set"},
	{CodePhoneNumber, LevelWarning, "phone number malformed"},
	{CodeNumberUnreachable, LevelError, "number invalid or not reachable"},
	{CodeCallBlocked, LevelError, "call blocked"},
	{CodeRecordingCallback, LevelWarning, "recordingStatusCallback URL invalid"},
	{CodeGatherFinishKeyCharacter, LevelWarning, "finishOnKey character not one of 0-9 # *"},
	{CodeGatherFinishKeyTooLong, LevelWarning, "finishOnKey longer than one character"},
	{CodeGatherMethod, LevelWarning, "method not GET or POST"},
	{CodeGatherTimeout, LevelWarning, "timeout invalid"},
	{CodeGatherNumDigits, LevelWarning, "numDigits not a positive integer"},
	{CodeGatherNesting, LevelWarning, "nested verb not allowed"},
	{CodeGatherSayVoice, LevelWarning, "nested Say: voice invalid"},
	{CodeGatherSayLoop, LevelWarning, "nested Say: loop negative or not an integer"},
	{CodeGatherInput, LevelWarning, "input invalid"},
	{CodeGatherSpeechTimeout, LevelWarning, "speechTimeout invalid"},
	{CodeGatherMaxSpeechTime, LevelWarning, "maxSpeechTime invalid"},
	{CodeGatherPartialMethod, LevelWarning, "partialResultCallbackMethod invalid"},
	{CodeGatherHints, LevelWarning, "hints invalid"},
	{CodeGatherLanguage, LevelWarning, "language invalid"},
	{CodeGatherBargeIn, LevelWarning, "bargeIn invalid"},
	{CodeGatherProfanityFilter, LevelWarning, "profanityFilter invalid"},
	{CodeGatherSpeechModel, LevelWarning, "speechModel invalid"},
	{CodeGatherAutoTimeout, LevelWarning, "speechTimeout auto not allowed with the default model"},
	{CodeGatherEmptyResult, LevelError, "actionOnEmptyResult invalid"},
	{CodePlayLoop, LevelWarning, "loop negative or not an integer"},
	{CodePlayNotAudio, LevelError, "target is not audio"},
	{CodePlayDigits, LevelWarning, "digits contains a forbidden character"},
	{CodeSayLoop, LevelWarning, "loop negative or not an integer"},
	{CodeSayVoice, LevelWarning, "voice invalid"},
	{CodeSayLanguage, LevelWarning, "language invalid"},
	{CodeSayRate, LevelWarning, "rate invalid (legacy)"},
	{CodeSayEmpty, LevelWarning, "text empty or unreadable"},
	{CodeSayTooLong, LevelWarning, "text too long"},
	{CodeRecordingEvent, LevelError, "recordingStatusCallbackEvent contains an unknown event"},
	{CodeRecordingTrack, LevelWarning, "recordingTrack value invalid"},
	{CodeRedirectMethod, LevelWarning, "method not GET or POST"},
	{CodeVerbUnavailable, LevelError, "verb not available in this API version"},
	{CodeRejectReason, LevelWarning, "reason invalid"},
	{CodePauseLength, LevelWarning, "length not a positive integer"},
	{CodeMessagingVerb, LevelWarning, "verb not allowed in a messaging document"},
	{CodeEnqueueMethod, LevelError, "method not GET or POST"},
	{CodeEnqueueWaitURL, LevelError, "waitUrl invalid"},
	{CodeEnqueueAction, LevelError, "action URL invalid"},
	{CodeEnqueueNameEmpty, LevelError, "queue name empty"},
	{CodeEnqueueNameTooLong, LevelError, "queue name above 64 characters"},
	{CodeEnqueueWaitMethod, LevelError, "waitUrlMethod not GET or POST"},
	{CodeQueueFull, LevelWarning, "queue has reached its maximum size"},
	{CodeQueueMethod, LevelError, "method not GET or POST"},
	{CodeQueueURL, LevelError, "url invalid"},
	{CodeQueueNameEmpty, LevelError, "name empty"},
	{CodeQueueNameTooLong, LevelError, "name above 64 characters"},
	{CodeQueueCallSID, LevelError, "call SID cannot be dequeued (older lists only)"},
	{CodeReservationSID, LevelError, "reservationSid invalid"},
	{CodePostWorkActivitySID, LevelError, "postWorkActivitySid invalid (older lists only)"},
	{CodeReservationNotFound, LevelError, "reservation not found, canceled, rescinded or not acceptable"},
	{CodePostWorkActivityNotSet, LevelError, "worker could not be moved to the activity"},
	{CodeWorkflowSID, LevelError, "workflowSid invalid"},
	{CodeTaskNotJSON, LevelError, "task body is not valid JSON"},
	{CodeTaskNotCreated, LevelError, "task could not be created"},
	{CodeTaskNotCanceled, LevelError, "task could not be canceled afterwards"},
	{CodeActionNotAbsolute, LevelError, "action URL must be absolute when a running call is updated with an inline document"},
	{CodeInlineTooLong, LevelError, "inline document above 4000 characters"},
}
