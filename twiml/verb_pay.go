package twiml

import "time"

// Pay collects the data of a payment by card or bank account, step by step,
// and hands them to a payment connector.
type Pay struct {
	Common `twiml:"Pay,flavor=voice,ends=@action"`

	// Action is requested with the result, always by POST; the current document
	// by default. It must be https, and absolute in an inline document.
	Action Attr[string] `twiml:"action,url,schemes=https,absoluteInline=15004"`
	// StatusCallback is told about each step.
	StatusCallback Attr[string] `twiml:"statusCallback,url"`
	// StatusCallbackMethod is that of StatusCallback; POST by default.
	StatusCallbackMethod Attr[Method] `twiml:"statusCallbackMethod,default=POST"`
	// Input is how the data are given: by keys.
	Input Attr[GatherInput] `twiml:"input,values=dtmf,default=dtmf"`
	// PaymentMethod is what is paid with; a credit card by default.
	PaymentMethod Attr[PaymentMethod] `twiml:"paymentMethod,default=credit-card"`
	// BankAccountType is that of PayByACHDebit; a consumer's checking account by
	// default.
	BankAccountType Attr[BankAccountType] `twiml:"bankAccountType,default=consumer-checking"`
	// ValidCardTypes are the cards that are taken; visa, mastercard and amex by
	// default.
	ValidCardTypes Attr[[]CardType] `twiml:"validCardTypes,default=visa mastercard amex"`
	// ChargeAmount is 0 to 1,000,000 in units of Currency. Unset or 0, nothing is
	// charged and only a token made.
	ChargeAmount Attr[Decimal] `twiml:"chargeAmount,min=0,max=1000000"`
	// Currency is usd by default.
	Currency Attr[string] `twiml:"currency,default=usd"`
	// Description goes with the charge.
	Description Attr[string] `twiml:"description"`
	// PaymentConnector is the name of the connector; Default by default.
	PaymentConnector Attr[string] `twiml:"paymentConnector,default=Default"`
	// TokenType is how often the token can be used; reusable by default.
	TokenType Attr[TokenType] `twiml:"tokenType,default=reusable"`
	// PostalCode is "true" or "false", whether it is asked for, or the code itself
	// if it is known; it is asked for by default.
	PostalCode Attr[string] `twiml:"postalCode,default=true"`
	// MinPostalCodeLength is at least 1 digit; unlimited by default.
	MinPostalCodeLength Attr[int] `twiml:"minPostalCodeLength,min=1"`
	// SecurityCode says whether the code on the card is asked for; it is by default.
	SecurityCode Attr[bool] `twiml:"securityCode,default=true"`
	// Timeout is the pause between keys that ends a step, at least 1 s; 5 s by
	// default.
	Timeout Attr[time.Duration] `twiml:"timeout,unit=s,min=1,default=5"`
	// MaxAttempts is how often a step may be tried, 1 to 3; once by default.
	MaxAttempts Attr[int] `twiml:"maxAttempts,min=1,max=3,default=1"`
	// Language is that of the prompts, a tag such as de-DE; en-US by default. Each
	// is accepted.
	Language Attr[string] `twiml:"language,word,inferred,default=en-US"`
	// CredentialSID is legacy.
	//
	// Deprecated: removed from the documentation; a connector holds the credentials.
	CredentialSID Attr[string] `twiml:"credentialSid,deprecated=a payment connector holds the credentials"`

	// Children are the prompts of the steps, and what is handed to the connector.
	Children []PayChild `twiml:"#children"`
}

// PayChild is what may stand in a [Pay]: [*Prompt], [*Parameter] and [Misc].
type PayChild interface {
	Node
	payChild()
}

var paySpec = define[Pay]()

func (*Pay) spec() *spec    { return paySpec }
func (*Pay) responseChild() {}
func (anywhere) payChild()  {}

// PaymentMethod is what a caller pays with.
type PaymentMethod string

// The methods of payment.
const (
	PayByACHDebit   PaymentMethod = "ach-debit"
	PayByCreditCard PaymentMethod = "credit-card"
)

func (PaymentMethod) enum() enum { return closedEnum(PayByACHDebit, PayByCreditCard) }

// BankAccountType is the kind of a bank account.
type BankAccountType string

// The kinds of bank accounts.
const (
	ConsumerChecking   BankAccountType = "consumer-checking"
	ConsumerSavings    BankAccountType = "consumer-savings"
	CommercialChecking BankAccountType = "commercial-checking"
	CommercialSavings  BankAccountType = "commercial-savings"
)

func (BankAccountType) enum() enum {
	return closedEnum(ConsumerChecking, ConsumerSavings, CommercialChecking, CommercialSavings)
}

// TokenType is how often the token of a payment can be used.
type TokenType string

// The kinds of tokens.
const (
	TokenOneTime       TokenType = "one-time"
	TokenReusable      TokenType = "reusable"
	TokenPaymentMethod TokenType = "payment-method"
)

func (TokenType) enum() enum { return closedEnum(TokenOneTime, TokenReusable, TokenPaymentMethod) }

// CardType is a brand of payment cards.
type CardType string

// The brands.
const (
	CardVisa       CardType = "visa"
	CardMastercard CardType = "mastercard"
	CardAmex       CardType = "amex"
	CardMaestro    CardType = "maestro"
	CardDiscover   CardType = "discover"
	CardOptima     CardType = "optima"
	CardJCB        CardType = "jcb"
	CardDinersClub CardType = "diners-club"
	CardEnroute    CardType = "enroute"
)

func (CardType) enum() enum {
	return closedEnum(CardVisa, CardMastercard, CardAmex, CardMaestro, CardDiscover,
		CardOptima, CardJCB, CardDinersClub, CardEnroute)
}
