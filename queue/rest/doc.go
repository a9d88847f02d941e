// Package rest serves the voice queues of an account, and the calls that wait in
// them, as the vendor's API of 2010-04-01 does: official SDKs talk to it unchanged
// (rest.md §11, §12; queue.md §2, §3).
//
//	/2010-04-01/Accounts/{AccountSid}/Queues.json                          GET POST
//	/2010-04-01/Accounts/{AccountSid}/Queues/{Sid}.json                    GET POST DELETE
//	/2010-04-01/Accounts/{AccountSid}/Queues/{QueueSid}/Members.json       GET
//	/2010-04-01/Accounts/{AccountSid}/Queues/{QueueSid}/Members/{Who}.json GET POST
//
// Who is the SID of a call, or Front for the one that is next. A [Handler] is an
// http.Handler over [Queues]: a [Local] makes one of a bare [queue.Directory],
// and package assign/voice/rest serves those of a driver, together with the calls.
//
// # Behaviour
//
//   - The list of queues knows the filter FriendlyName, which compares exactly.
//     With the SID of a workflow it finds the workflow's queue, which can be
//     given another MaxSize and nothing else: it keeps its name, cannot be
//     deleted, and its members leave by their tasks (queue.md §8).
//   - Queues are listed by creation, members by position. A page token names the
//     place behind an entry even when that entry has gone meanwhile, so that
//     nothing comes twice and nothing is left out.
//   - A POST on a member takes it out of its queue and sends the call to Url; the
//     answer is the member as it was just before. A second one finds no member.
//   - An account sees its own path only; any other is 404.
//   - Paths end in .json. Without it, or with .xml, the vendor writes XML, which
//     no SDK asks for and which is not served here: 404 with code 20404.
//
// # Errors
//
//	400 20001  a parameter is missing or wrong, the queue is not empty, or it is
//	           a workflow's
//	400 20007  PageSize above 1000
//	400 22003  the name is taken
//	400 40153  Page without PageToken
//	401 20003  credentials
//	404 20404  no such queue or member, or nobody in front
//	405 20004  method
//	413, 415   the body is too large, or no form
//	429 20429  with [Config.RequestsPerSecond]
//	500, 503   a bug, or the queues cannot answer
package rest
