module github.com/goacd/acd/internal/bench

go 1.26

require (
	github.com/beevik/etree v1.8.1
	github.com/expr-lang/expr v1.17.8
	github.com/goacd/acd v0.0.0
	github.com/twilio/twilio-go v1.31.0
)

replace github.com/goacd/acd => ../..
