package twiml

// Prompt is what a caller hears in a step of a [Pay], instead of the standard
// text. It can be bound to attempts, errors and cards.
type Prompt struct {
	Common `twiml:"Prompt,flavor=voice,lax=Response"`

	// For is the step, and must be given.
	For Attr[PromptStep] `twiml:"for,required"`
	// Attempt lists the attempts it is for, each 1 to 10; all by default.
	Attempt Attr[[]int] `twiml:"attempt,min=1,max=10"`
	// ErrorType lists the errors it is for. New names are accepted.
	ErrorType Attr[[]PromptError] `twiml:"errorType"`
	// CardType lists the cards it is for; all by default.
	CardType Attr[[]CardType] `twiml:"cardType"`
	// RequireMatchingInputs asks for the same data twice; false by default.
	RequireMatchingInputs Attr[bool] `twiml:"requireMatchingInputs,default=false"`

	// Children are what the caller hears.
	Children []PromptChild `twiml:"#children"`
}

// PromptChild is what may stand in a [Prompt]: [*Say], [*Play], [*Pause] and
// [Misc].
type PromptChild interface {
	Node
	promptChild()
}

var promptSpec = define[Prompt]()

func (*Prompt) spec() *spec   { return promptSpec }
func (*Prompt) payChild()     {}
func (anywhere) promptChild() {}

// PromptStep is a step of a payment.
type PromptStep string

// The steps.
const (
	StepCardNumber        PromptStep = "payment-card-number"
	StepExpirationDate    PromptStep = "expiration-date"
	StepSecurityCode      PromptStep = "security-code"
	StepPostalCode        PromptStep = "postal-code"
	StepPaymentProcessing PromptStep = "payment-processing"
	StepBankAccountNumber PromptStep = "bank-account-number"
	StepBankRoutingNumber PromptStep = "bank-routing-number"
)

func (PromptStep) enum() enum {
	return closedEnum(StepCardNumber, StepExpirationDate, StepSecurityCode, StepPostalCode,
		StepPaymentProcessing, StepBankAccountNumber, StepBankRoutingNumber)
}

// PromptError is what went wrong in the step before. New names are accepted.
type PromptError string

// The known errors.
const (
	PromptErrorTimeout             PromptError = "timeout"
	PromptErrorCardNumber          PromptError = "invalid-card-number"
	PromptErrorCardType            PromptError = "invalid-card-type"
	PromptErrorDate                PromptError = "invalid-date"
	PromptErrorSecurityCode        PromptError = "invalid-security-code"
	PromptErrorInternal            PromptError = "internal-error"
	PromptErrorInputMatchingFailed PromptError = "input-matching-failed"
	PromptErrorPostalCode          PromptError = "invalid-postal-code"
	PromptErrorBankRoutingNumber   PromptError = "invalid-bank-routing-number"
	PromptErrorBankAccountNumber   PromptError = "invalid-bank-account-number"
	PromptErrorInputTimeout        PromptError = "input-timeout"
	PromptErrorSessionInProgress   PromptError = "session-in-progress"
)

func (PromptError) enum() enum {
	return openEnum(PromptErrorTimeout, PromptErrorCardNumber, PromptErrorCardType,
		PromptErrorDate, PromptErrorSecurityCode, PromptErrorInternal,
		PromptErrorInputMatchingFailed, PromptErrorPostalCode, PromptErrorBankRoutingNumber,
		PromptErrorBankAccountNumber, PromptErrorInputTimeout, PromptErrorSessionInProgress)
}
