package twiml

import "reflect"

// filler makes the list of an element's children. field is the address of the
// field, content what goes in, which has been checked against the nesting.
type filler func(field any, content []Node)

// fillers has one for each sealed interface of children. Package reflect could
// do without it, but would look through the methods of each child to see that
// it implements the interface, and take as long as all the rest of a parser.
var fillers = map[reflect.Type]filler{
	reflect.TypeFor[Misc]():                   fill[Misc],
	reflect.TypeFor[ResponseChild]():          fill[ResponseChild],
	reflect.TypeFor[ApplicationChild]():       fill[ApplicationChild],
	reflect.TypeFor[AssistantChild]():         fill[AssistantChild],
	reflect.TypeFor[ClientChild]():            fill[ClientChild],
	reflect.TypeFor[ConnectChild]():           fill[ConnectChild],
	reflect.TypeFor[ConversationRelayChild](): fill[ConversationRelayChild],
	reflect.TypeFor[DialChild]():              fill[DialChild],
	reflect.TypeFor[EnqueueChild]():           fill[EnqueueChild],
	reflect.TypeFor[GatherChild]():            fill[GatherChild],
	reflect.TypeFor[HangupChild]():            fill[HangupChild],
	reflect.TypeFor[HeadersChild]():           fill[HeadersChild],
	reflect.TypeFor[MessageChild]():           fill[MessageChild],
	reflect.TypeFor[PayChild]():               fill[PayChild],
	reflect.TypeFor[PromptChild]():            fill[PromptChild],
	reflect.TypeFor[ReferChild]():             fill[ReferChild],
	reflect.TypeFor[RejectChild]():            fill[RejectChild],
	reflect.TypeFor[SSMLEmphasisChild]():      fill[SSMLEmphasisChild],
	reflect.TypeFor[SSMLLangChild]():          fill[SSMLLangChild],
	reflect.TypeFor[SSMLPChild]():             fill[SSMLPChild],
	reflect.TypeFor[SSMLProsodyChild]():       fill[SSMLProsodyChild],
	reflect.TypeFor[SSMLSChild]():             fill[SSMLSChild],
	reflect.TypeFor[SSMLWChild]():             fill[SSMLWChild],
	reflect.TypeFor[SayChild]():               fill[SayChild],
	reflect.TypeFor[SipChild]():               fill[SipChild],
	reflect.TypeFor[SiprecChild]():            fill[SiprecChild],
	reflect.TypeFor[StartChild]():             fill[StartChild],
	reflect.TypeFor[StopChild]():              fill[StopChild],
	reflect.TypeFor[StreamChild]():            fill[StreamChild],
	reflect.TypeFor[TranscriptionChild]():     fill[TranscriptionChild],
	reflect.TypeFor[VirtualAgentChild]():      fill[VirtualAgentChild],
}

func fill[C Node](field any, content []Node) {
	list := make([]C, len(content))
	for i, n := range content {
		list[i] = n.(C)
	}
	*field.(*[]C) = list
}
