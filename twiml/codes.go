package twiml

// The codes of documents and everything in them, as the vendor's debugger
// numbers them (twiml.md §9). [CodeLevel] and [CodeMeaning] tell what stands
// behind a number.
const (
	// Addresses and fetching.

	CodeURLInvalid          = 11100 // URL malformed, or relative where no base document exists
	CodeFetchFailed         = 11200 // document or callback could not be retrieved (non-success status, time-out, connection trouble)
	CodeConnectTimeout      = 11201 // TCP connection timed out
	CodeConnectRefused      = 11202 // TCP connection refused
	CodeFetchTimeout        = 11203 // whole exchange exceeded its time budget (15 s by default)
	CodeConnectFailed       = 11205 // connection failed
	CodeHTTPProtocol        = 11206 // response is not proper HTTP
	CodeHostNotFound        = 11210 // host name does not resolve
	CodeTooManyRedirects    = 11215 // more than 10 redirects
	CodeRedirectTarget      = 11216 // redirect target unusable
	CodeHTTPStatus          = 11217 // error status from the server
	CodeTLSHandshake        = 11220 // TLS handshake failed
	CodeCertificateHost     = 11235 // certificate names another host
	CodeCertificateExpired  = 11236 // certificate expired
	CodeCertificateChain    = 11237 // certificate chain incomplete
	CodeEdgeUnknown         = 11240 // edge location in the URL fragment unknown
	CodeEdgeUnsupported     = 11241 // edge location not supported
	CodePrivateInterconnect = 11242 // private interconnect not allowed
	CodeRetryPolicy         = 11243 // retry policy in the URL fragment invalid
	CodeFatalProtocol       = 11251 // fatal protocol violation
	CodeURLTemplate         = 11300 // URL template malformed
	CodeURLTemplateToken    = 11310 // URL template names an unknown token
	CodeURLTemplateBracket  = 11320 // URL template bracket not closed
	CodeWebhook             = 11321 // webhook misconfigured
	CodeWebhookMethod       = 11322 // webhook method invalid

	// Documents, and calls as a whole.

	CodeDocumentTooLarge     = 11750 // document larger than 64 kB
	CodeMediaTooLarge        = 11751 // media larger than the messaging provider allows
	CodeDocumentEmpty        = 11770 // response body empty
	CodeNotWellFormed        = 12100 // not well-formed XML
	CodeVersionUnsupported   = 12101 // version attribute of the root has an unsupported value
	CodeRootNotResponse      = 12102 // root element is not Response
	CodeSchema               = 12200 // schema deviation: unknown, misspelled or misplaced element or attribute, wrong case, unexpected nesting
	CodeContentType          = 12300 // content type not usable here
	CodeUploadType           = 12301 // content type of an uploaded file not supported
	CodeInternal             = 12400 // internal failure while handling the response
	CodeVerbUnavailable      = 13750 // verb not available in this API version
	CodeAddOnsUnavailable    = 13804 // add-ons unavailable
	CodeTrialCallTooLong     = 13805 // trial call longer than 10 minutes
	CodeCallWaitedTooLong    = 15002 // call waited too long to be placed
	CodeStatusCallbackFailed = 15003 // status callback answered with an error
	CodeActionNotAbsolute    = 15004 // action URL must be absolute when a running call is updated with an inline document
	CodeCallNotInProgress    = 21220 // call is not in progress and cannot be redirected
	CodeInlineTooLong        = 32018 // inline document above 4000 characters

	// Dial and Number.

	CodeDialInScreening      = 13201 // Dial inside a screening document
	CodeDialMethod           = 13210 // method not GET or POST
	CodeDialIfMachine        = 13211 // ifMachine invalid (legacy)
	CodeDialTimeout          = 13212 // timeout not a positive integer
	CodeDialHangupOnStar     = 13213 // hangupOnStar not true or false
	CodeDialCallerID         = 13214 // callerId not usable
	CodeDialNesting          = 13215 // nested element not allowed
	CodeDialTimeLimit        = 13216 // timeLimit not a positive integer
	CodeDialRecord           = 13217 // record value invalid
	CodeDialSequential       = 13218 // sequential not true or false
	CodeDialAnswerOnBridge   = 13219 // answerOnBridge not true or false
	CodeDialRingTone         = 13220 // ringTone value unknown
	CodeNumberMethod         = 13221 // method not GET or POST
	CodeNumberSendDigits     = 13222 // sendDigits contains a character outside the permitted set
	CodePhoneNumber          = 13223 // phone number malformed
	CodeNumberUnreachable    = 13224 // number invalid or not reachable
	CodeCallBlocked          = 13225 // call blocked
	CodeCountryCode          = 13226 // unknown country code
	CodeGeographicPermission = 13227 // destination not enabled by geographic permissions
	CodeDialUnavailable      = 13245 // not available in this API version
	CodeCallerIDCharacter    = 13247 // caller ID contains forbidden characters
	CodeCallerIDTooLong      = 13248 // caller ID too long
	CodeReferWithoutURL      = 13802 // REFER received but no referUrl

	// Conference.

	CodeConferenceCombined     = 13000 // Conference combined with other nouns, or used twice
	CodeConferenceMuted        = 13230 // muted not true or false
	CodeConferenceEndOnExit    = 13231 // endConferenceOnExit not true or false
	CodeConferenceStartOnEnter = 13232 // startConferenceOnEnter not true or false
	CodeConferenceWaitURL      = 13233 // waitUrl neither a URL nor empty
	CodeConferenceWaitMethod   = 13234 // waitMethod not GET or POST
	CodeConferenceBeep         = 13235 // beep value invalid
	CodeConferenceSID          = 13236 // conference SID unknown or finished
	CodeConferenceName         = 13237 // name not 1 to 128 characters
	CodeConferenceWaitVerb     = 13238 // verb not allowed in a wait, hold or announce document
	CodeConferenceTrim         = 13239 // trim value invalid
	CodeConferenceCoach        = 13240 // coach call SID not in the conference
	CodeConferenceFeature      = 13299 // feature newer than the API version in use
	CodeConferenceFull         = 16020 // conference full
	CodeConferenceNotFound     = 16022 // conference unknown or finished
	CodeParticipantLabel       = 16023 // participant label invalid (over 128 characters, a call SID, or containing a slash)
	CodeParticipantLabelInUse  = 16025 // participant label already in use

	// Sip, Sim, Client and Refer.

	CodeSipMethod                = 13241 // method not GET or POST
	CodeSipSendDigits            = 13242 // sendDigits invalid (legacy)
	CodeSipURI                   = 13243 // SIP URI malformed
	CodeSipNotPermitted          = 13244 // account may not place SIP calls
	CodeSipNotEnabled            = 13246 // SIP dialing not enabled
	CodeSipCredentials           = 13249 // username or password invalid
	CodeSipTooManyURIs           = 13250 // too many URIs
	CodeSipTooManyHeaders        = 13251 // too many headers
	CodeSipHeaderName            = 13252 // header name invalid
	CodeSipHeaderTooLong         = 13253 // header too long
	CodeSipHostNotPublic         = 13254 // host does not resolve to a public address
	CodeSipHostForbidden         = 13255 // this provider host may not be dialed
	CodeSimUnavailable           = 13258 // SIM dialing unavailable
	CodeReferNotSIP              = 13801 // call leg is not SIP
	CodeClientNotificationURL    = 13806 // clientNotificationUrl invalid
	CodeClientNotificationFailed = 13807 // clientNotificationUrl answered with an error

	// Recordings.

	CodeRecordingCallback  = 13256 // recordingStatusCallback URL invalid
	CodeTranscribeCallback = 13257 // transcribeCallback URL invalid
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
	CodeGatherPlayNotAudio       = 13325 // nested Play: not audio
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
	CodeGatherNotSecure          = 13337 // callback must be https in PCI mode
	CodeGatherEmptyResult        = 13338 // actionOnEmptyResult invalid
	CodeSpeechDegraded           = 13340 // speech recognition degraded
	CodeSpeechGoogleUnsupported  = 13342 // configuration not supported by the Google provider
	CodeSpeechUnsupported        = 13343 // configuration not supported by the speech provider

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

	// Record.

	CodeRecordMethod           = 13610 // method not GET or POST
	CodeRecordTimeout          = 13611 // timeout invalid
	CodeRecordMaxLength        = 13612 // maxLength not a positive integer
	CodeRecordFinishKey        = 13613 // finishOnKey character not one of 0-9 # *
	CodeRecordTranscribe       = 13614 // transcribe not true or false
	CodeRecordTranscribeLength = 13615 // maxLength above 120 while transcribing
	CodeRecordPlayBeep         = 13616 // playBeep not true or false
	CodeTranscriptionLength    = 13617 // recording too short or too long to transcribe
	CodeTranscriptionGone      = 13618 // recording gone before transcription
	CodeTranscriptionKind      = 13619 // recording kind cannot be transcribed
	CodeTranscriptionFailed    = 13620 // recording cannot be transcribed
	CodeRecordTrim             = 13699 // trim value invalid

	// Messages.

	CodeSmsUnavailable          = 13803 // verb unavailable
	CodeMessageTo               = 14101 // to invalid
	CodeMessageFrom             = 14102 // from invalid
	CodeMessageBody             = 14103 // body empty without media, or above 1600 characters
	CodeMessageMethod           = 14104 // method not GET or POST
	CodeMessageStatusCallback   = 14105 // statusCallback not a URL
	CodeMessageTooManyDocuments = 14106 // more than 50 documents fetched in one reply
	CodeMessageTooManyReplies   = 14107 // too many replies between two numbers in a short time
	CodeMessageFromUnable       = 14108 // from number cannot send messages
	CodeMessageTooMany          = 14109 // more than 10 messages in reply to one message
	CodeMessagingVerb           = 14110 // verb not allowed in a messaging document
	CodeMessageTrial            = 14111 // trial account may not send to this number

	// Enqueue and Task.

	CodeEnqueueMethod        = 14201 // method not GET or POST
	CodeEnqueueWaitURL       = 14202 // waitUrl invalid
	CodeEnqueueAction        = 14203 // action URL invalid
	CodeEnqueueNameEmpty     = 14204 // queue name empty
	CodeEnqueueNameTooLong   = 14205 // queue name above 64 characters
	CodeEnqueueWaitMethod    = 14206 // waitUrlMethod not GET or POST
	CodeQueueFull            = 14207 // queue has reached its maximum size
	CodeWorkflowSID          = 14220 // workflowSid invalid
	CodeTaskNotJSON          = 14221 // task body is not valid JSON
	CodeTaskNotCreated       = 14222 // task could not be created
	CodeTaskNotCanceled      = 14223 // task could not be canceled afterwards
	CodeWorkflowsUnavailable = 14226 // workflows unavailable in this region

	// Queue.

	CodeQueueMethod             = 14210 // method not GET or POST
	CodeQueueURL                = 14211 // url invalid
	CodeQueueNameEmpty          = 14212 // name empty
	CodeQueueNameTooLong        = 14213 // name above 64 characters
	CodeQueueCallSID            = 14214 // call SID cannot be dequeued (older lists only)
	CodeReservationSID          = 14215 // reservationSid invalid
	CodePostWorkActivitySID     = 14216 // postWorkActivitySid invalid (older lists only)
	CodeReservationNotFound     = 14217 // reservation not found, canceled, rescinded or not acceptable
	CodePostWorkActivityNotSet  = 14218 // worker could not be moved to the activity
	CodeReservationsUnavailable = 14219 // reservations unavailable in this region
	CodeQueueNameTaken          = 22003 // queue name already taken (observed; absent from the published list)

	// Instructions in answer to an assignment callback.

	CodeInstructionWorkflowSID         = 14230 // workflow SID invalid (assignment instruction)
	CodeInstructionTaskNotJSON         = 14231 // task attributes not JSON (assignment instruction)
	CodeInstructionPriority            = 14232 // priority not an integer (assignment instruction)
	CodeInstructionTimeout             = 14233 // timeout not an integer (assignment instruction)
	CodeInstructionTaskNotCreated      = 14234 // task could not be created (assignment instruction)
	CodeInstructionTaskNotCanceled     = 14235 // task could not be canceled (assignment instruction)
	CodeInstructionReservationSID      = 14236 // reservation SID invalid (assignment instruction)
	CodeInstructionPostWorkActivitySID = 14237 // post-work activity SID invalid (assignment instruction)
	CodeInstructionReservation         = 14238 // reservation not acceptable (assignment instruction)
	CodeInstructionWorkerNotUpdated    = 14239 // worker could not be updated (assignment instruction)
	CodeTooManyWorkers                 = 14240 // too many concurrent workers

	// Start and Stream.

	CodeStartNesting    = 14300 // nested noun invalid
	CodeStreamConnector = 31940 // connectorName unknown

	// Annotate, which only the list of codes knows.

	CodeAnnotateContent         = 13110 // must hold exactly one valid element (undocumented verb)
	CodeAnnotateRepeated        = 13111 // element repeated (undocumented verb)
	CodeAnnotateNesting         = 13112 // element not allowed (undocumented verb; only BillingReferenceTag)
	CodeBillingReferenceTooLong = 13120 // BillingReferenceTag above 128 characters
)
