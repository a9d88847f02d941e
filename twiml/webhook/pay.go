package webhook

import "net/url"

// PayAction is the request to the action of a Pay, made after the payment
// (twiml.md §7). The other parameters of the payment are in Extra.
type PayAction struct {
	Standard
	// Result says how it went.
	Result PayResult `param:"Result,required"`
	// PaymentToken and PaymentConfirmationCode come from the connector: one of
	// them after success, as a token or a charge was asked for (inferred).
	PaymentToken            string `param:"PaymentToken"`
	PaymentConfirmationCode string `param:"PaymentConfirmationCode"`
	// Extra holds what no other field holds; see [Parse].
	Extra url.Values `param:"*"`
}

var payActionSpec = define[PayAction]()

func (*PayAction) spec() *spec { return payActionSpec }

// PayResult says how a payment went. Parse accepts any word.
type PayResult string

// The results of a payment (twiml.md §7).
const (
	PaySuccess               PayResult = "success"
	PayTooManyFailedAttempts PayResult = "too-many-failed-attempts"
	PayConnectorError        PayResult = "payment-connector-error"
	PayInterruptedWithStar   PayResult = "caller-interrupted-with-star"
	PayHungUp                PayResult = "caller-hung-up"
	PayValidationError       PayResult = "validation-error"
	PayInternalError         PayResult = "internal-error"
)
